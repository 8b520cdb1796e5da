/** What every base image has beside its framework (UCloud's "packages" pages), with what these bring along. */
export const baseModules = words(`
  numpy scipy pandas PIL skimage sklearn h5py matplotlib mpl_toolkits uai uaitrain six dateutil pytz cycler networkx
  pkg_resources setuptools pip wheel
`)

export const frameworkModules: Readonly<Record<string, readonly string[]>> = {
  pytorch: ['torch', 'torchvision', 'yaml', 'cffi'],
  tensorflow: ['tensorflow', 'tensorboard', 'google', 'absl', 'keras_applications', 'keras_preprocessing'],
  keras: ['keras', 'tensorflow', 'google', 'yaml'],
  mxnet: ['mxnet', 'requests'],
  caffe: ['caffe', 'google'],
}

/** Of Python 3, CPython's `sys.stdlib_module_names`. */
const standardModules = words(`
  abc aifc antigravity argparse array ast asynchat asyncio asyncore atexit audioop base64 bdb binascii
  bisect builtins bz2 cProfile calendar cgi cgitb chunk cmath cmd code codecs codeop collections colorsys
  compileall concurrent configparser contextlib contextvars copy copyreg crypt csv ctypes curses
  dataclasses datetime dbm decimal difflib dis distutils doctest email encodings ensurepip enum errno
  faulthandler fcntl filecmp fileinput fnmatch fractions ftplib functools gc genericpath getopt getpass
  gettext glob graphlib grp gzip hashlib heapq hmac html http idlelib imaplib imghdr imp importlib inspect
  io ipaddress itertools json keyword lib2to3 linecache locale logging lzma mailbox mailcap marshal math
  mimetypes mmap modulefinder msilib msvcrt multiprocessing netrc nis nntplib nt ntpath nturl2path numbers
  opcode operator optparse os ossaudiodev pathlib pdb pickle pickletools pipes pkgutil platform plistlib
  poplib posix posixpath pprint profile pstats pty pwd py_compile pyclbr pydoc pydoc_data pyexpat queue
  quopri random re readline reprlib resource rlcompleter runpy sched secrets select selectors shelve shlex
  shutil signal site smtpd smtplib sndhdr socket socketserver spwd sqlite3 sre_compile sre_constants
  sre_parse ssl stat statistics string stringprep struct subprocess sunau symtable sys sysconfig syslog
  tabnanny tarfile telnetlib tempfile termios textwrap this threading time timeit tkinter token tokenize
  tomllib trace traceback tracemalloc tty turtle turtledemo types typing unicodedata unittest urllib uu
  uuid venv warnings wave weakref webbrowser winreg winsound wsgiref xdrlib xml xmlrpc zipapp zipfile
  zipimport zlib zoneinfo
`)

/** Renamed or left out in Python 3. */
const onlyInPython2 = words(`
  BaseHTTPServer CGIHTTPServer ConfigParser Cookie Dialog DocXMLRPCServer HTMLParser Queue ScrolledText
  SimpleHTTPServer SimpleXMLRPCServer SocketServer StringIO Tkinter UserDict UserList UserString
  __builtin__ anydbm cPickle cStringIO commands cookielib copy_reg dircache exceptions fpformat
  future_builtins htmlentitydefs httplib md5 mimetools mimewriter new popen2 robotparser sets sha statvfs
  thread tkFileDialog tkMessageBox ttk urllib2 urlparse user whichdb xmlrpclib
`)

/** Not yet in Python 2.7. */
const onlyInPython3 = words(`
  asyncio builtins concurrent configparser contextvars copyreg dataclasses enum faulthandler graphlib html
  http ipaddress lzma pathlib queue reprlib secrets selectors socketserver statistics tkinter tomllib
  tracemalloc typing venv winreg xmlrpc zipapp zoneinfo urllib.request urllib.parse urllib.error
  unittest.mock collections.abc importlib.abc importlib.util
`)

export function isStandardModule(name: string): boolean {
  return standardModules.includes(name) || onlyInPython2.includes(name) || name === '__future__'
}

/** Whether a module, or the package that it is in, is in one of the two alone. */
export function modulesOnlyIn(major: 2 | 3, name: string): boolean {
  const list = major === 2 ? onlyInPython2 : onlyInPython3
  return list.some((one) => name === one || name.startsWith(`${one}.`))
}

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/)
}
