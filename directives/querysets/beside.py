"""Asking about what stands beside an assignment: extension requests, reports, and the views people save."""

from typing import Self

from django.db import models
from django.db.models import Case, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from directives.lifecycle import ExtensionState
from directives.querysets.asking import related, to_standing


class ExtensionQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        assignments = related(self.model, "assignment")
        return self.filter(assignment__in=assignments.objects.readable_by(user))

    def waiting(self) -> Self:
        return self.filter(state=ExtensionState.OPEN)


class SavedViewQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """One's own, and for the office what a colleague shares with it."""
        standing = to_standing(user)
        if standing.user_id is None:
            return self.none()
        shared = Q(is_shared=True) if standing.is_office else Q()
        return self.filter(Q(owner=standing.user_id) | shared)

    def owned_by(self, user) -> Self:
        return self.filter(owner=to_standing(user).user_id)


class ProgressReportQuerySet(models.QuerySet):
    def counting(self) -> Self:
        """The reports that count as an update: all but a bare "on track" said after a bare "on track"."""
        before = self.model._base_manager.filter(
            Q(on__lt=OuterRef("on")) | Q(on=OuterRef("on"), pk__lt=OuterRef("pk")),
            assignment=OuterRef("assignment"),
        ).order_by("-on", "-pk")
        is_bare_before = Coalesce(
            Subquery(before.annotate(is_bare=self._is_bare()).values("is_bare")[:1]), Value(False)
        )
        return self.annotate(is_bare=self._is_bare(), is_bare_before=is_bare_before).exclude(
            is_bare=True, is_bare_before=True
        )

    def _is_bare(self) -> Case:
        """Nothing but the word that it is on track."""
        words = Q(outlook="on_track", text="", difficulties="", proposals="", value=None, percent=None)
        files = related(self.model, "files")._base_manager.filter(report=OuterRef("pk"))
        return Case(When(words & ~models.Exists(files), then=Value(True)), default=Value(False))
