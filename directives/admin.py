"""Directives are looked at here, never changed around the lifecycle; each list begins with what may be seen."""

from django.contrib import admin

from directives.models import (
    Assignment,
    Deadline,
    Delegation,
    Directive,
    ExtensionRequest,
    ProgressReport,
)
from units.admin import LookedAtInline, LookedAtMixin, SystemDataAdmin


class ContentAdmin(LookedAtMixin, admin.ModelAdmin):
    show_full_result_count = False


@admin.register(Directive)
class DirectiveAdmin(ContentAdmin):
    list_display = ["code", "title", "meeting", "leader", "state", "issued_on"]
    list_filter = ["state", "kind", "urgency", "is_key"]
    list_select_related = ["meeting", "leader"]
    search_fields = ["code", "title"]
    exclude = ["search_text", "version"]

    def get_queryset(self, request):
        return Directive.objects.visible_to(request.user)


class DeadlineInline(LookedAtInline):
    model = Deadline


@admin.register(Assignment)
class AssignmentAdmin(ContentAdmin):
    list_display = ["directive", "unit", "leader", "role", "state", "due_on", "first_due_on", "completed_on"]
    list_filter = ["state", "role"]
    list_select_related = ["directive", "unit", "leader"]
    search_fields = ["directive__code", "directive__title", "unit__name"]
    exclude = ["version", "paused_from"]
    inlines = [DeadlineInline]

    def get_queryset(self, request):
        return Assignment.objects.visible_to(request.user).readable_by(request.user)


class PaperAdmin(ContentAdmin):
    """Papers of the assignments a person may read."""

    def get_queryset(self, request):
        readable = Assignment.objects.visible_to(request.user).readable_by(request.user)
        return super().get_queryset(request).filter(assignment__in=readable)


@admin.register(Deadline)
class DeadlineAdmin(PaperAdmin):
    list_display = ["assignment", "version", "due_on", "first_due_on", "cause", "basis", "on"]
    list_select_related = ["assignment__directive", "assignment__unit", "assignment__leader"]


@admin.register(ProgressReport)
class ProgressReportAdmin(PaperAdmin):
    list_display = ["assignment", "on", "outlook", "percent", "reported_by", "is_final"]
    list_select_related = [
        "assignment__directive",
        "assignment__unit",
        "assignment__leader",
        "reported_by",
    ]


@admin.register(ExtensionRequest)
class ExtensionRequestAdmin(PaperAdmin):
    list_display = ["assignment", "current_due_on", "asked_due_on", "state", "decided_due_on", "requested_by"]
    list_filter = ["state"]
    list_select_related = [
        "assignment__directive",
        "assignment__unit",
        "assignment__leader",
        "requested_by",
    ]


@admin.register(Delegation)
class DelegationAdmin(SystemDataAdmin):
    """One row of policy."""

    list_display = ["extension_max_times", "extension_max_days", "data_entry_may_issue"]

    def has_add_permission(self, request, *obj):
        return not Delegation.objects.exists() and super().has_add_permission(request, *obj)

    def has_delete_permission(self, request, obj=None):
        return False
