"""Data of the masked kinds on their way to hosts that an Egress declares: a body that is signed cannot be masked, so that it does not leave."""
import builtins
import re
import weakref

from .texts import clean

__builtins__ = dict(vars(builtins))
_SESSION = frozenset(('jwt', 'token', 'password'))  # what logs the function in there is meant to leave
_AUTHORIZATION = re.compile(r'^(?:proxy-)?authorization:[^\r\n]*', re.I | re.M)
_CHUNKED = re.compile(r'^transfer-encoding:[^\r\n]*chunked', re.I | re.M)
_CHUNK_SIZE = re.compile(r'\r\n[\da-f]{1,8}\r\n', re.I)  # between two parts of a body whose length is not known
_TAIL = 64  # as much of what was sent as a datum can begin in
_MAX = 4_194_304


class Outgoing:
    def __init__(self, policy, deny):
        self._policy, self._deny = policy, deny
        self._outside = set(policy.outside)  # those that resolved to addresses are added
        self._tails, self._chunked = weakref.WeakKeyDictionary(), weakref.WeakSet()

    def resolved(self, name, address):
        for host in self._policy.outside:
            if host == name:
                self._outside.add(address)
            elif host.rpartition(':')[0] == name:
                self._outside.add(f'{address}:{host.rpartition(":")[2]}')

    def check(self, sender, data):
        """Raises before data leave. A datum may be cut in two: the end of what was sent before is read again."""
        if not self._outside or isinstance(data, int):
            return
        host = self._host_of(sender)
        if host is None:
            return
        sent = bytes(data)[:_MAX].decode('utf-8', 'replace')
        if _CHUNKED.search(sent):
            self._chunked.add(sender)
        text = _AUTHORIZATION.sub('', self._tails.get(sender, '') + sent)
        if sender in self._chunked:
            text = _CHUNK_SIZE.sub('', text)
        kinds = clean(text, self._policy, _SESSION)[1]
        self._tails[sender] = '' if kinds else text[-_TAIL:]
        if kinds:
            self._deny('data-egress', f'{", ".join(kinds)} to {host}')

    def _host_of(self, sender):
        """By the other end, as TLS goes on with a connection that another object made; TLS in memory knows only whom it expects there."""
        try:
            address = sender.getpeername()
        except AttributeError:
            name = (getattr(sender, 'server_hostname', None) or '').lower()
            return next((host for host in self._outside if name and name in (host, host.rpartition(':')[0])), None)
        except OSError:
            return None  # not connected
        if not isinstance(address, tuple):
            return None
        host = f'{address[0]}:{address[1]}'
        return host if host in self._outside or address[0] in self._outside else None
