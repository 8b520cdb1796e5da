import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { metricName, parseMetrics } from '../../../shared/metrics/parse-line.ts'

const samples: readonly (readonly [line: string, values: Record<string, number>, epoch?: [number, number | null]])[] = [
  // the example of PyTorch
  ['Train Epoch: 1 [640/60000 (1%)]\tLoss: 2.300039', { loss: 2.300039 }, [1, null]],
  ['Test set: Average loss: 0.2046, Accuracy: 9370/10000 (94%)', { loss: 0.2046 }],
  // the sample project
  ['epoch 2 step 75/157 loss: 0.1234', { loss: 0.1234 }, [2, null]],
  ['epoch 2 accuracy: 0.9641 in 1.2 s', { accuracy: 0.9641 }, [2, null]],
  // Keras
  ['Epoch 3/10', {}, [3, 10]],
  [
    '469/469 [==============================] - 5s 11ms/step - loss: 0.2501 - acc: 0.9247 - val_loss: 1.2e-1 - val_acc: 0.9612',
    { loss: 0.2501, acc: 0.9247, val_loss: 0.12, val_acc: 0.9612 },
  ],
  // Lightning
  [
    'Epoch 4: 100%|██████████| 938/938 [00:09<00:00, 98.31it/s, v_num=0, train_loss=0.0312, val/acc=0.981]',
    { v_num: 0, train_loss: 0.0312, val_acc: 0.981, iterations_per_second: 98.31 },
    [4, null],
  ],
  // tqdm
  ['loss=0.031:  74%|███████▍  | 697/938 [00:09<00:03, 74.06it/s]', { loss: 0.031, iterations_per_second: 74.06 }],
  // the ImageNet example
  [
    'Epoch: [0][ 10/5005]\tTime 0.441 ( 0.9)\tLoss 6.9702e+00 (7.0e+00)\tAcc@1 0.39 ( 0.2)',
    { loss: 6.9702 },
    [0, null],
  ],
  // TensorFlow 1
  ['INFO:tensorflow:loss = 0.4721, step = 1200 (0.512 sec)', { loss: 0.4721 }],
  ['INFO:tensorflow:global_step/sec: 195.3', { global_step_sec: 195.3 }],
  // JSON lines
  ['{"epoch": 3, "loss": 0.25, "lr": 1e-4, "val_acc": 0.91}', { loss: 0.25, lr: 0.0001, val_acc: 0.91 }, [3, null]],
  ["{'loss': 0.6931, 'learning_rate': 5e-05, 'epoch': 0.5}", { loss: 0.6931, learning_rate: 0.00005 }, [0, null]],
  // key and value, fairseq, Darknet
  ['epoch=12 train.loss=-0.5 lr=0.1 acc=93.75%', { train_loss: -0.5, lr: 0.1, acc: 0.9375 }, [12, null]],
  [
    'wps=31042.5, ups=5.1, throughput: 1280 images/sec',
    { wps: 31042.5, ups: 5.1, throughput: 1280, images_per_second: 1280 },
  ],
  ['loss: nan', {}],
  // no measurements
  ['2025-01-31 12:00:00,123 INFO listening on http://127.0.0.1:6006', {}],
  ['Tesla V100 (GPU 0: 16130 MiB), driver 450.51, rank: 0, seed=1, pid: 42', {}],
  ['File "/data/mnist.py", line 12, in main', {}],
]

describe('the numbers in a line of training code', () => {
  it.each(samples.map(([line, values, epoch]) => ({ line, values, epoch })))('$line', ({ line, values, epoch }) => {
    const parsed = parseMetrics(line)
    expect(Object.fromEntries(parsed.values)).toEqual(values)
    expect(parsed.epoch).toEqual(epoch === undefined ? null : { value: epoch[0], total: epoch[1] })
  })

  it('are found in every way of writing them', () => {
    const name = fc.stringMatching(/^[a-z]{1,8}(?:[_/][a-z]{1,8})?$/).map((text) => `m${text}`)
    const value = fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((one) => Number(one.toPrecision(6)))
    const forms = [
      (key: string, text: string) => `${key}: ${text}`,
      (key: string, text: string) => `step 3 | ${key}=${text} | done`,
      (key: string, text: string) => `{"${key}": ${text}}`,
      (key: string, text: string) => `${key} = ${text}, other`,
    ]
    fc.assert(
      fc.property(name, value, fc.constantFrom(...forms), (key, one, write) => {
        expect(parseMetrics(write(key, String(one))).values.get(metricName(key))).toBe(one)
      }),
    )
  })

  it('are finite and named, whatever the line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (line) => {
        for (const [key, value] of parseMetrics(line).values) {
          expect(key).toMatch(/^[a-z]\w*$/)
          expect(Number.isFinite(value)).toBe(true)
        }
      }),
    )
  })

  it('take no longer in a hostile line than in any other', () => {
    const startedAt = performance.now()
    parseMetrics('a'.repeat(1_000_000))
    parseMetrics('loss:'.repeat(200_000))
    parseMetrics(`${'1'.repeat(500_000)} `)
    expect(performance.now() - startedAt).toBeLessThan(500)
  })
})
