"""The journal as an administrator may see it: that something happened, not what was said."""

from django.contrib import admin

from journal.models import Event


@admin.register(Event)
class EventAdmin(admin.ModelAdmin):
    """Without note and details: they hold words of directives, which an administrator has no post for."""

    list_display = ["at", "on", "verb", "subject_kind", "subject_id", "by", "from_state", "to_state"]
    list_filter = ["subject_kind", "verb", "is_backdated"]
    list_select_related = ["by"]
    fields = [
        "at",
        "on",
        "verb",
        "subject_kind",
        "subject_id",
        "by",
        "by_role",
        "from_state",
        "to_state",
        "is_backdated",
    ]
    date_hierarchy = "on"
    show_full_result_count = False

    def lookup_allowed(self, lookup, value, request=None):
        # A filter in the address would answer questions about the words that are not shown.
        return lookup.split("__")[0] in (*self.list_filter, "on", "id", "pk")

    def has_module_permission(self, request):
        return request.user.is_active and request.user.is_staff and _audits(request)

    def has_view_permission(self, request, obj=None):
        return self.has_module_permission(request)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


def _audits(request) -> bool:
    """Administrators and the office. `request.standing` comes from a room above; this one asks no other."""
    return request.user.is_superuser or request.standing.is_administrator or request.standing.is_office
