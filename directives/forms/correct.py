"""Putting one field right: first which, then that field's own widget with what stands there now."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from directives import actions
from directives.actions.correcting import ASSIGNMENT_FIELDS, may_be_empty
from directives.actions.drafting import EDITABLE
from directives.forms.fields import DateField, FieldField, LeaderField
from directives.forms.step import StepForm, long_text
from directives.models import Directive

LONG = ("words", "result")


class YesNoField(forms.TypedChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        choices = [("true", _("yes")), ("false", _("no"))]
        super().__init__(choices=choices, coerce=lambda value: value == "true", **kwargs)

    def to_python(self, value: Any) -> str:
        text = str(value).lower() if value is not None else ""
        return {"1": "true", "on": "true", "0": "false"}.get(text, text)

    def prepare_value(self, value: Any) -> Any:
        return str(value).lower() if isinstance(value, bool) else value


class CorrectForm(StepForm):
    """`field` is asked for in the address, or sent; without it the page offers the fields only."""

    field = forms.ChoiceField(label=_("What is wrong"), widget=forms.HiddenInput)
    value = forms.CharField(label=_("New value"), required=False)
    leave_empty = forms.BooleanField(label=_("Leave it empty"), required=False)
    reason = long_text(_("Reason"), rows=2)
    action = actions.correct
    names: tuple[str, ...] = ASSIGNMENT_FIELDS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(name, self._words(name)) for name in self.names]
        self.fields["field"].choices = choices
        asked = self.data.get("field") if self.is_bound else self.initial.get("field")
        self.chosen = asked if asked in self.names else ""
        # The page shows these as links.
        self.offered = [(name, words, name == self.chosen) for name, words in choices]
        if not self.chosen:
            return
        self.fields["value"] = self._field(self.chosen)
        self.fields["value"].label = self._words(self.chosen)
        # Whether it may be empty is said by the tick, not by an empty box.
        self.fields["value"].required = False
        self.initial.setdefault("value", getattr(self.row, self.chosen))
        self.fields["value"].is_one_of = True
        if not may_be_empty(self.chosen):
            del self.fields["leave_empty"]

    def _words(self, name: str) -> str:
        words = str(type(self.row)._meta.get_field(name).verbose_name)
        return words[:1].upper() + words[1:]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        is_left_empty = data.pop("leave_empty", False)
        if not self.chosen or "value" in self.errors:
            return data
        is_text = isinstance(self.fields["value"], forms.CharField)
        if is_left_empty:
            data["value"] = "" if is_text else None
        elif data.get("value") in (None, ""):
            can_tick = "leave_empty" in self.fields
            self.add_error(
                "value",
                _("Give the right value, or tick “Leave it empty”.")
                if can_tick
                else _("This must be filled in."),
            )
        return data

    def _field(self, name: str) -> forms.Field:
        if name.endswith("_on"):
            return DateField()
        if name in ("baseline", "target"):
            return forms.DecimalField(localize=True, max_digits=18, decimal_places=2)
        if name in LONG:
            return long_text("", rows=4)
        return forms.CharField(max_length=300)


class CorrectDirectiveForm(CorrectForm):
    names = EDITABLE

    def _field(self, name: str) -> forms.Field:
        if name in ("leader", "leader_in_charge"):
            return LeaderField(past=True)
        if name == "field":
            return FieldField()
        if name == "is_key":
            return YesNoField()
        if name in ("urgency", "kind"):
            choices = Directive.Urgency.choices if name == "urgency" else Directive.Kind.choices
            return forms.ChoiceField(choices=choices)
        return super()._field(name)
