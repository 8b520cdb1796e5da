import { describe, expect, it } from 'vitest'
import { createFormat } from '../../../renderer/i18n/format.ts'

const english = createFormat('en', 'just now')
const chinese = createFormat('zh-CN', '刚刚')
const minute = 60_000

describe('createFormat', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1 kB'],
    [1_240_000, '1.2 MB'],
    [806_000_000, '806 MB'],
    [4_870_000_000, '4.9 GB'],
    [5e15, '5,000 TB'],
  ])('tells %i bytes', (bytes, text) => {
    expect(english.bytes(bytes)).toBe(text)
  })

  it.each([
    [0, 'just now', '刚刚'],
    [59_000, 'just now', '刚刚'],
    [3 * minute, '3 min ago', '3分钟前'],
    [2 * 60 * minute, '2 hr ago', '2小时前'],
    [50 * 60 * minute, '2 days ago', '2天前'],
  ])('tells how long ago %i ms are', (passedMs, inEnglish, inChinese) => {
    expect(english.ago(1e12, 1e12 + passedMs)).toBe(inEnglish)
    expect(chinese.ago(1e12, 1e12 + passedMs)).toBe(inChinese)
  })

  it.each([
    [-5, '0.0 s', '0.0 秒'],
    [690, '0.6 s', '0.6 秒'],
    [9_999, '9.9 s', '9.9 秒'],
    [10_000, '0:10', '0:10'],
    [72_000, '1:12', '1:12'],
    [3_723_000, '1:02:03', '1:02:03'],
  ])('tells a duration of %i ms', (ms, inEnglish, inChinese) => {
    expect(english.duration(ms)).toBe(inEnglish)
    expect(chinese.duration(ms)).toBe(inChinese)
  })

  it.each([
    [-5, '0:00'],
    [9_999, '0:09'],
    [3_723_000, '1:02:03'],
  ])('tells on a clock that %i ms have passed', (ms, text) => {
    expect(english.elapsed(ms)).toBe(text)
  })

  it('gives every time of a log the same width', () => {
    const width = english.time(Date.UTC(2026, 0, 1, 23, 59, 59)).length
    expect(english.time(Date.UTC(2026, 0, 1, 1, 2, 3))).toHaveLength(width)
  })
})
