"""The work of a transfer: claimed under a lease, written piece by piece, taken up again where a worker was ended."""

import contextlib
import logging
import secrets
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from sheets import actions, coming_in
from sheets.held import LEASE, Held, Stopped
from sheets.models import Transfer
from sheets.writing import write
from units.standing import standing_of

logger = logging.getLogger(__name__)

State, Stage = Transfer.State, Transfer.Stage
# A file that ends its worker every time is not tried for ever.
MOST_ATTEMPTS = 4


def work() -> int:
    """Do all that waits, the oldest first; returns how many were done."""
    done = 0
    while (transfer := claim()) is not None:
        _do(Held(transfer))
        done += 1
    return done


def claim() -> Transfer | None:
    now = timezone.now()
    for pk in list(Transfer.objects.free(now).order_by("asked_at").values_list("pk", flat=True)[:20]):
        token = secrets.token_hex(16)
        taken = Transfer.objects.free(now).filter(pk=pk)
        if taken.update(
            state=State.RUNNING, claim=token, claimed_until=now + LEASE, attempts=F("attempts") + 1
        ):
            return Transfer.objects.select_related("by").get(pk=pk)
    return None


def _do(held: Held) -> None:
    transfer = held.transfer
    with translation.override(transfer.language):
        try:
            if transfer.attempts > MOST_ATTEMPTS:
                held.end(
                    State.FAILED, problem=_("It was interrupted again and again. Ask the administrator.")
                )
            else:
                WORK[transfer.stage](held)
        except (PermissionDenied, coming_in.Refused) as refusal:
            # His posts have changed since he asked, or the file cannot be read.
            with contextlib.suppress(Stopped):
                held.end(State.FAILED, problem=str(refusal))
        except Stopped:
            logger.info("Transfer %s was cancelled or taken over.", transfer.pk)
        except Exception:
            logger.exception("Transfer %s failed", transfer.pk)
            _give_back(held)


def _give_back(held: Held) -> None:
    """Tried again later, a few times; the lease is the pause."""
    with contextlib.suppress(Stopped):
        if held.transfer.attempts >= MOST_ATTEMPTS:
            held.end(State.FAILED, problem=_("Something went wrong on our side. Ask the administrator."))
        else:
            held.update(claimed_until=timezone.now() + timedelta(seconds=20 * held.transfer.attempts))


def _export(held: Held) -> None:
    transfer = held.transfer
    standing = standing_of(transfer.by)
    one, asking = actions.check_list(transfer.kind, transfer.by, standing, transfer.query)
    book = one.make(asking)
    held.progress(0, book.count)
    with tempfile.TemporaryDirectory(prefix="dondoc-") as folder:
        path = Path(folder) / "list.xlsx"
        written = write(book, path, held.progress)
        held.progress(written, written)
        with path.open("rb") as file:
            transfer.file.save("list.xlsx", File(file), save=False)
    try:
        held.end(
            State.DONE,
            file=transfer.file.name,
            name=file_name(str(one.label)),
            stood_for=actions.stood_for(standing),
            expires_at=timezone.now() + actions.KEPT_FOR,
        )
    except Stopped:
        # Cancelled in the last moment: nobody will come for it.
        drop_file(transfer)
        raise


def drop_file(transfer: Transfer) -> None:
    if transfer.file.name:
        transfer.file.storage.delete(transfer.file.name)


def clear_away() -> int:
    """Take away files whose time is over, and what belongs to them; returns how many."""
    gone = 0
    for transfer in Transfer.objects.expired(timezone.now()):
        drop_file(transfer)
        transfer.delete()
        gone += 1
    return gone


def file_name(label: str) -> str:
    return f"{label} {timezone.localtime():%Y-%m-%d %H%M}.xlsx"


WORK: dict[str, Callable[[Held], None]] = {
    Stage.EXPORT: _export,
    Stage.CHECK: coming_in.check,
    Stage.WRITE: coming_in.enter,
}
