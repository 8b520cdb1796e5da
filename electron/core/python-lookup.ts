/** For scripts in images: whether a module could be imported, without importing it. In Python 2 and 3 alike. */
export const pythonIsThere = `
def is_there(name):
    try:
        from importlib.util import find_spec as find
    except ImportError:
        from pkgutil import find_loader as find
    try:
        return find(name) is not None
    except ValueError:
        return True
`
