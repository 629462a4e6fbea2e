"""Meetings with their directives come in: new ones as drafts, drafts corrected; what is issued is only held against."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directives import actions
from directives.lifecycle import DirectiveState
from directives.models import Assignment, DeadlineTerms, Directive, Proposed
from meetings.actions import may_keep_meetings
from meetings.actions import save as save_meeting
from meetings.models import Meeting
from meetings.periods import PATTERN, last_day, period_from
from sheets.content import Column
from sheets.incoming.cells import Row, Wrong, day, lines, one_of, short, text, yes_or_no
from sheets.incoming.importing import Examined, Importer, Outcome
from sheets.incoming.names import Names
from sheets.incoming.words import in_both
from sheets.lists.directives import COLUMNS, OWN, whole
from sheets.lists.meetings import COLUMNS as OF_MEETING
from units.standing import Standing
from units.text import fold
from units.working_calendar import today

MEETING_NAMES = tuple(column.name for column in OF_MEETING)
OWN_NAMES = tuple(column.name for column in OWN)
# Said by the law or the clock: never by a file.
NOT_BY_FILE = ("state", "issued")
FIELD_OF = {
    "title": "title", "words": "words", "source": "source_item", "leader": "leader", "field": "field",
    "urgency": "urgency", "key": "is_key", "kind": "kind", "product": "expected_product",
}  # fmt: skip


class DirectiveImporter(Importer):
    kind = "directives"
    label = gettext_lazy("Meetings with their directives")
    keys = ("meeting",)
    column_of = {value: name for name, value in FIELD_OF.items()} | {
        "code": "meeting", "held_on": "meeting_day", "period": "meeting_period", "presided_by": "meeting_leader",
    }  # fmt: skip

    def __init__(self, **who: Any) -> None:
        super().__init__(**who)
        self.names = Names()
        self.known: dict[str, Directive] = {}
        self.meetings: dict[str, Meeting | None] = {}
        # Meetings that the file brings: the first row that names one says what it is.
        self.coming: dict[str, tuple[int, Meeting]] = {}
        self.broken: set[str] = set()
        # What a meeting has already, by its words: a row without a code is not entered twice.
        self.said: dict[str, dict[tuple[str, str], str]] = {}
        self.seen: dict[tuple[str, str, str], int] = {}
        self.read_meeting_kind = one_of(in_both(Meeting.Kind))
        self.read_urgency = one_of(in_both(Directive.Urgency), default=Directive.Urgency.NORMAL)
        self.read_kind = one_of(in_both(Directive.Kind), default=Directive.Kind.TASK)

    @classmethod
    def columns(cls) -> list[Column]:
        return COLUMNS

    @classmethod
    def check_right(cls, user, standing: Standing) -> None:
        if not may_keep_meetings(standing):
            raise PermissionDenied(_("Meetings are kept by data entry and the ministry office."))

    def prepare(self, rows: Iterable[Row]) -> None:
        codes = {text(row, "code").strip() for row in rows if "code" in row.cells}
        visible = Directive.objects.visible_to(self.standing).filter(code__in=codes)
        self.known |= {one.code: one for one in whole(visible, today(), self.standing)}

    def judge(self, row: Row) -> Examined:
        code = text(row, "code").strip()
        return self._known(row, code) if code else self._unnumbered(row)

    # --- what is there already ---

    def _known(self, row: Row, code: str) -> Examined:
        one = self.known.get(code)
        if one is None:
            row.problem(
                "code",
                _("There is no directive %(code)s. For a new one leave this cell empty.")
                % {"code": code[:40]},
            )
            return Examined(Outcome.WRONG, code)
        named = self.said_otherwise(row, COLUMNS, one)
        for name in named:
            if name in MEETING_NAMES:
                row.problem(name, _("What a meeting is, is changed on its page or in a row of its own."))
            elif name in NOT_BY_FILE:
                now = text_of(name, one)
                row.problem(
                    name, _("This is changed by a step, not by a file. It stands as: %(now)s.") % {"now": now}
                )
            elif one.state != DirectiveState.DRAFT:
                row.problem(name, self._not_any_more(row, name, one))
        label = f"{one.code} {one.title}"[:300]
        if row.problems or not named:
            return Examined(Outcome.SAME, label)
        values = self._values(row, one.meeting, named)
        fields = {FIELD_OF[name]: values[name] for name in named if name in FIELD_OF}
        changes = {field: value for field, value in fields.items() if value != getattr(one, field)}
        more: dict[str, Any] = {}
        if "due" in named:
            more["stated"] = DeadlineTerms("day", values["due"])
        if "lead" in named or "support" in named:
            roles = {"lead": Assignment.Role.LEAD, "support": Assignment.Role.SUPPORT}
            untouched = [role for name, role in roles.items() if name not in named]
            more["proposed"] = [
                *(
                    proposed
                    for proposed in self._proposed(row, one.meeting)
                    if proposed.role not in untouched
                ),
                *(
                    Proposed(kept.words, kept.role, kept.unit, kept.leader, kept.group)
                    for kept in one.proposed.all()
                    if kept.role in untouched
                ),
            ]
        if not changes and not more:
            return Examined(Outcome.SAME, label)

        def act() -> None:
            actions.edit(one, by=self.by, version=one.version, **more, **changes)

        return Examined(Outcome.CHANGED, label, act)

    def _not_any_more(self, row: Row, name: str, one: Directive) -> str:
        if name == "due":
            return moved_deadline(row)
        return _("%(code)s is issued; it is corrected on its page, with the reason.") % {"code": one.code}

    # --- what is new ---

    def _unnumbered(self, row: Row) -> Examined:
        code = row.read("meeting", short(30), "")
        if not code:
            if not row.problems:
                row.problem("meeting", _("Which meeting? Write its code."))
            return Examined(Outcome.WRONG)
        is_meeting_alone = row.is_blank(OWN_NAMES)
        meeting = self._meeting(code)
        if meeting is not None:
            changes = self._said_of(row, meeting)
            if is_meeting_alone:
                return self._known_meeting(row, meeting, changes)
            for name in changes:
                row.problem(
                    name,
                    _("%(code)s is there and says otherwise: %(now)s. Leave the cell empty, or correct it.")
                    % {"code": code, "now": text_of_meeting(name, meeting)},
                )
        else:
            meeting = self._coming(row, code)
            if is_meeting_alone:
                return Examined(Outcome.NEW, f"{code} {meeting.title}"[:300], lambda: self._entered(code))
        return self._new(row, code, meeting)

    def _meeting(self, code: str) -> Meeting | None:
        if code not in self.meetings:
            visible = Meeting.objects.visible_to(self.standing).select_related("presided_by")
            self.meetings[code] = visible.filter(code=code).first()
        return self.meetings[code]

    def _meeting_values(self, row: Row) -> dict[str, Any]:
        """What the row says of its meeting, by column."""
        how = {
            "meeting_kind": self.read_meeting_kind,
            "meeting_title": short(300),
            "meeting_period": self._period,
            "meeting_day": day,
            "meeting_leader": lambda row, name: self.names.leader_in(row, name, text(row, name)),
            "meeting_place": short(200),
        }
        return {name: row.read(name, read) for name, read in how.items() if name in row.cells}

    def _period(self, row: Row, name: str) -> str:
        kind, value = row.cells.get(name, ("t", ""))
        # Excel takes "6/2024" for the first of June.
        found = value[:7] if kind == "d" and value.endswith("-01") else period_from(text(row, name))
        if not PATTERN.fullmatch(found):
            raise Wrong(_("“%(text)s” is no period. Write 6/2024, quarter II/2023, first half of 2023 or 2023.") % {
                "text": text(row, name)[:40]
            })  # fmt: skip
        return found

    def _said_of(self, row: Row, meeting: Meeting) -> dict[str, Any]:
        now = {name: getattr(meeting, field) for name, field in MEETING_FIELDS.items()}
        return {name: value for name, value in self._meeting_values(row).items() if value != now[name]}

    def _known_meeting(self, row: Row, meeting: Meeting, changes: dict[str, Any]) -> Examined:
        label = f"{meeting.code} {meeting.title}"[:300]
        if not changes or row.problems:
            return Examined(Outcome.SAME, label)

        def act() -> None:
            for name, value in changes.items():
                setattr(meeting, MEETING_FIELDS[name], value)
            save_meeting(meeting, by=self.by, version=meeting.version)

        return Examined(Outcome.CHANGED, label, act)

    def _coming(self, row: Row, code: str) -> Meeting:
        before = len(row.problems)
        values = self._meeting_values(row)
        if code in self.coming:
            number, first = self.coming[code]
            for name, value in values.items():
                if number != row.number and value != getattr(first, MEETING_FIELDS[name]):
                    row.problem(
                        name, _("Row %(n)s says otherwise of %(code)s.") % {"n": number, "code": code}
                    )
            if number != row.number:
                if code in self.broken:
                    row.problem(
                        "meeting", _("Row %(n)s, which says what meeting this is, is wrong.") % {"n": number}
                    )
                return first
        for name in ("meeting_kind", "meeting_title"):
            if name not in row.cells:
                row.problem(name, _("%(code)s is a new meeting: this cell is needed.") % {"code": code})
        said = {MEETING_FIELDS[name]: value for name, value in values.items() if value is not None}
        meeting = Meeting(code=code, **said)
        if meeting.kind == Meeting.Kind.WRITTEN and meeting.presided_by:
            row.problem("meeting_leader", _("A written instruction has nobody presiding."))
        self.coming[code] = (row.number, meeting)
        if len(row.problems) > before:
            self.broken.add(code)
        return meeting

    def _entered(self, code: str) -> Meeting:
        meeting = self._meeting(code)
        if meeting is None:
            meeting = self.meetings[code] = save_meeting(self.coming[code][1], by=self.by)
        return meeting

    def _new(self, row: Row, code: str, meeting: Meeting) -> Examined:
        values = self._values(row, meeting, OWN_NAMES)
        for name in NOT_BY_FILE:
            if name in row.cells and fold(text(row, name)) not in DRAFT_WORDS():
                row.problem(name, _("A new row begins as a draft: leave this cell empty."))
        if not values["title"] and not row.problems:
            row.problem("title", _("What is to be done? This cell is needed."))
        proposed = self._proposed(row, meeting)
        label = f"{code} {values['title'] or ''}"[:300]
        key = (code, fold(values["title"] or ""), fold(values["words"] or ""))
        if number := self.seen.setdefault(key, row.number):
            if number != row.number:
                row.problem("title", _("The same as row %(n)s.") % {"n": number})
        if there := self._said_already(meeting).get(key[1:]):
            row.note("title", _("Already there as %(code)s.") % {"code": there})
            return Examined(Outcome.SAME, label)

        def act() -> None:
            fields = {FIELD_OF[name]: values[name] for name in FIELD_OF}
            actions.draft(
                self._entered(code), by=self.by, stated_due_on=values["due"], proposed=proposed, **fields
            )

        return Examined(Outcome.NEW, label, act)

    def _said_already(self, meeting: Meeting) -> dict[tuple[str, str], str]:
        if meeting.pk is None:
            return {}
        if meeting.code not in self.said:
            rows = Directive.objects.visible_to(self.standing).filter(meeting=meeting)
            self.said[meeting.code] = {
                (fold(title), fold(words)): code
                for title, words, code in rows.values_list("title", "words", "code")
            }
        return self.said[meeting.code]

    # --- the cells of a directive ---

    def _values(self, row: Row, meeting: Meeting, names: Iterable[str]) -> dict[str, Any]:
        how = {
            "title": short(300),
            "words": text,
            "source": short(300),
            "leader": lambda row, name: (
                self.names.leader_in(row, name, text(row, name)) or meeting.presided_by
            ),
            "field": self._field,
            "urgency": self.read_urgency,
            "key": yes_or_no,
            "kind": self.read_kind,
            "product": short(300),
            "due": lambda row, name: self._due(row, name, meeting),
        }
        return {name: row.read(name, read) for name, read in how.items() if name in names}

    def _field(self, row: Row, name: str) -> Any:
        written = text(row, name).strip()
        found = self.names.field(written) if written else None
        if written and found is None:
            raise Wrong(_("No field is called “%(name)s”.") % {"name": written[:60]})
        return found

    def _due(self, row: Row, name: str, meeting: Meeting) -> date | None:
        due_on = day(row, name)
        if due_on is None:
            return None
        shown = f"{due_on:%d/%m/%Y}"
        if meeting.held_on and due_on < meeting.held_on:
            raise Wrong(
                _("%(day)s lies before the meeting (%(held)s).")
                % {"day": shown, "held": f"{meeting.held_on:%d/%m/%Y}"}
            )
        if due_on < today() and not self.allows_past:
            raise Wrong(_("A deadline gone by (%(day)s) is not taken.") % {"day": shown})
        return due_on

    def _addressees(self, role: str, on: date) -> Callable[[Row, str], list[Proposed]]:
        return lambda row, name: self.names.addressees(row, name, lines(row, name), role, on)

    def _proposed(self, row: Row, meeting: Meeting) -> list[Any]:
        on = meeting.held_on or (min(last_day(meeting.period), today()) if meeting.period else today())
        found: list[Any] = []
        for name, role in (("lead", Assignment.Role.LEAD), ("support", Assignment.Role.SUPPORT)):
            found += row.read(name, self._addressees(role, on), [])
        return found


def moved_deadline(row: Row) -> str:
    """Why the deadline of what is issued is not taken from a file."""
    try:
        due_on = day(row, "due")
    except Wrong as wrong:
        return str(wrong)
    if due_on and due_on < today():
        return _("A deadline gone by (%(day)s) is not taken.") % {"day": f"{due_on:%d/%m/%Y}"}
    return _("The deadline of what is issued is moved by a decision on its page.")


MEETING_FIELDS = {
    "meeting_kind": "kind", "meeting_title": "title", "meeting_period": "period", "meeting_day": "held_on",
    "meeting_leader": "presided_by", "meeting_place": "place",
}  # fmt: skip


def DRAFT_WORDS() -> set[str]:
    return {fold(word) for value, words in in_both(DirectiveState) if value == "draft" for word in words} | {
        ""
    }


def text_of(name: str, one: Directive) -> str:
    return _shown(next(column.value(one) for column in COLUMNS if column.name == name))


def text_of_meeting(name: str, meeting: Meeting) -> str:
    return _shown(next(column.value(meeting) for column in OF_MEETING if column.name == name))


def _shown(value: Any) -> str:
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value or "–")
