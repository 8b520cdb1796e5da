import { withUtf8 } from '../cures.ts'
import type { KnownFailure } from '../known-failure.ts'

/** What Python says of the code itself, and of the arguments that it was started with. */
export const codeFailures: readonly KnownFailure[] = [
  {
    id: 'unknown-argument',
    says: /error: unrecognized arguments?: (.+)|Unknown command line flag '([\w-]+)'|error: ambiguous option: (\S+)|No such option:? (\S+)|^(?:Usage|Error): Got unexpected extra arguments? \((.+)\)|^FATAL Flags parsing error|^ERROR: Could not consume arg: (\S+)|^Some specified arguments are not used by the HfArgumentParser: (.+)|^unrecognized option '(\S+)'|: unrecognized option '(\S+)'|^option (-\S+) not recognized|^ERROR: unknown command line flag '([\w-]+)'|^Unrecognized options?: (.+)|^Could not override '([\w.]+)'|^Key '([\w.]+)' is not in struct|got an unexpected keyword argument '(work_dir|data_dir|output_dir|log_dir|num_gpus)'/i,
    line: 'train.py: error: unrecognized arguments: --work_dir=/data --data_dir=/data/data',
  },
  {
    id: 'unknown-argument',
    exception: /(?:^|\.)(?:OverrideParseException|UnrecognizedFlagError|NoSuchOption)$/,
    says: /^/,
    line: "hydra.errors.OverrideParseException: mismatched input '=' expecting <EOF>",
  },
  {
    id: 'argument-required',
    says: /error: the following arguments are required: (.+)|error: too few arguments|error: one of the arguments (.+) is required|^(?:Error: )?Missing (?:option|argument|parameter):? ['"]?([^'".]+)|must have a value other than None|^ERROR: The function received no value for the required arguments?: (.+)|^Missing mandatory value: (\S+)|^option (-\S+) requires argument|error: (?:Parser|Key) .*"?([\w.]+)"? (?:is required|not included)/i,
    line: 'main.py: error: the following arguments are required: --data',
  },
  {
    id: 'argument-invalid',
    says: /error: argument ([^:\s][^:]*): (?:invalid|expected|not allowed|ignored explicit)|^(?:Error: )?Invalid value for ['"]?([^'":]+)|^flag (--\w+)=.*: |^Value '(.*)' (?:of type '\w+' )?could not be converted to|^Error parsing override '(.*)'/i,
    line: "main.py: error: argument --lr: invalid float value: 'abc'",
  },
  {
    id: 'relative-import',
    says: /^attempted relative import (?:with no known parent package|beyond top-level package|in non-package)|^No module named '?__main__\.|'__main__' is not a package/i,
    line: 'ImportError: attempted relative import with no known parent package',
  },
  {
    id: 'circular-import',
    says: /partially initialized module '([\w.]+)'/,
    line: "ImportError: cannot import name 'x' from partially initialized module 'y'",
  },
  {
    id: 'text-encoding',
    exception: /(?:^|\.)(?:Unicode(?:De|En)codeError|locale\.Error|Error|RuntimeError)$/,
    says: /^'(?:ascii|latin-1)' codec can't|^unsupported locale setting|^Click will abort further execution because Python/,
    line: "UnicodeEncodeError: 'ascii' codec can't encode characters in position 0-1: ordinal not in range(128)",
    cure: withUtf8,
  },
  {
    id: 'text-encoding',
    exception: /(?:^|\.)(?:Unicode(?:De|En)codeError|locale\.Error)$/,
    says: /^/,
    line: "UnicodeDecodeError: 'ascii' codec can't decode byte 0xe4 in position 10: ordinal not in range(128)",
  },
  {
    id: 'text-encoding',
    says: /^Non-(?:UTF-8 code|ASCII character)|^\(unicode error\)|^unsupported locale setting|^Click will abort further execution because Python|^encoding problem:/,
    line: "SyntaxError: Non-UTF-8 code starting with '\\xc4' in file /data/train.py on line 3, but no encoding declared",
  },
  {
    id: 'python2-code',
    says: /^Missing parentheses in call to|^multiple exception types must be parenthesized|^leading zeros in decimal integer literals|^inconsistent use of tabs|^name '(xrange|raw_input|unicode|reduce|unichr|long|basestring|cmp|execfile|file|reload)' is not defined|^'dict' object has no attribute '(iteritems|itervalues|iterkeys|has_key)'|^No module named '(cPickle|urllib2|urlparse|ConfigParser|Queue|StringIO|cStringIO|Tkinter|commands|__builtin__|httplib|HTMLParser|itertools\.izip|md5|sets|SocketServer|copy_reg|thread)'|^'(?:map|dict_keys|dict_values|dict_items|zip|filter)' object (?:is not subscriptable|does not support indexing)|^'range' object does not support item (?:assignment|deletion)|^object of type '(?:map|zip|filter)' has no len|^'str' object has no attribute 'decode'|module 'itertools' has no attribute '(izip|imap|ifilter)'|cannot import name '(izip|imap|ifilter|izip_longest)'|module 'string' has no attribute '(letters|maketrans|join|lowercase|uppercase|replace|atoi)'|module 'os' has no attribute '(getcwdu)'|module 'sys' has no attribute '(maxint|setdefaultencoding)'|^'(?:_io\.)?(?!\w*DataLoaderIter)\w+' object has no attribute '(next)'$|module 'urllib' has no attribute '(urlretrieve|urlopen|urlencode|quote|unquote)'/,
    line: "SyntaxError: Missing parentheses in call to 'print'. Did you mean print(...)?",
  },
  {
    id: 'python3-code',
    says: /^super\(\) takes at least 1 argument|^No module named (pathlib|typing|dataclasses|queue|configparser|enum|urllib\.(?:request|parse|error)|concurrent\.futures|asyncio|builtins|unittest\.mock)$|^cannot import name (lru_cache|JSONDecodeError|accumulate|zip_longest|TemporaryDirectory)$|^print\(\) got|'(encoding|exist_ok|newline|flush)' is an invalid keyword argument|makedirs\(\) got an unexpected keyword argument|^global name '(FileNotFoundError|ModuleNotFoundError|PermissionError|ConnectionError|TimeoutError|breakpoint)' is not defined|^'module' object has no attribute '(perf_counter|which|get_terminal_size)'/,
    line: 'ImportError: No module named pathlib',
  },
  {
    id: 'python-newer-than-code',
    says: /^No module named '(distutils|imp|asyncore|asynchat|smtpd|cgi|cgitb|crypt|telnetlib|lib2to3|pipes|imghdr|sndhdr|parser|symbol|formatter|binhex|asyncio\.compat|nntplib|uu|xdrlib)(?:\.\w+)*'|module 'distutils' has no attribute|(?:cannot import name|module 'collections' has no attribute) '(Mapping|MutableMapping|Iterable|Iterator|Callable|Sequence|MutableSequence|Hashable|Sized|Container|Set|MutableSet|Generator)'(?: from 'collections'|$)|module 'inspect' has no attribute '(getargspec|formatargspec)'|'(gcd)' from 'fractions'|module 'fractions' has no attribute '(gcd)'|module 'time' has no attribute '(clock)'|module 'pkgutil' has no attribute '(ImpImporter)'|module 'asyncio' has no attribute '(coroutine|async)'|module 'base64' has no attribute '(encodestring|decodestring)'|'xml\.etree\.ElementTree\.Element' object has no attribute '(getchildren|getiterator)'|module 'configparser' has no attribute '(SafeConfigParser)'|module 'unittest' has no attribute '(makeSuite)'|module 'locale' has no attribute '(format)'|^invalid mode: '(r?U[rb]?)'|'HTMLParser' object has no attribute '(unescape)'|^Population must be a sequence|module 'ssl' has no attribute '(wrap_socket|match_hostname)'|module 'logging' has no attribute '(warn)'|module 'platform' has no attribute '(linux_distribution|dist)'|module 'cgi' has no attribute '(escape)'|module 'array' has no attribute|^mutable default .* for field \w+ is not allowed/,
    line: "ModuleNotFoundError: No module named 'distutils'",
  },
  {
    id: 'python-older-than-code',
    says: /^future feature (\w+) is not defined|^No module named '?(zoneinfo|tomllib|graphlib|contextvars|importlib\.(?:metadata|resources))'?$|^cannot import name '?(Literal|Final|Protocol|TypedDict|Annotated|ParamSpec|TypeAlias|Self|Never|cached_property|cache|singledispatchmethod)'?(?: from '(?:typing|functools)'|$)|^'(?:type|ABCMeta|_GenericAlias)' object is not subscriptable|^unsupported operand type\(s\) for \|: '(?:type|NoneType|_GenericAlias|ABCMeta)' and|module 'math' has no attribute '(prod|comb|perm|dist|lcm|isqrt|cbrt|exp2)'|^'str' object has no attribute '(removeprefix|removesuffix)'|module 'functools' has no attribute '(cache|cached_property)'|got an unexpected keyword argument '(capture_output|missing_ok|dirs_exist_ok|kw_only)'|module 'asyncio' has no attribute '(run|to_thread|TaskGroup)'|module 'itertools' has no attribute '(pairwise|batched)'|^unsupported operand type\(s\) for \|=?: 'dict' and 'dict'/,
    line: 'SyntaxError: future feature annotations is not defined',
  },
  {
    id: 'device-mismatch',
    says: /Expected all tensors to be on the same device|^Expected object of (?:device type|backend) |^Expected object of type (?:torch\.cuda\.\w+ but found type torch\.[A-Z]|torch\.[A-Z]\w+ but found type torch\.cuda)|^Input type \((?:torch\.cuda\.\w+\) and weight type \(torch\.[A-Z]|torch\.[A-Z]\w+\) and weight type \(torch\.cuda)|^Input and \w+ tensors are not at the same device|to have the same device|must have its parameters and buffers on device|^indices should be either on|^can't convert (?:cuda\S* device type|CUDA) tensor to numpy|is on CPU, but expected|^arguments are located on different GPUs|^Tensor for ('\w+'|argument #\d+ '\w+') is on|^expected (?:self|input) and \w+ to be on (?:the same )?device|^Expected a 'cuda' device type for generator/i,
    line: 'RuntimeError: Expected all tensors to be on the same device, but found at least two devices, cuda:0 and cpu!',
  },
  {
    id: 'dtype-mismatch',
    says: /^expected scalar type|^Expected object of (?:scalar )?type |^Found dtype \w+ but expected|^result type \w+ can't be cast|must have the same dtype|^Input type \(.*\) and (?:weight|bias) type|^expected m1 and m2 to have the same dtype|not implemented for '(?:Long|Int|Half|Bool|Byte)'|^Expected (?:floating point type|tensor for argument .* to have one of the following scalar types)/i,
    line: 'RuntimeError: expected scalar type Long but found Float',
  },
  {
    id: 'shape-mismatch',
    says: /shapes cannot be multiplied|^Expected input batch_size|size mismatch, (?:m1|got|\[)|^The size of tensor a|^shape '\[.*\]' is invalid for input of size|^Expected \d(?:D|-dimensional)|^Given (?:groups|transposed)=\d+, (?:weight|expected)|^(?:invalid argument 0: )?Sizes of tensors must match|^stack expects each tensor to be equal size|^Calculated (?:padded )?(?:input|output) size|^operands could not be broadcast together|^shapes? \(.*\) and \(.*\) not aligned|^Using a target size|^running_mean should contain|must be equal to input_size|^Expected hidden\[\d\] size|^Dimension out of range|^mat1 dim 1 must match|^Output size is too small|^multi-target not supported|^0D or 1D target tensor expected|^only batches of spatial targets|^Expected more than 1 value per channel|^Target size \(.*\) must be the same as input size|^The expanded size of the tensor|^Input \d+ (?:of layer|is incompatible with)|^Dimensions must be equal|^Matrix size-incompatible|same first dimension|^number of dims don't match|^The shape of the mask|^Incompatible shapes|^Expected size for first two dimensions|^not enough values to unpack \(expected \d, got \d\)$|^Expected target size|^input must have \d dimensions|^einsum\(\)|^could not broadcast input array|^all the input array dimensions|^each element in list of batch should be of equal size|^Tensors must have same number of dimensions|^Trying to resize storage that is not resizable/i,
    line: 'RuntimeError: mat1 and mat2 shapes cannot be multiplied (64x9216 and 400x120)',
  },
  {
    id: 'label-out-of-range',
    says: /^Target -?\d+ is out of bounds|^index out of range in self|^index out of range: Tried to access index|^Received a label value of -?\d+ which is outside the valid range|Assertion `?(?:t >= 0 && t < n_classes|cur_target >= 0|THIndexTensor)/,
    line: 'IndexError: Target 10 is out of bounds.',
  },
  {
    id: 'not-a-number',
    says: /^Loss (?:is|became|has become) (?:nan|infinite|inf|-inf|NaN or Inf)|^Loss=?:? (?:is )?nan|returned nan values in its|found invalid values|^Input (?:X |y )?contains (?:NaN|infinity)|NaN loss during training|^Model diverged with loss = NaN|nan loss encountered|training_step` is nan|^probability tensor contains either|from `parameters` is non-finite|^Minimum loss scale reached|Current loss scale already at minimum|^(?:Non-finite|NaN|Nan|nan) (?:loss|gradient|grad)|loss (?:is|was) (?:nan|not finite|non-finite)|^NaN or Inf found in input/i,
    line: 'Loss is nan, stopping training',
  },
  {
    id: 'process-start-method',
    says: /^context has already been set|An attempt has been made to start a new process before the|^daemonic processes are not allowed to have children|^Can't (?:pickle|get) local object|^Can't pickle <(?:function|class|built-in)|^cannot pickle '[\w.]+' object/,
    line: 'RuntimeError: context has already been set',
  },
  {
    id: 'syntax',
    exception: /(?:^|\.)(?:SyntaxError|IndentationError|TabError)$/,
    says: /^(?!(?:not a PNG|broken PNG|Problem reading PNG))/,
    line: 'IndentationError: unexpected indent',
  },
]
