"""Units typed or pasted as lines: for a ministry whose list is at hand as a table."""

import csv
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from units.actions import NewUnit
from units.models import UnitKind
from units.text import fold

MOST_LINES = 500
COLUMNS = 5


class UnitLinesForm(forms.Form):
    lines = forms.CharField(
        label=gettext_lazy("Units, one a line"),
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy(
            "Code; full name; short name; kind; code of the unit above. Copied from a spreadsheet it works as "
            "well. Example: CVT; Cục Viễn thông; Cục VT; Cục; BO"
        ),
    )

    def clean_lines(self) -> list[NewUnit]:
        lines = [line for line in self.cleaned_data["lines"].splitlines() if line.strip()]
        if len(lines) > MOST_LINES:
            raise ValidationError(_("At most %s lines at a time.") % MOST_LINES)
        problems: list[str] = []
        units = [_unit(number, line, problems) for number, line in enumerate(lines, start=1)]
        if problems:
            raise ValidationError(problems)
        return [one for one in units if one]


def _unit(number: int, line: str, problems: list[str]) -> NewUnit | None:
    separator = "\t" if "\t" in line else ";" if ";" in line else ","
    cells = [cell.strip() for cell in next(csv.reader([line], delimiter=separator))]
    code, name, short_name, kind, parent = (cells + [""] * COLUMNS)[:COLUMNS]
    if not code or not name or len(cells) > COLUMNS:
        problems.append(_("Line %(n)s: a code and a name, at most five columns.") % {"n": number})
        return None
    if len(code) > 40 or len(name) > 300 or len(short_name) > 100:
        problems.append(_("Line %(n)s: the code, the name or the short name is too long.") % {"n": number})
        return None
    found = _kind(kind or name.split()[0])
    if found is None:
        known = ", ".join(str(one.label) for one in UnitKind)
        problems.append(
            _("Line %(n)s: the kind “%(kind)s” is not known. Known are: %(known)s.")
            % {"n": number, "kind": kind or name.split()[0], "known": known}
        )
        return None
    return NewUnit(code, name, short_name, found, parent, is_office=found == UnitKind.OFFICE)


def _kind(words: str) -> Any:
    """By its code or its name in the language of the page; of a name its first word says it ("Cục …")."""
    wanted = fold(words)
    for one in UnitKind:
        label = fold(str(one.label))
        if wanted in (one.value, label) or (wanted and wanted in label.replace(",", " ").split()):
            return one.value
    return None
