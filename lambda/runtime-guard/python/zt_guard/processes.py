"""Sinks that start programs."""
import builtins
import sys
import threading

from .sealed import sealed

# a copy: who replaces isinstance or any does not change what is judged here
__builtins__ = dict(vars(builtins))

_SHELLS = frozenset(('sh', 'bash', 'dash', 'ash', 'zsh'))
_SHELL_SIGNS = frozenset(';|&`$<>\n')


def checks(policy, deny, invocations):
    programs, blocks, workers = frozenset(policy.programs), policy.blocks, policy.workers
    judged = set()  # threads whose program subprocess.Popen announced

    def name_of(program):
        return program.decode('utf-8', 'replace') if isinstance(program, bytes) else str(program)

    def declared(program):
        program = name_of(program)
        return program in programs or ('/' in program and program.rpartition('/')[2] in programs)

    def run(program, command):
        if not declared(program):
            deny('child-process', name_of(program).split(' ', 1)[0])
        elif name_of(program).rpartition('/')[2] in _SHELLS and _holds_shell(command, invocations):
            deny('shell-injection', name_of(program))

    def popen(arguments):
        program, command = arguments[0], arguments[1]
        judged.add(threading.get_ident())
        run(program if program is not None else command[0] if isinstance(command, (list, tuple)) else command, command)

    def system(arguments):
        run('/bin/sh', [name_of(arguments[0])])

    def executes(arguments):
        run(arguments[0], arguments[1] if len(arguments) > 1 else ())

    def spawned(arguments):
        run(arguments[1], arguments[2])

    def forks(_arguments):
        if not workers:
            deny('child-process', 'fork')

    def kills(arguments):
        if arguments[0] not in (0, sys.modules['posix'].getpid()) and not programs:
            deny('tampering', f'signal {arguments[1]} to process {arguments[0]}')

    def fork_exec(original):
        # it has no audit event of its own
        def guarded(command, executables, *rest):
            announced = threading.get_ident() in judged
            judged.discard(threading.get_ident())
            if not any(declared(program) for program in executables) and (blocks or not announced):
                deny('child-process', name_of(executables[0] if executables else '?'))
            return original(command, executables, *rest)
        return guarded

    def signals(original):
        # no audit event either, and what process the descriptor is of cannot be known
        def guarded(descriptor, number, *rest):
            if not programs:
                deny('tampering', f'signal {number} by a descriptor')
            return original(descriptor, number, *rest)
        return guarded

    _replace_fork_exec(fork_exec)
    _replace_signals(signals)
    return {
        'subprocess.Popen': popen, 'os.system': system, 'os.exec': executes, 'os.posix_spawn': executes, 'os.spawn': spawned, 'os.fork': forks, 'os.forkpty': forks, 'pty.spawn': executes, 'os.kill': kills, 'os.killpg': kills,
    }


def _holds_shell(command, invocations):
    invocation = invocations.current
    words = [command] if isinstance(command, (str, bytes)) else list(command or ())
    text = '\n'.join(word.decode('utf-8', 'replace') if isinstance(word, bytes) else str(word) for word in words)
    return invocation is not None and any(len(held) > 2 and not _SHELL_SIGNS.isdisjoint(held) and held in text for held in invocation.inputs)


def _replace_fork_exec(wrap):
    import _posixsubprocess
    guarded = sealed(wrap(_posixsubprocess.fork_exec))
    _posixsubprocess.fork_exec = guarded
    if 'subprocess' in sys.modules:
        sys.modules['subprocess']._fork_exec = guarded


def _replace_signals(wrap):
    import _signal
    guarded = sealed(wrap(_signal.pidfd_send_signal))
    for name in ('_signal', 'signal'):
        if name in sys.modules:
            sys.modules[name].pidfd_send_signal = guarded
