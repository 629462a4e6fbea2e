"""A transfer in the hands of one worker: whatever he says of it is said only as long as he holds it."""

from datetime import timedelta

from django.utils import timezone

from sheets.models import Transfer

State = Transfer.State
# Renewed with every piece; a worker silent for so long is taken for dead.
LEASE = timedelta(seconds=90)


class Stopped(Exception):
    """It was cancelled, or another worker has taken it over."""


class Held:
    """A transfer as long as this worker holds it: every word about it says so at the same time."""

    def __init__(self, transfer: Transfer) -> None:
        self.transfer = transfer

    def update(self, **values) -> None:
        mine = Transfer.objects.filter(pk=self.transfer.pk, claim=self.transfer.claim, state=State.RUNNING)
        if not mine.update(**values):
            raise Stopped
        for name, value in values.items():
            setattr(self.transfer, name, value)

    def progress(self, done: int, total: int | None = None) -> None:
        more = {} if total is None else {"total": total}
        self.update(done=done, claimed_until=timezone.now() + LEASE, **more)

    def end(self, state: str, **values) -> None:
        values.setdefault("ended_at", timezone.now())
        self.update(state=state, claim="", claimed_until=None, **values)
