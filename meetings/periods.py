"""The period a meeting speaks of, as text: 2024-06, 2023-Q2, 2023-H1, 2023. It is not the day it was held."""

import re
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from units.text import fold

PATTERN = re.compile(
    r"(?P<year>20\d\d)(?:-(?:(?P<month>0[1-9]|1[0-2])|Q(?P<quarter>[1-4])|H(?P<half>[12])))?"
)
ROMAN = {"1": "I", "2": "II", "3": "III", "4": "IV"}


def validate_period(text: str) -> None:
    if not PATTERN.fullmatch(text):
        raise ValidationError(_("Write the period as 2024-06, 2023-Q2, 2023-H1 or 2023."))


# As people write it, marks and letter case ignored; also what period_words says in either language.
_SPOKEN = [
    (re.compile(r"(?:thang |month )?(\d{1,2}) (20\d\d)"), "{1}-{0:0>2}"),
    (re.compile(r"(?:quy|quarter) ?(iv|i{1,3}|[1-4]) (?:nam )?(20\d\d)"), "{1}-Q{0}"),
    (re.compile(r"6 thang dau (?:nam )?()(20\d\d)"), "{1}-H1"),
    (re.compile(r"6 thang cuoi (?:nam )?()(20\d\d)"), "{1}-H2"),
    (re.compile(r"first half of ()(20\d\d)"), "{1}-H1"),
    (re.compile(r"second half of ()(20\d\d)"), "{1}-H2"),
    (re.compile(r"(?:nam|year) ()(20\d\d)"), "{1}"),
]


def period_from(text: str) -> str:
    """ "tháng 10/2024", "quý II/2023", "6 tháng đầu năm 2023" as 2024-10, 2023-Q2, 2023-H1; anything else as it is."""
    asked = text.strip()
    if PATTERN.fullmatch(asked.upper()):
        return asked.upper()
    folded = " ".join(fold(asked).split())
    for spoken, code in _SPOKEN:
        match = spoken.fullmatch(folded)
        if match:
            part, year = match.groups()
            number = next((digit for digit, roman in ROMAN.items() if roman.lower() == part), part)
            return code.format(number, year)
    return asked


def period_words(text: str) -> str:
    """The period as people say it ("tháng 6/2024", "quý II/2023")."""
    match = PATTERN.fullmatch(text)
    if not match:
        return text
    year, month, quarter, half = match.group("year", "month", "quarter", "half")
    if month:
        return _("month %(month)s/%(year)s") % {"month": int(month), "year": year}
    if quarter:
        return _("quarter %(quarter)s/%(year)s") % {"quarter": ROMAN[quarter], "year": year}
    if half == "1":
        return _("first half of %(year)s") % {"year": year}
    if half == "2":
        return _("second half of %(year)s") % {"year": year}
    return _("year %(year)s") % {"year": year}


def first_day(text: str) -> date:
    match = PATTERN.fullmatch(text)
    if not match:
        raise ValueError(text)
    year, month, quarter, half = match.group("year", "month", "quarter", "half")
    start = int(month) if month else 3 * int(quarter) - 2 if quarter else 6 * int(half) - 5 if half else 1
    return date(int(year), start, 1)


def last_day(text: str) -> date:
    """The last day of the period: the due day where a deadline names only the period."""
    first = first_day(text)
    months = 1 if text[4:5] == "-" and text[5].isdigit() else 3 if "Q" in text else 6 if "H" in text else 12
    year, month = divmod(first.month - 1 + months, 12)
    return date(first.year + year, month + 1, 1) - timedelta(days=1)
