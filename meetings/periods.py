"""The period a meeting speaks of, as text: 2024-06, 2023-Q2, 2023-H1, 2023. It is not the day it was held."""

import re
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

PATTERN = re.compile(
    r"(?P<year>20\d\d)(?:-(?:(?P<month>0[1-9]|1[0-2])|Q(?P<quarter>[1-4])|H(?P<half>[12])))?"
)
ROMAN = {"1": "I", "2": "II", "3": "III", "4": "IV"}


def validate_period(text: str) -> None:
    if not PATTERN.fullmatch(text):
        raise ValidationError(_("Write the period as 2024-06, 2023-Q2, 2023-H1 or 2023."))


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
