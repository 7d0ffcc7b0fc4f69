"""The audit hook: CPython calls it before each guarded operation, and no program can take it away again."""
import builtins
import sys

__builtins__ = dict(vars(builtins))


def install(guard, environment):
    """Installs the hook. What it judges by is bound here: names of modules that are replaced later change nothing."""
    from . import code, files, network, outgoing, processes, wire
    from .guard import reporters
    from .sealed import key_of
    root = environment.get('LAMBDA_TASK_ROOT') or '/var/task'
    policy, invocations = guard.policy, guard.invocations
    _, deny = reporters(policy)
    leaving = outgoing.Outgoing(policy, deny)
    checks = {
        **network.checks(policy, deny, invocations, environment, leaving), **files.checks(policy, deny, invocations, root), **processes.checks(policy, deny, invocations), **code.checks(policy, deny, invocations, root),
    }

    # by default arguments: what the frame of this function shows is of one call
    def audit(event, arguments, known=frozenset(checks), key=key_of(lambda event, arguments: checks[event](arguments))):
        if event in known:
            held = []
            if key(((event, arguments), {}, held)) < key(None):
                raise held[0]

    # the task root is read-only: bytecode that cannot be written would be reported as a write
    sys.dont_write_bytecode = True
    guard.patch_drivers = wire.patcher(deny, invocations, leaving, checks['sqlite3.connect'])
    sys.addaudithook(audit)
