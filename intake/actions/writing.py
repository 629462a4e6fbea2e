"""What every action of the room does: ask who it is, move the row if nobody moved it first, write the event."""

from typing import Any

from django.db import models
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.models import Minutes, Proposal
from intake.querysets import takes_in
from journal.actions import record
from journal.admin import VERB_WORDS
from journal.last_change import last_change
from journal.models import Event
from journal.refusals import NotNow, NotYours
from units.standing import standing_of
from units.working_calendar import today

VERBS = {
    "take_in_minutes": gettext_lazy("Minutes taken in"),
    "choose_meeting": gettext_lazy("Meeting of the minutes chosen"),
    "hand_over_minutes": gettext_lazy("Handed over for issue"),
    "issue_minutes": gettext_lazy("Issued from the minutes"),
    "accept_proposal": gettext_lazy("Proposal accepted"),
    "edit_proposal": gettext_lazy("Proposal edited"),
    "reject_proposal": gettext_lazy("Proposal rejected"),
    "reopen_proposal": gettext_lazy("Decision taken back"),
    "split_proposal": gettext_lazy("Proposal split"),
    "merge_proposals": gettext_lazy("Proposals merged"),
    "add_proposal": gettext_lazy("Added by hand"),
    "say_again_proposal": gettext_lazy("Taken as said again"),
    "carry_out_proposal": gettext_lazy("Written down as a draft"),
}
VERB_WORDS.append(lambda verb: str(VERBS.get(verb, verb)))


def verb_label(verb: str) -> str:
    return str(VERBS.get(verb, verb))


def check(by: Any) -> None:
    if not takes_in(by):
        raise NotYours(_("Minutes are taken in by data entry and the ministry office."))


def move(row: Minutes | Proposal, version: int | None, **changes: Any) -> None:
    """Change the row if it still is as the person saw it; this one condition keeps two clerks apart."""
    if version is not None and version != row.version:
        raise changed_meanwhile(row)
    same = type(row)._base_manager.filter(pk=row.pk, version=row.version)
    if not same.update(version=F("version") + 1, **changes):
        raise changed_meanwhile(row)
    row.refresh_from_db()


def changed_meanwhile(row: Minutes | Proposal) -> NotNow:
    about = last_change(row)
    if not about:
        return NotNow(_("Somebody else has just changed this. Open it again."))
    about["what"] = verb_label(about["verb"])
    words = _("%(by)s (%(by_role)s) was quicker: “%(what)s”, %(at)s. Look at it, then go on.")
    return NotNow(words % about, **about)


def write(row: models.Model, verb: str, *, by: Any, note: str = "", **data: Any) -> Event:
    return record(row, verb, by=by, on=today(), by_role=standing_of(by).words, note=note, data=data)
