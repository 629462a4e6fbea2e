from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

DAY = [MinValueValidator(1), MaxValueValidator(28)]


class ReportPolicy(models.Model):
    """The letterhead of what the ministry sends, and the days on which reports are made by themselves. One row."""

    organ = models.CharField(
        _("issuing organ"), max_length=200, blank=True, help_text=_("Empty: the ministry.")
    )
    symbol = models.CharField(
        _("symbol of the organ"), max_length=40, blank=True, help_text=_("As in TB-BTTTT. Empty: the code.")
    )
    office_symbol = models.CharField(_("symbol of the office"), max_length=40, default="VP")
    place = models.CharField(_("place"), max_length=60, default="Hà Nội")
    signed_as = models.TextField(
        _("signed as"),
        default="TL. BỘ TRƯỞNG\nCHÁNH VĂN PHÒNG",
        help_text=_("One line each, such as KT. BỘ TRƯỞNG and THỨ TRƯỞNG."),
    )
    signer = models.CharField(_("name of who signs"), max_length=120, blank=True)
    recipients = models.TextField(
        _("recipients"),
        default="- Như trên;\n- Lãnh đạo Bộ (để báo cáo);\n- Lưu: VT, VP.",
        help_text=_("Under “Nơi nhận”, one line each."),
    )
    month_day = models.PositiveSmallIntegerField(
        _("day on which the monthly report is made"),
        null=True,
        blank=True,
        validators=DAY,
        help_text=_("Empty: not by itself."),
    )
    quarter_day = models.PositiveSmallIntegerField(
        _("day of the last month on which the quarterly report is made"),
        null=True,
        blank=True,
        validators=DAY,
    )
    is_mailed = models.BooleanField(_("sent to the office by mail as well"), default=False)

    class Meta:
        verbose_name = _("policy of reports")
        verbose_name_plural = _("policy of reports")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_report_policy")]

    def __str__(self):
        return str(_("policy of reports"))

    def save(self, *args, **kwargs):
        self.pk = 1
        super().save(*args, **kwargs)

    @classmethod
    def current(cls) -> "ReportPolicy":
        return cls.objects.filter(pk=1).first() or cls()
