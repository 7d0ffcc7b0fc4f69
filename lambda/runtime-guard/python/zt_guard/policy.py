"""What a function may do, as synth wrote it from the declared edges. The contract is policy.ts."""
import json
import re

VARIABLE = 'ZT_GUARD'
_ALSO = {'dynamodb': ('<account>.ddb', 'streams.dynamodb'), 'logs': ('streaming-logs',), 'api.ecr': ('ecr',)}
_WORD = re.compile(r'[a-z0-9-]+\Z')
_TWO_WORDS = re.compile(r'[a-z0-9-]+\.[a-z0-9-]+\Z')


class Policy:
    """The policy as the guard asks it. Read once: nothing of it changes afterwards."""

    __slots__ = ('mode', 'hosts', 'outside', 'kinds', 'countries', 'requests', 'blocked_routes', 'addons', 'programs', 'folders', 'code', 'workers')

    def __init__(self, written, environment):
        opened = written.get('x') or {}
        put = object.__setattr__
        put(self, 'mode', written['m'])
        put(self, 'hosts', _hosts(written, environment))
        sent = frozenset(host.lower() for host in opened.get('data') or ())
        put(self, 'outside', frozenset(host for host in map(str.lower, written.get('o') or ()) if host not in sent and host.rpartition(':')[0] not in sent))
        put(self, 'kinds', frozenset(written.get('k') or ()))
        put(self, 'countries', frozenset(written.get('c') or ()))
        put(self, 'requests', written.get('r'))
        put(self, 'blocked_routes', frozenset(written.get('b') or ()))
        put(self, 'addons', tuple(opened.get('addons') or ()))
        put(self, 'programs', tuple(opened.get('programs') or ()))
        put(self, 'folders', ('/tmp', *(opened.get('folders') or ())))
        put(self, 'code', opened.get('code') is True)
        put(self, 'workers', opened.get('workers') is True)

    def __setattr__(self, name, value):
        raise AttributeError('the policy of RuntimeGuard is read-only')

    @property
    def blocks(self):
        return self.mode == 'block'


def read_policy(environment):
    """Raises without a policy, or with one that this guard cannot read: a guard without a policy guards nothing."""
    text = environment.get(VARIABLE)
    if text is None:
        raise RuntimeError(f'RuntimeGuard: the environment variable {VARIABLE} is missing. Deploy the function with RuntimeGuard.protect(fn), and do not override its environment.')
    try:
        written = json.loads(text)
    except ValueError:
        raise RuntimeError(f'RuntimeGuard: the environment variable {VARIABLE} is no JSON. Do not override it.') from None
    if not isinstance(written, dict) or written.get('v') != 1 or written.get('m') not in ('monitor', 'block') or not isinstance(written.get('h'), list):
        raise RuntimeError(f'RuntimeGuard: {VARIABLE} was written for another version of the guard. Deploy the layer and the function together.')
    return Policy(written, environment)


def _hosts(written, environment):
    region = environment.get('AWS_REGION', 'us-east-1')
    account = written.get('a')
    china = region.startswith('cn-')
    suffix = 'amazonaws.com.cn' if china else 'amazonaws.com'
    dual_stack = 'api.amazonwebservices.com.cn' if china else 'api.aws'
    hosts = {host.lower() for host in written.get('o') or ()}
    for entry in written['h']:
        if entry.startswith('s3:'):
            bucket = entry[3:]
            hosts.update((f'{bucket}.s3.{region}.{suffix}', f'{bucket}.s3.{suffix}', f'{bucket}.s3.dualstack.{region}.{suffix}'))
        elif _WORD.match(entry) or (_TWO_WORDS.match(entry) and entry in _ALSO):
            for first in (entry, *_ALSO.get(entry, ())):
                if '<account>' in first and account is None:
                    continue
                name = first.replace('<account>', account or '')
                hosts.update((f'{name}.{region}.{suffix}', f'{name}.{region}.{dual_stack}'))
        else:
            hosts.add(entry.lower())
    daemon = environment.get('AWS_XRAY_DAEMON_ADDRESS')
    if f'xray.{region}.{suffix}' in hosts and daemon is not None:  # the daemon of X-Ray, which Lambda runs beside the function
        hosts.add(daemon)
    return frozenset(hosts)
