"""What sinks, answers and logs share in one process."""
import builtins
import contextvars
import os
import posix
import time

from .events import event_line

# a copy: who replaces isinstance or any does not change what is judged here
__builtins__ = dict(vars(builtins))


class Blocked(PermissionError):
    """Raised where code does what the function did not declare. An OSError, as sockets and files raise one that libraries expect."""


def is_blocked(error):
    """Whether an error, or what it was caused by, is the guard's: clients wrap what their socket raises."""
    for _ in range(8):
        if error is None:
            return False
        if isinstance(error, Blocked):
            return True
        error = error.__cause__ or error.__context__ or getattr(error, 'reason', None)
        if not isinstance(error, BaseException):
            return False
    return False


def reporters(policy, environment=os.environ, write=posix.write, now=time.time):
    """(report, deny): the audit hook has two of its own, as frames of a handler lead to those of the guard."""
    mode, blocks, new = policy.mode, policy.mode == 'block', PermissionError.__new__

    def report(kind, detail):
        line = event_line(kind, mode, detail, int(now() * 1000), environment)
        # past sys.stdout, which the function may have replaced; a line is written whole
        write(1, f'{line}\n'.encode('utf-8', 'backslashreplace'))

    def deny(kind, detail):
        report(kind, detail)
        if blocks:
            # past an __init__ that the function may have put there
            raise new(Blocked, f'RuntimeGuard: {kind} {detail[:120]} is not declared')

    return report, deny


class Guard:
    def __init__(self, policy, environment=os.environ, write=posix.write, now=time.time):
        self.policy = policy
        self.report, self.deny = reporters(policy, environment, write, now)
        self.patch_drivers = lambda: None
        self.invocations = Invocations()


class Invocations:
    """The event that is worked on: by context, so that tasks at the same time do not mix; the last one for threads, which begin with an empty context."""

    def __init__(self):
        self._of_context = contextvars.ContextVar('zt_guard_invocation', default=None)
        self._last = None
        self.loading = False
        self.begun = False

    def begin(self, invocation):
        self.begun = True
        self._last = invocation
        return self._of_context.set(invocation)

    def end(self, token):
        self._last = None
        self._of_context.reset(token)

    @property
    def current(self):
        return self._of_context.get() or self._last
