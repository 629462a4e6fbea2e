"""One step on many rows: first what would happen to each and why not, then each by itself through the same action.

No rule of its own: the law and the checks of the actions say what may be. Every row is its own transaction, with
the version its reader had before his eyes, so one that somebody else has changed meanwhile is told and the others
are done.
"""

import contextlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directives import lifecycle
from directives.actions.assigning import (
    check_follower,
    check_officer,
    check_successor,
    follow,
    hand_over,
    reassign,
)
from directives.actions.extending import adjust_deadline, approve, check_adjusted, check_grant, counter
from directives.actions.taking import changed_meanwhile
from directives.actions.urging import check_reply_by, escalate, leader_in_charge, urge
from directives.actions.way_back import adjust_back, follow_back, hand_back, person_before, terms_before
from directives.actions.working import confirm, reopen, send_back
from directives.lifecycle import Case, NotNow, Refused, Subject, Who
from directives.models import Assignment, DeadlineKind, DeadlineTerms, ExtensionRequest, Surroundings
from units import register
from units.standing import Standing, standing_of
from units.working_calendar import today

MOST_ROWS = 200
Values = dict[str, Any]


@dataclass(frozen=True)
class Chosen:
    """A row as it was chosen: `version` is what stood there then."""

    pk: int
    version: int


@dataclass
class Line:
    """What becomes of one row; an empty refusal means that the step is (or was) taken."""

    row: Assignment | None
    version: int  # as it was chosen; on the way back, as it stands now
    refusal: str = ""

    @property
    def is_taken(self) -> bool:
        return not self.refusal


@dataclass(frozen=True)
class Asked:
    """One row before the law."""

    row: Any  # the assignment, or its open extension request
    standing: Standing
    case: Case


@dataclass(frozen=True)
class Batch:
    """A step that is offered for many rows."""

    take: Callable[[Any, Any, int, Values], Any]  # row, by, version, values
    check: Callable[[Asked, Values], Any] | None = None  # what the action itself would check
    subject: Subject = Subject.ASSIGNMENT
    reverse: str = ""
    is_offered: bool = True  # a way back only is offered after the step it takes back
    step: str = ""  # the step of the law, where this is one towards what stood before
    words: str | Promise = ""  # what it is called then


def _terms(values: Values) -> DeadlineTerms:
    return DeadlineTerms(DeadlineKind.DAY, values["due_on"], reason=values["reason"])


