"""Lambda calls `handler` instead of the function's own, which ZT_HANDLER names."""
import importlib
import os
import sys

from . import answers
from . import policy as _policy
from .guard import Guard
from .parts import part
from .taint import Invocation


def _start(environment):
    """Loads the function's handler with the guard around it. A guard that cannot start ends the initialisation: an unguarded function does not run."""
    from .hook import install
    from .logs import mask_logs
    name = environment.get('ZT_HANDLER')
    if name is None:
        raise RuntimeError('RuntimeGuard does not know the handler of the function: start it by AWS_LAMBDA_EXEC_WRAPPER=/opt/zt-guard.')
    guard = Guard(_policy.read_policy(environment))
    mask_logs(guard)
    try:
        install(guard, environment)
    except Exception as error:
        if guard.policy.mode == 'block':
            raise
        guard.report('tampering', f'the guard did not start: {type(error).__name__}')
    guard.invocations.loading = True
    try:
        _hide(loading=True)
        return guarded(_load(name), guard)
    except BaseException as error:
        _, left = answers.leave_error(error, 'service', guard, None)  # Lambda hands it to whoever invoked the function
    finally:
        guard.invocations.loading = False
    raise left


def _hide(loading):
    """Takes the guard's modules from where the function could reach and change them. Their functions keep them."""
    package = sys.modules[__package__]
    for name in list(sys.modules):
        if name.startswith(f'{__package__}.') and (name != __name__ or not loading):
            del sys.modules[name]
            vars(package).pop(name.rpartition('.')[2], None)


def _load(name):
    """As Lambda's runtime does: folders by slashes, the function behind the last dot."""
    module, _, function = name.rpartition('.')
    if not module or not function:
        raise RuntimeError(f"The handler '{name}' does not name a module and its function.")
    found = getattr(importlib.import_module(module.replace('/', '.')), function, None)
    if not callable(found):
        raise RuntimeError(f"The handler '{name}' is no function.")
    return found


def guarded(run, guard):
    def guarded_handler(event, context):
        caller = answers.caller_of(event)
        refused = _refuse(event, guard, context)
        if refused is not None:
            return refused
        if not guard.invocations.begun:
            _hide(loading=False)
        guard.patch_drivers()
        token = guard.invocations.begin(Invocation(event))
        answer = error = None
        try:
            answer = run(event, context)
        except BaseException as raised:
            error = raised
        finally:
            guard.invocations.end(token)
            sys.stdout.flush()
            sys.stderr.flush()
        if error is None:
            return answers.leave(answer, guard, context) if caller == 'http' else answer
        answer, left = answers.leave_error(error, caller, guard, context)
        error = None
        if left is None:
            return answer
        raise left

    return guarded_handler


def _refuse(event, guard, context):
    """The answer to a request with an attack in it, where its route or the policy blocks such."""
    requests, routes = guard.policy.requests, guard.policy.blocked_routes
    if requests is None and not routes:
        return None
    messages = part('messages')
    if not messages.is_asked(event):
        if requests is not None and messages.holds_prototype(event):
            guard.report('request-attack', 'prototype-pollution in a message')  # whoever sent it waits for no answer
        return None
    found = part('requests').inspect_request(event)
    for attack, place in found:
        guard.report('request-attack', f'{attack} in {place}')
    return answers.plain_answer(403, context) if found and (requests == 'block' or answers.route_of(event) in routes) else None


handler = _start(os.environ)
