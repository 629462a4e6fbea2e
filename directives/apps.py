from django.apps import AppConfig
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class DirectivesConfig(AppConfig):
    name = "directives"
    verbose_name = _("Directives")

    def ready(self):
        from directives.models import Directive
        from meetings.querysets import MeetingQuerySet

        # A unit sees the meetings of the directives it sees.
        MeetingQuerySet.also_visible.append(
            lambda standing: Q(pk__in=Directive.objects.visible_to(standing).values("meeting"))
        )