BATCHES: dict[str, Batch] = {
    "confirm": Batch(lambda row, by, version, values: confirm(row, by=by, version=version), reverse="reopen"),
    "urge": Batch(
        lambda row, by, version, values: urge([row], by=by, **values),
        lambda asked, values: check_reply_by(values["reply_by_on"], asked.standing.on),
    ),
    "escalate": Batch(
        lambda row, by, version, values: escalate(row, by=by, version=version, **values),
        lambda asked, values: leader_in_charge(asked.row.directive, asked.standing.on),
    ),
    "approve": Batch(
        lambda row, by, version, values: approve(row, by=by, version=version, **values),
        lambda asked, values: check_grant(
            asked.row, "approve", asked.row.asked_due_on, standing=asked.standing, case=asked.case
        ),
        Subject.EXTENSION,
        reverse="adjust_back",
    ),
    "counter": Batch(
        lambda row, by, version, values: counter(row, by=by, version=version, **values),
        lambda asked, values: check_grant(
            asked.row, "counter", values["due_on"], standing=asked.standing, case=asked.case
        ),
        Subject.EXTENSION,
        reverse="adjust_back",
    ),
    "adjust_deadline": Batch(
        lambda row, by, version, values: adjust_deadline(
            row,
            by=by,
            deadline=_terms(values),
            reason=values["reason"],
            basis=values["basis"],
            version=version,
        ),
        lambda asked, values: check_adjusted(
            asked.row, _terms(values), standing=asked.standing, case=asked.case
        ),
        reverse="adjust_back",
    ),
    "send_back": Batch(lambda row, by, version, values: send_back(row, by=by, version=version, **values)),
    "reassign": Batch(
        lambda row, by, version, values: reassign(row, by=by, version=version, **values),
        lambda asked, values: check_successor(asked.row, values["unit"], None, asked.standing.on),
    ),
    "follow": Batch(
        lambda row, by, version, values: follow(row, by=by, version=version, **values),
        lambda asked, values: check_follower(values["follower"], asked.standing.on),
        reverse="follow_back",
    ),
    "hand_over": Batch(
        lambda row, by, version, values: hand_over(row, by=by, version=version, **values),
        lambda asked, values: check_officer(asked.row, values["officer"], asked.standing.on),
        reverse="hand_back",
    ),
    "reopen": Batch(
        lambda row, by, version, values: reopen(row, by=by, version=version, **values), is_offered=False
    ),
    "adjust_back": Batch(
        lambda row, by, version, values: adjust_back(row, by=by, version=version, **values),
        lambda asked, values: check_adjusted(
            asked.row,
            terms_before(asked.row, values["reason"]),
            standing=asked.standing,
            case=asked.case,
        ),
        is_offered=False,
        step="adjust_deadline",
        words=gettext_lazy("Deadline back to the day before"),
    ),
    "follow_back": Batch(
        lambda row, by, version, values: follow_back(row, by=by, version=version),
        lambda asked, values: check_follower(person_before(asked.row, "follow")[0], asked.standing.on),
        is_offered=False,
        step="follow",
        words=gettext_lazy("Followed by whoever did before"),
    ),
    "hand_back": Batch(
        lambda row, by, version, values: hand_back(row, by=by, version=version),
        lambda asked, values: check_officer(
            asked.row, person_before(asked.row, "hand_over")[0], asked.standing.on
        ),
        is_offered=False,
        step="hand_over",
        words=gettext_lazy("Handed to whoever had it before"),
    ),
}
NO_REQUEST = gettext_lazy("No extension request waits for a decision here.")
GONE = gettext_lazy("There is no such assignment among those this account sees.")


def offered(standing: Standing) -> list[str]:
    """The steps this person may take on many rows at all; which rows, the preview says."""
    holds = {
        Who.OFFICE: standing.is_office,
        Who.LEADER: bool(standing.leader_ids),
        Who.UNIT: bool(standing.heads),
    }
    return [
        verb
        for verb, batch in BATCHES.items()
        if batch.is_offered and any(holds.get(who, False) for who in lifecycle.step(batch.subject, verb).who)
    ]


def label(verb: str) -> str:
    """What the button says: beside steps on the assignment, those on its request name what they approve."""
    batch = _batch(verb)
    if batch.words:
        return str(batch.words)
    subject = batch.subject
    words = str(lifecycle.step(subject, verb).label)
    return _("Extension: %s") % words.lower() if subject == Subject.EXTENSION else words


def preview(verb: str, chosen: Iterable[Chosen], *, by, values: Values | None = None) -> list[Line]:
    """What `take` would do to each row, changing nothing. Without values only the law is asked."""
    batch, standing = _batch(verb), standing_of(by)
    rows = _rows(chosen, standing)
    around = _surroundings([row for row, _version in rows if row], standing)
    return [
        Line(
            row, version, _refusal(verb, batch, row, version, standing, around, values) if row else str(GONE)
        )
        for row, version in rows
    ]


def take(verb: str, chosen: Iterable[Chosen], *, by, values: Values) -> list[Line]:
    """Take the step on each row; what cannot be taken (any more) says why, and who has changed it."""
    batch, standing = _batch(verb), standing_of(by)
    refusals = [
        (row, version, _take(verb, batch, row, version, by, standing, values) if row else str(GONE))
        for row, version in _rows(chosen, standing)
    ]
    now = _found([row.pk for row, _version, _why in refusals if row], standing)
    lines = []
    for row, version, why in refusals:
        found = now.get(row.pk) if row else None
        lines.append(Line(found, found.version if found else version, why))
    return lines


