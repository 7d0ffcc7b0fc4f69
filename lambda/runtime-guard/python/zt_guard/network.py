"""Sinks of the network: connect, datagrams, DNS, sockets of this machine."""
import builtins
import sys
import threading

from .sealed import sealed

# a copy: who replaces isinstance or any does not change what is judged here
__builtins__ = dict(vars(builtins))

_METADATA = frozenset(('169.254.169.254', '169.254.170.2', '169.254.170.23', 'fd00:ec2::254', 'fd00:ec2::23'))
_MAX_LEARNED = 4096


def checks(policy, deny, invocations, environment, outgoing):
    hosts = policy.hosts
    names = frozenset(_without_port(host) for host in hosts)
    runtime_api = environment.get('AWS_LAMBDA_RUNTIME_API', '127.0.0.1:9001')
    learned = {}  # address → the allowed names that it was the answer to
    text, item, main = str.__str__, tuple.__getitem__, threading.main_thread().ident

    def allowed(host, port):
        return host in hosts or f'{host}:{port}' in hosts or f'[{host}]:{port}' in hosts

    def host_of(host):
        # a subclass of str may lie about its hash
        return text(host).lower() if isinstance(host, str) else bytes(host).decode('latin-1').lower() if isinstance(host, (bytes, bytearray)) else None

    def connect(arguments):
        address = arguments[1]
        if address is None:  # sendmsg on a connected socket
            return
        if not isinstance(address, tuple):
            deny('egress-socket', repr(address))
            return
        host, port = host_of(item(address, 0)), item(address, 1) if len(address) > 1 else 0
        if host is None:
            deny('egress-socket', repr(address))
        elif host in _METADATA or host.startswith('::ffff:169.254.'):
            deny('egress-metadata', host)
        elif f'{host}:{port}' == runtime_api and runtime_api not in hosts:
            # Lambda's own client posts errors of the initialisation, and waits for a restored snapshot
            if invocations.begun or invocations.loading or threading.get_ident() != main:
                deny('runtime-api', f'{host}:{port}')
        elif not (allowed(host, port) or any(allowed(name, port) for name in learned.get(host, ()))):
            deny('egress', f'{host}:{port}')

    def resolve(arguments):
        host = host_of(arguments[0])
        if not host or host in names or host in ('localhost', '0.0.0.0', '::') or _is_numeric(host):
            return  # a numeric address asks no name server; whether it may be connected to is judged there
        deny('dns', host)

    def reverse(arguments):
        host = arguments[0]
        resolve((item(host, 0) if isinstance(host, tuple) else host,))

    def new_socket(arguments):
        _, family, kind, _ = arguments
        if family in (17, 16, 38) or (isinstance(kind, int) and kind & 0xF == 3):  # AF_PACKET, AF_NETLINK, AF_ALG; SOCK_RAW
            deny('egress-socket', f'family {int(family)}, type {int(kind)}')

    def learn(host, addresses):
        name = host_of(host)
        if name is None or name not in names:
            return
        for address in addresses:
            if len(learned) >= _MAX_LEARNED:
                learned.pop(next(iter(learned)))
            learned[address] = learned.get(address, frozenset()) | {name}
            outgoing.resolved(name, address)

    def looked_up(address):
        if isinstance(address, tuple) and len(address) > 1:
            resolve((item(address, 0),))

    _learn_answers(learn)
    _judge_names(sealed(looked_up))
    return {
        'socket.connect': connect, 'socket.sendto': connect, 'socket.sendmsg': connect, 'socket.getaddrinfo': resolve, 'socket.gethostbyname': resolve, 'socket.gethostbyaddr': reverse, 'socket.getnameinfo': reverse, 'socket.__new__': new_socket,
    }


def _without_port(host):
    name, sign, port = host.rpartition(':')
    return name.strip('[]') if sign and port.isdigit() and (':' not in name or name.endswith(']')) else host.strip('[]')


def _is_numeric(host):
    return ':' in host or host.replace('.', '').isdigit()


def _learn_answers(learn):
    """Allowed names are resolved by the same functions as ever: their answers are the addresses that may be connected to."""
    import _socket
    getaddrinfo, gethostbyname, gethostbyname_ex = _socket.getaddrinfo, _socket.gethostbyname, _socket.gethostbyname_ex

    def learning_getaddrinfo(host, port, *rest, **named):
        answers = getaddrinfo(host, port, *rest, **named)
        learn(host, [answer[4][0] for answer in answers])
        return answers

    def learning_gethostbyname(host):
        address = gethostbyname(host)
        learn(host, [address])
        return address

    def learning_gethostbyname_ex(host):
        answer = gethostbyname_ex(host)
        learn(host, answer[2])
        return answer

    addresses, by_name, by_name_ex = sealed(learning_getaddrinfo), sealed(learning_gethostbyname), sealed(learning_gethostbyname_ex)
    for module in (_socket, sys.modules.get('socket')):
        if module is None:
            continue
        module.gethostbyname, module.gethostbyname_ex = by_name, by_name_ex
        if module is _socket:  # socket.getaddrinfo calls this one
            module.getaddrinfo = addresses


def _judge_names(looked_up):
    """A socket that is given a name looks it up before its audit event: the name server would have been asked by then."""
    import socket

    def guard(name, place):
        original = getattr(socket.socket, name)

        def named(self, *arguments):
            if len(arguments) > max(place, 0) and self.family in (socket.AF_INET, socket.AF_INET6):
                looked_up(arguments[place])
            return original(self, *arguments)

        named.__name__, named.__doc__ = name, original.__doc__
        setattr(socket.socket, name, named)

    for name, place in (('connect', 0), ('connect_ex', 0), ('sendto', -1), ('sendmsg', 3)):
        guard(name, place)
