"""Asking about the documents the ministry sends."""

from typing import Self

from django.db import models

from units.standing import Standing, standing_of


class ReportQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """Office and leaders: all. Data entry, who prepares meetings: what is about a meeting."""
        standing = user if isinstance(user, Standing) else standing_of(user)
        if standing.sees_all:
            return self
        if standing.is_data_entry:
            return self.filter(kind__in=["conclusion", "briefing"])
        return self.none()

    def frozen(self) -> Self:
        return self.filter(state="frozen")

    def waiting(self) -> Self:
        """Made by the clock, not looked at yet."""
        return self.filter(state="prepared")

    def for_list(self) -> Self:
        return self.select_related("meeting", "unit", "made_by", "frozen_by").defer("data")
