"""Masks data in texts as masking/mask.ts does: equal on the same text."""
import json
import re

from .cards import luhn
from .national_ids import NationalIds
from .patterns import load

_TABLES = load('masking.json')
_CARDS, _MASK = _TABLES['masking/cards'], _TABLES['masking/mask']
_IBAN_LENGTHS = _TABLES['masking/ibans']['LENGTHS']
_IDS = NationalIds(_TABLES['masking/national-ids'])
STACK_FRAME = _TABLES['answers/stacks']['FRAME']
TEXT_TYPE = _TABLES['answers/http']['TEXT']
_STICKY = _MASK['STICKY']
_SECRET_ENDS = frozenset(_MASK['SECRET_ENDS'])
_SHAPES = _IDS.by_shape
_LENGTHS = frozenset((*range(9, 20), 21, 22, 23, *(shape if isinstance(shape, int) else len(shape) for shape in _SHAPES)))
_WORD_BEFORE = r'(?<![0-9A-Za-z_\x80-\U0010ffff])'
_BETWEEN = ' "\'\\'
_NAME = frozenset('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-')
_candidate = None


def _candidates():
    """Where a datum may start: read by one regular expression, as a loop over characters is slow in Python."""
    global _candidate
    if _candidate is None:
        _candidate = re.compile(
            f'{_WORD_BEFORE}(?:[0-9](?=(?:[ .-]?[0-9]){{7}})|(?=A[KS]IA|AIza|SG[.]|[A-Z]{{2}} ?[0-9]|[XYZ]-?[0-9]|[A-Z]{{6}}[0-9])[A-Z]|(?=eyJ|{_STICKY["token"].source})[a-z])|-(?=----BEGIN )|[:=@]', re.ASCII)
    return _candidate


def mask(text, kinds, countries):
    """The text with each datum of the given kinds masked, and the kinds that were found."""
    found, out, done = [], [], 0
    search, at = _candidates().search, 0
    while (match := search(text, at)) is not None:
        place = match.start()
        letter = text[place]
        at = place + 1
        if place == done and done > 0 and letter.isalnum():
            continue
        hit = _hit(text, place, letter, kinds, countries)
        if hit is None:
            continue
        kind, start, end, masked = hit
        if kind not in found:
            found.append(kind)
        out.append(text[done:start])
        out.append(masked)
        done = at = end
    return (text, []) if done == 0 else (''.join(out) + text[done:], found)


def _hit(text, at, letter, kinds, countries):
    if letter in ':=':
        return _secret(text, at) if 'password' in kinds else None
    if '0' <= letter <= '9':
        return _number(text, at, kinds, countries)
    if 'A' <= letter <= 'Z':
        return _capital(text, at, kinds, countries)
    if letter == '-':
        return _whole(text, at, 'pem', 'private-key', lambda _: '[private key]', kinds)
    if letter == '@':
        return _email(text, at) if 'email' in kinds else None
    if text.startswith('eyJ', at):
        return _whole(text, at, 'jwt', 'jwt', lambda written: '[jwt]' if _is_jwt(written) else None, kinds)
    return _whole(text, at, 'token', 'token', lambda written: f'{written[:4]}***', kinds)


def _whole(text, at, name, kind, replace, kinds):
    match = _STICKY[name].at(text, at) if kind in kinds else None
    masked = None if match is None else replace(match[0])
    return None if masked is None else (kind, at, match.end(), masked)


def _capital(text, at, kinds, countries):
    if text.startswith(('AKIA', 'ASIA'), at):
        return _whole(text, at, 'awsKey', 'aws-key', lambda written: f'{written[:4]}****************', kinds)
    if text.startswith(('AIza', 'SG.'), at):
        return _whole(text, at, 'token', 'token', lambda written: f'{written[:4]}***', kinds)
    if 'iban' in kinds and text[at + 1:at + 2].isalpha() and '0' <= text[at + 2:at + 3] <= '9':
        match = _STICKY['iban'].at(text, at)
        iban = _iban_in(match[0]) if match else None
        if iban is not None:
            return 'iban', at, at + len(iban), iban[:4] + re.sub('[A-Z0-9]', '*', iban[4:-2]) + '**'
    if 'national-id' not in kinds or not countries:
        return None
    match = _STICKY['lettered'].at(text, at)
    return ('national-id', at, match.end(), _masked(match[0])) if match and _is_lettered(match[0], countries) else None


