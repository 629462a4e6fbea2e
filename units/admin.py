"""The register in the administrator's hands: units, leaders, accounts, posts, the calendar."""

from typing import TYPE_CHECKING, ClassVar

from django.contrib import admin
from django.contrib.admin.templatetags import admin_list
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.forms import BaseInlineFormSet, CheckboxSelectMultiple, ModelMultipleChoiceField
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from units.actions import copy_newest
from units.models import (
    CalendarDay,
    Field,
    GroupMember,
    Leader,
    LeaderTerm,
    Portfolio,
    Post,
    Succession,
    Unit,
    UnitAlias,
    UnitGroup,
    UnitName,
    UnitParent,
    User,
)
from units.standing import keeps_the_register, standing_of


def is_administrator(request) -> bool:
    return keeps_the_register(request.user, getattr(request, "standing", None) or standing_of(request.user))


if TYPE_CHECKING:
    _Admin = admin.ModelAdmin
else:
    _Admin = object  # an inline takes these too


class SystemDataMixin(_Admin):
    """Kept by administrators; the office keeps what Django's permissions give it (calendar, policy)."""

    def has_module_permission(self, request):
        return is_administrator(request) or super().has_module_permission(request)

    def has_view_permission(self, request, obj=None):
        return is_administrator(request) or super().has_view_permission(request, obj)

    def has_add_permission(self, request, *obj):
        # An inline is asked with the row it stands in, an admin without.
        return is_administrator(request) or super().has_add_permission(request, *obj)

    def has_change_permission(self, request, obj=None):
        return is_administrator(request) or super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return is_administrator(request) or super().has_delete_permission(request, obj)


class LookedAtMixin:
    """Shown, never changed here: changes go through the lifecycle."""

    def has_module_permission(self, request):
        return request.user.is_active and request.user.is_staff

    def has_view_permission(self, request, obj=None):
        return request.user.is_active and request.user.is_staff

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class SystemDataAdmin(SystemDataMixin, admin.ModelAdmin):
    pass


class NamedFormSet(BaseInlineFormSet):
    """In a table a field has no label: it is told what stands at the head of its column."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        for field in form.fields.values():
            if field.label and not field.widget.is_hidden:
                # A choice of rows is wrapped in its buttons.
                drawn = getattr(field.widget, "widget", field.widget)
                drawn.attrs["aria-label"] = field.label


class TableInline(admin.TabularInline):
    template = "admin/edit_inline/named.html"
    formset = NamedFormSet
    extra = 0


class SystemDataInline(SystemDataMixin, TableInline):
    pass


class LookedAtInline(LookedAtMixin, TableInline):
    pass


def _icon_of(value):
    """Yes, no or unknown as a picture with its word; Django's own says True and False in every language."""
    name, words = {True: ("yes", _("yes")), False: ("no", _("no"))}.get(value, ("unknown", _("not known")))
    return format_html('<img src="{}" alt="{}">', static(f"admin/img/icon-{name}.svg"), words)


admin_list._boolean_icon = _icon_of  # type: ignore[attr-defined]


class KeptMixin:
    """Ended by its last day, never deleted: what was done then still refers to it."""

    can_delete = False

    def has_delete_permission(self, request, obj=None):
        return False


class UnitNameInline(KeptMixin, SystemDataInline):
    model = UnitName


class UnitParentInline(KeptMixin, SystemDataInline):
    model = UnitParent
    fk_name = "unit"
    autocomplete_fields = ["parent"]


class UnitAliasInline(SystemDataInline):
    model = UnitAlias


@admin.register(Unit)
class UnitAdmin(KeptMixin, SystemDataAdmin):
    list_display = ["code", "name", "short_name", "kind", "parent", "starts_on", "ends_on", "certainty"]
    list_filter = ["kind", "certainty", "is_external"]
    list_select_related = ["parent"]
    search_fields = ["code", "name", "short_name", "aliases__alias"]
    autocomplete_fields = ["parent"]
    inlines = [UnitNameInline, UnitParentInline, UnitAliasInline]

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        # The name over time is what counts; the unit itself copies the newest.
        copy_newest(form.instance)


@admin.register(Succession)
class SuccessionAdmin(KeptMixin, SystemDataAdmin):
    list_display = ["from_unit", "to_unit", "on", "basis", "certainty"]
    list_select_related = ["from_unit", "to_unit"]
    autocomplete_fields = ["from_unit", "to_unit"]
    date_hierarchy = "on"


