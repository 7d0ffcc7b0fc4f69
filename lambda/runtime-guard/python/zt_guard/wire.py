"""Statements on their way to a database, where they pass Python's sockets, and the calls of drivers written in C."""
import builtins
import json
import re
import sys

from .queries import leaves_literal
from .sealed import sealed

__builtins__ = dict(vars(builtins))
_MAX_BODY = 4_194_304
# parameters of AWS's APIs that hold a statement or an expression
_STATEMENTS = {
    'Statement': 'sql-injection', 'sql': 'sql-injection', 'sqlStatements': 'sql-injection', 'QueryString': 'sql-injection', 'Sql': 'sql-injection', 'Sqls': 'sql-injection',
    'FilterExpression': 'nosql-injection', 'KeyConditionExpression': 'nosql-injection', 'ConditionExpression': 'nosql-injection', 'UpdateExpression': 'nosql-injection', 'ProjectionExpression': 'nosql-injection',
}
_MARKS = tuple(f'"{name}"'.encode() for name in _STATEMENTS)
_POSTGRES_FRONT = frozenset(b'PBDESHCQFdcf')
_OP_MSG = (2013).to_bytes(4, 'little')
# a file that a statement of SQLite opens, or writes
_ATTACHED = re.compile(r'''\b(?:attach(?:\s+database)?|vacuum(?:\s+\w+)?\s+into)\s+['"]([^'"]+)['"]''', re.IGNORECASE)


def patcher(deny, invocations, outgoing, opens_database):
    """Patches what is loaded. It is called before each invocation, and when a driver is imported within one (`on_import`)."""
    patched = set()

    def check(sender, data):
        outgoing.check(sender, data)
        invocation = invocations.current
        if invocation is None or isinstance(data, int):
            return
        held = bytes(data) if not isinstance(data, bytes) else data
        if len(held) < 8 or len(held) > _MAX_BODY:
            return
        for kind, statement, dialect in statements_of(held):
            if leaves_literal(statement, invocation.inputs, dialect):
                deny(kind, 'a statement on the wire')
        if held[12:16] == _OP_MSG and any(text[:1] == '$' and _is_key(text.encode() + b'\0', held) for text in invocation.inputs):
            deny('nosql-injection', 'an operator on the wire')

    def query(statement):
        invocation = invocations.current
        if invocation is not None and isinstance(statement, (str, bytes)):
            text = statement if isinstance(statement, str) else statement.decode('utf-8', 'replace')
            if leaves_literal(text, invocation.inputs):
                deny('sql-injection', 'a statement of a driver')

    def lite_query(statement):
        query(statement)
        for path in _ATTACHED.findall(statement) if isinstance(statement, str) else ():
            opens_database((path,))

    check, query, lite_query = sealed(check), sealed(query), sealed(lite_query)

    def is_new(module, owner):
        # by the module itself, which a program may load anew
        held = (sys.modules[module], owner)
        found = held not in patched
        patched.add(held)
        return found

    def patch():
        for module, owner, names in (('socket', 'socket', ('send', 'sendall')), ('ssl', 'SSLSocket', ('send', 'sendall', 'write')), ('ssl', 'SSLObject', ('write',))):
            if module in sys.modules and is_new(module, owner):
                for name in names:
                    _before(getattr(sys.modules[module], owner), name, check)
        for module, owner in (('psycopg', 'Cursor'), ('psycopg', 'AsyncCursor')):
            if hasattr(sys.modules.get(module), owner) and is_new(module, owner):
                for name in ('execute', 'executemany'):
                    _before(getattr(sys.modules[module], owner), name, lambda _, statement: query(statement))
        for module, connect, asks in (('sqlite3', _sqlite, lite_query), ('psycopg2', _psycopg2, query)):
            if hasattr(sys.modules.get(module), 'connect') and is_new(module, 'connect'):
                connect(sys.modules[module], asks)

    on_import(sealed(patch))
    return patch


_DRIVERS = frozenset(('psycopg', 'psycopg2', 'sqlite3', 'ssl', 'socket'))


