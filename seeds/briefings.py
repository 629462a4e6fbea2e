"""The five briefings, played through the actions: what was said, to whom, till when, with the day it counts from.

Only documented outcomes are played; everything else stays open.
"""

from django.db import transaction

from directives import actions
from directives.models import DeadlineTerms, Directive
from meetings.actions import save as save_meeting
from meetings.models import Meeting
from seeds.files import briefings
from units.models import Field, Leader, Post, Role, Unit, UnitGroup, User

CLERK = "nhap-lieu-ban-dau"


def load_briefings() -> int:
    """Load what is missing; return how many directives were added. One transaction a meeting."""
    added = 0
    with _clerk() as clerk:
        for briefing in briefings():
            with transaction.atomic():
                added += _Briefing(briefing, clerk).play()
    return added


class _clerk:
    """The account the entries stand under. It acts for the office while the data are played, and never signs in."""

    def __enter__(self) -> User:
        self.user, is_new = User.objects.get_or_create(
            username=CLERK, defaults={"full_name": "Nhập dữ liệu ban đầu"}
        )
        if is_new:
            self.user.set_unusable_password()
        self._switch(True)
        for role in (Role.OFFICE, Role.DATA_ENTRY):
            Post.objects.get_or_create(user=self.user, role=role, unit=Unit.objects.get(is_office=True))
        return self.user

    def __exit__(self, *_error) -> None:
        self._switch(False)

    def _switch(self, is_active: bool) -> None:
        self.user.is_active = is_active
        self.user.save()


class _Briefing:
    def __init__(self, data: dict, clerk: User) -> None:
        self.data, self.facts, self.clerk = data, data["meeting"], clerk
        self.day = self.facts["issued_on"]
        self.when = {"by": clerk, "on": self.day, "is_backdated": True}
        self.units = Unit.objects.in_bulk(field_name="code")
        self.leaders = Leader.objects.in_bulk(field_name="code")
        self.fields = Field.objects.in_bulk(field_name="code")

    def play(self) -> int:
        meeting = Meeting.objects.filter(code=self.facts["code"]).first() or self._meeting()
        known = set(meeting.directives.values_list("number", flat=True))
        new = [row for row in self.data["directive"] if row["number"] not in known]
        for row in new:
            self._directive(meeting, row)
        return len(new)

    def _meeting(self) -> Meeting:
        facts = self.facts
        attending = {self.units[code] for code in facts.get("attending_units", [])}
        for code in facts.get("attending_groups", []):
            attending |= set(UnitGroup.objects.get(code=code).units_on(self.day))
        meeting = Meeting(
            code=facts["code"],
            kind=facts["kind"],
            title=facts["title"],
            period=facts["period"],
            held_on=facts.get("held_on"),
            place=facts.get("place", ""),
            form=facts["form"],
            presided_by=self._leader(facts.get("presided_by")),
            note=facts.get("note", ""),
            source=facts.get("source", ""),
        )
        return save_meeting(
            meeting,
            attending_leaders=[self.leaders[code] for code in facts.get("attending_leaders", [])],
            attending_units=attending,
            **self.when,
        )

    def _leader(self, code: str | None) -> Leader | None:
        return self.leaders[code] if code else None

    def _directive(self, meeting: Meeting, row: dict) -> None:
        directive = actions.draft(
            meeting,
            number=row["number"],
            title=row["title"],
            words=row["words"],
            source_item=row["source_item"],
            leader=self.leaders[row["leader"]],
            leader_in_charge=self._leader(row.get("leader_in_charge")),
            field=self.fields[row["field"]],
            urgency=row.get("urgency", "normal"),
            is_key=row.get("is_key", False),
            kind=row["kind"],
            expected_product=row.get("expected_product", ""),
            **self.when,
        )
        actions.issue(directive, **self.when)
        for owed in row.get("assignment", []):
            self._assign(directive, owed)
        for step in row.get("step", []):
            self._step(directive, step)

    def _assign(self, directive: Directive, owed: dict) -> None:
        deadline = owed["deadline"]
        measure = owed.get("measure", {})
        what = {
            "role": owed["role"],
            "deadline": DeadlineTerms(
                kind=deadline["kind"],
                due_on=deadline.get("due_on"),
                words=deadline.get("words", ""),
                reason=deadline.get("reason", ""),
            ),
            "period": owed.get("period", ""),
            "starts_on": owed.get("starts_on"),
            "measure": measure.get("unit", ""),
            "baseline": measure.get("baseline"),
            "target": measure.get("target"),
            **self.when,
        }
        if "group" in owed:
            units = UnitGroup.objects.get(code=owed["group"]).units_on(self.day)
            actions.assign_each(directive, units=units, **what)
        elif "leader" in owed:
            actions.assign(directive, leader=self.leaders[owed["leader"]], **what)
        else:
            actions.assign(directive, unit=self.units[owed["unit"]], **what)

    def _step(self, directive: Directive, step: dict) -> None:
        """A documented later step, taken on each assignment of the directive."""
        if step["verb"] != "adjust_deadline":
            raise ValueError(f"{directive.code}: no way to play {step['verb']}.")
        for assignment in directive.assignments.all():
            actions.adjust_deadline(
                assignment,
                by=self.clerk,
                deadline=DeadlineTerms(assignment.deadline_kind, step["due_on"]),
                reason=f"{step['reason']} ({step['source']})",
                basis=step["basis"],
                on=step["on"],
                is_backdated=True,
            )
