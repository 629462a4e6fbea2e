"""What a person decides about one proposal. What the machine said stays as it was."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from directives import actions as directives
from directives.addressees import Addressees
from directives.lifecycle import DirectiveState
from directives.models import Directive
from intake.actions.writing import changed_meanwhile, check, move, write
from intake.models import Minutes, Proposal, UnsentDecision
from intake.proposing import EMPTY, draft_arguments, merged, read_again, source_words
from journal.models import Event
from journal.refusals import NotNow
from units.working_calendar import today

State, Origin = Proposal.State, Proposal.Origin
# Longer texts than this are not typed by hand.
MOST_TYPED = 60_000


def _decided(by: Any) -> dict[str, Any]:
    return {"decided_at": timezone.now(), "decided_by": by}


def _check(proposal: Proposal, by: Any, version: int | None) -> None:
    check(by)
    if version is not None and version != proposal.version or proposal.state == State.REPLACED:
        raise changed_meanwhile(proposal)
    if proposal.is_issued:
        raise NotNow(_("This directive is issued; it is corrected on its own page."))


def _day(minutes: Minutes):
    return (minutes.meeting and minutes.meeting.held_on) or today()


def number_of(proposal: Proposal) -> int:
    """Its place among those on the screen, as people count."""
    on_screen = Proposal.objects.standing().filter(minutes=proposal.minutes_id).for_screen()
    return [row.pk for row in on_screen].index(proposal.pk) + 1


@transaction.atomic
def accept(
    proposal: Proposal, *, by, fields: Mapping[str, Any] | None = None, version: int | None = None
) -> Event:
    """ "Yes, that was said", as it stands or as corrected now."""
    _check(proposal, by, version)
    if proposal.state == State.ACCEPTED and fields is None:
        raise NotNow(_("It is accepted already."))
    new = {**proposal.fields, **(fields or {})}
    _refuse_empty(new)
    changed = _changed(proposal, new)
    move(proposal, version, state=State.ACCEPTED, fields=new, note="", repeats=None, **_decided(by))
    _bring_draft_up(proposal, by)
    _forget_unsent(proposal, by)
    return write(proposal, "accept_proposal", by=by, changed=changed)


@transaction.atomic
def edit(proposal: Proposal, *, by, fields: Mapping[str, Any], version: int | None = None) -> Event:
    """ "It is to read otherwise", without deciding."""
    _check(proposal, by, version)
    new = {**proposal.fields, **fields}
    _refuse_empty(new)
    changed = _changed(proposal, new)
    move(proposal, version, fields=new)
    _bring_draft_up(proposal, by)
    _forget_unsent(proposal, by)
    return write(proposal, "edit_proposal", by=by, changed=changed)


def _refuse_empty(fields: Mapping[str, Any]) -> None:
    missing = {
        name: _("This must be filled in.") for name in ("title", "words") if not fields.get(name, "").strip()
    }
    if missing:
        raise ValidationError(missing)


def _changed(proposal: Proposal, new: Mapping[str, Any]) -> list[str]:
    return sorted(name for name, value in new.items() if proposal.fields.get(name) != value)


def _bring_draft_up(proposal: Proposal, by: Any) -> None:
    """A draft was written down already: it follows what was decided since."""
    draft = proposal.directive
    if draft is None or draft.state != DirectiveState.DRAFT:
        return
    source = source_words(proposal.minutes, number_of(proposal))
    register = Addressees(_day(proposal.minutes))
    directives.edit(draft, by=by, **draft_arguments(proposal.fields, source=source, register=register))


def _drop_draft(proposal: Proposal, by: Any) -> None:
    draft = proposal.directive
    if draft is not None and proposal.repeats_id is None and draft.state == DirectiveState.DRAFT:
        directives.discard(draft, by=by)


@transaction.atomic
def reject(proposal: Proposal, *, by, reason: str = "", version: int | None = None) -> Event:
    """ "That is no directive." Said again with a reason, the reason is kept."""
    _check(proposal, by, version)
    if proposal.state == State.REJECTED and not reason:
        raise NotNow(_("It is rejected already."))
    _drop_draft(proposal, by)
    changes = {"directive": None, "repeats": None}
    move(proposal, version, state=State.REJECTED, note=reason[:500], **changes, **_decided(by))
    _forget_unsent(proposal, by)
    return write(proposal, "reject_proposal", by=by, note=reason)


@transaction.atomic
def reopen(proposal: Proposal, *, by, version: int | None = None) -> Event:
    """ "I decided too quickly." """
    _check(proposal, by, version)
    if proposal.state == State.OPEN:
        raise NotNow(_("It is not decided yet."))
    _drop_draft(proposal, by)
    nothing = {"directive": None, "repeats": None, "note": "", "decided_at": None, "decided_by": None}
    move(proposal, version, state=State.OPEN, **nothing)
    return write(proposal, "reopen_proposal", by=by)


@transaction.atomic
def say_again(proposal: Proposal, *, by, directive: Directive, version: int | None = None) -> Event:
    """ "He said that before": no second obligation, but a word on the open one."""
    _check(proposal, by, version)
    if directive.state != DirectiveState.ISSUED:
        raise ValidationError({"directive": _("Only what is issued can be said again.")})
    _drop_draft(proposal, by)
    changes = {"repeats": directive, "directive": None, "note": ""}
    move(proposal, version, state=State.ACCEPTED, **changes, **_decided(by))
    return write(proposal, "say_again_proposal", by=by, directive=directive.pk, code=directive.code)


@transaction.atomic
def split(proposal: Proposal, *, by, at: int, version: int | None = None) -> list[Proposal]:
    """ "These are two." `at` is where the second begins, in the text."""
    _check(proposal, by, version)
    text = proposal.minutes.text
    parts = [_trimmed(text, proposal.start, at), _trimmed(text, at, proposal.end)]
    if not proposal.start < at < proposal.end or None in parts:
        raise ValidationError({"at": _("Choose a place inside the words.")})
    _drop_draft(proposal, by)
    move(proposal, version, state=State.REPLACED, directive=None, repeats=None, **_decided(by))
    pieces = [
        _piece(proposal.minutes, start, end, Origin.SPLIT, like=proposal.fields)
        for start, end in (part for part in parts if part)
    ]
    for piece in pieces:
        piece.made_from.add(proposal)
    write(proposal, "split_proposal", by=by, into=[piece.pk for piece in pieces])
    return pieces


@transaction.atomic
def merge_with_next(proposal: Proposal, *, by, version: int | None = None) -> Proposal:
    """ "These two are one." """
    _check(proposal, by, version)
    rows = list(Proposal.objects.standing().filter(minutes=proposal.minutes_id).for_screen())
    place = next(place for place, row in enumerate(rows) if row.pk == proposal.pk)
    if place + 1 == len(rows):
        raise ValidationError(_("There is nothing after it to merge with."))
    following = rows[place + 1]
    _check(following, by, None)
    for row in (proposal, following):
        _drop_draft(row, by)
        move(row, None, state=State.REPLACED, directive=None, repeats=None, **_decided(by))
    one = Proposal.objects.create(
        minutes=proposal.minutes,
        start=min(proposal.start, following.start),
        end=max(proposal.end, following.end),
        origin=Origin.MERGE,
        fields=merged(proposal.fields, following.fields),
    )
    one.made_from.set([proposal, following])
    for row in (proposal, following):
        write(row, "merge_proposals", by=by, into=one.pk)
    return one


@transaction.atomic
def add(minutes: Minutes, *, by, start: int, end: int) -> Proposal:
    """ "You missed this one." From one place of the text to another; what those words say is filled in."""
    check(by)
    place = _trimmed(minutes.text, start, end)
    if not 0 <= start < end <= len(minutes.text) or place is None:
        raise ValidationError({"start": _("Mark the words in the text first.")})
    if minutes.proposals.standing().filter(start=place[0], end=place[1]).exists():
        raise ValidationError({"start": _("These words are a proposal already.")})
    near = minutes.proposals.standing().filter(start__lt=place[0]).order_by("-start").first()
    # Who spoke before most likely goes on speaking; whom he told and by when may differ.
    like = (
        {**EMPTY, **{name: near.fields.get(name, "") for name in ("leader", "leader_words")}}
        if near
        else EMPTY
    )
    proposal = _piece(minutes, *place, Origin.HAND, like=like)
    write(proposal, "add_proposal", by=by)
    return proposal


def _piece(minutes: Minutes, start: int, end: int, origin: str, *, like: Mapping[str, Any]) -> Proposal:
    fields = read_again(minutes.text[start:end], like=dict(like), day=_day(minutes))
    return Proposal.objects.create(minutes=minutes, start=start, end=end, origin=origin, fields=fields)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The same words without the spaces around them; None where there are none."""
    words = text[start:end]
    begun = start + len(words) - len(words.lstrip())
    ended = start + len(words.rstrip())
    return (begun, ended) if begun < ended else None


@transaction.atomic
def keep_unsent(proposal: Proposal, *, by, typed: Mapping[str, Any]) -> UnsentDecision:
    """ "I have not finished writing." """
    check(by)
    if sum(len(str(value)) for value in typed.values()) > MOST_TYPED:
        raise ValidationError(_("The text is too long. Shorten it or attach it as a file."))
    return UnsentDecision.objects.update_or_create(
        user=by, proposal=proposal, defaults={"typed": dict(typed)}
    )[0]


def _forget_unsent(proposal: Proposal, by: Any) -> None:
    UnsentDecision.objects.filter(proposal=proposal, user=by).delete()
