"""Asking for an export or an import, and stopping it. The work itself is `sheets.running`."""

import logging
from dataclasses import fields
from datetime import timedelta
from hashlib import sha256

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from journal.refusals import NotNow
from sheets.lists import LISTS, asking_of
from sheets.models import Transfer
from units.standing import Standing

logger = logging.getLogger(__name__)

State = Transfer.State
KEPT_FOR = timedelta(days=2)
# So many a person may have under way; each is a file on the disc and a worker's time.
MOST_UNDER_WAY = 3


def stood_for(standing: Standing) -> str:
    """The same as long as a person sees the same rows: his posts, whatever the day."""
    parts = [(one.name, getattr(standing, one.name)) for one in fields(Standing) if one.name != "on"]
    words = repr([(name, sorted(part) if isinstance(part, frozenset) else part) for name, part in parts])
    return sha256(words.encode()).hexdigest()


def check_list(kind: str, user, standing: Standing, query: str):
    """The list, where he may have it; else he is told as any stranger."""
    asking = asking_of(user, standing, query)
    if kind not in LISTS or not LISTS[kind].is_for(asking):
        raise PermissionDenied(_("This list is not for this account."))
    return LISTS[kind], asking


@transaction.atomic
def ask_for_export(kind: str, *, by, standing: Standing, query: str) -> Transfer:
    """ "Lay this list ready for me." A worker writes it; nobody but `by` can fetch it."""
    check_list(kind, by, standing, query)
    _check_few(by)
    return _wake_for(
        Transfer.objects.create(
            direction=Transfer.Direction.OUT,
            stage=Transfer.Stage.EXPORT,
            kind=kind,
            query=query[:4000],
            language=get_language() or "vi",
            by=by,
            expires_at=timezone.now() + KEPT_FOR,
        )
    )


def _check_few(by) -> None:
    under_way = Transfer.objects.of(by).filter(state__in=[State.WAITING, State.RUNNING]).count()
    if under_way >= MOST_UNDER_WAY:
        raise NotNow(
            _("%(n)s exports or imports of this account are under way. Wait for one, or cancel it.")
            % {"n": under_way}
        )


def cancel(transfer: Transfer) -> bool:
    """ "No longer needed." The worker finds it at its next piece; what was entered by then stays and is named."""
    may = Transfer.objects.filter(pk=transfer.pk, state__in=[State.WAITING, State.RUNNING, State.CHECKED])
    return bool(may.update(state=State.CANCELLED, claim="", ended_at=timezone.now()))


def _wake_for(transfer: Transfer) -> Transfer:
    transaction.on_commit(wake, robust=True)
    return transfer


def wake() -> None:
    """Nudge a worker; if the broker is away, the next tick finds the row all the same."""
    from celery import current_app

    try:
        current_app.send_task("sheets.tasks.work", retry=False)
    except Exception as error:
        logger.warning("The broker could not be reached (%s); the next tick will take it up.", error)