def _number(text, at, kinds, countries):
    """A number that is part of a path, of a decimal fraction or of a group of hexadecimal digits is none."""
    before = text[at - 1] if at > 0 else ' '
    if before in '/.' or (before == '-' and at > 1 and text[at - 2].isascii() and (text[at - 2].isalnum() or text[at - 2] == '_')):
        return None
    match = _STICKY['digits'].at(text, at)
    if match is None:
        return None
    run = match[0]
    length = len(run)
    while length > 7:
        end = at + length
        if length in _LENGTHS and not _goes_on(text, end):
            written = run[:length]
            if length > 11 and 'card' in kinds and _is_card(written) and not _is_identifier(text, at, written):
                return 'card', at, end, re.sub('[0-9]', '*', written[:-4]) + written[-4:]
            if 'national-id' in kinds and _is_national_id(text, at, written, countries):
                return 'national-id', at, end, _masked(written)
        length -= 1
        while length > 0 and run[length] >= '0':
            length -= 1
    return None


def _goes_on(text, end):
    following = text[end:end + 1]
    if following in ('-', '.'):
        return _is_word(text[end + 1:end + 2])
    return _is_word(following)


def _is_word(letter):
    return letter != '' and letter.isascii() and (letter.isalnum() or letter == '_')


def _is_card(written):
    if not _CARDS['GROUPS'].test(written):
        return False
    digits = written.replace(' ', '').replace('-', '')
    return _CARDS['ISSUERS'].test(digits) and luhn(digits) and digits != digits[0] * len(digits)


def _iban_in(written):
    length = _IBAN_LENGTHS.get(written[:2])
    if length is None:
        return None
    end = count = 0
    while end < len(written) and count < length:
        count += written[end] != ' '
        end += 1
    text = written[:end]
    plain = text.replace(' ', '')
    following = written[end:end + 1]
    if len(plain) != length or (following != '' and following != ' '):
        return None
    return text if int(''.join(str(int(letter, 36)) for letter in plain[4:] + plain[:4])) % 97 == 1 else None


def _key_before(text, at):
    """The key whose value, or whose list of numbers, the text at a place is."""
    i, end = at - 1, max(0, at - _MASK['LOOK_BACK'])
    while i > end and (text[i] in '0123456789,[' or text[i] in _BETWEEN):
        i -= 1
    if i < 0 or text[i] not in ':=':
        return None
    i -= 1
    while i > 0 and text[i] in _BETWEEN:
        i -= 1
    last = i
    while i >= 0 and last - i < 64 and text[i] in _NAME:
        i -= 1
    return None if i == last else text[i + 1:last + 1]


def _is_identifier(text, at, written):
    if ' ' in written or '-' in written:
        return False
    key = _key_before(text, at)
    return key is not None and not _MASK['CARD_KEY'].test(key) and _MASK['IDENTIFIER'].test(key)


def _secret(text, at):
    """Behind a colon or an equals sign: the value of a key that names a secret, or the password of a URL."""
    if text.startswith('://', at):
        match = _STICKY['userInfo'].at(text, at)
        return match and ('password', at, match.end(), f'{match[1]}***@')
    last = at - 1
    while last > 0 and at - last < 6 and text[last] in _BETWEEN:
        last -= 1
    if last < 1 or text[last - 1:last + 1].lower() not in _SECRET_ENDS:
        return None
    first = last
    while first > 0 and last - first < 64 and text[first - 1] in _NAME:
        first -= 1
    if not _MASK['SECRET_KEY'].test(text[first:last + 1]):
        return None
    match = _STICKY['value'].at(text, at)
    return None if match is None or _MASK['NO_SECRET'].test(match[2]) else ('password', at, match.end(), f'{match[1]}***')


def _email(text, at):
    start = at
    while start > 0 and at - start < 64 and (_is_word(text[start - 1]) or text[start - 1] in '.+-'):
        start -= 1
    match = None if start == at else _STICKY['domain'].at(text, at)
    return match and ('email', start + 1, match.end(), f'***{match[0]}')


def _is_national_id(text, at, written, countries):
    if written[-1] > '9':
        return _is_lettered(written, countries)
    separated = any(sign in written for sign in ' .-')
    ids = _SHAPES.get(re.sub('[0-9]', '9', written) if separated else len(written))
    if ids is None:
        return False
    name = _key_before(text, at)
    digits = re.sub('[ .-]', '', written)
    return any(country in countries and (not keyed or (name is not None and key.test(name))) and valid(digits) for country, key, keyed, valid in ids)


def _is_lettered(written, countries):
    return any(country in countries and form.test(written) and valid(written) for country, form, valid in _IDS.lettered)


def _masked(written):
    return re.sub('[A-Z0-9]', '*', written[:-2]) + written[-2:]


def _is_jwt(written):
    import binascii
    head = written[:written.index('.')].replace('-', '+').replace('_', '/')
    head = head[:-1] if len(head) % 4 == 1 else head
    try:
        return isinstance(json.loads(binascii.a2b_base64(head + '=' * (-len(head) % 4)).decode('utf-8', 'replace')).get('alg'), str)
    except (ValueError, AttributeError, RecursionError):
        return False
