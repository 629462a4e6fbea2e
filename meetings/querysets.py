"""Asking about meetings."""

from collections.abc import Callable
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from units.standing import Standing, standing_of


class MeetingQuerySet(models.QuerySet):
    # A unit also sees the meetings of directives it holds. Directives live in a room further up, so that room
    # adds its condition here when it starts.
    also_visible: ClassVar[list[Callable[[Standing], Q]]] = []

    def visible_to(self, user) -> Self:
        """Office, leaders and data entry: all. A unit: attended, or holding a directive it may see."""
        standing = user if isinstance(user, Standing) else standing_of(user)
        if standing.reads_all:
            return self
        if not (standing.sees or standing.secretary_of):
            return self.none()
        seen = (
            Q(attending_units__in=standing.sees)
            | Q(attending_leaders__in=standing.secretary_of)
            | Q(presided_by__in=standing.secretary_of)
        )
        for condition in self.also_visible:
            seen |= condition(standing)
        return self.filter(pk__in=self.model._base_manager.filter(seen).values("pk"))

    def for_list(self) -> Self:
        return self.select_related("presided_by").order_by("-held_on", "-pk")


class MeetingDocumentQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """Whoever sees all, and the units that attended: the minutes hold the directives to others as well."""
        standing = user if isinstance(user, Standing) else standing_of(user)
        if standing.reads_all:
            return self
        return self.filter(
            pk__in=self.model._base_manager.filter(meeting__attending_units__in=standing.sees).values("pk")
        )
