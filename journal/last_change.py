"""Who changed a thing last: told to the person who comes too late."""

from collections.abc import Iterable

from django.db import models
from django.utils import timezone

from journal.models import Event


def last_change(subject: models.Model, *, verbs: Iterable[str] = ()) -> dict[str, str]:
    """Who, what and when; of `verbs` only, where some events do not touch the row itself."""
    events = Event.objects.filter(subject_kind=subject._meta.model_name, subject_id=subject.pk)
    if verbs:
        events = events.filter(verb__in=list(verbs))
    event = events.select_related("by").order_by("-id").first()
    if event is None:
        return {}
    return {
        "verb": event.verb,
        "by": str(event.by or ""),
        "by_role": event.by_role,
        "at": timezone.localtime(event.at).strftime("%d/%m/%Y %H:%M"),
        "note": event.note,
    }
