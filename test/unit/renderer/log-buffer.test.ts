import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hasLeftEnd, isAtEnd, rowHeight, visibleRows } from '../../../renderer/features/log/log-window.ts'
import { isPythonError } from '../../../renderer/features/log/python-error.ts'
import { LogBuffer, plainText } from '../../../renderer/stores/log-buffer.ts'
import type { LogLine } from '../../../shared/model/job.ts'

function lines(from: number, to: number): LogLine[] {
  return Array.from({ length: to - from }, (_, offset) => {
    return { index: from + offset, at: 0, source: 'out', text: `line ${from + offset}` }
  })
}

function held(buffer: LogBuffer): number[] {
  return Array.from({ length: buffer.length }, (_, position) => buffer.at(position)?.index ?? -1)
}

describe('LogBuffer', () => {
  it('holds the newest lines in order, however they come', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.array(fc.integer({ min: 0, max: 9 })), (capacity, batches) => {
        const buffer = new LogBuffer(capacity)
        let next = 0
        for (const size of batches) {
          buffer.append(lines(next, next + size))
          next += size
        }
        const first = Math.max(0, next - capacity)
        expect(held(buffer)).toEqual(lines(first, next).map((line) => line.index))
        expect(buffer.nextIndex).toBe(next)
        expect(buffer.droppedCount).toBe(first)
      }),
    )
  })

  it('leaves out lines that a replay sends again', () => {
    const buffer = new LogBuffer(100)
    buffer.append(lines(0, 5))
    buffer.append(lines(3, 8))
    expect(held(buffer)).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  })

  it('gives nothing beyond its ends', () => {
    const buffer = new LogBuffer(3)
    buffer.append(lines(0, 5))
    expect([buffer.at(-1), buffer.at(3)]).toEqual([undefined, undefined])
  })

  it('copies the newest lines that fit', () => {
    const buffer = new LogBuffer(100)
    buffer.append(lines(0, 5))
    expect(buffer.text(1000)).toBe('line 0\nline 1\nline 2\nline 3\nline 4')
    expect(buffer.text(14)).toBe('line 3\nline 4')
  })
})

describe('plainText', () => {
  it.each([
    ['\u001b[32mok\u001b[0m', 'ok'],
    ['\u001b[1;38;5;208mwarm\u001b[m', 'warm'],
    ['\u001b]8;;https://example.com\u0007link\u001b]8;;\u0007', 'link'],
    ['\u001b]0;title\u001b\\text', 'text'],
    ['a\tb\u0007\u0000c', 'a\tbc'],
    ['[32m is text', '[32m is text'],
    ['损失 0.31', '损失 0.31'],
  ])('takes the escapes out of %j', (text, plain) => {
    expect(plainText(text)).toBe(plain)
  })

  it('never leaves an escape or control character', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('\u001b', '[', ']', ';', 'm', '3', '\\', '\u0007', 'x') }),
        (text) => {
          expect(plainText(text)).not.toMatch(new RegExp('[\\u0000-\\u0008\\u001b\\u0007]'))
        },
      ),
    )
  })
})

describe('visibleRows', () => {
  it('covers the sight and stays inside the log', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.nat(2000), fc.nat(50_000), (top, height, lineCount) => {
        const { first, last } = visibleRows({ top, height }, lineCount)
        expect(first).toBeGreaterThanOrEqual(0)
        expect(last).toBeLessThanOrEqual(lineCount)
        expect(first).toBeLessThanOrEqual(Math.min(lineCount, Math.floor(top / rowHeight)))
        expect(last).toBeGreaterThanOrEqual(Math.min(lineCount, Math.ceil((top + height) / rowHeight)))
        expect(last - first).toBeLessThanOrEqual(Math.ceil(height / rowHeight) + 42)
      }),
    )
  })

  it('knows the end', () => {
    expect(isAtEnd({ scrollTop: 900, clientHeight: 100, scrollHeight: 1000 })).toBe(true)
    expect(isAtEnd({ scrollTop: 800, clientHeight: 100, scrollHeight: 1000 })).toBe(false)
  })
})

describe('hasLeftEnd', () => {
  // Put at its end: 900 + 100 = 1000.
  const endTop = 900

  it('is not caused by a box that shrinks, nor by lines that come', () => {
    expect(hasLeftEnd({ scrollTop: 900, clientHeight: 40, scrollHeight: 1000 }, endTop)).toBe(false)
    expect(hasLeftEnd({ scrollTop: 900, clientHeight: 100, scrollHeight: 90_000 }, endTop)).toBe(false)
    expect(hasLeftEnd({ scrollTop: 900, clientHeight: 40, scrollHeight: 90_000 }, endTop)).toBe(false)
  })

  it('is not caused by a box that grows, whose top is moved to keep the end', () => {
    expect(hasLeftEnd({ scrollTop: 800, clientHeight: 200, scrollHeight: 1000 }, endTop)).toBe(false)
  })

  it('is caused by a reader who moves up by more than a line', () => {
    expect(hasLeftEnd({ scrollTop: 890, clientHeight: 100, scrollHeight: 1000 }, endTop)).toBe(false)
    expect(hasLeftEnd({ scrollTop: 870, clientHeight: 100, scrollHeight: 1000 }, endTop)).toBe(true)
  })
})

describe('isPythonError', () => {
  it.each([
    ['Traceback (most recent call last):', true],
    ['  Traceback (most recent call last):', true],
    ['ValueError: bad batch size', true],
    ['torch.cuda.OutOfMemoryError: CUDA out of memory', true],
    ['KeyboardInterrupt', true],
    ['  File "train.py", line 3, in <module>', false],
    [' 42%|████▏     | 42/100 [00:03<00:04, 12.5it/s]', false],
    ['Errors: 0', false],
    ['validation error: 0.21', false],
  ])('of %j is %j', (text, expected) => {
    expect(isPythonError(text)).toBe(expected)
  })
})
