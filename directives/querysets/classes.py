"""The official classes of assignments, and how rows of a class are asked for."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directives.lifecycle import OPEN, State


class Klass(models.TextChoices):
    """The official classes (QĐ 42/2014/QĐ-TTg, report 1270/BC-TCTTTg), and the two for work without a day."""

    COMPLETED_ON_TIME = "completed_on_time", _("completed on time")
    COMPLETED_LATE = "completed_late", _("completed late")
    COMPLETED_NO_DEADLINE = "completed_no_deadline", _("completed, no deadline")
    OPEN_WITHIN = "open_within", _("open, within time")
    OPEN_OVERDUE = "open_overdue", _("open, overdue")
    OPEN_NO_DEADLINE = "open_no_deadline", _("open, no deadline")


WORST_FIRST = (
    Klass.OPEN_OVERDUE,
    Klass.OPEN_WITHIN,
    Klass.OPEN_NO_DEADLINE,
    Klass.COMPLETED_LATE,
    Klass.COMPLETED_ON_TIME,
    Klass.COMPLETED_NO_DEADLINE,
)


def of_class(*classes: Klass) -> Q:
    """After `classed`. The states of a class are said as well: they have an index, the class has none."""
    states = {
        state for one in classes for state in ([State.COMPLETED] if one.startswith("completed") else OPEN)
    }
    return Q(klass__in=classes, state_then__in=sorted(states))
