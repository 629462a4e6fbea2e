"""The journal as an administrator may see it: that something happened, not what was said."""

from collections.abc import Callable

from django.apps import apps
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from journal.models import Event

# What codes are called; the rooms above, which know, put their words in.
VERB_WORDS: list[Callable[[str], str]] = []
STATE_WORDS: list[Callable[[str], str]] = []


def _in_words(code: str, words: list[Callable[[str], str]]) -> str:
    return next((found for ask in words if (found := ask(code)) != code), code)


def _kind_words(kind: str) -> str:
    names = {model._meta.model_name: model._meta.verbose_name for model in apps.get_models()}
    return str(names.get(kind, kind))


class VerbFilter(admin.SimpleListFilter):
    title = _("step")
    parameter_name = "verb"

    def lookups(self, request, model_admin):
        codes = Event.objects.order_by("verb").values_list("verb", flat=True).distinct()
        return [(code, _in_words(code, VERB_WORDS)) for code in codes]

    def queryset(self, request, queryset):
        return queryset.filter(verb=self.value()) if self.value() else queryset


class KindFilter(admin.SimpleListFilter):
    title = _("kind of subject")
    parameter_name = "subject_kind"

    def lookups(self, request, model_admin):
        codes = Event.objects.order_by("subject_kind").values_list("subject_kind", flat=True).distinct()
        return [(code, _kind_words(code)) for code in codes]

    def queryset(self, request, queryset):
        return queryset.filter(subject_kind=self.value()) if self.value() else queryset


@admin.register(Event)
class EventAdmin(admin.ModelAdmin):
    """Without note and details: they hold words of directives, which an administrator has no post for."""

    list_display = ["at", "on", "verb_words", "kind_words", "subject_id", "by", "from_words", "to_words"]
    list_filter = [KindFilter, VerbFilter, "is_backdated"]
    list_select_related = ["by"]
    fields = [
        "at",
        "on",
        "verb_words",
        "kind_words",
        "subject_id",
        "by",
        "by_role",
        "from_words",
        "to_words",
        "is_backdated",
    ]
    date_hierarchy = "on"
    show_full_result_count = False

    @admin.display(description=_("step"), ordering="verb")
    def verb_words(self, event):
        return _in_words(event.verb, VERB_WORDS)

    @admin.display(description=_("kind of subject"), ordering="subject_kind")
    def kind_words(self, event):
        return _kind_words(event.subject_kind)

    @admin.display(description=_("from"), ordering="from_state")
    def from_words(self, event):
        return _in_words(event.from_state, STATE_WORDS)

    @admin.display(description=_("to"), ordering="to_state")
    def to_words(self, event):
        return _in_words(event.to_state, STATE_WORDS)

    def lookup_allowed(self, lookup, value, request=None):
        # A filter in the address would answer questions about the words that are not shown.
        return lookup.split("__")[0] in ("verb", "subject_kind", "is_backdated", "on", "id", "pk")

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
