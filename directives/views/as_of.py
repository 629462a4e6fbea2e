"""The day a page speaks of: `?as_of=dd/mm/yyyy`, else today."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from directives.forms.fields import DateField
from units.working_calendar import WorkingCalendar, today


class AsOfForm(forms.Form):
    is_filter = True
    as_of = DateField(label=_("As of"), required=False)

    def clean_as_of(self) -> date | None:
        day = self.cleaned_data["as_of"]
        if day and day > today():
            # What is to come is not known; and a day moved ahead would tell another unit's deadline.
            raise forms.ValidationError(_("The day lies ahead; figures end today."))
        return day


@dataclass(frozen=True)
class DayShown:
    day: date
    form: AsOfForm
    is_given: bool = False

    @property
    def status(self) -> int:
        return 400 if self.form.is_bound and not self.form.is_valid() else 200

    def context(self) -> dict:
        return {
            "day": self.day,
            "as_of": self.day if self.is_given else None,
            "as_of_form": self.form,
            "calendar": WorkingCalendar(),
        }


def day_shown(request) -> DayShown:
    form = AsOfForm(request.GET if request.GET.get("as_of") else None)
    given = form.cleaned_data["as_of"] if form.is_bound and form.is_valid() else None
    return DayShown(day=given or today(), form=form, is_given=given is not None)
