import { withPythonProtobuf } from '../cures.ts'
import type { KnownFailure } from '../known-failure.ts'

const cudaLibrary = String.raw`lib(?:cu(?!rl)\w*|nv\w+|nccl\w*|npp\w*)`

/** What packages, and the libraries of the system below them, do not have or no longer have. */
export const libraryFailures: readonly KnownFailure[] = [
  {
    id: 'system-library-too-old',
    says: /version [`'‘]((?:GLIBC|GLIBCXX|CXXABI|GCC|GOMP|OMP|CURL_OPENSSL|OPENSSL)_[\w.]+)['’] not found/,
    line: "ImportError: /lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.27' not found (required by /usr/lib/x.so)",
  },
  {
    id: 'cuda-library-missing',
    says: new RegExp(
      `(${cudaLibrary}[\\w.+-]*\\.so[\\w.]*): cannot open shared object|Unable to load any of \\{?.*(libcudnn\\w*)|Could not load library (${cudaLibrary}\\S*)`,
    ),
    line: 'ImportError: libcudart.so.10.1: cannot open shared object file: No such file or directory',
  },
  {
    id: 'system-library-missing',
    says: /(lib[\w.+-]+\.so[\w.]*): cannot open shared object|^Could not find (?:lib(\w+)|the (\w+) library)|^(\w+) library not found/,
    line: 'ImportError: libGL.so.1: cannot open shared object file: No such file or directory',
  },
  {
    id: 'library-mismatch',
    says: /^(?:(\S+\.so\S*): )?undefined symbol|symbol lookup error|^Detected that PyTorch and (\w+) were compiled with different CUDA|^Couldn't load custom C\+\+ ops|operator (torchvision::nms) does not exist/,
    line: 'ImportError: /data/ext.cpython-36m-x86_64-linux-gnu.so: undefined symbol: _ZN6caffe28TypeMeta21',
  },
  {
    id: 'protobuf-version',
    says: /^Descriptors (?:cannot|should) (?:not )?be created directly|^Descriptors cannot not be created|cannot import name '(builder)' from 'google\.protobuf|'FieldDescriptor' object has no attribute|^Couldn't build proto file into descriptor pool|^MessageToJson\(\) got an unexpected|^Detected (?:incompatible|mismatched) Protobuf/,
    line: 'TypeError: Descriptors cannot be created directly.',
    cure: withPythonProtobuf,
  },
  {
    id: 'numpy-version',
    says: /^A module that was compiled using NumPy 1\.x|^Numpy is not available|numpy\.(?:dtype|ufunc|ndarray) size changed|^numpy\.core\.\w+ failed to import|^module compiled against (?:ABI|API) version|^No module named 'numpy\._core|_ARRAY_API not found|Unable to avoid copy while creating an array/,
    line: 'ValueError: numpy.dtype size changed, may indicate binary incompatibility. Expected 96 from C header, got 88',
  },
  {
    id: 'extension-not-built',
    says: /^Ninja is required|CUDA_HOME environment variable is not set|^No module named '?([\w.]*\.(?:_C|_ext|_cuda|ext_cuda|cpp_ext|\w*_(?:cuda|ext|cpp|C)))'?|cannot import name '?(_C|_ext|\w+_ext|\w+_cuda)'?(?: from|$)|^Error building extension '(\w+)'|^Error compiling objects for extension|Unsupported gpu architecture|^name '_C' is not defined|No such file or directory: '\S*(nvcc)'|^(?:error: )?command '\S*(?:gcc|g\+\+|nvcc|cc)' failed|fatal error: (\S+\.h): No such file/,
    line: "ModuleNotFoundError: No module named 'detectron2._C'",
  },
  {
    id: 'library-newer-than-code',
    says: new RegExp(
      [
        String.raw`module '(?:numpy|np)' has no attribute '(bool8?|int0?|float_?|object0?|str0?|long|complex_?|unicode_?|string_|typeDict|Inf|NaN|NAN|infty|PINF|NINF|product|alltrue|sometrue|cumproduct|in1d|trapz|row_stack|asfarray|msort|find_common_type|cast|source|asscalar|rank|mat|round_|obj2sctype|issctype|safe_eval)'`,
        String.raw`module 'PIL\.Image' has no attribute '(ANTIALIAS|LINEAR|CUBIC)'`,
        String.raw`cannot import name '?(PILLOW_VERSION)`,
        String.raw`'FreeTypeFont' object has no attribute '(getsize)'|'ImageDraw' object has no attribute '(textsize)'`,
        String.raw`(torch\._six)`,
        String.raw`No module named '(torchvision\.(?:transforms\.functional_tensor|models\.utils)|torchtext\.legacy|torch\.utils\.ffi|torch\.utils\.serialization)`,
        String.raw`cannot import name '(\w+)' from 'torchvision\.models\.utils'`,
        String.raw`module 'torch' has no attribute '(gels|symeig|lstsq|rfft|irfft|ger_|qr_|cholesky_solve_|solve|eig|btrifact|potrf|trtrs|irfft2|matrix_rank|chain_matmul_|_six)'`,
        String.raw`module 'torch\.(?:nn\.utils|onnx\.utils|utils\.data)' has no attribute '(clip_grad_norm|_export|IterableDataset_)'`,
        String.raw`(?:module 'scipy\.misc' has no attribute|cannot import name) '(imread|imresize|imsave|imrotate|toimage|logsumexp|comb|factorial)'(?: from 'scipy|$)`,
        String.raw`cannot import name '(interp)' from 'scipy'`,
        String.raw`module 'scipy(?:\.\w+)*' has no attribute '(interp|gaussian|hann|simps|cumtrapz)'`,
        String.raw`cannot import name '(joblib)' from 'sklearn\.externals'|No module named '(sklearn\.(?:externals(?:\.\w+)?|cross_validation|grid_search|utils\.testing|datasets\.samples_generator))'`,
        String.raw`cannot import name '(jaccard_similarity_score|Imputer|plot_confusion_matrix|if_delegate_has_method)'`,
        String.raw`'(?:DataFrame|Series)' object has no attribute '(append|ix|as_matrix|iteritems|get_value|mad)'`,
        String.raw`module 'pandas' has no attribute '(Panel|Int64Index|datetime|np)'`,
        String.raw`module 'tensorflow' has no attribute '(Session|InteractiveSession|placeholder|app|flags|ConfigProto|contrib|reset_default_graph|get_default_graph|global_variables_initializer|random_normal|random_uniform|truncated_normal|log|to_float|to_int32|variable_scope|get_variable|train_|GPUOptions|set_random_seed|logging|layers|disable_v2_behavior|gfile|trainable_variables|AUTO_REUSE)'`,
        String.raw`No module named '(tensorflow\.(?:contrib|examples|python\.keras)(?:\.\w+)*|keras\.(?:layers\.core|engine|utils\.np_utils|layers\.normalization|backend\.tensorflow_backend|preprocessing)(?:\.\w+)*)'`,
        String.raw`^load\(\) missing 1 required positional argument: '(Loader)'`,
        String.raw`'_\w+DataLoaderIter' object has no attribute '(next)'`,
        String.raw`^invalid index of a 0-dim tensor`,
        String.raw`^Legacy autograd function with non-static forward`,
        String.raw`^Subtraction, the .* operator, with a bool tensor`,
        String.raw`^Integer division of tensors using`,
        String.raw`cannot import name '(cached_download|url_to_filename|HfFolder|AdamW|list_metrics|load_metric|Trainer_pt_utils)'`,
        String.raw`module 'datasets' has no attribute '(load_metric)'`,
        String.raw`module 'networkx' has no attribute '(from_numpy_matrix|to_numpy_matrix|read_gpickle|write_gpickle)'`,
        String.raw`module 'librosa' has no attribute '(output)'|module 'librosa\.\w+' has no attribute '(\w+)'`,
        String.raw`module 'torchtext\.data' has no attribute '(Field|BucketIterator|TabularDataset|LabelField)'`,
        String.raw`No module named '(pytorch_lightning\.(?:metrics|logging|utilities\.distributed|utilities\.cloud_io)(?:\.\w+)*)'|cannot import name '(\w+)' from 'pytorch_lightning\.\w+`,
        String.raw`__init__\(\) got an unexpected keyword argument '(progress_bar_refresh_rate|gpus|auto_select_gpus|checkpoint_callback|weights_summary|evaluation_strategy)'`,
        String.raw`module 'matplotlib(?:\.\w+)*' has no attribute '(get_cmap|register_cmap|verbose|_check_savefig_extra_args)'`,
        String.raw`module 'cv2' has no attribute '(bgsegm|xfeatures2d|face|cv)'`,
        String.raw`'(?:Adam|SGD|Model|Sequential)' object has no attribute '(lr|predict_classes|predict_proba|fit_generator|_distribution_strategy)'`,
      ].join('|'),
    ),
    line: "AttributeError: module 'numpy' has no attribute 'bool'.",
  },
  {
    id: 'framework-older-than-code',
    says: new RegExp(
      [
        String.raw`module '(?:torch|torchvision)(?:\.\w+)*' has no attribute '(\w+)'`,
        String.raw`'module' object has no attribute '(SiLU|GELU|compile|inference_mode|no_grad|device|einsum|bfloat16|MultiheadAttention|Identity|Flatten|AdamW|from_numpy)'`,
        String.raw`cannot import name '?(\w+)'? from 'torch(?:vision)?(?:\.[\w.]+)?'`,
        String.raw`No module named '?(torch\.(?!_C\b|_six)[\w.]+|torchvision\.[\w.]+)'?`,
        String.raw`must be tuple of ints, not str$`,
        String.raw`got an unexpected keyword argument '(persistent_workers|prefetch_factor|pin_memory_device|label_smoothing|weights_only|norm_first|fused|foreach|maximize|set_to_none|padding_mode|batch_first|weights|antialias|static_graph|non_blocking|align_corners|indexing|dtype|generator|find_unused_parameters|device_type)'`,
        String.raw`'(weights_only)' is an invalid keyword argument`,
        String.raw`module 'tensorflow' has no attribute '(compat|keras|data|function|GradientTape|io|random|config|summary|distribute|version|Module|raw_ops)'`,
        String.raw`'Tensor' object has no attribute '(to|item|nan_to_num|numpy|moveaxis|bfloat16|swapaxes|tile|movedim|softmax|is_cpu|mT|untyped_storage)'$`,
      ].join('|'),
    ),
    line: "AttributeError: module 'torch' has no attribute 'compile'",
  },
  {
    id: 'missing-module',
    exception:
      /(?:^|\.)(?:ModuleNotFoundError|ImportError|PackageNotFoundError|DistributionNotFound|RuntimeError|ModuleNotFound)$/,
    says: /^No module named '?([\w.]+)'?|^[Pp]lease (?:pip )?install (\S+?)(?:[.,\s]|$)|^Missing optional dependency '([\w.-]+)'|^`?([\w.-]+)`? (?:is|are) not installed|requires the ([\w.-]+) library but it was not found|^([\w.-]+) (?:is required|must be installed|needs to be installed)|^The '([\w.-]+)[^']*' distribution was not found|^No package metadata was found for ([\w.-]+)|^[Yy]ou (?:need|have|must) to install (\S+)|^(?:Unable to import|Could not import|cannot import) (?:required dependencies|(\w+))(?!.* from )/,
    line: "ModuleNotFoundError: No module named 'tensorboardX'",
  },
  {
    id: 'missing-module',
    says: /^\S*python[\d.]*: No module named (\S+)|^No module named '?([\w.]+)'?$/,
    line: '/usr/bin/python: No module named accelerate',
  },
]
