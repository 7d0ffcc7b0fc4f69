"""Parts of the guard that are read when they are first needed, whatever code of the function put in their place by then, and out of its reach afterwards."""
import builtins
import sys

__builtins__ = dict(vars(builtins))

_import = __import__
_package = sys.modules[__package__]
_path, _finders = list(_package.__path__), list(sys.meta_path)
_held = {}


def part(name):
    if name not in _held:
        _forget()
        finders, sys.meta_path = sys.meta_path, list(_finders)
        _package.__path__ = list(_path)
        try:
            _import(f'{__package__}.{name}')
            _held[name] = sys.modules[f'{__package__}.{name}']
        finally:
            sys.meta_path = finders
            _forget()
    return _held[name]


def _forget():
    for name in list(sys.modules):
        if name.startswith(f'{__package__}.') and name != f'{__package__}.handler':
            del sys.modules[name]
            vars(_package).pop(name.rpartition('.')[2], None)
