"""The forms of the register that the office edits itself: the working calendar."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from units.models import CalendarDay, WorkingHours
from units.working_calendar import FIRST_DAY, LAST_DAY


class CalendarDayForm(forms.ModelForm):
    on = forms.DateField(
        label=_("Day"),
        input_formats=["%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y"],
        error_messages={"invalid": _("Write the day as dd/mm/yyyy, such as 15/09/2024.")},
        widget=forms.DateInput(
            format="%d/%m/%Y", attrs={"placeholder": _("dd/mm/yyyy"), "autocomplete": "off"}
        ),
    )
    is_working = forms.TypedChoiceField(
        label=_("On this day"),
        choices=[("0", _("nobody works")), ("1", _("work is done in exchange"))],
        coerce=lambda value: value == "1",
    )

    class Meta:
        model = CalendarDay
        fields = ("on", "is_working", "name", "basis")

    def clean_on(self) -> date:
        day = self.cleaned_data["on"]
        if not FIRST_DAY <= day <= LAST_DAY:
            raise forms.ValidationError(_("Such a year is a typing error."))
        return day

    def validate_unique(self) -> None:
        # A day entered again takes the place of what was there.
        pass


class WorkingHoursForm(forms.ModelForm):
    class Meta:
        model = WorkingHours
        fields = ("morning_from", "morning_to", "afternoon_from", "afternoon_to")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget = forms.TimeInput(format="%H:%M", attrs={"inputmode": "numeric"})
