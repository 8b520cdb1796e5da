import { LogReader } from '../../shared/metrics/log-reader.ts'
import { PointTeller } from '../../electron/core/runs/metrics/tell-points.ts'

/** How many lines of a training are read for numbers in a second, in one thread; and that the sums are exact. */
const count = 200_000
const kinds: Readonly<Record<string, (line: number) => string>> = {
  short: (line) => `epoch ${Math.floor(line / 1000) + 1}/200 step ${line} loss: ${line / 1000}`,
  pytorch: (line) =>
    `Epoch: [${Math.floor(line / 1000) + 1}][${line % 1000}/1000]\tTime  0.512 ( 1.210)\tLoss ${line / 1000} (6.9811e+00)\tAcc@1   0.39 (  0.21)`,
  json: (line) => `{'loss': ${line / 1000}, 'learning_rate': 4.9e-05, 'epoch': ${line / 1000 + 1}}`,
  'no numbers': () => 'Saving the model and going on with the next part of the data',
}

for (const [kind, write] of Object.entries(kinds)) {
  const lines = Array.from({ length: count }, (_, line) => write(line))
  const reader = new LogReader()
  const teller = new PointTeller()
  const startedAt = performance.now()
  for (const [index, text] of lines.entries())
    teller.addReading(reader.read({ index, at: index, text }), { index, at: index })
  const records = teller.take({ isCurrent: true })
  const seconds = (performance.now() - startedAt) / 1000
  const kept = records.filter(({ type }) => type === 'point').length
  const epochs = records.filter(({ type }) => type === 'landmark').length
  const loss = records.flatMap((one) =>
    one.type === 'summary' && one.summary.series === 'loss' ? [one.summary] : [],
  )[0]
  const isExact =
    kind === 'no numbers'
      ? loss === undefined
      : epochs === 200 && loss?.count === count && loss.first?.value === 0 && loss.last?.value === (count - 1) / 1000
  if (!isExact) throw new Error(`${kind}: ${epochs} epochs, ${JSON.stringify(loss)}`)
  process.stdout.write(
    `${kind}: ${Math.round(count / seconds)} lines/s, ${kept} points kept, ${epochs} epochs, sums exact\n`,
  )
}
