"""National identifiers: the keys, forms and tables are those of national-ids.ts, the checks are written here."""
from .cards import luhn


def _weighted(digits, weights):
    return sum(weight * int(digits[i]) for i, weight in enumerate(weights))


def _us(n):
    return not (n.startswith(('000', '666', '9')) or n[3:5] == '00' or n[5:] == '0000')


def _ca(n):
    return n[0] not in '08' and luhn(n)


def _ch(n):
    return n.startswith('756') and (10 - _weighted(n, (1, 3) * 6) % 10) % 10 == int(n[12])


def _br(n):
    return n != n[0] * len(n) and all(_weighted(n, range(size + 1, 1, -1)) * 10 % 11 % 10 == int(n[size]) for size in (9, 10))


def _fr(n):
    return n[0] in '12' and 97 - int(n[:13]) % 97 == int(n[13:])


def _de(n):
    product = 10
    for i in range(10):
        product = ((int(n[i]) + product) % 10 or 10) * 2 % 11
    return n[0] != '0' and (11 - product) % 10 == int(n[10])


def _nl(n):
    return n != '000000000' and _weighted(n, (9, 8, 7, 6, 5, 4, 3, 2, -1)) % 11 == 0


def _pl(n):
    return (10 - _weighted(n, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)) % 10) % 10 == int(n[10])


def _es(n):
    number = n.replace('-', '')[:-1]
    number = str('XYZ'.index(number[0])) + number[1:] if number[0] in 'XYZ' else number
    return 'TRWAGMYFPDXBNJZSQVHLCKE'[int(number) % 23] == n[-1]


class NationalIds:
    """The identifiers of a table, by shape and by how many digits they have without separators."""

    def __init__(self, table):
        self._odd, self._d, self._p = table['ODD'], table['VERHOEFF_D'], table['VERHOEFF_P']
        checks = {'US': _us, 'CA': _ca, 'CH': _ch, 'BR': _br, 'FR': _fr, 'DE': _de, 'NL': _nl, 'PL': _pl, 'IN': lambda n: n[0] in '23456789' and self._verhoeff(n)}
        self.by_shape = {}
        for one in table['NATIONAL_IDS']:
            for shape, keyed in ((one.get('written'), False), (one['digits'], True)):
                if shape is not None:
                    self.by_shape.setdefault(shape, []).append((one['country'], one['key'], keyed, checks[one['country']]))
        lettered = {'GB': lambda _: True, 'ES': _es, 'IT': self._italian}
        self.lettered = [(country, form, lettered[country]) for country, form, _ in table['LETTERED_IDS']]

    def _verhoeff(self, n):
        check = 0
        for i, digit in enumerate(reversed(n)):
            check = int(self._d[check][int(self._p[i % 8][int(digit)])])
        return check == 0

    def _italian(self, n):
        values = [ord(letter) - 65 if letter >= 'A' else int(letter) for letter in n[:15]]
        return chr(65 + sum(self._odd[value] if i % 2 == 0 else value for i, value in enumerate(values)) % 26) == n[15]