def on_import(patch):
    """Calls `patch` when one of the drivers has been loaded, before the statement that imports it goes on: its first call is judged then."""
    finding = set()  # to ask the other finders without being asked by itself

    class Drivers:
        @staticmethod
        def find_spec(name, path=None, target=None):
            if name not in _DRIVERS or name in finding:
                return None
            finding.add(name)
            try:
                from importlib.util import find_spec
                spec = find_spec(name)
            except (ImportError, ValueError):
                spec = None
            finally:
                finding.discard(name)
            loader = getattr(spec, 'loader', None)
            if loader is None or not hasattr(loader, 'exec_module'):
                return None
            run = loader.exec_module

            def exec_module(module):
                run(module)
                patch()

            loader.exec_module = exec_module
            return spec

    sys.meta_path.insert(0, Drivers)


def _is_key(text, held):
    # in BSON a type, which is never zero, is before a key, and the last byte of a length before a text
    at = held.find(text)
    while at > 0:
        if held[at - 1] != 0:
            return True
        at = held.find(text, at + 1)
    return False


def _before(owner, name, check):
    original = getattr(owner, name)

    def checked(self, data, *rest, **named):
        check(self, data)
        return original(self, data, *rest, **named)

    checked.__name__, checked.__doc__ = name, original.__doc__
    setattr(owner, name, checked)


def _checked_cursor(base, query):
    class Cursor(base):
        def execute(self, statement, *rest, **named):
            query(statement)
            return super().execute(statement, *rest, **named)

        def executemany(self, statement, *rest, **named):
            query(statement)
            return super().executemany(statement, *rest, **named)

    return Cursor


def _sqlite(module, query):
    cursor_class = _checked_cursor(module.Cursor, query)
    connect = module.connect

    class Connection(module.Connection):
        def cursor(self, factory=cursor_class):
            return super().cursor(factory)

        def execute(self, statement, *rest):
            return self.cursor().execute(statement, *rest)

        def executemany(self, statement, *rest):
            return self.cursor().executemany(statement, *rest)

        def executescript(self, script):
            query(script)
            return super().executescript(script)

    def checked(*rest, **named):
        return connect(*rest, **named) if len(rest) > 5 else connect(*rest, **{'factory': Connection, **named})

    module.connect = module.dbapi2.connect = checked


def _psycopg2(module, query):
    cursor_class = _checked_cursor(module.extensions.cursor, query)
    connect = module.connect

    def checked(dsn=None, connection_factory=None, cursor_factory=None, **named):
        return connect(dsn, connection_factory, cursor_factory or (cursor_class if connection_factory is None else None), **named)

    module.connect = checked


def statements_of(data):
    """(kind, statement, dialect) of the frames of PostgreSQL and MySQL and of the bodies in JSON that a chunk holds."""
    first = data[0]
    if first in _POSTGRES_FRONT and 4 <= int.from_bytes(data[1:5], 'big') <= len(data) - 1:
        yield from _postgres(data)
    elif data[3] == 0 and data[4] in (0x03, 0x16) and int.from_bytes(data[:3], 'little') <= len(data) - 4:
        yield 'sql-injection', data[5:4 + int.from_bytes(data[:3], 'little')].decode('utf-8', 'replace'), 'mysql'
    elif any(mark in data for mark in _MARKS):
        start = data.find(b'\r\n\r\n') + 4 if data[:4] in (b'POST', b'PUT ') else 0
        try:
            yield from _of_json(json.loads(data[start:]), 0)
        except (ValueError, RecursionError):
            return


def _postgres(data):
    at = 0
    while at + 5 <= len(data):
        kind, size = data[at], int.from_bytes(data[at + 1:at + 5], 'big')
        if size < 4 or kind not in _POSTGRES_FRONT:
            return
        body = data[at + 5:at + 1 + size]
        if kind == 0x51:  # Query
            yield 'sql-injection', body.rstrip(b'\0').decode('utf-8', 'replace'), 'sql'
        elif kind == 0x50:  # Parse: a name, then the statement
            yield 'sql-injection', body.partition(b'\0')[2].partition(b'\0')[0].decode('utf-8', 'replace'), 'sql'
        at += 1 + size


def _of_json(value, depth):
    if depth > 12:
        return
    if isinstance(value, list):
        for held in value:
            yield from _of_json(held, depth + 1)
    elif isinstance(value, dict):
        for name, held in value.items():
            if name in _STATEMENTS:
                for text in held if isinstance(held, list) else [held]:
                    if isinstance(text, str):
                        yield _STATEMENTS[name], text, 'sql'
            if isinstance(held, (dict, list)):
                yield from _of_json(held, depth + 1)
