"""What leads to a prototype in messages of queues, topics, buses and streams, by the rules of requests/messages.ts: a consumer may be written in JavaScript."""
import json
import re

_JSON_START = re.compile(r'\s*[{["]', re.ASCII)
_SUSPECT = re.compile(r'proto|\\u00|"(?:e[wy]|W|I)[\w+/-]{10,}={0,2}\\*"', re.ASCII)
_JSON_IN_BASE64 = re.compile(r'(?:e[wy]|W|I)[\w+/-]{10,}={0,2}\Z', re.ASCII)


def is_asked(event):
    """Whether an event came from outside as a request did: an HTTP request, or a message of a WebSocket."""
    if not isinstance(event, dict):
        return False
    context = event.get('requestContext')
    context = context if isinstance(context, dict) else {}
    return isinstance(event.get('httpMethod'), str) or context.get('http') is not None or isinstance(context.get('connectionId'), str)


def parse(text):
    """A value of JSON as JSON.parse reads it, or None."""
    try:
        return json.loads(text, parse_constant=_refuse, parse_int=float)
    except (ValueError, RecursionError):
        return None


def _refuse(name):
    raise ValueError(name)  # NaN is none


def reaches_prototype(key, held):
    """Whether a key of an object leads to a prototype: `__proto__`, or `constructor` with `prototype` in it."""
    return key == '__proto__' or (key == 'constructor' and isinstance(held, dict) and 'prototype' in held)


def holds_prototype(event):
    """Whether an event, or what is in its texts that are JSON, to any depth, has a key that leads to a prototype."""
    opened = [event]
    while opened:
        value = opened.pop()
        if isinstance(value, str):
            text = _text_of(value) if _JSON_IN_BASE64.match(value) else value
            held = parse(text) if _SUSPECT.search(text) and _JSON_START.match(text) else None
            if held is not None:
                opened.append(held)
        elif isinstance(value, list):
            opened.extend(reversed(value))
        elif isinstance(value, dict):
            for key, held in value.items():
                if reaches_prototype(key, held):
                    return True
                opened.append(held)
    return False


def _text_of(text):
    import binascii
    plain = text.replace('-', '+').replace('_', '/').rstrip('=')
    plain = plain[:-1] if len(plain) % 4 == 1 else plain
    return binascii.a2b_base64(plain + '=' * (-len(plain) % 4)).decode('utf-8', 'replace')
