from django.contrib import admin

from directives.models import FigurePolicy
from reports.models import ReportPolicy
from units.admin import SystemDataAdmin


class OneRowAdmin(SystemDataAdmin):
    """One row of policy."""

    def has_add_permission(self, request, *obj):
        return not self.model._default_manager.exists() and super().has_add_permission(request, *obj)

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(ReportPolicy)
class ReportPolicyAdmin(OneRowAdmin):
    list_display = ["organ", "place", "signer", "month_day", "quarter_day", "is_mailed"]


@admin.register(FigurePolicy)
class FigurePolicyAdmin(OneRowAdmin):
    list_display = ["period_last_day", "lock_days"]
