"""Taking a step: the law is asked, the row moves if nobody moved it first, the event is written. All or nothing."""

import contextlib
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from directives import lifecycle
from directives.lifecycle import NotNow, Who
from directives.models import Assignment, ExtensionRequest
from journal.actions import record
from journal.last_change import last_change as journal_last_change
from journal.models import Event
from units.standing import standing_of
from units.working_calendar import today


class Taking:
    """One step by one person on one row, first checked, then written.

    `on` is the day it counts from: today, unless the seeds or an import set it back (`is_backdated`).
    `version` is what the person had before his eyes; where the row has moved since, NotNow says who did what.
    """

    def __init__(
        self,
        row: Any,  # a directive, an assignment or an extension request
        verb: str,
        *,
        by,
        on: date | None = None,
        version: int | None = None,
        is_backdated: bool = False,
        evidence: str = "",
        has_files: bool = False,
    ) -> None:
        self.row, self.verb, self.by, self.is_backdated = row, verb, by, is_backdated
        self.on = _day(row, on, is_backdated)
        self.standing = standing_of(by, self.on)
        if is_backdated and not self.standing.words:
            # Old papers are entered by whoever is here now; he may not have been here then.
            self.standing = standing_of(by)
        self.case = row.case(self.standing)
        if version is not None and version != row.version:
            # First who may at all: a stranger is not told what others did.
            self._check_ignoring_state()
            raise changed_meanwhile(row)
        try:
            self.step = lifecycle.check(verb, self.standing, self.case)
        except NotNow as refusal:
            raise NotNow(refusal.message, **last_change(row)) from None
        self.on_behalf = self._on_behalf(evidence, has_files)

    def _check_ignoring_state(self) -> None:
        with contextlib.suppress(NotNow):
            lifecycle.check(self.verb, self.standing, self.case)

    def _on_behalf(self, evidence: str, has_files: bool) -> dict[str, str]:
        step = self.step
        is_theirs = Who.UNIT in step.who and Who.OFFICE not in step.who
        if not (is_theirs and lifecycle.acts_on_behalf(self.standing, self.case)):
            return {}
        if not evidence and not has_files:
            raise ValidationError(
                {"evidence": _("Name or attach the paper by which the party said so (number, date).")}
            )
        return {"on_behalf": str(self.row_addressee()), "evidence": evidence}

    def row_addressee(self):
        return getattr(self.row, "assignment", self.row).addressee

    def write(
        self,
        *,
        target: str | None = None,
        note: str = "",
        data: dict[str, Any] | None = None,
        done_on: date | None = None,
        subject: Assignment | None = None,
        **changes: Any,
    ) -> Event:
        """Move the row and write the event; raises NotNow where somebody was quicker."""
        old = self.row.state
        new = self.step.target if target is None else target
        moves = bool(new) and new != old
        if moves:
            changes["state"] = new
        if moves and isinstance(self.row, Assignment):
            changes |= {"state_on": self.on, "state_at": timezone.now(), "state_by": self.by}
        move(self.row, **changes)
        return record(
            subject or self.row,
            self.verb if subject is None else f"{self.verb}_extension",
            by=self.by,
            on=self.on,
            by_role=self.standing.words,
            from_state=old if moves and subject is None else "",
            to_state=new if moves and subject is None else "",
            done_on=done_on,
            note=note,
            data={**(data or {}), **self.on_behalf},
            is_backdated=self.is_backdated,
        )


def move(row: Any, **changes: Any) -> None:
    """Change the row if it still is as it was read. This one condition is what keeps two people apart."""
    standing = type(row)._base_manager.filter(pk=row.pk)
    if isinstance(row, ExtensionRequest):
        moved = standing.filter(state=row.state).update(**changes)
    else:
        moved = standing.filter(version=row.version).update(version=F("version") + 1, **changes)
    if not moved:
        raise changed_meanwhile(row)
    row.refresh_from_db()


def _day(row, on: date | None, is_backdated: bool) -> date:
    day = on or today()
    if day > today():
        raise ValidationError({"on": _("A step cannot count from a day to come.")})
    if day < today() and not is_backdated:
        raise ValidationError({"on": _("Only the seeds or an import may set a step back.")})
    since = getattr(row, "state_on", None) or getattr(row, "issued_on", None)
    if since and day < since:
        raise ValidationError({"on": _("The step before it counts from %s.") % f"{since:%d/%m/%Y}"})
    return day


def last_change(row) -> dict[str, str]:
    """Who changed the row last, what and when; of a request, who changed its assignment."""
    return journal_last_change(getattr(row, "assignment", row))


def changed_meanwhile(row) -> NotNow:
    about = last_change(row)
    if not about:
        return NotNow(_("Somebody else has just changed this. Open it again."))
    label = verb_label(about["verb"])
    return NotNow(
        _("%(by)s (%(role)s) has just changed this: “%(step)s”, %(at)s. Open it again before going on.")
        % {"by": about["by"], "role": about["by_role"], "step": label, "at": about["at"]},
        **about,
    )


def verb_label(verb: str) -> str:
    """What the button of that step says; for steps on a request, what the decision is called."""
    name = verb.removesuffix("_extension")
    for subject in lifecycle.Subject:
        if verb in lifecycle.STEPS[subject]:
            return str(lifecycle.STEPS[subject][verb].label)
    if name in lifecycle.STEPS[lifecycle.Subject.EXTENSION]:
        return str(lifecycle.STEPS[lifecycle.Subject.EXTENSION][name].label)
    return verb


def required(**texts: str) -> None:
    """Refuse empty texts, each at its field."""
    missing = {name: _("This must be filled in.") for name, text in texts.items() if not (text or "").strip()}
    if missing:
        raise ValidationError(missing)
