"""What somebody asks for, by kind of document; the same form for preview, download and freezing."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directives.forms.fields import DateField
from directives.models import FigurePolicy
from meetings.models import Meeting
from meetings.periods import PATTERN, period_from
from reports.actions import with_previous
from reports.making import Asked
from reports.models import Edition, ReportKind
from reports.periods import bounds, period_words
from units.models import Unit
from units.working_calendar import today


class ReplyBy(forms.Form):
    reply_by_on = DateField(label=gettext_lazy("Reply by"))

    def clean_reply_by_on(self):
        day = self.cleaned_data["reply_by_on"]
        if day <= today():
            raise forms.ValidationError(_("The day to reply by lies ahead of today."))
        return day


class LettersForm(ReplyBy):
    """The letters to all late units."""

    prefix = "letters"


class AskForm(ReplyBy):
    """`kind` says which fields there are."""

    period = forms.CharField(
        label=gettext_lazy("Period"),
        required=False,
        help_text=gettext_lazy("2024-06, 2024-Q2, 2024-H1 or 2024; or the days below."),
    )
    starts_on = DateField(label=gettext_lazy("Period from"), required=False)
    as_of = DateField(label=gettext_lazy("Figures up to"), required=False)
    edition = forms.ChoiceField(label=gettext_lazy("Edition"), choices=Edition.choices, required=False)
    meeting = forms.ModelChoiceField(
        label=gettext_lazy("Meeting"), queryset=Meeting.objects.none(), to_field_name="code"
    )
    unit = forms.ModelChoiceField(
        label=gettext_lazy("Unit"), queryset=Unit.objects.exclude(kind="ministry"), to_field_name="code"
    )
    field_order = ("period", "starts_on", "unit", "reply_by_on", "meeting", "as_of", "edition")

    FIELDS = {
        ReportKind.CONCLUSION: ("meeting", "as_of"),
        ReportKind.PERIOD: ("period", "starts_on", "as_of", "edition"),
        ReportKind.URGING: ("unit", "reply_by_on", "as_of"),
        ReportKind.BRIEFING: ("meeting", "as_of"),
    }

    def __init__(self, *args, kind: str, standing, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind = kind
        for name in list(self.fields):
            if name not in self.FIELDS[ReportKind(kind)]:
                del self.fields[name]
        if "meeting" in self.fields:
            self.fields["meeting"].queryset = Meeting.objects.visible_to(standing).for_list()  # type: ignore[attr-defined]

    def clean_period(self) -> str:
        period = period_from(self.cleaned_data["period"])
        if period and not PATTERN.fullmatch(period):
            raise forms.ValidationError(_("Write the period as 2024-06, 2023-Q2, 2023-H1 or 2023."))
        return period

    def clean_as_of(self):
        day = self.cleaned_data["as_of"]
        if day and day > today():
            raise forms.ValidationError(_("The day lies ahead; figures end today."))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, end = data.get("starts_on"), data.get("as_of")
        if data.get("period"):
            start, last = bounds(data["period"], FigurePolicy.current().period_last_day)
            end = end or min(last, today())
            data["starts_on"] = start
        if self.kind == ReportKind.PERIOD and start and start > (end or today()):
            self.add_error(
                "period" if data.get("period") else "starts_on",
                _("The period begins after the day of the figures."),
            )
        data["as_of"] = end or today()
        return data

    def asked(self) -> Asked:
        data = self.cleaned_data
        return with_previous(
            Asked(
                self.kind,
                data["as_of"],
                starts_on=data.get("starts_on"),
                period=period_words(data["period"]) if data.get("period") else "",
                edition=data.get("edition") or Edition.LEADERS,
                meeting=data.get("meeting"),
                unit=data.get("unit"),
                reply_by_on=data.get("reply_by_on"),
            )
        )


class TemplateForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=ReportKind.choices)
    file = forms.FileField(
        label=gettext_lazy("Word file"), widget=forms.ClearableFileInput(attrs={"accept": ".docx"})
    )
