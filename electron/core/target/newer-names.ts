/** Names of the standard library, and the minor version of Python 3 that they came with. */
export const newerNames: Readonly<Record<string, number>> = Object.fromEntries(
  (
    [
      [
        7,
        'contextlib.nullcontext contextlib.AsyncExitStack asyncio.run typing.ForwardRef time.time_ns time.perf_counter_ns importlib.resources',
      ],
      [
        8,
        `typing.Literal typing.Final typing.final typing.Protocol typing.TypedDict typing.runtime_checkable
        typing.get_origin typing.get_args typing.SupportsIndex functools.cached_property functools.singledispatchmethod
        math.prod math.dist math.isqrt math.comb math.perm statistics.fmean importlib.metadata
        multiprocessing.shared_memory`,
      ],
      [9, 'typing.Annotated functools.cache math.lcm math.nextafter math.ulp random.randbytes asyncio.to_thread'],
      [
        10,
        'typing.ParamSpec typing.TypeAlias typing.Concatenate typing.TypeGuard itertools.pairwise types.NoneType types.UnionType statistics.correlation dataclasses.KW_ONLY',
      ],
      [
        11,
        'typing.Self typing.LiteralString typing.Never typing.NotRequired typing.Required typing.Unpack typing.TypeVarTuple typing.assert_never typing.reveal_type typing.dataclass_transform enum.StrEnum datetime.UTC contextlib.chdir math.cbrt math.exp2 operator.call',
      ],
      [12, 'typing.override typing.TypeAliasType itertools.batched'],
    ] as const
  ).flatMap(([since, names]) => names.split(/\s+/).map((name) => [name, since])),
)

/** Modules of the standard library that came with a minor version of Python 3 after 3.4. */
export const newerModules: Readonly<Record<string, number>> = {
  secrets: 6,
  contextvars: 7,
  dataclasses: 7,
  'importlib.resources': 7,
  'importlib.metadata': 8,
  'multiprocessing.shared_memory': 8,
  graphlib: 9,
  zoneinfo: 9,
  tomllib: 11,
}
