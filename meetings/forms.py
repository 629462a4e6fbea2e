"""The form of a meeting and of its papers. It checks shape; meetings.actions holds the rest."""

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.files import ACCEPT
from meetings.models import Meeting
from units.models import Leader, Unit
from units.working_calendar import today


class MeetingForm(forms.ModelForm):
    held_on = forms.DateField(
        label=_("Held on"),
        required=False,
        input_formats=["%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y"],
        error_messages={"invalid": _("Write the day as dd/mm/yyyy, such as 15/09/2024.")},
        help_text=_("Leave it empty where the day is not known."),
        widget=forms.DateInput(
            format="%d/%m/%Y",
            attrs={"placeholder": _("dd/mm/yyyy"), "inputmode": "numeric", "autocomplete": "off"},
        ),
    )
    code = forms.CharField(
        label=_("Code"),
        required=False,
        max_length=30,
        help_text=_("Such as GB06/2024. Left empty, the usual code is taken."),
    )

    class Meta:
        model = Meeting
        fields = (
            "kind",
            "title",
            "period",
            "held_on",
            "code",
            "form",
            "place",
            "presided_by",
            "attending_leaders",
            "attending_units",
            "source",
            "note",
        )
        widgets = {
            "note": forms.Textarea(attrs={"rows": 3}),
            "attending_leaders": forms.CheckboxSelectMultiple,
            "attending_units": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        units = Unit.objects.exclude(kind="ministry")
        self.fields["attending_units"].queryset = units
        self.fields["attending_leaders"].queryset = Leader.objects.all()
        # Offered is what exists today or existed on the day of the meeting; anything else is understood, so
        # that the refusal can say what is wrong with it.
        days = {today(), self.instance.held_on or today()}
        self.fields["attending_units"].choices = _offered(units.valid_on(day) for day in days)
        self.fields["attending_leaders"].choices = _offered(Leader.objects.in_office_on(day) for day in days)
        # Minutes of past years are entered too: a former leader may have presided.
        self.fields["presided_by"].queryset = Leader.objects.all()

    def clean(self):
        data = super().clean() or self.cleaned_data
        held_on = data.get("held_on")
        for unit in data.get("attending_units") or []:
            if held_on and not unit.is_valid_on(held_on):
                self.add_error(
                    "attending_units",
                    _("%(unit)s does not exist on %(day)s.")
                    % {"unit": unit.name, "day": f"{held_on:%d/%m/%Y}"},
                )
        return data

    def _post_clean(self):
        """The action checks the whole; here the fields only."""


def _offered(querysets) -> list[tuple[int, str]]:
    found = {row.pk: str(row) for queryset in querysets for row in queryset}
    return list(found.items())


class DocumentForm(forms.Form):
    title = forms.CharField(label=_("Title"), required=False, max_length=200)
    upload = forms.FileField(
        label=_("File"),
        allow_empty_file=True,  # refused by name with the others
        help_text=_("PDF, Word, Excel, PowerPoint, pictures; at most 25 MB each."),
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )
