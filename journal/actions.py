"""Writing down what happened. Called inside the transaction of the change, never after it."""

import logging
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models, transaction

from journal.models import Event, Outbox

logger = logging.getLogger(__name__)


def record(
    subject: models.Model,
    verb: str,
    *,
    by: Any,  # the account, or None for the clock
    on: date,
    by_role: str = "",
    from_state: str = "",
    to_state: str = "",
    done_on: date | None = None,
    note: str = "",
    data: dict | None = None,
    is_backdated: bool = False,
) -> Event:
    """Write one event and, for each consumer, the row that makes sure it is told.

    Backdated events (seeds, imports) tell nobody: a notice about last year would be noise.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("An event is written in the transaction of its change.")
    event = Event.objects.create(
        verb=verb,
        subject_kind=subject._meta.model_name or "",
        subject_id=subject.pk,
        by=by,
        on=on,
        by_role=by_role,
        from_state=from_state,
        to_state=to_state,
        done_on=done_on,
        note=note,
        data=data or {},
        is_backdated=is_backdated,
    )
    if not is_backdated and settings.OUTBOX_CONSUMERS:
        Outbox.objects.bulk_create(Outbox(event=event, consumer=name) for name in settings.OUTBOX_CONSUMERS)
        transaction.on_commit(_wake, robust=True)
    return event


def _wake() -> None:
    """Nudge a worker to drain at once. If the broker is away, the next tick drains all the same."""
    from celery import current_app

    try:
        current_app.send_task("journal.tasks.drain_outbox", expires=55, retry=False)
    except Exception as error:
        logger.warning("The broker could not be reached (%s); the next tick will drain the outbox.", error)
