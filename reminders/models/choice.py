from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class NoticeChoice(models.Model):
    """How one person wants to be told, within what the policy forces. Without a row: as the policy says."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notice_choice", verbose_name=_("account")
    )
    digest_hour = models.PositiveSmallIntegerField(
        _("hour of the daily letter"), null=True, blank=True, validators=[MaxValueValidator(23)]
    )
    mails_reminders = models.BooleanField(_("reminders of deadlines by mail"), default=True)
    mails_notices = models.BooleanField(_("notices by mail"), default=True)
    # An address of apprise: it holds a key, so it is never shown again whole.
    other_channel = models.CharField(_("another channel"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("choice of notices")
        verbose_name_plural = _("choices of notices")

    def __str__(self):
        return str(self.user)
