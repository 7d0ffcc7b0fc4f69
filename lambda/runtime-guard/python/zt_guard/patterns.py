"""Regular expressions and tables that the guard of Node.js has too: scripts/guard-patterns.ts writes them from its sources."""
import json
import os
import re


class Pattern:
    """Compiled at its first use: all of them would take half a second of the start."""

    __slots__ = ('_written', '_compiled')

    def __init__(self, written):
        self._written = written
        self._compiled = None

    @property
    def regex(self):
        if self._compiled is None:
            self._compiled = re.compile(self._written['re'], re.ASCII | (re.IGNORECASE if self._written['ignoreCase'] else 0))
        return self._compiled

    @property
    def source(self):
        return self._written['re']

    def test(self, text):
        return self.regex.search(text) is not None

    def at(self, text, place):
        """The text that matches from a place on, or nothing."""
        return self.regex.match(text, place)

    def sub(self, instead, text):
        return self.regex.sub(instead, text)


def load(name):
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), name), encoding='utf-8') as file:
        return {source: _read(table) for source, table in json.load(file).items()}


def _read(value):
    if isinstance(value, dict):
        return Pattern(value) if 'ignoreCase' in value else {key: _read(held) for key, held in value.items()}
    return [_read(held) for held in value] if isinstance(value, list) else value
