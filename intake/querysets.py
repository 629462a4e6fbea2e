"""Asking about minutes and what was proposed from them. They are read by those who take them in: data entry and the
office."""

from typing import Self

from django.db import models
from django.db.models import Count, Q

from units.standing import Standing, standing_of


def takes_in(user) -> bool:
    """Minutes are taken in by whoever keeps meetings and writes drafts."""
    standing = user if isinstance(user, Standing) else standing_of(user)
    return standing.is_office or standing.is_data_entry


class MinutesQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        return self if takes_in(user) else self.none()

    def with_counts(self) -> Self:
        """How many proposals wait for a decision, were accepted, and how many of those are not issued yet."""
        return self.annotate(
            n_open=Count("proposals", filter=Q(proposals__state="open")),
            n_accepted=Count("proposals", filter=Q(proposals__state="accepted")),
            n_to_issue=Count(
                "proposals",
                filter=Q(proposals__state="accepted")
                & (Q(proposals__directive=None) | Q(proposals__directive__state="draft")),
            ),
        )

    def for_list(self) -> Self:
        return self.defer("text", "found_meeting").select_related("meeting", "read_by", "handed_over_by")

    def waiting_for_issue(self) -> Self:
        """Handed over, and something of it is not issued yet."""
        return self.with_counts().filter(handed_over_at__isnull=False, n_to_issue__gt=0)


class ProposalQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        return self if takes_in(user) else self.none()

    def standing(self) -> Self:
        """Those on the screen: not split or merged into others."""
        return self.exclude(state="replaced")

    def for_screen(self) -> Self:
        return self.select_related("decided_by", "directive", "repeats").order_by("start", "end", "pk")
