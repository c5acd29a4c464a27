"""Numbers that identify a child: valid in form, and belonging to nobody.

The rules are public: the Scottish Candidate Number carries a check digit of modulus 11
with weights 3 2 7 6 5 4 3 2; the CHI number is a date of birth, three digits of which
the last is odd for a male, and a check digit of modulus 11 with weights 10 to 2.
"""

from datetime import date

from dashboard.demo.partnership import Chance, Truth, Whole

MODULUS = 11
SCN_WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2)
CHI_WEIGHTS = (10, 9, 8, 7, 6, 5, 4, 3, 2)


def check_digit(digits: str, weights: tuple[int, ...]) -> str | None:
    """The eleventh's complement; None where it would need two digits."""
    total = sum(int(d) * w for d, w in zip(digits, weights, strict=True))
    digit = (MODULUS - total % MODULUS) % MODULUS
    return None if digit == MODULUS - 1 else str(digit)


def scn_is_valid(number: str) -> bool:
    return (
        len(number) == len(SCN_WEIGHTS) + 1
        and number.isdigit()
        and number.strip("0") != ""
        and number[8] == check_digit(number[:8], SCN_WEIGHTS)
    )


def chi_is_valid(number: str) -> bool:
    return (
        len(number) == len(CHI_WEIGHTS) + 1
        and number.isdigit()
        and number[9] == check_digit(number[:9], CHI_WEIGHTS)
    )


def scn_numbers(chance: Chance, years: list[int]) -> list[str]:
    """One number for each child, issued in the year given."""
    used: set[str] = set()
    return [_unused(chance, f"{year % 100:02d}", used) for year in years]


def _unused(chance: Chance, prefix: str, used: set[str]) -> str:
    while True:
        body = f"{prefix}{chance.integers(1_000_000):06d}"
        digit = check_digit(body, SCN_WEIGHTS)
        if digit is not None and body not in used:
            used.add(body)
            return body + digit


def chi_numbers(chance: Chance, born: Whole, girl: Truth) -> list[str]:
    used: set[str] = set()
    return [
        _unused_chi(chance, date.fromordinal(int(day)), bool(is_girl), used)
        for day, is_girl in zip(born, girl, strict=True)
    ]


def _unused_chi(chance: Chance, born: date, is_girl: bool, used: set[str]) -> str:
    while True:
        serial = 2 * int(chance.integers(500)) + (0 if is_girl else 1)
        body = f"{born:%d%m%y}{serial:03d}"
        digit = check_digit(body, CHI_WEIGHTS)
        if digit is not None and body not in used:
            used.add(body)
            return body + digit
