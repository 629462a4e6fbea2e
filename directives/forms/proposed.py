"""Fields for what the source of a draft names: whom, and by when."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from directives.actions import RECURRENCES
from directives.addressees import Addressees
from directives.forms.fields import DateField
from directives.models import DeadlineKind, DeadlineTerms, Directive, Proposed

# What divides names in one line; a comma may be part of a name ("Cục Xuất bản, In và Phát hành").
BETWEEN = re.compile(r"[;\n]")
MOST_NAMES = 60


class AddresseesInput(forms.Widget):
    """One line a name, and an empty one for the next; the script offers names while one types."""

    template_name = "directives/_addressees_input.html"
    label: Any = ""

    def value_from_datadict(self, data, files, name):
        values = data.getlist(name) if hasattr(data, "getlist") else [data[name]] if name in data else []
        return [one.strip() for value in values for one in BETWEEN.split(value) if one.strip()]

    def value_omitted_from_data(self, data, files, name):
        return name not in data

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"names": [*(value or []), ""], "label": self.label}
        return context

    def format_value(self, value):
        return value


class AddresseesField(forms.Field):
    widget = AddresseesInput

    def __init__(self, *, role: str, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.role = role
        self.widget.label = self.label

    def clean(self, value: Any) -> list[str]:
        names = list(dict.fromkeys(value or []))
        if len(names) > MOST_NAMES:
            raise forms.ValidationError(_("So many addressees are a group: name the group instead."))
        if any(len(name) > 300 for name in names):
            raise forms.ValidationError(_("Such a long name is none; write one name a line."))
        return names


class ProposedFieldsMixin(forms.Form):
    lead_units = AddresseesField(
        role="lead", label=_("Lead"), help_text=_("Unit, group or leader; also by an old name or alias.")
    )
    support_units = AddresseesField(role="support", label=_("Support"))
    deadline_kind = forms.ChoiceField(
        label=_("Kind of deadline"), choices=DeadlineKind.choices, initial=DeadlineKind.NONE, required=False
    )
    due_on = DateField(label=_("Due on"), required=False)
    recurs = forms.ChoiceField(
        label=_("Comes again"),
        required=False,
        choices=[
            ("", _("– no –")),
            ("week", _("every week")),
            ("month", _("every month")),
            ("quarter", _("every quarter")),
            ("half_year", _("every half-year")),
            ("year", _("every year")),
        ],
    )
    deadline_words = forms.CharField(label=_("In the words of the source"), required=False, max_length=300)

    PROPOSED = ("lead_units", "support_units", "deadline_kind", "due_on", "recurs", "deadline_words")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        kind = data.get("deadline_kind") or DeadlineKind.NONE
        if data.get("due_on") and kind == DeadlineKind.STANDING:
            self.add_error("due_on", _("A deadline of this kind has no day."))
        data["deadline_kind"] = kind
        return data

    def stated(self) -> DeadlineTerms:
        data = self.cleaned_data
        kind = data["deadline_kind"]
        if data["due_on"] and kind == DeadlineKind.NONE:
            # Who writes a day means one.
            kind = DeadlineKind.DAY
        rule = RECURRENCES.get(data.get("recurs") or "", "")
        if rule:
            kind = DeadlineKind.RECURRING
        return DeadlineTerms(kind, data["due_on"], data["deadline_words"], recurrence=rule)

    def proposed(self, register: Addressees) -> list[Proposed]:
        data = self.cleaned_data
        return [
            register.meant(words, role)
            for name, role in (("lead_units", "lead"), ("support_units", "support"))
            for words in data[name]
        ]


def kept_with(directive: Directive) -> dict[str, Any]:
    """What the draft keeps, as these fields show it."""
    rows = list(directive.proposed.select_related("unit", "leader", "group"))
    return {
        "lead_units": [row.name for row in rows if row.role == "lead"],
        "support_units": [row.name for row in rows if row.role == "support"],
        "deadline_kind": directive.stated_kind or ("day" if directive.stated_due_on else "none"),
        "due_on": directive.stated_due_on,
        "recurs": next((k for k, rule in RECURRENCES.items() if rule == directive.stated_recurrence), ""),
        "deadline_words": directive.stated_words,
    }
