"""Masks what goes to the log: through `logging`, whichever handler writes it, and through the standard streams."""
import os
import posix
import sys
import threading

from .sealed import sealed
from .texts import clean

_MAX_LINE = 65_536


def mask_logs(guard):
    """Lambda's runtime made the streams and the root logger its own before this runs."""
    if not guard.policy.kinds:
        return
    _mask_logging(guard)
    _mask_runtime(guard)
    _mask_descriptors(guard)
    for name in ('stdout', 'stderr', '__stdout__', '__stderr__'):
        if getattr(sys, name) is not None:
            setattr(sys, name, _Masked(getattr(sys, name), guard))


def _masked(text, guard):
    text, kinds = clean(text, guard.policy)
    if kinds:
        guard.report('data-in-log', ', '.join(kinds))
    return text


def _mask_logging(guard):
    import logging
    original = logging.Handler.format

    def formatted(self, record):
        text = original(self, record)
        return _masked(text, guard) if isinstance(text, str) else text

    logging.Handler.format = formatted


def _mask_runtime(guard):
    """Lambda's runtime writes what a handler raised past the streams, to a descriptor of its own."""
    for sink in list(vars(sys.modules.get('awslambdaric.bootstrap', sys)).values()):
        if isinstance(sink, type) and 'log_error' in vars(sink):
            def log_error(self, lines, _original=sink.log_error):
                _original(self, _masked('\n'.join(lines), guard).split('\n'))

            sink.log_error = log_error


def _mask_descriptors(guard):
    """os.write and os.writev have no audit event. The caller is told that all it gave was written, as it would write the rest again otherwise."""
    def masks(original, join):
        def written(descriptor, data):
            if descriptor not in (1, 2):
                return original(descriptor, data)
            held = join(data)
            text = held.decode('utf-8', 'surrogateescape')
            masked = _masked(text, guard)
            if masked == text:
                return original(descriptor, data)
            left = masked.encode('utf-8', 'surrogateescape')
            while left:
                left = left[write(descriptor, left):]
            return len(held)

        call = sealed(written)
        call.__name__, call.__doc__ = original.__name__, original.__doc__
        return call

    write = posix.write
    for name, join in (('write', bytes), ('writev', b''.join)):
        call = masks(getattr(posix, name), join)
        setattr(posix, name, call)
        setattr(os, name, call)


class _Masked:
    """A stream that is masked line by line: print writes a key and its value apart."""

    def __init__(self, stream, guard, decode=False):
        self._stream, self._guard, self._decode = stream, guard, decode
        self._parts = {}  # of each thread, as their lines do not mix
        self._below = {}  # the streams of bytes, by name: what they hold of a line must not be lost with them

    def write(self, text):
        read = bytes(text).decode('utf-8', 'surrogateescape') if self._decode else text
        if not isinstance(read, str):
            return self._stream.write(text)
        me = threading.get_ident()
        held = self._parts.pop(me, '') + read
        end = held.rfind('\n') + 1
        if len(held) - end > _MAX_LINE:
            end = len(held)
        if end:
            self._put(held[:end])
        if end < len(held):
            self._parts[me] = held[end:]
        return len(text)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def flush(self):
        held = self._parts.pop(threading.get_ident(), '')
        if held:
            self._put(held)
        for below in self._below.values():
            below.flush()
        self._stream.flush()

    @property
    def buffer(self):
        return self._bytes('buffer')

    @property
    def raw(self):
        return self._bytes('raw')

    def detach(self):
        self.flush()
        return _Masked(self._stream.detach(), self._guard, decode=True)

    def _bytes(self, name):
        self.flush()
        if name not in self._below:
            self._below[name] = _Masked(getattr(self._stream, name), self._guard, decode=True)
        return self._below[name]

    def _put(self, text):
        masked = _masked(text, self._guard)
        self._stream.write(masked.encode('utf-8', 'surrogateescape') if self._decode else masked)

    def __getattr__(self, name):
        return getattr(self._stream, name)

    def __iter__(self):
        return iter(self._stream)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.flush()
