"""The public rules of SCN and CHI numbers, postcodes and years, free of any database.

The same rules stand as SQL macros in `warehouse/macros.sql`, for a million rows.
"""

import re
from calendar import monthrange
from datetime import date

MODULUS = 11
MONTHS = 12
CENTURY = 2000
SCN_DIGITS = 9
CHI_DIGITS = 10
# The last weight is the check digit's own: the sum of a right number divides by 11.
SCN_WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2, 1)
CHI_WEIGHTS = (10, 9, 8, 7, 6, 5, 4, 3, 2, 1)
FINANCIAL_YEAR_BEGINS = 4
_DIGITS = re.compile("[0-9]+")
_POSTCODE = re.compile("([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})")


def padded(number: str, digits: int) -> str:
    """A number one figure short has lost its first zero; anything else is left alone."""
    lost = len(number) == digits - 1 and _DIGITS.fullmatch(number)
    return "0" + number if lost else number


def is_scn(number: str) -> bool:
    return (
        len(number) == SCN_DIGITS
        and _DIGITS.fullmatch(number) is not None
        and number.strip("0") != ""
        and _divides(number, SCN_WEIGHTS)
    )


def chi_class(number: str | None) -> str:
    """What is wrong with a CHI number, in the words that Public Health Scotland uses."""
    if number is None:
        return "Missing (NA)"
    if not number.strip(" "):
        return "Missing (Blank)"
    if not _DIGITS.fullmatch(number):
        return "Invalid character(s) present"
    if len(number) != CHI_DIGITS:
        return f"Too {'many' if len(number) > CHI_DIGITS else 'few'} characters"
    if not _is_date(number[:6]):
        return "Invalid date"
    return "Valid CHI" if _divides(number, CHI_WEIGHTS) else "Invalid checksum"


def sex_from_chi(number: str) -> str | None:
    """The ninth figure is odd for a male; None where the number is not valid."""
    if chi_class(number) != "Valid CHI":
        return None
    return "male" if int(number[8]) % 2 else "female"


def seven_character_postcode(text: str) -> str | None:
    """`G3  6RB`, `G43 2XR`, `DG102BA`; None where it is no postcode in form."""
    match = _POSTCODE.fullmatch(text.upper().replace(" ", ""))
    return f"{match[1]:<4}{match[2]}" if match else None


def financial_year(day: date) -> str:
    first = day.year if day.month >= FINANCIAL_YEAR_BEGINS else day.year - 1
    return f"{first}/{(first + 1) % 100:02d}"


def _divides(number: str, weights: tuple[int, ...]) -> bool:
    total = sum(int(d) * w for d, w in zip(number, weights, strict=True))
    return total % MODULUS == 0


def _is_date(digits: str) -> bool:
    """Of this century or the last: no year of the two has another 29 February."""
    day, month, year = int(digits[:2]), int(digits[2:4]), int(digits[4:])
    return 1 <= month <= MONTHS and 1 <= day <= monthrange(CENTURY + year, month)[1]
