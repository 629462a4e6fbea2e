"""What was accepted becomes drafts, and drafts are issued: through the doors of meetings and directives like all."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from directives import actions as directives
from directives import lifecycle
from directives.addressees import Addressees
from directives.lifecycle import DirectiveState
from directives.models import Directive
from intake.actions.writing import check, move, write
from intake.models import Minutes, Proposal
from intake.proposing import draft_arguments, source_words
from journal.refusals import NotNow
from units.standing import standing_of
from units.working_calendar import today


@dataclass
class Outcome:
    """What came of issuing: the directives issued, and for each proposal that was not, why."""

    issued: list[Directive] = field(default_factory=list)
    said_again: list[Directive] = field(default_factory=list)
    refused: list[tuple[int, Proposal, str]] = field(default_factory=list)


@transaction.atomic
def hand_over(minutes: Minutes, *, by, version: int | None = None) -> list[Directive]:
    """ "It is ready; the office may issue it." What was accepted is written down as drafts, numbered as in the text."""
    check(by)
    drafts = _write_drafts(minutes, by)
    move(minutes, version, handed_over_at=timezone.now(), handed_over_by=by)
    write(minutes, "hand_over_minutes", by=by, drafts=[one.pk for one in drafts])
    return drafts


def issue(minutes: Minutes, *, by, on: date | None = None, version: int | None = None) -> Outcome:
    """ "These hold." Each draft is issued by itself; one that cannot be does not hold up the others.

    `on` before today: old minutes entered afterwards; the steps count from that day and are marked.
    """
    check(by)
    is_backdated = bool(on and on < today())
    standing = standing_of(by)
    lifecycle.check("issue", standing, Directive(meeting=minutes.meeting).case(standing))
    with transaction.atomic():
        _write_drafts(minutes, by)
        move(minutes, version)
    outcome = Outcome()
    for number, proposal in _accepted(minutes):
        try:
            with transaction.atomic():
                if proposal.repeats_id:
                    _say_again(proposal, by, outcome)
                elif proposal.directive and proposal.directive.state == DirectiveState.DRAFT:
                    directives.issue(proposal.directive, by=by, on=on, is_backdated=is_backdated)
                    outcome.issued.append(proposal.directive)
        except ValidationError as error:
            outcome.refused.append((number, proposal, " ".join(error.messages)))
        except lifecycle.Refused as refusal:
            outcome.refused.append((number, proposal, refusal.message))
    with transaction.atomic():
        write(minutes, "issue_minutes", by=by, directives=[one.pk for one in outcome.issued])
    return outcome


def _accepted(minutes: Minutes) -> list[tuple[int, Proposal]]:
    rows = (
        Proposal.objects.standing().filter(minutes=minutes).for_screen().select_related("directive__meeting")
    )
    return [(number, row) for number, row in enumerate(rows, start=1) if row.state == "accepted"]


def _write_drafts(minutes: Minutes, by: Any) -> list[Directive]:
    accepted = _accepted(minutes)
    if not accepted:
        raise ValidationError(_("Accept at least one proposal first."))
    if minutes.meeting is None:
        raise ValidationError({"meeting": _("Choose the meeting first, or make it.")})
    register = Addressees(minutes.meeting.held_on or today())
    written = []
    for number, proposal in accepted:
        if proposal.directive_id or proposal.repeats_id:
            continue
        source = source_words(minutes, number)
        arguments = draft_arguments(proposal.fields, source=source, register=register)
        try:
            draft = directives.draft(minutes.meeting, by=by, **arguments)
        except ValidationError as error:
            raise ValidationError(
                _("Proposal %(number)s: %(why)s") % {"number": number, "why": " ".join(error.messages)}
            ) from None
        move(proposal, None, directive=draft)
        write(proposal, "carry_out_proposal", by=by, directive=draft.pk, code=draft.code)
        written.append(draft)
    return written


def _say_again(proposal: Proposal, by: Any, outcome: Outcome) -> None:
    """The word goes to the timeline of the open one; of a finished one it makes a new, linked draft."""
    if proposal.directive_id:
        return
    said, minutes = proposal.repeats, proposal.minutes
    if said is None or minutes.meeting is None:
        raise NotNow(_("Choose the meeting first, or make it."))
    came = directives.repeat(said, by=by, meeting=minutes.meeting, words=proposal.fields["words"])
    again = came if isinstance(came, Directive) else said
    move(proposal, None, directive=again)
    write(proposal, "carry_out_proposal", by=by, directive=again.pk, code=again.code)
    outcome.said_again.append(again)
