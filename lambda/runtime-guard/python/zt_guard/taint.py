"""The texts that an invocation brought from outside."""
import builtins
import json

# a copy: who replaces isinstance or any does not change what is judged here
__builtins__ = dict(vars(builtins))

_MAX_TEXTS = 1_000
_MAX_LENGTH = 65_536
_MAX_DEPTH = 12


class Invocation:
    """Its texts are read when a sink first asks."""

    __slots__ = ('_event', '_inputs')

    def __init__(self, event):
        self._event = event
        self._inputs = None

    @property
    def inputs(self):
        if self._inputs is None:
            found = {}
            _collect(self._event, found, 0)
            self._inputs = tuple(found)
            self._event = None
        return self._inputs


def _collect(value, found, depth):
    if depth > _MAX_DEPTH or len(found) > _MAX_TEXTS:
        return
    if isinstance(value, str):
        _text(value, found, depth)
    elif isinstance(value, dict):
        for key, held in value.items():
            if isinstance(key, str) and len(key) > 2:
                found[key] = True
            _collect(held, found, depth + 1)
        if value.get('isBase64Encoded') is True and isinstance(value.get('body'), str):
            _collect(_decoded(value['body']), found, depth + 1)
    elif isinstance(value, list):
        for held in value:
            _collect(held, found, depth + 1)


def _text(text, found, depth):
    if len(text) < 3 or len(text) > _MAX_LENGTH or text in found:
        return
    found[text] = True
    start = text.lstrip()[:1]
    if start in '{["' and start:
        try:
            return _collect(json.loads(text), found, depth + 1)
        except (ValueError, RecursionError):
            pass
    if '%' in text or '+' in text or ('=' in text and '&' in text):
        from urllib.parse import unquote_plus
        for part in text.split('&'):
            for side in part.partition('=')[::2]:
                _text(unquote_plus(side), found, depth + 1)
    held = _decoded(text) if len(text) >= 12 and len(text) % 4 == 0 and ' ' not in text else None
    if held is not None:
        _collect(held, found, depth + 1)
    return None


def _decoded(text):
    import binascii
    try:
        held = binascii.a2b_base64(text, strict_mode=True).decode('utf-8')
    except ValueError:
        return None
    return held if held.isprintable() or '\n' in held else None
