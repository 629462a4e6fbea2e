"""A file that came in: read apart, every row judged and shown; then entered, piece by piece, each piece whole.

Nothing is written by the check. What is written is judged once more in the transaction that writes it; the rows of a
piece and the word that they are written stand in one transaction, so that a worker who takes over begins behind it.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from journal.refusals import NotNow, NotYours
from sheets.held import Held
from sheets.incoming import IMPORTERS, NotKnown, recognise
from sheets.incoming.cells import Row
from sheets.incoming.importing import Examined, Importer
from sheets.models import IncomingRow, Transfer
from sheets.reading import Unreadable, read_apart
from units.standing import standing_of

State, Stage, Outcome = Transfer.State, Transfer.Stage, IncomingRow.Outcome
# Rows of one transaction: on SQLite nobody else writes meanwhile, so it must stay a matter of seconds.
PIECE = 300
# A file that was entered is remembered so long, to be known when it comes again.
REMEMBERED_FOR = timedelta(days=60)


class Refused(Exception):
    """The file as a whole cannot come in; the sentence says why."""


class RowRefused(Exception):
    """An action refused a row while it was being entered."""

    def __init__(self, number: int, problems: list[tuple[str, str]]) -> None:
        super().__init__(number, problems)
        self.number, self.problems = number, problems


def check(held: Held) -> None:
    """Read and judge; ends in CHECKED with every row kept, or in FAILED with a word."""
    transfer = held.transfer
    with transfer.file.open("rb") as file:
        data = file.read()
    try:
        found = recognise(read_apart(data, transfer.name))
    except Unreadable as error:
        raise Refused(error.message) from error
    except NotKnown as error:
        raise Refused(str(error)) from error
    if not found.rows:
        raise Refused(_("“%(name)s” holds no row below its header.") % {"name": transfer.name})
    letters = found.rows[0].letters
    held.update(kind=found.kind, header={"language": found.language, "letters": letters})
    remarks = [*_came_before(transfer), *found.remarks]
    importer = _importer(transfer)
    held.progress(0, len(found.rows))
    # What an earlier attempt left behind.
    transfer.rows.all().delete()
    counts: Counter[str] = Counter()
    done = 0
    for piece, examined in judged(importer, found.rows):
        kept = [_kept(transfer, row, one) for row, one in zip(piece, examined, strict=True)]
        IncomingRow.objects.bulk_create(kept)
        counts.update(one.outcome for one in kept)
        done += len(piece)
        held.progress(done)
    held.end(
        State.CHECKED,
        counts=dict(counts),
        remarks=remarks,
        ended_at=None,
        expires_at=timezone.now() + REMEMBERED_FOR,
    )


def _importer(transfer: Transfer) -> Importer:
    standing = standing_of(transfer.by)
    IMPORTERS[transfer.kind].check_right(transfer.by, standing)
    return IMPORTERS[transfer.kind](
        by=transfer.by,
        standing=standing,
        allows_past=transfer.allows_past,
        written_in=transfer.header["language"],
    )


def judged(importer: Importer, rows: list[Row]) -> Iterator[tuple[list[Row], list[Examined]]]:
    """The rows in pieces, each with what it would do."""
    step = len(rows) if importer.at_once else PIECE
    for start in range(0, len(rows), step):
        piece = rows[start : start + step]
        importer.prepare(piece)
        yield piece, [importer.examine(row) for row in piece]


def _kept(transfer: Transfer, row: Row, one: Examined) -> IncomingRow:
    return IncomingRow(
        transfer=transfer,
        number=row.number,
        cells={name: list(cell) for name, cell in row.cells.items()},
        outcome=one.outcome,
        label=one.label,
        problems=row.problems,
        notes=row.notes,
    )


def _came_before(transfer: Transfer) -> list[str]:
    before = Transfer.objects.filter(
        sha256=transfer.sha256, direction=Transfer.Direction.IN, state=State.DONE
    )
    one = before.exclude(pk=transfer.pk).select_related("by").order_by("-pk").first()
    if one is None or one.ended_at is None:
        return []
    words = _("The same file was brought in at %(at)s by %(by)s; what it brought is not entered again.")
    return [words % {"at": f"{timezone.localtime(one.ended_at):%d/%m/%Y %H:%M}", "by": one.by}]


# --- entering ---------------------------------------------------------------------------------------


def enter(held: Held) -> None:
    """Enter what is right; ends in DONE, or back in CHECKED where an action refused a row meanwhile."""
    transfer = held.transfer
    importer = _importer(transfer)
    kept = {one.number: one for one in transfer.rows.order_by("number")}
    rows = [_row_of(one, transfer) for one in kept.values()]
    waiting = [one for one in kept.values() if one.outcome in (Outcome.NEW, Outcome.CHANGED)]
    total = len(waiting)
    done = transfer.rows.filter(outcome=Outcome.WRITTEN).count()
    held.progress(done, total + done)
    step = len(rows) if importer.at_once else PIECE
    for start in range(0, len(rows), step):
        piece = rows[start : start + step]
        # Whether it is still wanted.
        held.progress(done)
        try:
            with transaction.atomic():
                done += _enter_piece(importer, piece, kept)
                held.progress(done)
        except RowRefused as refused:
            _mark_refused(held, refused)
            return
    with transaction.atomic():
        transfer.rows.filter(outcome=Outcome.WRONG).update(outcome=Outcome.LEFT_OUT)
        counts = Counter(transfer.rows.values_list("outcome", flat=True))
        held.end(
            State.DONE,
            counts=dict(counts),
            expires_at=timezone.now() + REMEMBERED_FOR,
        )


def _enter_piece(importer: Importer, piece: list[Row], kept: dict[int, IncomingRow]) -> int:
    importer.prepare(piece)
    # All of them are judged again before one is entered: a row may rest on what another says.
    judged_again = [(row, importer.examine(row)) for row in piece]
    written = []
    for row, examined in judged_again:
        one = kept[row.number]
        if one.outcome not in (Outcome.NEW, Outcome.CHANGED):
            continue
        if row.problems:
            raise RowRefused(row.number, row.problems)
        if examined.act is not None:
            _act(importer, row, examined)
        one.outcome = Outcome.WRITTEN if examined.act is not None else Outcome.SAME
        written.append(one)
    IncomingRow.objects.bulk_update(written, ["outcome"])
    return len(written)


def _act(importer: Importer, row: Row, examined: Examined) -> None:
    try:
        assert examined.act is not None
        examined.act()
    except ValidationError as error:
        if hasattr(error, "error_dict"):
            found = [
                (row.at(importer.column_of.get(name, name)), text)
                for name, texts in error.message_dict.items()
                for text in texts
            ]
        else:
            found = [(str(row.number), text) for text in error.messages]
        raise RowRefused(row.number, found) from error
    except (NotNow, NotYours) as error:
        raise RowRefused(row.number, [(str(row.number), error.message)]) from error
    except PermissionDenied as error:
        raise RowRefused(row.number, [(str(row.number), str(error))]) from error


def _mark_refused(held: Held, refused: RowRefused) -> None:
    """Its piece was taken back whole; what stood before it stays, and the row is named for its owner to decide."""
    transfer = held.transfer
    with transaction.atomic():
        transfer.rows.filter(number=refused.number).update(
            outcome=Outcome.WRONG, problems=[list(one) for one in refused.problems]
        )
        counts = Counter(transfer.rows.values_list("outcome", flat=True))
        held.end(
            State.CHECKED,
            counts=dict(counts),
            leaves_out=False,
            ended_at=None,
            remarks=[
                _("Row %(n)s was refused while the rows were being entered; its piece was taken back whole.")
                % {"n": refused.number},
                *transfer.remarks,
            ],
        )


def _row_of(one: IncomingRow, transfer: Transfer) -> Row:
    cells: dict[str, Any] = {name: (kind, value) for name, (kind, value) in one.cells.items()}
    return Row(one.number, cells, transfer.header["letters"])
