/** Names of PyTorch, and the release that they came with. */
export const torchNames: ReadonlyMap<string, readonly [number, number]> = new Map(
  (
    [
      [
        [1, 1],
        'torch.utils.tensorboard torch.nn.Identity torch.nn.MultiheadAttention torch.nn.SyncBatchNorm torch.nn.functional.one_hot',
      ],
      [
        [1, 2],
        'torch.optim.AdamW torch.nn.Transformer torch.nn.TransformerEncoder torch.nn.TransformerEncoderLayer torch.nn.Flatten torch.utils.data.IterableDataset torch.bool',
      ],
      [[1, 4], 'torch.nn.GELU'],
      [[1, 6], 'torch.cuda.amp'],
      [[1, 7], 'torch.nn.SiLU torch.nn.functional.silu torch.nn.Unflatten'],
      [[1, 8], 'torch.use_deterministic_algorithms torch.fx'],
      [
        [1, 9],
        'torch.inference_mode torch.nn.Mish torch.nn.functional.mish torch.nn.HuberLoss torch.distributed.run torch.distributed.elastic',
      ],
      [[1, 10], 'torch.autocast torch.optim.NAdam torch.optim.RAdam'],
      [[1, 11], 'torch.distributed.fsdp'],
      [[1, 12], 'torch.backends.mps torch.set_float32_matmul_precision'],
      [[2, 0], 'torch.compile torch.func torch.vmap torch.nn.functional.scaled_dot_product_attention torch._dynamo'],
      [[2, 1], 'torch.export'],
      [[2, 4], 'torch.nn.RMSNorm'],
    ] as const
  ).flatMap(([since, names]) => names.split(' ').map((name): [string, readonly [number, number]] => [name, since])),
)
