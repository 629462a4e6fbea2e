from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from directives.models.assignment import Assignment


class UnsentForm(models.Model):
    """Bản đang soạn: what somebody has typed into a step form and not sent yet. His alone; gone once it is sent."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("user")
    )
    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="+", verbose_name=_("assignment"))
    verb = models.CharField(_("step"), max_length=40)
    typed = models.JSONField(_("what was typed"), default=dict)
    saved_at = models.DateTimeField(_("saved at"), auto_now=True)

    class Meta:
        verbose_name = _("unsent form")
        verbose_name_plural = _("unsent forms")
        constraints = [
            models.UniqueConstraint(fields=["user", "assignment", "verb"], name="one_unsent_form_a_step")
        ]

    def __str__(self):
        return f"{self.verb} {self.assignment_id}"
