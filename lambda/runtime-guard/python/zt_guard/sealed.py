"""
Calls that lead to nothing: no attribute, closure or traceback of them reaches the function behind them.

CPython shows the frames of whatever raised an error, with the variables around them, so that code which catches an error of the guard could change by
what the guard judges. The object of `cmp_to_key` holds a function and shows it to no one.
"""
import builtins
from _functools import cmp_to_key

# a copy: who replaces isinstance or any does not change what is judged here
__builtins__ = dict(vars(builtins))

_set_traceback, _set_context = BaseException.__traceback__.__set__, BaseException.__context__.__set__


def key_of(function):
    """`key((arguments, named, held)) < key(None)` calls the function: held gets its answer, or where the comparison is true what it raised."""
    def judge(asked, _):
        arguments, named, held = asked
        try:
            held.append(function(*arguments, **named))
            return 0
        except BaseException as error:
            _set_traceback(error, None)
            _set_context(error, None)
            held.append(error)
            return -1

    return cmp_to_key(judge)


def sealed(function):
    key = key_of(function)

    def call(*arguments, **named):
        held = []
        if key((arguments, named, held)) < key(None):
            raise held[0]
        return held[0]

    return call
