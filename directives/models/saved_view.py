from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from directives.querysets import SavedViewQuerySet


class SavedView(models.Model):
    """Bộ lọc đã lưu: filters, order and columns of the table of assignments under a name and an address."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("owner")
    )
    name = models.CharField(_("name"), max_length=80)
    query = models.TextField(_("filters and order"), blank=True, max_length=2000)
    columns = models.CharField(_("columns"), max_length=300, blank=True)
    is_shared = models.BooleanField(_("shared with the ministry office"), default=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="saved_view_once_per_name")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("saved_view", args=[self.pk])
