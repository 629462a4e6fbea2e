"""Fields the steps share: people and units by their codes, several files, a deadline."""

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext_lazy as _

from directives.models import DeadlineKind, DeadlineTerms
from meetings.files import ACCEPT
from units import register
from units.models import Field, Leader, Unit, User
from units.text import fold
from units.working_calendar import FIRST_DAY, LAST_DAY, today


class LongText(forms.CharField):
    """Text of several lines. The browser must not cut a paste that is too long: it is refused whole, and still there.
    Lines end as people see them, not as browsers send them."""

    def __init__(self, *, rows: int = 3, **kwargs):
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(**kwargs)

    def widget_attrs(self, widget):
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}

    def to_python(self, value):
        return (super().to_python(value) or "").replace("\r\n", "\n")


class _ValidToday(ModelChoiceIterator):
    """Offers what exists today; what has ended is still understood, so that the refusal can say so."""

    def __init__(self, field):
        super().__init__(field)
        self.queryset = field.queryset.valid_on(today())


class UnitField(forms.ModelChoiceField):
    iterator = _ValidToday

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Unit"))
        super().__init__(Unit.objects.exclude(kind="ministry"), to_field_name="code", **kwargs)

    def to_python(self, value):
        """By code; a name or alias is understood as well, where it means one unit of today."""
        try:
            return super().to_python(value)
        except forms.ValidationError:
            meant = list(Unit.objects.named(str(value), today()).exclude(kind="ministry")[:2])
            if len(meant) != 1:
                raise
            return meant[0]


class _OfRegister(ModelChoiceIterator):
    """Choices from the master data as it is kept in memory: no question to the database for each field."""

    def rows(self):
        raise NotImplementedError

    def __iter__(self):
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        yield from map(self.choice, self.rows())


class _AnyLeader(_OfRegister):
    def rows(self):
        return register.current().leaders.values()


class _InOffice(_OfRegister):
    def rows(self):
        known = register.current()
        in_office = known.in_office(today())
        return [leader for leader in known.leaders.values() if leader.pk in in_office]


class _EveryField(_OfRegister):
    def rows(self):
        return register.current().fields


class LeaderField(forms.ModelChoiceField):
    """A leader in office; `past=True` offers former ones as well, for what was said in their time."""

    def __init__(self, *, past: bool = False, **kwargs):
        self.iterator = _AnyLeader if past else _InOffice
        kwargs.setdefault("label", _("Leader"))
        super().__init__(Leader.objects.all(), to_field_name="code", **kwargs)

    def to_python(self, value):
        """By code; a full name is understood as well, where it means one leader."""
        try:
            return super().to_python(value)
        except forms.ValidationError:
            meant = [leader for leader in Leader.objects.all() if fold(leader.full_name) == fold(str(value))]
            if len(meant) != 1:
                raise
            return meant[0]


class FieldField(forms.ModelChoiceField):
    """A field of state management, by its code or its name."""

    iterator = _EveryField

    def __init__(self, **kwargs):
        super().__init__(Field.objects.all(), to_field_name="code", **kwargs)

    def to_python(self, value):
        try:
            return super().to_python(value)
        except forms.ValidationError:
            meant = [
                one for one in Field.objects.all() if fold(str(value)) in (fold(one.name), fold(one.name_en))
            ]
            if len(meant) != 1:
                raise
            return meant[0]


class PersonField(forms.ModelChoiceField):
    def __init__(self, **kwargs):
        super().__init__(User.objects.filter(is_active=True), to_field_name="username", **kwargs)

    def label_from_instance(self, user):
        return str(user)


class FilesInput(forms.FileInput):
    """Files of the device; on a phone also a picture taken now, under the same name."""

    allow_multiple_selected = True
    template_name = "directives/_files_input.html"


class FilesField(forms.FileField):
    """Several files, each checked by the action that stores it."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Files"))
        kwargs.setdefault("required", False)
        kwargs.setdefault("help_text", _("PDF, Word, Excel, PowerPoint, pictures; at most 25 MB each."))
        super().__init__(widget=FilesInput(attrs={"accept": ACCEPT}), **kwargs)

    def clean(self, data, initial=None):
        uploads = data if isinstance(data, (list, tuple)) else [data]
        # An empty file is refused by name with the others, not by Django's own words.
        return [upload for upload in uploads if upload]


class DateField(forms.DateField):
    """dd/mm/yyyy as people write it, ISO as programs do."""

    def __init__(self, **kwargs):
        kwargs.setdefault("input_formats", ["%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y"])
        kwargs.setdefault(
            "error_messages", {"invalid": _("Write the day as dd/mm/yyyy, such as 15/09/2024.")}
        )
        widget = forms.DateInput(
            format="%d/%m/%Y",
            attrs={"placeholder": _("dd/mm/yyyy"), "inputmode": "numeric", "autocomplete": "off"},
        )
        reasonable = _("Such a year is a typing error.")
        super().__init__(
            widget=widget,
            validators=[MinValueValidator(FIRST_DAY, reasonable), MaxValueValidator(LAST_DAY, reasonable)],
            **kwargs,
        )


class DeadlineFieldsMixin(forms.Form):
    """The parts of a deadline as they are spoken of."""

    deadline_kind = forms.ChoiceField(
        label=_("Kind of deadline"), choices=DeadlineKind.choices, initial=DeadlineKind.DAY
    )
    due_on = DateField(
        label=_("Due on"), required=False, help_text=_("For a month, quarter or year: any day in it.")
    )
    deadline_words = forms.CharField(
        label=_("In the words of the source"),
        required=False,
        max_length=300,
        help_text=_("Such as “trong tháng 12”."),
    )
    no_deadline_reason = LongText(label=_("Why there is no day"), required=False, rows=2)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["due_on"].is_one_of = True
        self.fields["no_deadline_reason"].is_one_of = True
        self.fields["no_deadline_reason"].help_text = _("Only where no day is given.")

    # Where the action names a part of the deadline, this form has its field.
    ERROR_FIELDS = {"kind": "deadline_kind", "words": "deadline_words", "reason": "no_deadline_reason"}

    def terms(self) -> DeadlineTerms:
        data = self.cleaned_data
        return DeadlineTerms(
            kind=data["deadline_kind"],
            due_on=data["due_on"],
            words=data["deadline_words"],
            reason=data["no_deadline_reason"],
        )
