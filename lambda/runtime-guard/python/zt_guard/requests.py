"""Attacks in requests, by the regular expressions of requests/*.ts."""
import re

from .messages import is_asked, parse, reaches_prototype
from .patterns import load

_TABLES = load('requests.json')
_DECODE, _EVENT, _INSPECT = _TABLES['requests/decode'], _TABLES['requests/event'], _TABLES['requests/inspect']
_MARKUP, _SHELL, _SQL = _TABLES['requests/markup'], _TABLES['requests/shell'], _TABLES['requests/sql']
_OTHERS = _TABLES['requests/others']
_ENTITIES = _DECODE['ENTITIES']
_MAX_CODE = 0x10FFFF
_FOLLOWING = {0xC0: 1, 0xC1: 1, 0xE0: 2, 0xF0: 3, 0xF8: 4, 0xFC: 5}


def decode(text):
    """The text, decoded until it stays as it is: percent (overlong UTF-8 too), HTML entities, escapes of JavaScript, wide letters."""
    for _ in range(_DECODE['MAX_ROUNDS']):
        following = _once(text)
        if following == text:
            break
        text = following
    return text


def _once(text):
    if '%' in text:
        text = _DECODE['WIDE_PERCENT'].sub(lambda match: _character(int(match[1], 16)), _DECODE['PERCENT'].sub(lambda match: _percent(match[0]), text))
    if '&' in text:
        text = _DECODE['ENTITY'].sub(_entity, text)
    if '\\' in text:
        text = _DECODE['ESCAPE'].sub(lambda match: _character(int(match[1] or match[2], 16)), text)
    if not text.isascii():
        import unicodedata
        text = unicodedata.normalize('NFKC', _DECODE['LIGATURES'].sub(' ', _DECODE['INVISIBLE'].sub('', text.replace('\u560a', '\n').replace('\u560d', '\r'))))
        text = text.replace('\u2044', '/').replace('\u2215', '/').replace('\u2216', '\\')
    return text


def _percent(run):
    held = bytes.fromhex(run.replace('%', ''))
    plain = held.decode('utf-8', 'replace')
    return _overlong(held) if '\ufffd' in plain else plain


def _overlong(held):
    """C0 AE, or E0 80 AE, is a full stop for a careless decoder. What is no UTF-8 at all is read as Latin-1."""
    text, i = [], 0
    while i < len(held):
        first = held[i]
        more = _FOLLOWING.get(first, 0)
        rest = held[i + 1:i + 1 + more]
        if more and len(rest) == more and not rest[:-2].strip(b'\x80') and (more == 1 or rest[-2] - 0x80 < 2):
            text.append(chr(((first if more == 1 else rest[-2]) & 1) << 6 | rest[-1] & 0x3F))
            i += more
        else:
            text.append(chr(first))
        i += 1
    return ''.join(text)


def _entity(match):
    whole, decimal, digits, name = match[0], match[1], match[2], match[3]
    if decimal is not None:
        return _character(int(decimal))
    return _character(int(digits, 16)) if digits is not None else _ENTITIES.get(name.lower(), whole)


def _character(code):
    return '' if code > _MAX_CODE else chr(code)


def from_base64(text):
    """What a text in Base64 holds, when it is a text. Random identifiers are none."""
    if len(text) < 10 or len(text) > 8192 or not _DECODE['BASE64'].test(text) or not _DECODE['MIXED'].test(text):
        return None
    held = bytes_of(text)
    read = held.decode('utf-8', 'replace')
    return read if len(held) >= 8 and _DECODE['PRINTABLE'].test(read) else None


def parsed(text):
    """What a text in JSON holds, which is in Base64 or percent encoding perhaps; None for one that is none."""
    for turn in range(_DECODE['MAX_ROUNDS'] + 1):
        held = _json(text)
        if held is not None or turn == _DECODE['MAX_ROUNDS'] or '%' not in text:
            return held
        plain = _DECODE['PERCENT'].sub(lambda match: _percent(match[0]), text)
        if plain == text:
            return None
        text = plain
    return None


def _json(text):
    first = text[:1]
    if first in '{["' or first <= ' ':
        return parse(text) if _DECODE['JSON_START'].test(text) else None
    if first not in 'eWI' or not _DECODE['JSON_IN_BASE64'].test(text):
        return None
    held = bytes_of(text).decode('utf-8', 'replace')
    return parse(held) if _DECODE['JSON_START'].test(held) else None


def bytes_of(text):
    """Base64 as Node.js reads it: both alphabets, without what is too short to be a byte."""
    import binascii
    plain = text.replace('-', '+').replace('_', '/').split('=', 1)[0]
    plain = re.sub('[^A-Za-z0-9+/]', '', plain)
    plain = plain[:-1] if len(plain) % 4 == 1 else plain
    return binascii.a2b_base64(plain + '=' * (-len(plain) % 4))


