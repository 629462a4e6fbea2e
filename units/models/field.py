from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Field(models.Model):
    """A field of state management (lĩnh vực): what a directive is about, what a leader is in charge of."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(_("English name"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("field")
        verbose_name_plural = _("fields")
        ordering = ["order", "name"]

    def __str__(self):
        return self.name_en if self.name_en and get_language() == "en" else self.name
