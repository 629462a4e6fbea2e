"""The policy is edited here; letters, ledger and sweeps are looked at. No words of directives are shown."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from reminders import wording
from reminders.models import Digest, LetterPolicy, Reminder, ReminderRule, Sweep
from units.admin import SystemDataAdmin


class LookedAt(SystemDataAdmin):
    """Written by the engine alone."""

    def lookup_allowed(self, lookup, value, request=None):
        # A filter in the address would answer questions about the words that are not shown.
        return lookup.split("__")[0] in (*self.list_filter, self.date_hierarchy, "id", "pk")

    def has_add_permission(self, request, *obj):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(ReminderRule)
class ReminderRuleAdmin(SystemDataAdmin):
    list_display = ("__str__", "code", "days", "is_active")
    list_display_links = ("__str__",)
    list_filter = ("kind", "is_active")


@admin.register(LetterPolicy)
class LetterPolicyAdmin(SystemDataAdmin):
    """One row of policy."""

    list_display = ("__str__", "has_progress_links")

    def has_add_permission(self, request, *obj):
        return not LetterPolicy.objects.exists() and super().has_add_permission(request, *obj)

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Digest)
class DigestAdmin(LookedAt):
    list_display = ("day", "recipient", "kind_words", "address", "state", "attempts", "sent_at", "last_error")
    list_filter = ("state", "day")
    list_select_related = ("recipient",)
    search_fields = ("recipient__username", "recipient__full_name", "address", "message_id")
    date_hierarchy = "day"
    # Not the lines: an administrator reads no directive.
    fields = (
        "day",
        "recipient",
        "kind_words",
        "address",
        "message_id",
        "state",
        "planned_at",
        "sent_at",
        "claimed_until",
        "attempts",
        "last_error",
    )

    @admin.display(description=_("kind"), ordering="kind")
    def kind_words(self, row):
        return wording.kind_label(row)


class RuleFilter(admin.SimpleListFilter):
    """By the rule's words; the codes stand in the address only."""

    title = _("rule")
    parameter_name = "rule"

    def lookups(self, request, model_admin):
        names = wording.rule_names()
        codes = Reminder.objects.order_by("rule").values_list("rule", flat=True).distinct()
        return [(code, wording.rule_label(code, names)) for code in codes]

    def queryset(self, request, queryset):
        return queryset.filter(rule=self.value()) if self.value() else queryset


@admin.register(Reminder)
class ReminderAdmin(LookedAt):
    list_display = (
        "code",
        "rule_words",
        "basis_words",
        "occurrence_on",
        "due_on",
        "recipient",
        "state",
        "reason",
    )
    list_filter = ("state", "reason", RuleFilter)
    list_select_related = ("assignment__directive", "recipient")
    search_fields = ("assignment__directive__code", "recipient__username", "recipient__full_name")
    date_hierarchy = "occurrence_on"
    fields = (
        "code",
        "rule_words",
        "basis_words",
        "occurrence_on",
        "due_on",
        "recipient",
        "state",
        "reason",
        "digest",
        "sweep",
        "planned_at",
    )

    @admin.display(description=Reminder._meta.get_field("assignment").verbose_name)
    def code(self, row):
        return row.assignment.directive.code

    @admin.display(description=_("rule"), ordering="rule")
    def rule_words(self, row):
        return wording.rule_label(row.rule, wording.rule_names())

    @admin.display(description=_("basis"), ordering="basis")
    def basis_words(self, row):
        return wording.basis_label(row.basis)


@admin.register(Sweep)
class SweepAdmin(LookedAt):
    list_display = (
        "day",
        "started_at",
        "seconds",
        "planned",
        "superseded",
        "digests",
        "sent",
        "failed",
        "not_told",
        "finished_at",
    )
    date_hierarchy = "day"