def attack_of(text):
    """The attack that a text would be behind us, or nothing. The first class that matches is reported."""
    if len(text) < 3:
        return None
    read = _classify(decode(text))
    if read is not None:
        return read
    held = from_base64(text)
    return None if held is None else _classify(decode(held))


def _classify(text):
    text = _INSPECT['BLANKS'].sub(lambda match: match[1], text)
    if _INSPECT['CALM'].test(text) and not _INSPECT['NAMED'].test(text):
        return None
    if _is_sql(text) or ('+' in text and ' ' not in text and _is_sql(text.replace('+', ' '))):
        return 'sql-injection'
    if _is_markup(text):
        return 'script-injection'
    if _is_shell(text):
        return 'shell-injection'
    if not _OTHERS['OTHERS_GATE'].test(text):
        return None
    return next((name for name, pattern in _OTHERS['OTHERS'] if pattern.test(text)), None)


def _is_markup(text):
    if len(text) < 4 or not _MARKUP['GATE'].test(text):
        return False
    controls, comments, tags, _ = _MARKUP['isMarkup()']
    flat = comments.sub('', controls.sub('', text))
    if any(_MARKUP[name].test(flat) for name in ('ELEMENTS', 'ATTRIBUTES', 'ADDRESSES', 'SCRIPTS')):
        return True
    bare = tags.sub('', flat).replace('\\', '')
    return bare != flat and any(_MARKUP[name].test(bare) for name in ('ATTRIBUTES', 'SCRIPTS', 'ELEMENTS'))


def _is_shell(text):
    if len(text) < 3 or not _SHELL['GATE'].test(text):
        return False
    blank, quoting = _SHELL['isShell()']
    flat = blank.sub(' ', text)
    if _SHELL['SIGNS'].test(text) or _SHELL['COMMANDS'].test(flat):
        return True
    plain = quoting.sub('', flat)
    if plain != flat and _SHELL['COMMANDS'].test(plain):
        return True
    return '+|' in text and _SHELL['COMMANDS'].test(plain.replace('+', ' '))


def _is_sql(text):
    if len(text) < 3 or not _SQL['GATE'].test(text):
        return False
    if _SQL['isSql()'][0].test(text):
        return True
    return _is_statement(_flatten(text, ' ')) or ('/*' in text and _is_statement(_flatten(text, '')))


def _is_statement(flat):
    return any(_SQL[name].test(flat) for name in ('DELAYS', 'SERVERS', 'SELECTS', 'STATEMENTS', 'CONDITIONS', 'TAILS')) or _is_broken_out(flat)


def _flatten(text, instead):
    versioned, comment, end, line, blanks = _SQL['flatten()']
    if '/*' in text:
        text = end.sub(' ', comment.sub(instead, versioned.sub(' ', text)))
    if '\n' in text:
        text = line.sub(' ', text)
    return blanks.sub(' ', text).strip(' ')


def _is_broken_out(text):
    """In prose, quotes come in pairs. A quote that closes without one that opened has left the application's literal."""
    for quote in '\'"`':
        opened, at, count = False, text.find(quote), 0
        while at >= 0 and count < _SQL['MAX_QUOTES']:
            if not _is_measure(text, at):
                if not opened and _opens(text, at, quote):
                    opened = True
                elif opened:
                    opened = False
                elif _SQL['BROKEN_OUT'].test(text[at:at + 256]):
                    return True
            at, count = text.find(quote, at + 1), count + 1
    return False


def _is_measure(text, at):
    digit, measure, compared = _SQL['isMeasure()']
    return at > 0 and digit.test(text[at - 1]) and measure.test(text[at:at + 48]) and not compared.test(text[at:at + 48])


def _opens(text, at, quote):
    before, words, calm, ended, compared, blank, held_whole, after_whole, other = _SQL['opens()']
    if at > 0 and not before.test(text[at - 1]):
        return False
    end = text.find(quote, at + 1)
    if end <= at + 1:
        return False
    held, after = text[at + 1:end], text[end + 1:end + 3]
    if words.test(held):
        return calm.test(held) and ended.test(after) and not compared.test(text[end:])
    if at > 0 and blank.test(text[at - 1]):
        return held_whole.test(held) and after_whole.test(after)
    return other.test(held)


def inspect_request(event):
    """The attacks in a request of API Gateway, WebSocket messages too, a function URL or a load balancer as (attack, place), at most one for each place."""
    if not is_asked(event):
        return []
    walk = _Walk()
    walk.path(str(_first(event, 'rawPath', 'path') or ''))
    walk.value(event.get('pathParameters'), 'path')
    if event.get('rawQueryString'):
        walk.form(event['rawQueryString'], 'query')
    else:
        walk.value(_first(event, 'multiValueQueryStringParameters', 'queryStringParameters'), 'query')
    for name, value in {**(event.get('headers') or {}), **(event.get('multiValueHeaders') or {})}.items():
        if not _EVENT['CALM_HEADERS'].test(name):
            walk.value(value, f'header {name.lower()}')
    walk.value(event.get('cookies'), 'cookies')
    _body(event, walk)
    return walk.found


