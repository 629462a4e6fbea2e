"""What the screen shows of each proposal."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from directives.addressees import Addressees
from directives.models import DeadlineKind, Directive
from intake.likely import Likely, OpenDirectives
from intake.models import Minutes, Proposal, UnsentDecision
from intake.querysets import takes_in
from units import register
from units.models import Leader
from units.standing import Standing
from units.working_calendar import today


@dataclass(frozen=True)
class Named:
    name: str
    is_known: bool
    near: list[str] = field(default_factory=list)


@dataclass
class Card:
    number: int
    proposal: Proposal
    leader: Leader | None
    leads: list[Named]
    supports: list[Named]
    due_on: date | None
    deadline_words: str
    deadline_kind: str
    urgency: str
    likely: list[Likely]
    is_last: bool
    form: Any = None  # open for editing
    breaks: list[tuple[int, str]] = field(default_factory=list)  # open for splitting
    refusal: str = ""

    @property
    def is_open(self) -> bool:
        return self.proposal.state == "open"

    @property
    def words_of_deadline(self) -> str:
        """Its kind, where it is more than a day."""
        return "" if self.deadline_kind in ("day", "none") else str(DeadlineKind(self.deadline_kind).label)


class Screen:
    """The proposals of minutes as a person sees them, numbered in the order of the text."""

    def __init__(self, minutes: Minutes, standing: Standing) -> None:
        self.minutes, self.standing = minutes, standing
        self.rows = list(
            Proposal.objects.visible_to(standing).standing().filter(minutes=minutes).for_screen()
        )
        self.numbered = list(enumerate(self.rows, start=1))
        day = (
            minutes.meeting.held_on
            if minutes.meeting
            else parse_date(minutes.found_meeting.get("held_on") or "")
        )
        self.addressees = Addressees(day or today())
        self.leaders = {leader.code: leader for leader in register.current().leaders.values()}
        self._open: OpenDirectives | None = None

    def cards(self) -> list[Card]:
        return [self._card(number, row) for number, row in self.numbered]

    def card(self, proposal: Proposal) -> Card:
        return next(self._card(number, row) for number, row in self.numbered if row.pk == proposal.pk)

    def counts(self) -> dict[str, int]:
        states = [row.state for row in self.rows]
        to_issue = [
            row
            for row in self.rows
            if row.state == "accepted" and (row.directive is None or not row.directive.issued_on)
        ]
        return {
            "open": states.count("open"),
            "accepted": states.count("accepted"),
            "rejected": states.count("rejected"),
            "to_issue": len(to_issue),
            "without_draft": sum(row.directive is None for row in to_issue),
            "without_leader": sum(not row.fields.get("leader") and not row.repeats_id for row in to_issue),
            "late": sum(
                bool(row.fields.get("due_on")) and row.fields["due_on"] < today().isoformat()
                for row in to_issue
            ),
        }

    def _card(self, number: int, row: Proposal) -> Card:
        fields = row.fields
        return Card(
            number=number,
            proposal=row,
            leader=self.leaders.get(fields.get("leader") or ""),
            leads=[self._named(name) for name in fields.get("lead_units", [])],
            supports=[self._named(name) for name in fields.get("support_units", [])],
            due_on=parse_date(fields.get("due_on") or ""),
            deadline_words=fields.get("deadline_words", ""),
            deadline_kind=fields.get("deadline_kind") or "none",
            urgency=str(dict(Directive.Urgency.choices).get(fields.get("urgency"), ""))
            if fields.get("urgency") not in ("", None, "normal")
            else "",
            likely=self._likely(row),
            is_last=number == len(self.rows),
        )

    def _named(self, name: str) -> Named:
        meant = self.addressees.meant(name)
        if meant.unit or meant.leader or meant.group:
            return Named(str(meant.unit or meant.leader or meant.group), True)
        return Named(name, False, self.addressees.near(name))

    def _likely(self, row: Proposal) -> list[Likely]:
        if row.state != "open":
            return []
        if self._open is None:
            self._open = OpenDirectives(self.standing, self.minutes)
        return self._open.like(row)


def typed_before(request, proposal: Proposal) -> dict[str, Any]:
    """What this person had typed here and not saved."""
    if not takes_in(request.standing):
        return {}
    kept = UnsentDecision.objects.filter(user=request.user, proposal=proposal).first()
    return kept.typed if kept else {}


def nothing_found(minutes: Minutes, screen: Screen) -> str:
    if screen.rows:
        return ""
    return _("No directive was found in this text.")
