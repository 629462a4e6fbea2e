"""Many directives at once: what was pasted from a spreadsheet, row by row, each cell with its own error."""

import csv
import io
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from directives.forms.fields import DateField, LongText
from units.models import Field, Leader
from units.text import fold

COLUMNS = ("title", "words", "leader", "field", "due", "source")
# With the cells of more rows the request would hold more fields than the server reads.
MOST_ROWS = 100
# The first cell of a line that only names the columns.
HEADINGS = {"title", "tieu de", "noi dung", "viec phai lam", "nhiem vu", "what is to be done"}
# Said before a name, and no part of it.
TITLES = ("quyen bo truong", "bo truong", "thu truong", "dong chi", "dc", "bt", "tt")


def rows_of(pasted: str) -> list[dict[str, str]]:
    """The rows of a text in columns divided by tabs, as spreadsheets copy it; a heading and empty rows left out."""
    found: list[dict[str, str]] = []
    for cells in csv.reader(io.StringIO(pasted.strip("\r\n")), delimiter="\t"):
        cells = [cell.strip() for cell in cells]
        if any(cells) and not (not found and fold(cells[0]) in HEADINGS):
            found.append(dict(zip(COLUMNS, [*cells, *[""] * len(COLUMNS)], strict=False)))
    return found


def as_post(rows: list[dict[str, str]]) -> dict[str, str]:
    """The rows as the grid would send them, so that they are checked at once."""
    data = {"row-TOTAL_FORMS": str(len(rows)), "row-INITIAL_FORMS": "0"}
    for number, row in enumerate(rows):
        data |= {f"row-{number}-{name}": value for name, value in row.items()}
    return data


class Names:
    """Leaders and fields by what people call them."""

    def __init__(self) -> None:
        self.leaders = {fold(name): one for one in Leader.objects.all() for name in (one.code, one.full_name)}
        self.fields = {fold(name): one for one in Field.objects.all() for name in (one.code, one.name)}

    def leader(self, text: str) -> Leader | None:
        name = fold(text)
        for title in TITLES:
            name = name.removeprefix(f"{title} ")
        return self.leaders.get(name)

    def field(self, text: str) -> Field | None:
        return self.fields.get(fold(text))


class GridRowForm(forms.Form):
    title = forms.CharField(label=_("What is to be done"), max_length=300)
    words = LongText(label=_("Words of the leader"), required=False, max_length=5000, rows=2)
    leader = forms.CharField(label=_("Leader"), required=False, max_length=120)
    field = forms.CharField(label=_("Field"), required=False, max_length=120)
    due = DateField(label=_("Deadline"), required=False)
    source = forms.CharField(label=_("Source"), required=False, max_length=300)

    def __init__(self, *args: Any, names: Names, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = names
        self.empty_permitted = False

    def clean_leader(self) -> Leader | None:
        text = self.cleaned_data["leader"]
        found = self.names.leader(text) if text else None
        if text and found is None:
            raise forms.ValidationError(_("No leader is called that."))
        return found

    def clean_field(self) -> Field | None:
        text = self.cleaned_data["field"]
        found = self.names.field(text) if text else None
        if text and found is None:
            raise forms.ValidationError(_("No field is called that."))
        return found


GridFormSet = forms.formset_factory(
    GridRowForm, extra=0, max_num=MOST_ROWS, absolute_max=MOST_ROWS, validate_max=True, can_delete=True
)