def _first(event, *names):
    return next((event[name] for name in names if event.get(name) is not None), None)


def _body(event, walk):
    body = event.get('body')
    if not isinstance(body, str) or body == '':
        return None
    text = _plain(event, body)
    if text is None:
        return walk.unread('body')
    multipart, form = _EVENT['body()']
    content = _header(event, 'content-type')
    if multipart.test(content):
        return _multipart(text, walk)
    held = parsed(text)
    if held is not None:
        return walk.value(held, 'body')  # what only looks like JSON is read as a text
    if form.test(content) and not text.startswith('<'):
        return walk.form(text, 'body')
    return walk.content(text, 'body')


def _plain(event, body):
    """The body as a text, decompressed where the request says that it is compressed. None for one that cannot be read, or is too long by then."""
    if not event.get('isBase64Encoded'):
        return body
    held = bytes_of(body)
    text = held.decode('utf-8', 'replace')
    coding = _header(event, 'content-encoding').strip().lower()
    # API Gateway decompresses a body where it is told to, and leaves the header
    if coding in ('', 'identity') or '\ufffd' not in text:
        return text
    return _decompressed(held, coding, _EVENT['MAX_BODY'])


# what zlib calls the header of each
_CODINGS = {'gzip': (31,), 'x-gzip': (31,), 'deflate': (15, -15)}


def _decompressed(held, coding, most):
    """The text of a compressed body. None where it is none in this coding, or longer than may be read; Python has no Brotli of its own."""
    import zlib
    for bits in _CODINGS.get(coding, ()):
        try:
            plain, rest = b'', held
            while rest:
                reader = zlib.decompressobj(bits)
                plain += reader.decompress(rest, most + 1 - len(plain))
                if len(plain) > most or not reader.eof:
                    return None
                rest = reader.unused_data if bits == 31 and reader.unused_data[:2] == b'\x1f\x8b' else b''
            return plain.decode('utf-8', 'replace')
        except zlib.error:
            continue
    return None


def _header(event, asked):
    return next((str(value) for name, value in (event.get('headers') or {}).items() if name.lower() == asked), '')


def _multipart(text, walk):
    boundary, blank_line, names, end = _EVENT['multipart()']
    for part in boundary.regex.split(text):
        head, *rest = blank_line.regex.split(part)
        for match in names.regex.finditer(head):
            walk.value(match[1], 'body')
        walk.content(end.sub('', '\n\n'.join(rest)), 'body')


class _Walk:
    def __init__(self):
        self.found = []
        self._places = set()

    def value(self, given, place):
        """A text or value of JSON, and what is in texts that are JSON themselves, without recursion: how deep it is is for the sender to choose."""
        opened = [given]
        while opened and place not in self._places:
            value = opened.pop()
            if isinstance(value, str):
                held = parsed(value)
                if held is None:
                    self._text(value, place)
                else:
                    opened.append(held)
            elif isinstance(value, list):
                opened.extend(reversed(value))
            elif isinstance(value, dict):
                for key, held in reversed(value.items()):
                    if reaches_prototype(key, held):
                        self._add('prototype-pollution', place)
                    else:
                        self._key(key, place)
                    opened.append(held)

    def content(self, text, place):
        """A text, or the texts between bytes that are none."""
        if '\ufffd' not in text:
            return self.value(text, place)
        least = _EVENT['MIN_RUN'] if len(text) > _EVENT['SMALL'] else _EVENT['MIN_RUN_OF_SMALL']
        for run in _EVENT['BINARY'].regex.split(text):
            if len(run) >= least:
                self.value(run, place)
        return None

    def unread(self, place):
        self._add('not-inspected', place)

    def _text(self, text, place):
        attack = attack_of(text)
        if attack is not None:
            self._add(attack, place)

    def path(self, path):
        self.value(path, 'path')
        for part in path.split('/'):
            if len(part) > 8:
                self.value(part, 'path')

    def form(self, text, place):
        if '=' not in text:
            return self.value(text.replace('+', ' '), place)
        for pair in text.split('&'):
            at = pair.find('=')
            self._key(pair[:max(at, 0)], place)
            value = pair[at + 1:]
            self.value(value.replace('+', ' '), place)
            if '+' in value:  # in Base64, a plus is a plus
                self.value(value, place)
        return None

    def _key(self, key, place):
        """A key that a query language or JavaScript takes for its own."""
        if (key.startswith('$') and not _EVENT['JSON_SCHEMA'].test(key)) or '[$' in key:
            self._add('nosql-injection', place)
        elif _EVENT['PROTOTYPE'].test(key):
            self._add('prototype-pollution', place)
        elif len(key) > 2 and not _EVENT['NAME'].test(key):
            self._text(key, place)

    def _add(self, attack, place):
        if place not in self._places:
            self._places.add(place)
            self.found.append((attack, place))
