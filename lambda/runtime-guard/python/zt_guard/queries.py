"""Whether an input leaves the literal, number or name of a statement in which an application put it."""
import builtins
import re

# a copy: who replaces isinstance or any does not change what is judged here
__builtins__ = dict(vars(builtins))

_WORD = r'[\w$#:@.]+'
_TOKENS = {
    'sql': rf"'(?:[^']|'')*(?:'|\Z)|\"(?:[^\"]|\"\")*(?:\"|\Z)|`[^`]*(?:`|\Z)|--[^\n]*|/\*.*?(?:\*/|\Z)|{_WORD}|\s+|.",
    'mysql': r"'(?:[^'\\]|\\.|'')*(?:'|\Z)|\"(?:[^\"\\]|\\.|\"\")*(?:\"|\Z)|`[^`]*(?:`|\Z)|#[^\n]*|--[^\n]*|/\*.*?(?:\*/|\Z)|[\w$:@.]+|\s+|.",
    'python': r"'''(?:[^\\]|\\.)*?(?:'''|\Z)|\"\"\"(?:[^\\]|\\.)*?(?:\"\"\"|\Z)|'(?:[^'\\\n]|\\.)*(?:'|\Z)|\"(?:[^\"\\\n]|\\.)*(?:\"|\Z)|#[^\n]*|\w+|\s+|.",
}
_compiled = {}  # at their first use: a start is short
_QUOTES = '\'"`'
# words with calm punctuation are names, dates and lists
_CALM = re.compile(r'[\w\s.,:@+/-]*\Z')
_ACTIVE = re.compile(r'--|/\*|\b(?:or|and|union|select|where|from|having|insert|delete|update|drop|like|between|in|is|not|case|when|exists|attribute_exists|import|lambda|for|if)\b', re.I)
_MAX_STATEMENT = 262_144


def leaves_literal(statement, inputs, dialect='sql'):
    if len(statement) > _MAX_STATEMENT:
        return False
    spans = None
    for text in inputs:
        held = text.strip()
        if len(held) < 3 or len(held) > len(statement) or (_CALM.match(held) and not _ACTIVE.search(held)):
            continue
        at = statement.find(held)
        while at >= 0:
            if spans is None:
                spans = [match.span() for match in _tokens(dialect).finditer(statement)]
            if not _lies_within(statement, spans, at, at + len(held)):
                return True
            at = statement.find(held, at + 1)
    return False


def _tokens(dialect):
    if dialect not in _compiled:
        _compiled[dialect] = re.compile(_TOKENS[dialect], re.S)
    return _compiled[dialect]


def _lies_within(statement, spans, start, end):
    for first, last in spans:
        if last <= start:
            continue
        if end > last:
            return False
        if statement[first] in _QUOTES:  # its own quotes are not part of a literal
            return start > first and (end < last or statement[last - 1] not in _QUOTES or last - first == 1)
        return not statement.startswith(('--', '/*'), first)
    return True
