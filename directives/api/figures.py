"""The figures and the table of steps."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from rest_framework.response import Response

from directives.lifecycle import STATES, STEPS
from directives.models import Assignment
from directives.statistics import GROUPINGS, as_data, statistics
from units.api import Asked


class StatisticsView(Asked):
    """`?as_of=2024-10-01&by=unit`: what `manage.py statistics --json` prints, of what the person sees."""

    def get(self, request) -> Response:
        by = request.query_params.get("by") or None
        if by is not None and by not in GROUPINGS:
            raise ValidationError(
                {"by": _("There is no such grouping; there are: %s.") % ", ".join(GROUPINGS)}
            )
        rows = Assignment.objects.visible_to(self.standing).readable_by(self.standing)
        return Response(as_data(statistics(self.day, by=by, rows=rows)))


class StepsTableView(Asked):
    """The lifecycle as data: what may follow on what, and for whom."""

    def get(self, request) -> Response:
        return Response(
            {
                str(subject): {
                    "states": {str(state): str(state.label) for state in STATES[subject]},
                    "steps": {
                        verb: {
                            "label": str(step.label),
                            "from": sorted(str(state) for state in step.sources),
                            "to": str(step.target),
                            "who": [{"code": str(who), "label": str(who.label)} for who in step.who],
                            "needs": step.needs,
                            "decides": step.decides,
                        }
                        for verb, step in steps.items()
                    },
                }
                for subject, steps in STEPS.items()
            }
        )
