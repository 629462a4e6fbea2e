"""Forms of the first run. They check shape; seeds.first_run holds the rest."""

from django import forms
from django.utils.translation import gettext_lazy as _

from units.models import Leader, Role, Unit
from units.models.person import LEADER_ROLES, UNIT_ROLES
from units.working_calendar import today


class UnitLinesForm(forms.Form):
    lines = forms.CharField(
        label=_("Units, one a line"),
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=_(
            "Code; name; short name; code of the superior. Columns copied from a spreadsheet can be pasted as "
            "they are. The kind is taken from the first words of the name."
        ),
    )


class PersonForm(forms.Form):
    full_name = forms.CharField(label=_("Full name"), max_length=120)
    username = forms.CharField(
        label=_("Name to sign in with"),
        max_length=150,
        help_text=_("Letters without marks, digits and the signs . _ - @"),
    )
    email = forms.EmailField(
        label=_("Mail address"), required=False, help_text=_("Without one no reminder can arrive.")
    )
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    unit = forms.ModelChoiceField(
        label=_("Unit"), queryset=Unit.objects.none(), required=False, empty_label=_("none")
    )
    leader = forms.ModelChoiceField(
        label=_("Leader"),
        queryset=Leader.objects.none(),
        required=False,
        empty_label=_("none"),
        help_text=_("For a leader's own account, or his secretary's."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.valid_on(today())  # type: ignore[attr-defined]
        self.fields["leader"].queryset = Leader.objects.in_office_on(today())  # type: ignore[attr-defined]

    def clean(self):
        cleaned = super().clean() or {}
        role = cleaned.get("role")
        if role in UNIT_ROLES and not cleaned.get("unit"):
            self.add_error("unit", _("Which unit? The role belongs to one."))
        if role in LEADER_ROLES and not cleaned.get("leader"):
            self.add_error("leader", _("Which leader? The role belongs to one."))
        # What the role has no place for is left out rather than refused.
        if role not in UNIT_ROLES:
            cleaned["unit"] = None
        if role not in LEADER_ROLES:
            cleaned["leader"] = None
        return cleaned
