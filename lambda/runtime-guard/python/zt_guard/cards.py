"""The check digit of card numbers."""
_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)


def luhn(digits):
    total = 0
    for i, digit in enumerate(reversed(digits)):
        total += _DOUBLED[int(digit)] if i % 2 else int(digit)
    return total % 10 == 0
