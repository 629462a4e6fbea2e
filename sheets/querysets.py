"""Asking about transfers: one's own alone, and those that wait for a worker."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q


class TransferQuerySet(models.QuerySet):
    def of(self, user) -> Self:
        """What goes out or comes in is its owner's alone, whoever else may see the same rows."""
        return self.filter(by=user.pk)

    def free(self, now: datetime) -> Self:
        """Waiting, or left behind by a worker that was ended: its lease has run out."""
        return self.filter(Q(state="waiting") | Q(state="running", claimed_until__lt=now))

    def expired(self, now: datetime) -> Self:
        return self.filter(expires_at__lt=now).exclude(state="running")
