"""From a sentence in the minutes to an issued directive."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from directives import lifecycle
from directives.actions.proposing import assign_each_proposed, keep_proposed, may_assign
from directives.actions.taking import Taking
from directives.lifecycle import DirectiveState
from directives.models import DeadlineTerms, Directive, Proposed
from journal.actions import record
from journal.models import Event
from meetings.models import Meeting
from units.standing import standing_of
from units.text import fold
from units.working_calendar import today

EDITABLE = (
    "title",
    "words",
    "source_item",
    "leader",
    "leader_in_charge",
    "field",
    "urgency",
    "is_key",
    "kind",
    "expected_product",
)


def _refuse_unknown(fields: dict[str, Any]) -> None:
    unknown = fields.keys() - set(EDITABLE)
    if unknown:
        raise ValidationError(dict.fromkeys(sorted(unknown), _("There is no such field.")))


@transaction.atomic
def draft(
    meeting: Meeting,
    *,
    by,
    on: date | None = None,
    number: int | None = None,
    repeats: Directive | None = None,
    stated_due_on: date | None = None,
    stated: DeadlineTerms | None = None,
    proposed: Iterable[Proposed] = (),
    is_backdated: bool = False,
    **fields: Any,
) -> Directive:
    """ "We write down what was said": the words, and the deadline and addressees they name. Returns the draft,
    numbered under its meeting."""
    _refuse_unknown(fields)
    day = on or today()
    standing = standing_of(by, day)
    number = number or meeting.next_number()
    directive = Directive(
        meeting=meeting,
        number=number,
        code=meeting.directive_code(number),
        repeats=repeats,
        **(_stated(stated) if stated else _only_day(stated_due_on, proposed)),
        **fields,
    )
    lifecycle.check("edit", standing, directive.case(standing))
    # Whether the number is free only the database can say: somebody may be taking it at this moment.
    directive.full_clean(validate_unique=False, validate_constraints=False)
    try:
        with transaction.atomic():
            directive.save()
    except IntegrityError:
        raise lifecycle.NotNow(_("Somebody else has just taken this number. Save again.")) from None
    keep_proposed(directive, proposed)
    record(
        directive,
        "draft",
        by=by,
        on=day,
        by_role=standing.words,
        to_state=DirectiveState.DRAFT,
        is_backdated=is_backdated,
    )
    return directive


@transaction.atomic
def edit(
    directive: Directive,
    *,
    by,
    version: int | None = None,
    stated: DeadlineTerms | None = None,
    proposed: Iterable[Proposed] | None = None,
    **fields: Any,
) -> Event:
    """ "The draft is to read otherwise." What is not given stays as it is."""
    taking = Taking(directive, "edit", by=by, version=version)
    _refuse_unknown(fields)
    before = {name: getattr(directive, name) for name in fields}
    for name, value in fields.items():
        setattr(directive, name, value)
    try:
        directive.full_clean()
    finally:
        after = {name: getattr(directive, name) for name in fields}
        for name, value in before.items():
            setattr(directive, name, value)
    if stated:
        after |= _stated(stated)
    elif proposed and not directive.stated_kind:
        after |= _only_day(directive.stated_due_on, proposed)
    changed = {name: value for name, value in after.items() if value != getattr(directive, name)}
    named = [*sorted(changed), *(["proposed"] if proposed is not None else [])]
    if proposed is not None:
        keep_proposed(directive, proposed)
    return taking.write(data={"changed": named}, search_text=search_text(directive, changed), **changed)


def _only_day(due_on: date | None, proposed: Iterable[Proposed]) -> dict[str, Any]:
    """Where the source names somebody there is a kind of deadline too (Directive.named_by_source)."""
    return {"stated_due_on": due_on, **({"stated_kind": "day" if due_on else "none"} if proposed else {})}


def _stated(terms: DeadlineTerms) -> dict[str, Any]:
    """The deadline of the source as the draft keeps it: the day of a period is its last."""
    due_on = terms.resolved(not_before=None).due_on if terms.due_on else None
    return {
        "stated_kind": terms.kind,
        "stated_due_on": due_on,
        "stated_words": terms.words[:300],
        "stated_recurrence": terms.recurrence,
    }


def search_text(directive: Directive, changed: dict[str, Any]) -> str:
    """What the directive is found by once `changed` holds."""
    return fold(
        f"{directive.code} {changed.get('title', directive.title)} {changed.get('words', directive.words)}"
    )


@transaction.atomic
def discard(directive: Directive, *, by, version: int | None = None, note: str = "") -> Event:
    """ "This draft was not needed." It keeps its number."""
    return Taking(directive, "discard", by=by, version=version).write(note=note)


@transaction.atomic
def issue(
    directive: Directive,
    *,
    by,
    on: date | None = None,
    version: int | None = None,
    is_backdated: bool = False,
) -> Event:
    """ "This is what the leader said; it holds from today." Addressees may still be unknown; those the source
    names are assigned with it where the person may assign, else they wait for the office."""
    taking = Taking(directive, "issue", by=by, on=on, version=version, is_backdated=is_backdated)
    missing = {
        name: _("Needed to issue the directive.")
        for name in ("leader", "words", "source_item")
        if not getattr(directive, name)
    }
    if missing:
        raise ValidationError(missing)
    held_on = directive.meeting.held_on
    if held_on and taking.on < held_on:
        raise ValidationError({"on": _("The meeting was held later, on %s.") % f"{held_on:%d/%m/%Y}"})
    event = taking.write(issued_on=taking.on)
    if may_assign(directive, taking.standing):
        assign_each_proposed(directive, by=by, day=taking.on, is_backdated=is_backdated)
    return event
