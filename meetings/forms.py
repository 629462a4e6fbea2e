"""The form of a meeting and of its papers. It checks shape; meetings.actions holds the rest."""

from datetime import date, datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.files import ACCEPT
from meetings.models import Meeting
from meetings.periods import PATTERN, last_day, period_from, validate_period
from units import register
from units.models import Leader, Unit, UnitKind
from units.working_calendar import today

DAY_FORMATS = ["%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y"]


class MeetingForm(forms.ModelForm):
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    period = forms.CharField(
        label=_("Period"),
        required=False,
        max_length=40,
        help_text=_("Such as 10/2024, quarter II/2023, first half of 2023, 2023."),
    )
    held_on = forms.DateField(
        label=_("Held on"),
        required=False,
        input_formats=DAY_FORMATS,
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
        # Offered is who existed on the day of the meeting, by the name of then; anything else is understood, so
        # that the refusal can say what is wrong with it.
        day = self._day()
        attended = {unit.pk for unit in self.initial.get("attending_units", ())}
        were_there = {leader.pk for leader in self.initial.get("attending_leaders", ())}
        known = register.current()
        self.fields["attending_units"].choices = [
            (unit.pk, known.name_on(unit.pk, day))
            for unit in known.units.values()
            if unit.kind != UnitKind.MINISTRY and (unit.pk in attended or _is_inside(unit, day))
        ]
        offered = known.in_office(day) | were_there
        self.fields["attending_leaders"].choices = [
            (leader.pk, str(leader)) for leader in known.leaders.values() if leader.pk in offered
        ]
        self.fields["version"].initial = self.instance.version
        # Minutes of past years are entered too: a former leader may have presided.
        self.fields["presided_by"].queryset = Leader.objects.all()

    def _day(self) -> date:
        """The day the meeting is of: held on, else the end of its period, else today."""
        sent = self.data if self.is_bound else {}
        text = str(sent.get("held_on", "")).strip()
        for style in DAY_FORMATS if text else ():
            try:
                return datetime.strptime(text, style).date()  # noqa: DTZ007
            except ValueError:
                continue
        period = period_from(str(sent.get("period", self.instance.period) or ""))
        if "held_on" not in sent and self.instance.held_on:
            return self.instance.held_on
        return min(last_day(period), today()) if PATTERN.fullmatch(period) else today()

    def clean_period(self) -> str:
        period = period_from(self.cleaned_data["period"])
        if period:
            validate_period(period)
        return period

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


def _is_inside(unit: Unit, day: date) -> bool:
    return unit.is_valid_on(day) and not unit.is_external and unit.kind != UnitKind.EXTERNAL


class DocumentForm(forms.Form):
    title = forms.CharField(label=_("Title"), required=False, max_length=200)
    upload = forms.FileField(
        label=_("File"),
        allow_empty_file=True,  # refused by name with the others
        help_text=_("PDF, Word, Excel, PowerPoint, pictures; at most 25 MB each."),
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )
