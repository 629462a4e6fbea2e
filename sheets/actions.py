"""Asking for an export or an import, and stopping it. The work itself is `sheets.running`."""

import logging
from dataclasses import fields
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from journal.refusals import NotNow
from sheets.lists import LISTS, asking_of
from sheets.models import IncomingRow, Transfer
from units.standing import Standing, keeps_the_register

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


@transaction.atomic
def bring_in(upload, *, by, standing: Standing, allows_past: bool = False) -> Transfer:
    """ "Read this file and show me." Nothing is entered by it; raises ValidationError where it is no file of ours."""
    if not brings_in(by, standing):
        raise PermissionDenied(_("Files are brought in by the office, data entry and the administrator."))
    if Path(upload.name).suffix.lower() != ".xlsx":
        raise ValidationError(
            {"upload": _("“%(name)s” is no Excel workbook. Save it as xlsx.") % {"name": upload.name}}
        )
    if upload.size > settings.FILE_MAX_BYTES or not upload.size:
        raise ValidationError({"upload": _("A file may have at most 25 MB, and may not be empty.")})
    _check_few(by)
    transfer = Transfer(
        direction=Transfer.Direction.IN,
        stage=Transfer.Stage.CHECK,
        language=get_language() or "vi",
        by=by,
        name=Path(upload.name).name[:255],
        allows_past=allows_past,
        expires_at=timezone.now() + KEPT_FOR,
    )
    digest = sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    transfer.sha256 = digest.hexdigest()
    transfer.file.save("list.xlsx", upload, save=False)
    transfer.save()
    return _wake_for(transfer)


def brings_in(user, standing: Standing) -> bool:
    return standing.is_office or standing.is_data_entry or keeps_the_register(user, standing)


@transaction.atomic
def enter(transfer: Transfer, *, leaves_out: bool = False) -> Transfer:
    """ "Enter what is right." Where rows are wrong, only by the word that they are left out."""
    wrong = transfer.rows.filter(outcome=IncomingRow.Outcome.WRONG).count()
    if wrong and not leaves_out:
        words = _("%(n)s rows are wrong. Correct them in the file, or tick that they are left out.")
        raise ValidationError({"leaves_out": words % {"n": wrong}})
    may = Transfer.objects.filter(pk=transfer.pk, state=State.CHECKED)
    if not may.update(
        state=State.WAITING, stage=Transfer.Stage.WRITE, leaves_out=leaves_out, attempts=0, done=0, total=0
    ):
        raise NotNow(_("It is under way already, or has come to its end."))
    return _wake_for(transfer)


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
