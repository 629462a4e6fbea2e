"""Asking about units, leaders and what a person stands for on a day."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from units.text import fold


class UnitQuerySet(models.QuerySet):
    def valid_on(self, day: date) -> Self:
        return self.filter(Q(starts_on=None) | Q(starts_on__lte=day), Q(ends_on=None) | Q(ends_on__gte=day))

    def members_of(self, group, day: date) -> Self:
        members = group.members.valid_on(day).values("unit")
        return self.filter(pk__in=members).valid_on(day)

    def named(self, text: str, day: date) -> Self:
        """Units of that day called `text`: by code, name, short name, name over time or alias, marks ignored."""
        folded = fold(text)
        if not folded:
            return self.none()
        matching = [
            pk
            for pk, *names in self.values_list(
                "pk", "code", "name", "short_name", "names__name", "names__short_name"
            )
            if any(name and fold(name) == folded for name in names)
        ]
        return self.valid_on(day).filter(Q(pk__in=matching) | Q(aliases__folded=folded)).distinct()


class LeaderQuerySet(models.QuerySet):
    def in_office_on(self, day: date, **term) -> Self:
        return self.filter(
            Q(terms__starts_on=None) | Q(terms__starts_on__lte=day),
            Q(terms__ends_on=None) | Q(terms__ends_on__gte=day),
            **{f"terms__{name}": value for name, value in term.items()},
        ).distinct()
