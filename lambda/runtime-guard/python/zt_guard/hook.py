"""The audit hook: CPython calls it before each guarded operation, and no program can take it away again."""
import builtins
import sys

__builtins__ = dict(vars(builtins))


def install(guard, environment):
    """Installs the hook. What it judges by is bound here: names of modules that are replaced later change nothing."""
    from . import code, files, network, outgoing, processes, wire
    root = environment.get('LAMBDA_TASK_ROOT') or '/var/task'
    policy, deny, invocations = guard.policy, guard.deny, guard.invocations
    leaving = outgoing.Outgoing(policy, deny)
    checks = {
        **network.checks(policy, deny, invocations, environment, leaving), **files.checks(policy, deny, invocations, root), **processes.checks(policy, deny, invocations), **code.checks(policy, deny, invocations, root),
    }
    find = checks.get

    def audit(event, arguments):
        check = find(event)
        if check is not None:
            check(arguments)

    # the task root is read-only: bytecode that cannot be written would be reported as a write
    sys.dont_write_bytecode = True
    guard.patch_drivers = wire.patcher(deny, invocations, leaving)
    sys.addaudithook(audit)