class GroupMemberInline(SystemDataInline):
    model = GroupMember
    autocomplete_fields = ["unit"]


@admin.register(UnitGroup)
class UnitGroupAdmin(SystemDataAdmin):
    list_display = ["code", "name"]
    search_fields = ["code", "name"]
    inlines = [GroupMemberInline]


@admin.register(Field)
class FieldAdmin(SystemDataAdmin):
    list_display = ["code", "name", "name_en", "order"]
    search_fields = ["code", "name"]


class LeaderTermInline(KeptMixin, SystemDataInline):
    model = LeaderTerm


class PortfolioInline(KeptMixin, SystemDataInline):
    model = Portfolio


@admin.register(Leader)
class LeaderAdmin(SystemDataAdmin):
    list_display = ["full_name", "code"]
    search_fields = ["full_name", "code"]
    inlines = [LeaderTermInline, PortfolioInline]


class PostInline(KeptMixin, SystemDataInline):
    model = Post
    autocomplete_fields = ["unit", "leader"]


class PasswordForm(AdminPasswordChangeForm):
    """With words of ours for switching a password off: Django's are half in English."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "usable_password" in self.fields:
            self.fields["usable_password"].help_text = format_html(
                '<ul id="id_unusable_warning" class="messagelist"><li class="warning">{}</li></ul>',
                _("Switched off, the password this account has now is lost."),
            )


class TickedMixin(_Admin):
    """Few things to choose from: each has a box to tick. Half the words of Django's two lists are English."""

    def formfield_for_manytomany(self, db_field, request=None, **kwargs):
        return super().formfield_for_manytomany(
            db_field, request, **{"widget": CheckboxSelectMultiple, **kwargs}
        )


@admin.register(User)
class AccountAdmin(TickedMixin, SystemDataMixin, UserAdmin):
    change_password_form = PasswordForm
    list_display = ["username", "full_name", "email", "is_active", "is_staff", "last_login"]
    search_fields = ["username", "full_name", "email"]
    inlines = [PostInline]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Person"), {"fields": ["full_name", "email", "phone"]}),
        (_("Access"), {"fields": ["is_active", "is_staff", "is_superuser", "groups"]}),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (
            None,
            {"classes": ["wide"], "fields": ["username", "full_name", "email", "password1", "password2"]},
        )
    ]
    readonly_fields = ["last_login", "date_joined"]

    def get_readonly_fields(self, request, obj=None):
        # Only a superuser makes another one.
        fixed = super().get_readonly_fields(request, obj)
        return fixed if request.user.is_superuser else [*fixed, "is_superuser", "groups"]

    def has_change_permission(self, request, obj=None):
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        # An account is switched off, not deleted: what it did keeps its name.
        return False


class PermissionsField(ModelMultipleChoiceField):
    """Permissions in the words of the pages; Django keeps their names in English in the database."""

    ACTS: ClassVar = {
        "add": _("may add"),
        "change": _("may change"),
        "delete": _("may delete"),
        "view": _("may look at"),
    }

    def label_from_instance(self, permission):
        model = permission.content_type.model_class()
        act = permission.codename.partition("_")[0]
        return f"{model._meta.verbose_name}: {self.ACTS.get(act, permission.name)}"


admin.site.unregister(Group)


@admin.register(Group)
class AccountGroupAdmin(TickedMixin, GroupAdmin):
    def formfield_for_manytomany(self, db_field, request=None, **kwargs):
        if db_field.name == "permissions":
            # Of what has a page here; the rest cannot be used anyway.
            types = ContentType.objects.get_for_models(*admin.site._registry).values()
            kwargs["queryset"] = Permission.objects.filter(content_type__in=types).select_related(
                "content_type"
            )
            kwargs["form_class"] = PermissionsField
        return super().formfield_for_manytomany(db_field, request, **kwargs)


@admin.register(Post)
class PostAdmin(KeptMixin, SystemDataAdmin):
    list_display = ["user", "role", "unit", "leader", "title", "starts_on", "ends_on"]
    list_filter = ["role"]
    list_select_related = ["user", "unit", "leader"]
    search_fields = ["user__username", "user__full_name", "unit__name", "leader__full_name"]
    autocomplete_fields = ["user", "unit", "leader"]


@admin.register(CalendarDay)
class CalendarDayAdmin(SystemDataAdmin):
    list_display = ["on", "is_working", "name", "basis"]
    list_filter = ["is_working"]
    date_hierarchy = "on"
