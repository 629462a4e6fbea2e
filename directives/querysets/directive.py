"""Asking about directives."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import OuterRef

from directives.lifecycle import OPEN, DirectiveState, State
from directives.querysets.asking import holding, related, seen_by, to_standing


class DirectiveQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """Office and leaders: all. Data entry: drafts, and the issued to read. Units: the issued ones addressed
        to them, their sub-units or predecessors. Secretaries: what their leader gave, follows or owes."""
        standing = to_standing(user)
        if standing.reads_all:
            return self
        if not (standing.sees or standing.secretary_of):
            return self.none()
        assignments = related(self.model, "assignments")._base_manager
        return self.filter(seen_by(assignments, standing), issued_on__isnull=False)

    def drafts(self) -> Self:
        return self.filter(state=DirectiveState.DRAFT)

    def issued(self) -> Self:
        return self.filter(state=DirectiveState.ISSUED)

    def without_addressee(self) -> Self:
        """Issued tasks that nobody owes yet ("chưa xác định chủ trì")."""
        leads = related(self.model, "assignments")._base_manager.filter(role="lead", directive=OuterRef("pk"))
        alive = leads.exclude(state__in=[State.REPLACED, State.WITHDRAWN])
        return self.issued().filter(~models.Exists(alive), kind="task")

    def unfinished(self) -> Self:
        """Somebody still owes a lead part of it, or nobody owes it yet."""
        leads = related(self.model, "assignments")._base_manager.filter(role="lead", directive=OuterRef("pk"))
        alive = leads.exclude(state__in=[State.REPLACED, State.WITHDRAWN])
        return self.filter(models.Exists(leads.filter(state__in=OPEN)) | ~models.Exists(alive))

    def search(self, text: str) -> Self:
        return self.filter(holding(text))

    def for_list(self) -> Self:
        return self.select_related("meeting", "leader", "field")

    def with_rows(self, day: date) -> Self:
        """With the assignments that stood on `day`, their addressees and classes, as `rows`."""
        assignments: Any = self.model._meta.get_field("assignments").related_model
        rows = (
            assignments.objects.classed(day)
            .standing_on(day)
            .select_related("unit", "leader")
            .order_by("role", "pk")
        )
        return self.prefetch_related(models.Prefetch("assignments", rows, to_attr="rows"))
