"""The forms of the steps on a directive, and of writing one down."""

from dataclasses import replace
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from directives import actions
from directives.actions.drafting import EDITABLE
from directives.addressees import Addressees
from directives.forms.assignment import CommentForm, WithdrawForm
from directives.forms.correct import CorrectDirectiveForm
from directives.forms.fields import DateField, DeadlineFieldsMixin, LeaderField, LongText, UnitField
from directives.forms.proposed import ProposedFieldsMixin, kept_with
from directives.forms.step import ONE_OF_THESE, StepForm, long_text, one_of
from directives.models import Assignment, DeadlineKind, DeadlineTerms, Directive
from meetings.models import Meeting
from units.models import Field, UnitGroup
from units.working_calendar import today


class DirectiveForm(forms.ModelForm):
    """The words of a directive; states and numbers are not here."""

    leader = LeaderField(past=True, required=False)
    leader_in_charge = LeaderField(label=_("Leader in charge"), past=True, required=False)
    field = forms.ModelChoiceField(
        Field.objects.all(), label=_("Field"), to_field_name="code", required=False
    )

    class Meta:
        model = Directive
        fields = EDITABLE
        field_classes = {"words": LongText}
        widgets = {"words": forms.Textarea(attrs={"rows": 4})}

    def _post_clean(self) -> None:
        """The action checks the whole; a form that set the instance would show unsaved words as saved."""


class EditForm(ProposedFieldsMixin, StepForm):
    action = actions.edit

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        written = DirectiveForm(instance=self.row)
        for name, field in written.fields.items():
            # A program may send only what changes; what it leaves out is not missing.
            field.required = field.required and not self._is_left_out(name)
            self.fields[name] = field
            self.initial.setdefault(name, getattr(self.row, name))
        for name, value in kept_with(self.row).items():
            self.initial.setdefault(name, value)
        self.order_fields([*EDITABLE, *self.PROPOSED])

    def _is_left_out(self, name: str) -> bool:
        # An unticked box is not sent either; that a page sent the whole form shows by its source.
        return (
            self.is_bound and name not in self.data and not (name == "is_key" and "source_item" in self.data)
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name in EDITABLE:
            if self._is_left_out(name) and name not in self.errors:
                data[name] = getattr(self.row, name)
        return data

    def arguments(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        kept = kept_with(self.row)
        # A program may send only what changes.
        self.cleaned_data |= {name: kept[name] for name in self.PROPOSED if name not in self.data}
        for name in self.PROPOSED:
            data.pop(name, None)
        day = self.row.meeting.held_on or today()
        return {**data, "stated": self.stated(), "proposed": self.proposed(Addressees(day))}


class DiscardForm(StepForm):
    note = long_text(_("Remark"), required=False, rows=2)
    action = actions.discard


class IssueForm(StepForm):
    action = actions.issue
    on = DateField(
        label=_("Counts from"),
        required=False,
        help_text=_(
            "Empty is today. For old papers entered afterwards the day of issue: the step is marked so, and nobody "
            "is sent a notice."
        ),
    )
    FOLDED = ("on",)
    ERROR_FIELDS: ClassVar = {"due_on": "on"}

    def arguments(self) -> dict[str, Any]:
        day = self.cleaned_data["on"]
        is_backdated = bool(day and day < today())
        return {"version": self.cleaned_data["version"], "on": day, "is_backdated": is_backdated}


class AssignProposedForm(StepForm):
    action = actions.assign_proposed


class AssignForm(DeadlineFieldsMixin, StepForm):
    FOLDED = ("recurrence",)
    # Who first, then till when.
    field_order = ("unit", "leader", "group", "role")
    unit = one_of(UnitField(required=False, help_text=ONE_OF_THESE))
    leader = one_of(LeaderField(label=_("or a leader in person"), required=False))
    group = one_of(
        forms.ModelChoiceField(
            UnitGroup.objects.all(),
            label=_("or each unit of a group"),
            to_field_name="code",
            required=False,
        )
    )
    role = forms.ChoiceField(label=_("Role"), choices=Assignment.Role.choices, initial=Assignment.Role.LEAD)
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
        help_text=_("The next period is opened by itself 10 days before it begins."),
    )
    recurrence = forms.CharField(
        label=_("or by a rule of its own"),
        required=False,
        max_length=200,
        help_text=_("As an RRULE, such as FREQ=MONTHLY;BYMONTHDAY=15."),
    )
    period = forms.CharField(
        label=_("Period"), max_length=10, required=False, help_text=_("For recurring duties: 2024-Q3.")
    )
    starts_on = DateField(label=_("Counted from"), required=False)
    measure = forms.CharField(label=_("Measured in"), max_length=60, required=False)
    baseline = forms.DecimalField(label=_("Baseline"), required=False, localize=True)
    target = forms.DecimalField(label=_("Target"), required=False, localize=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        terms = actions.stated_terms(self.row)
        self.fields["due_on"].initial = terms.due_on
        if terms.due_on:
            self.fields["deadline_kind"].initial = terms.kind
        self.fields["deadline_words"].initial = terms.words
        if "late_is_meant" in self.data:
            self._ask_whether_late()

    def _ask_whether_late(self) -> None:
        self.fields["late_is_meant"] = one_of(
            forms.BooleanField(label=_("It is overdue already; assign it all the same"), required=False)
        )

    def _show(self, error: forms.ValidationError) -> None:
        # Asked only of whoever has given a day gone by.
        if "late_is_meant" in getattr(error, "error_dict", {}):
            self._ask_whether_late()
        super()._show(error)

    def arguments(self) -> dict[str, Any]:
        names = ("role", "period", "starts_on", "measure", "baseline", "target", "version")
        late_is_meant = bool(self.cleaned_data.get("late_is_meant"))
        named = {"deadline": self._terms(), "late_is_meant": late_is_meant}
        return {**named, **{name: self.cleaned_data[name] for name in names}}

    def _terms(self) -> DeadlineTerms:
        data = self.cleaned_data
        recurrence = actions.RECURRENCES.get(data["recurs"], data["recurrence"].strip())
        terms = self.terms()
        return replace(terms, kind=DeadlineKind.RECURRING, recurrence=recurrence) if recurrence else terms

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        named = [name for name in ("unit", "leader", "group") if data.get(name)]
        wrong = {"unit", "leader", "group"} & self.errors.keys()
        if len(named) != 1 and not wrong:
            self.add_error("unit", _("Name exactly one: a unit, a leader in person, or a group."))
        return data

    def take(self, *, by: Any) -> Any:
        try:
            return self._assign(by)
        except forms.ValidationError as error:
            self._show(error)
            return None

    def _assign(self, by: Any) -> Any:
        data, what = self.cleaned_data, self.arguments()
        if not data["group"]:
            return actions.assign(self.row, by=by, unit=data["unit"], leader=data["leader"], **what)
        units = data["group"].units_on(today())
        if not units:
            raise forms.ValidationError({"group": _("This group has no members today.")})
        return actions.assign_each(self.row, by=by, units=units, **what)


class RepeatForm(StepForm):
    meeting = forms.ModelChoiceField(Meeting.objects.all(), label=_("Said again at"), to_field_name="code")
    words = long_text(_("Words of the leader"))
    action = actions.repeat


DIRECTIVE_FORMS: dict[str, type[StepForm]] = {
    "edit": EditForm,
    "discard": DiscardForm,
    "issue": IssueForm,
    "assign": AssignForm,
    "assign_proposed": AssignProposedForm,
    "repeat": RepeatForm,
    "correct": CorrectDirectiveForm,
    "withdraw": WithdrawForm,
    "comment": CommentForm,
}