def _batch(verb: str) -> Batch:
    try:
        return BATCHES[verb]
    except KeyError:
        raise lifecycle.UnknownStep(_("There is no step “%(verb)s” here.") % {"verb": verb}) from None


def _found(pks: Iterable[int], standing: Standing) -> dict[int, Assignment]:
    rows = Assignment.objects.visible_to(standing).classed(today()).marking_readable(standing).for_list()
    return rows.select_related("follower").prefetch_related("extensions").in_bulk(list(pks))


def _rows(chosen: Iterable[Chosen], standing: Standing) -> list[tuple[Assignment | None, int]]:
    """The rows with the versions chosen; support first: a confirmed lead closes what is left of it."""
    chosen = list(dict.fromkeys(chosen))
    if not chosen:
        raise ValidationError(_("Choose at least one assignment."))
    if len(chosen) > MOST_ROWS:
        raise ValidationError(_("At most %s assignments at a time.") % MOST_ROWS)
    found = _found([one.pk for one in chosen], standing)
    rows = [(found.get(one.pk), one.version) for one in chosen]
    return sorted(rows, key=lambda pair: bool(pair[0] and pair[0].is_lead))


def _surroundings(rows: list[Assignment], standing: Standing) -> dict[int, Surroundings]:
    """What the law must know around each row, asked for together."""
    readable = frozenset(
        Assignment.objects.filter(pk__in=[row.pk for row in rows])
        .readable_by(standing)
        .values_list("pk", flat=True)
    )
    supported = {row.directive_id for row in rows if not row.is_lead}
    leads: dict[int, set[int]] = {}
    for directive, unit in (
        Assignment.objects.live()
        .lead()
        .filter(directive__in=supported, unit__isnull=False)
        .values_list("directive", "unit")
    ):
        leads.setdefault(directive, set()).add(unit)
    givers = {(row.directive.leader_id, row.directive.field_id) for row in rows}
    deciding = {giver: register.current().deciding_for(*giver, standing.on) for giver in givers}
    return {
        row.pk: Surroundings(
            lead_units=frozenset(leads.get(row.directive_id, ())),
            deciding_leaders=deciding[(row.directive.leader_id, row.directive.field_id)],
            readable=readable,
        )
        for row in rows
    }


def _request(row: Assignment) -> ExtensionRequest | None:
    for request in row.extensions.all():
        if request.state == lifecycle.ExtensionState.OPEN:
            request.assignment = row
            return request
    return None


def _refusal(
    verb: str,
    batch: Batch,
    row: Assignment,
    version: int,
    standing: Standing,
    around: dict[int, Surroundings],
    values: Values | None,
) -> str:
    subject: Any = _request(row) if batch.subject == Subject.EXTENSION else row
    if subject is None:
        return str(NO_REQUEST)
    asked = Asked(subject, standing, subject.case(standing, around[row.pk]))
    try:
        if row.version != version:
            # First who may at all: a stranger is not told what others did.
            with contextlib.suppress(NotNow):
                lifecycle.check(batch.step or verb, standing, asked.case)
            raise changed_meanwhile(row)
        lifecycle.check(batch.step or verb, standing, asked.case)
        if batch.check and values is not None:
            batch.check(asked, values)
    except Refused as refusal:
        return refusal.message
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def _take(
    verb: str, batch: Batch, row: Assignment, version: int, by, standing: Standing, values: Values
) -> str:
    subject: Any = _request(row) if batch.subject == Subject.EXTENSION else row
    if subject is None:
        return str(NO_REQUEST)
    try:
        with transaction.atomic():
            # As it stands now: the rows before it took their time.
            subject.refresh_from_db()
            if batch.subject == Subject.ASSIGNMENT and row.version != version:
                with contextlib.suppress(NotNow):
                    lifecycle.check(batch.step or verb, standing, row.case(standing))
                raise changed_meanwhile(row)
            batch.take(subject, by, version, values)
    except Refused as refusal:
        return refusal.message
    except ValidationError as error:
        return " ".join(error.messages)
    return ""
