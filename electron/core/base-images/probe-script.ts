import { pythonIsThere } from '../python-lookup.ts'

/**
 * Looks for the Pythons of an image by the places that they have: the platform's own first. One that only leads to
 * another is that one; an environment's (`pyvenv.cfg`) is left out, since through a link it would not know of itself.
 *
 * Its arguments: the mark that begins each line, and the script for each Python.
 */
export const probeScript = `
mark=$1 script=$2 seen=
for python in /usr/bin/python $(command -v python; command -v python3) /opt/conda/bin/python /usr/local/bin/python \\
  /usr/local/bin/python3 /usr/bin/python3 /usr/bin/python2 /root/miniconda3/bin/python /opt/miniconda3/bin/python; do
  test -x "$python" || continue
  test -f "\${python%/*}/../pyvenv.cfg" && continue
  printf '\\n%splace %s\\n' "$mark" "$python"
  real=$(readlink -f "$python") || real=$python
  case " $seen " in *" $real "*) continue ;; esac
  seen="$seen $real"
  printf '\\n%spython %s\\n' "$mark" "$python"
  "$python" -c "$script" "$mark" "$python" </dev/null
done
printf '\\n%send \\n' "$mark"
`

/**
 * Run by each Python, 2.7 or 3. What needs no import is told first: a framework may end the Python that imports it.
 * \`torch.cuda.get_arch_list()\` is empty without a GPU, so it is asked for what it would answer with one.
 */
export const pythonProbe = `
import json, sys
mark, path = sys.argv[1], sys.argv[2]
version = '.'.join(str(part) for part in sys.version_info[:3])
facts = {'path': path, 'version': version, 'frameworks': [], 'cuda': '', 'architectures': None}

def tell():
    sys.stdout.write('\\n' + mark + 'facts ' + json.dumps(facts) + '\\n')
    sys.stdout.flush()
${pythonIsThere}
def version_of(name):
    for package in (name, name + '-gpu', name + '-cpu'):
        try:
            from importlib.metadata import version
            return version(package)
        except Exception:
            pass
        try:
            import pkg_resources
            return pkg_resources.get_distribution(package).version
        except Exception:
            pass
    return ''

for name in ('torch', 'tensorflow', 'keras', 'mxnet', 'caffe'):
    if is_there(name):
        facts['frameworks'].append({'name': name, 'version': version_of(name)})
tell()

def look_at_torch(torch):
    facts['cuda'] = str(torch.version.cuda or '')
    listed = []
    try:
        listed = list(torch.cuda.get_arch_list())
    except Exception:
        pass
    if not listed:
        try:
            listed = (torch._C._cuda_getArchFlags() or '').split()
        except Exception:
            pass
    facts['architectures'] = listed or None

def look_at_tensorflow(tensorflow):
    built = tensorflow.sysconfig.get_build_info()
    facts['cuda'] = str(built.get('cuda_version') or '')
    facts['architectures'] = [str(one) for one in built.get('cuda_compute_capabilities') or []] or None

looks = {'torch': look_at_torch, 'tensorflow': look_at_tensorflow}
for framework in facts['frameworks']:
    if framework['name'] not in looks or facts['cuda']:
        continue
    try:
        module = __import__(framework['name'])
        framework['version'] = str(getattr(module, '__version__', '') or framework['version'])
        looks[framework['name']](module)
        tell()
    except BaseException:
        pass
`
