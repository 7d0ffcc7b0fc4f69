"""Sinks that run code: strings of the event, pickles, native modules, memory, other interpreters, the guard itself."""
import builtins
import posix
import sys

from .files import real_path
from .queries import leaves_literal
from .sealed import sealed

# a copy: who replaces isinstance or any does not change what is judged here
__builtins__ = dict(vars(builtins))

# modules by which a pickle runs a program, or code
_PICKLES = frozenset(('os', 'posix', 'nt', 'subprocess', '_posixsubprocess', 'pty', 'sys', 'shutil', 'socket', '_socket', 'importlib', 'runpy', 'code', 'codeop', 'ctypes', '_ctypes', 'commands', 'webbrowser', 'platform', 'timeit', 'pdb', 'bdb', 'cProfile', 'profile', 'marshal', 'types', 'asyncio', 'multiprocessing', 'pip', 'zt_guard'))
_BUILTINS = frozenset(('eval', 'exec', 'compile', '__import__', 'getattr', 'setattr', 'open', 'input', 'breakpoint', 'globals', 'vars'))
# modules of another interpreter, which has no hooks, and of CPython's own tests
_INTERPRETERS = frozenset(('_interpreters', '_xxsubinterpreters', '_testcapi', '_testinternalcapi', '_testlimitedcapi', '_testbuffer'))
_GUARDED_NAMES = ('ZT_', 'LD_')
_GUARDED_VARIABLES = frozenset(('_HANDLER', 'AWS_LAMBDA_RUNTIME_API', 'AWS_LAMBDA_EXEC_WRAPPER', 'PYTHONPATH', 'PYTHONSTARTUP', 'PYTHONHOME', 'SSLKEYLOGFILE'))
_MEMORY = ('ctypes.cdata', 'ctypes.PyObj_FromPtr', 'ctypes.string_at', 'ctypes.wstring_at', 'ctypes.memoryview_at', 'ctypes.call_function')


def checks(policy, deny, invocations, root):
    own = _folders(root, sys.prefix, sys.base_prefix, sys.exec_prefix)
    native = own + _folders('/opt', *policy.addons)
    written = tuple(f'{form}/' for folder in policy.folders for form in (folder.rstrip('/'), real_path(folder)))
    allows_code, allows_workers = policy.code, policy.workers
    addons = tuple(policy.addons)
    at_start = frozenset(('_posixsubprocess',))
    guarded = []
    frame = sys._getframe

    def is_written(name):
        """A file that the function can write, and then run: what it fetched."""
        if isinstance(name, bytes):
            name = name.decode('utf-8', 'replace')
        if not isinstance(name, str) or allows_code or name[:1] in ('<', ''):
            return False
        found = real_path(name if name[:1] == '/' else f'{posix.getcwd()}/{name}')
        return found.startswith(written) and not found.startswith(own)

    def compiles(arguments):
        source = arguments[0]
        if is_written(arguments[1]):
            deny('code-from-string', f'a file that can be written: {arguments[1]}')
        invocation = invocations.current
        if invocation is None or allows_code or source is None:
            return
        text = source.decode('utf-8', 'replace') if isinstance(source, (bytes, bytearray)) else source
        if isinstance(text, str) and len(text) < 1_000_000 and leaves_literal(text, invocation.inputs, 'python'):
            deny('code-injection', str(arguments[1]))

    def unmarshals(_arguments):
        # imports read their bytecode by it
        caller = frame(4)  # behind the audit hook
        if allows_code:
            return
        if not caller.f_code.co_filename.startswith(('<frozen importlib.', '<frozen zipimport>')):
            deny('code-from-string', 'marshal')
        elif is_written(caller.f_locals.get('bytecode_path') or caller.f_locals.get('pathname')):
            deny('code-from-string', 'bytecode in a file that can be written')

    def unpickles(arguments):
        module, name = arguments[0], arguments[1]
        if module.partition('.')[0] in _PICKLES or (module in ('builtins', '__builtin__') and name in _BUILTINS) or (module in ('operator', '_operator') and name in ('attrgetter', 'methodcaller')) or (module == 'functools' and name == 'partial' and invocations.begun and _is_tainted(invocations)):
            deny('code-injection', f'pickle of {module}.{name}')

    def imports(arguments):
        name, path = arguments[0], arguments[1]
        if name in _INTERPRETERS and not allows_workers:
            deny('worker', name)
        elif name == 'ctypes' and not addons and not guarded:
            guarded.append(name)
            _guard_memory(touches_memory)
        elif name in at_start:
            deny('internal-binding', name)
        elif isinstance(path, str) and not is_native(path):
            deny('native-code', path)

    def is_native(path):
        return isinstance(path, str) and path[:1] == '/' and real_path(path).startswith(native)

    def opens_library(arguments):
        name = arguments[0]
        if name is not None and not is_native(name):
            deny('native-code', str(name))

    def finds_symbol(arguments):
        library = getattr(arguments[0], '_name', None)
        if not is_native(library) and not addons:
            deny('native-code', f'symbol {arguments[1]}')

    def touches_memory(_arguments):
        if not addons:
            deny('native-code', 'memory by ctypes')

    def interpreter(_arguments):
        if not allows_workers:
            deny('worker', 'interpreter')

    def tampers(what):
        return lambda _arguments: deny('tampering', what)

    def sets_variable(arguments):
        name = arguments[0]
        name = name.decode('utf-8', 'replace') if isinstance(name, bytes) else str(name)
        if name.startswith(_GUARDED_NAMES) or name in _GUARDED_VARIABLES:
            deny('tampering', f'variable {name}')

    return {
        'compile': compiles, 'marshal.loads': unmarshals, 'marshal.load': unmarshals, 'pickle.find_class': unpickles, 'import': imports, 'ctypes.dlopen': opens_library, 'ctypes.dlsym': finds_symbol, 'ctypes.dlsym/handle': finds_symbol, **dict.fromkeys(_MEMORY, touches_memory),
        'cpython.PyInterpreterState_New': interpreter, 'sys.addaudithook': tampers('another audit hook'), 'sys.remote_exec': tampers('code of another process'), 'cpython.remote_debugger_script': tampers('code of another process'), 'gc.get_objects': tampers('gc.get_objects'), 'gc.get_referrers': tampers('gc.get_referrers'), 'gc.get_referents': tampers('gc.get_referents'),
        'sys._current_frames': tampers('frames of other threads'), 'sys._current_exceptions': tampers('frames of other threads'),
        **{event: tampers(event) for event in ('sys.settrace', 'sys.setprofile', 'sys.monitoring.register_callback')},
        'os.putenv': sets_variable, 'os.unsetenv': sets_variable, 'sqlite3.enable_load_extension': opens_extension(deny, addons), 'sqlite3.load_extension': opens_extension(deny, addons),
    }


def _folders(*paths):
    """As prefixes of real paths, each once: most of Python's are the same."""
    return tuple(f'{real_path(path)}/' for path in dict.fromkeys(paths))


def _guard_memory(touches_memory):
    """These read and write memory by a pointer to a function, which has no audit event. The import that asked for the module finds it loaded."""
    import ctypes
    for name in ('memmove', 'memset', 'cast'):
        def guarded(*arguments, _original=getattr(ctypes, name)):
            touches_memory(arguments)
            return _original(*arguments)
        setattr(ctypes, name, sealed(guarded))


def opens_extension(deny, addons):
    def check(arguments):
        if arguments[1] and not addons:
            deny('native-code', 'an extension of SQLite')
    return check


def _is_tainted(invocations):
    return invocations.current is not None
