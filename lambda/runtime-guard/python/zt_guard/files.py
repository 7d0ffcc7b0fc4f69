"""Sinks of the file system: writing outside of the declared folders, secrets of /proc, paths that an input leads elsewhere."""
import builtins
import os
import posix
import re

from .sealed import sealed

# a copy: who replaces isinstance or any does not change what is judged here
__builtins__ = dict(vars(builtins))

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_PROCESS = r'/proc/(?:\d+|self|thread-self)(?:/task/\d+)?'
_SECRET = re.compile(rf'(?:{_PROCESS}/(?:environ|mem|maps|smaps|cmdline|auxv|syscall|stack|map_files(?:/.*)?)|/proc/k(?:core|mem|allsyms)|/dev/k?mem)\Z')
# a folder of /proc that is open leads to its files by names that show no folder
_PROCESS_FOLDER = re.compile(r'/proc(?:/(?:\d+|self|thread-self))?(?:/task(?:/\d+)?)?\Z')
_SECRET_NAMES = frozenset(('environ', 'mem', 'auxv', 'maps', 'cmdline'))
_DEVICES = frozenset(('/dev/null', '/dev/zero', '/dev/full', '/dev/tty', '/dev/stdout', '/dev/stderr'))
_MAX_LINKS = 40


def checks(policy, deny, invocations, root):
    folders = tuple(real_path(folder.rstrip('/') or '/') for folder in policy.folders)
    special = ('/proc', '/dev', *policy.folders, *folders)
    fixed = (root.rstrip('/') + '/', '/opt/', '/var/', '/usr/', '/lib', '/tmp/', '/dev/', '/proc/')

    def writable(path):
        return path in _DEVICES or any(path == folder or path.startswith(f'{folder}/') for folder in folders)

    def opened(arguments):
        path, _, flags = arguments
        if type(path) is str and path[:1] == '/' and not flags & _WRITES and '/.' not in path and '//' not in path and not path.startswith(special):
            if not path.startswith(fixed) and _is_input(path, invocations):
                deny('path-traversal', path)
            return
        path = _path_of(path)
        if path is None:
            return
        if '..' in path and _is_input(path, invocations):
            deny('path-traversal', path)
        if path[:1] != '/' and path.rpartition('/')[2] in _SECRET_NAMES:
            deny('file-secret', path)
        _judge(path, flags & _WRITES)

    def _judge(path, writes):
        found = real_path(_absolute(path))
        if _SECRET.match(found) or (_PROCESS_FOLDER.match(found) and not writes):
            deny('file-secret', path)
        elif writes and path not in _DEVICES and not writable(found):
            deny('file-write', path)

    def changes(*paths):
        """A check of an event that changes the files that its arguments name: (path, folder) by place."""
        def check(arguments):
            for place, folder_place in paths:
                path = _path_of(arguments[place])
                if path is None:
                    continue
                folder = arguments[folder_place] if folder_place is not None and folder_place < len(arguments) else -1
                path = _at(folder, path)
                if not writable(_parent_real(path)):
                    deny('file-write', path)
        return check

    def links(arguments):
        source, target = _path_of(arguments[0]), _path_of(arguments[1])
        if source is not None and _SECRET.match(real_path(_absolute(source, _absolute(target or '.').rpartition('/')[0]))):
            deny('file-secret', source)
        changes((1, 3 if len(arguments) > 3 else 2))(arguments)

    def enters(arguments):
        path = _path_of(arguments[0])
        if path is not None and _PROCESS_FOLDER.match(real_path(_absolute(path))):
            deny('file-secret', path)

    def database(arguments):
        path = _path_of(arguments[0])
        if path and path != ':memory:' and not path.startswith('file::memory:'):
            _judge(path[5:].partition('?')[0] if path.startswith('file:') else path, True)

    def makes(original):
        # these have no audit event
        def made(path, *rest, dir_fd=None, **named):
            one((path, -1 if dir_fd is None else dir_fd))
            return original(path, *rest, dir_fd=dir_fd, **named)
        return sealed(made)

    one, moved = changes((0, 1)), changes((0, 2), (1, 3))
    for name in ('mkfifo', 'mknod'):
        made = makes(getattr(posix, name))
        setattr(posix, name, made)
        setattr(os, name, made)
    return {
        'open': opened, 'os.rename': moved, 'os.remove': one, 'os.rmdir': one, 'os.mkdir': changes((0, 2)), 'os.truncate': changes((0, None)), 'os.chmod': changes((0, 2)), 'os.chown': changes((0, 3)), 'os.utime': changes((0, 3)), 'os.setxattr': changes((0, None)), 'os.removexattr': changes((0, None)),
        'os.link': links, 'os.symlink': links, 'os.chdir': enters, 'sqlite3.connect': database,
    }


def _path_of(path):
    if isinstance(path, int) or path is None:
        return None  # a descriptor: its file was judged when it was opened
    path = os.fspath(path)
    return path.decode('utf-8', 'surrogateescape') if isinstance(path, bytes) else str.__str__(path)


def _absolute(path, folder=None):
    return path if path[:1] == '/' else f'{posix.getcwd() if folder is None else folder}/{path}'


def _at(folder, path):
    if path[:1] == '/' or not isinstance(folder, int) or folder < 0:
        return _absolute(path)
    try:
        return f'{posix.readlink(f"/proc/self/fd/{folder}")}/{path}'
    except OSError:
        return _absolute(path)


def _parent_real(path):
    """What is renamed or removed is a name in a folder, not what it links to."""
    folder, _, name = path.rstrip('/').rpartition('/')
    return real_path(path) if name in ('', '.', '..') else f'{real_path(folder or "/").rstrip("/")}/{name}'


def real_path(path, readlink=posix.readlink):
    """As os.path.realpath, without a function that the program could replace."""
    rest, current, links = path.split('/')[::-1], '', 0
    while rest:
        part = rest.pop()
        if part in ('', '.'):
            continue
        if part == '..':
            current = current.rpartition('/')[0]
            continue
        try:
            target = readlink(f'{current}/{part}')
        except (OSError, ValueError):
            current = f'{current}/{part}'
            continue
        links += 1
        if links > _MAX_LINKS:
            return f'{current}/{part}'
        current = '' if target[:1] == '/' else current
        rest.extend(target.split('/')[::-1])
    return current or '/'


def _is_input(path, invocations):
    """Whether an input of the invocation leads the path out of its folder: by dots, or because it is the whole path."""
    invocation = invocations.current
    return invocation is not None and any((len(text) > 4 and '..' in text and text in path) or (text == path and text[:1] == '/') for text in invocation.inputs)
