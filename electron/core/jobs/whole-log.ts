import { cancelled } from '../../../shared/errors.ts'
import { openIfThere } from '../logs/index-file.ts'
import { headLength, isLine, lineFeed, sourceOf } from '../logs/line-format.ts'
import { savedMark } from './log-text.ts'

const readBytes = 256 * 1024
const markPlace = headLength - 2
const timeLength = headLength - 3

/**
 * The whole of a log as it is now, as `logText` has it. Its bytes stay what they are but for the mark of each line's
 * source, so that no line has to become a text. A half line at the end is left out. A piece is good until the next one.
 */
export async function* wholeLog(path: string, signal: AbortSignal): AsyncGenerator<Uint8Array, void> {
  const file = await openIfThere(path)
  if (file === null) return
  const rewrite = createRewriter()
  // One for all pieces: new memory costs more than what is done in it.
  let buffer = Buffer.allocUnsafe(readBytes)
  let kept = 0
  try {
    for (let position = 0; ;) {
      if (signal.aborted) throw cancelled()
      if (kept === buffer.length) buffer = Buffer.concat([buffer], buffer.length * 2)
      const { bytesRead } = await file.read(buffer, kept, buffer.length - kept, position)
      if (bytesRead === 0) return
      position += bytesRead
      const filled = kept + bytesRead
      const end = buffer.lastIndexOf(lineFeed, filled - 1) + 1
      if (end > 0) yield* rewrite(buffer.subarray(0, end))
      buffer.copyWithin(0, end, filled)
      kept = filled - end
    }
  } finally {
    await file.close()
  }
}

/** Changes the marks of whole lines in place, and gives damaged lines a head with the time of the line before. */
function createRewriter(): (lines: Buffer) => Buffer[] {
  let time = new Date(0).toISOString()
  return (lines) => {
    const pieces: Buffer[] = []
    let given = 0
    let start = 0
    let timeStart = -1
    const timeNow = (): string => (timeStart < 0 ? time : lines.toString('latin1', timeStart, timeStart + timeLength))
    for (let end = lines.indexOf(lineFeed); end >= 0; end = lines.indexOf(lineFeed, start)) {
      const line = lines.subarray(start, end)
      if (isLine(line)) {
        line[markPlace] = savedMark(sourceOf(line)).charCodeAt(0)
        timeStart = start
      } else {
        pieces.push(lines.subarray(given, start), Buffer.from(`${timeNow()} ${savedMark('app')} `))
        given = start
      }
      start = end + 1
    }
    time = timeNow()
    return [...pieces, lines.subarray(given)]
  }
}
