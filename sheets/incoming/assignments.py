"""The exported table of assignments comes in again: every row is held against what stands; a file changes none."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directives.models import Assignment
from sheets.content import Column
from sheets.incoming.cells import Row, text
from sheets.incoming.directives import moved_deadline
from sheets.incoming.importing import Examined, Importer, Outcome
from sheets.lists.assignments import columns_on
from units.standing import Standing
from units.working_calendar import today

# The clock moves them from one day to the next.
OF_THE_CLOCK = ("class", "days_late")


class AssignmentImporter(Importer):
    kind = "assignments"
    label = gettext_lazy("Assignments")
    keys = ("code", "unit")

    def __init__(self, **who: Any) -> None:
        super().__init__(**who)
        self.known: dict[str, list[Any]] = {}
        with translation.override(self.written_in):
            self.compared = [column for column in self.columns() if column.name not in OF_THE_CLOCK]

    @classmethod
    def columns(cls) -> list[Column]:
        return columns_on(today())

    @classmethod
    def check_right(cls, user, standing: Standing) -> None:
        if not (standing.is_office or standing.is_data_entry):
            raise PermissionDenied(_("Files are brought in by data entry and the ministry office."))

    def prepare(self, rows: Iterable[Row]) -> None:
        codes = {text(row, "code").strip() for row in rows}
        self.known = {}
        visible = (
            Assignment.objects.visible_to(self.standing).classed(today()).marking_readable(self.standing)
        )
        visible = visible.for_list().select_related("follower", "directive__field")
        for one in visible.with_last_report().with_open_request().filter(directive__code__in=codes):
            self.known.setdefault(one.directive.code, []).append(one)

    def judge(self, row: Row) -> Examined:
        code = text(row, "code").strip()
        there = self.known.get(code, [])
        label = f"{code} {text(row, 'unit')}"[:300]
        if not there:
            row.problem("code", _("There is no directive %(code)s.") % {"code": code[:40] or "–"})
            return Examined(Outcome.WRONG, label)
        # Of one addressee there may be several: periods of a recurring duty, lead and support.
        found = [(self.said_otherwise(row, self.compared, one), one) for one in there]
        named, one = min(found, key=lambda pair: ("unit" in pair[0], len(pair[0])))
        for name in named:
            row.problem(name, self._refusal(row, name, one))
        return Examined(Outcome.SAME, label)

    def _refusal(self, row: Row, name: str, one: Any) -> str:
        if name == "state":
            words = _("This is changed by a step, not by a file. It stands as: %(now)s.")
            return words % {"now": one.get_state_display()}
        if name == "unit":
            return _("%(code)s is not owed by this addressee.") % {"code": one.directive.code}
        if name == "due":
            return moved_deadline(row)
        return _("%(code)s is issued; it is corrected on its page, with the reason.") % {
            "code": one.directive.code
        }
