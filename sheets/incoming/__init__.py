"""Which kinds of rows come in, and by which columns a file is known to hold them."""

from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from sheets.incoming.assignments import AssignmentImporter
from sheets.incoming.cells import Row, letter
from sheets.incoming.directives import DirectiveImporter
from sheets.incoming.importing import Importer
from sheets.incoming.register import PersonImporter, UnitImporter
from sheets.reading import Grid
from units.text import fold

IMPORTERS: dict[str, type[Importer]] = {
    one.kind: one for one in (DirectiveImporter, UnitImporter, PersonImporter, AssignmentImporter)
}
# Above the header there may be a title and a line or two.
HEADER_WITHIN = 15


class NotKnown(Exception):
    """No header of ours was found; the sentence says what is needed."""


@dataclass
class Recognised:
    kind: str
    language: str
    rows: list[Row]
    remarks: list[str]


def recognise(grid: Grid) -> Recognised:
    """The kind of rows, by the header that has most of a kind's columns; raises NotKnown."""
    best: tuple[int, int, str, str, dict[int, str]] = (0, 0, "", "", {})
    for place, (_number, cells) in enumerate(grid.rows[:HEADER_WITHIN]):
        titles = {column: fold(value) for column, (kind, value) in cells.items() if kind == "t"}
        for kind, importer in IMPORTERS.items():
            for language in dict(settings.LANGUAGES):
                with translation.override(language):
                    known = {fold(str(column.title)): column.name for column in importer.columns()}
                found = {column: known[title] for column, title in titles.items() if title in known}
                if set(importer.keys) <= set(found.values()) and len(found) > best[0]:
                    best = (len(found), place, kind, language, found)
    count, place, kind, language, found = best
    if not count:
        raise NotKnown(_("No row holds the headers of a template. Copy the table into the template."))
    header = grid.rows[place]
    left_out = [
        f"{letter(column)} “{value}”" for column, (_kind, value) in header[1].items() if column not in found
    ]
    remarks = (
        [_("Columns that are not read: %(names)s.") % {"names": ", ".join(left_out)}] if left_out else []
    )
    remarks += [
        _("The merged cells %(range)s were read as if each held the value of the first.")
        % {"range": ":".join(one)}
        for one in grid.merged[:20]
        if one[0].rstrip("0123456789") == one[1].rstrip("0123456789")
    ]
    letters: dict[str, str] = {}
    for column, name in found.items():
        letters.setdefault(name, letter(column))
    rows = [
        Row(
            number,
            {name: cells[column] for column, name in reversed(found.items()) if column in cells},
            letters,
        )
        for number, cells in grid.rows[place + 1 :]
    ]
    return Recognised(kind, language, [row for row in rows if row.cells], remarks)
