"""The form behind the link of a letter."""

from django import forms
from django.utils.translation import gettext_lazy as _

from directives.models import ProgressReport
from reminders import links
from reminders.models import ProgressLink

Outlook = ProgressReport.Outlook


class ProgressLinkForm(forms.Form):
    outlook = forms.ChoiceField(
        label=_("How it stands"), choices=Outlook.choices, initial=Outlook.ON_TRACK, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("What was done, or what is in the way"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args, link: ProgressLink, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.link = link

    def clean(self):
        data = super().clean() or self.cleaned_data
        outlook, text = data.get("outlook"), data.get("text", "").strip()
        if outlook == Outlook.BLOCKED and not text:
            self.add_error("text", _("Say what is in the way."))
        if outlook == Outlook.ON_TRACK and not text and links.said_the_same(self.link.assignment):
            self.add_error("text", _("“On track” was the last report already. Write what was done since."))
        return data
