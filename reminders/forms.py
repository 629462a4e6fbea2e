"""The forms of reminders: the link of a letter, the policy, one's own choice, the ledger's filter."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from directives.forms.fields import DateField
from directives.models import ProgressReport
from reminders import channels, links, wording
from reminders.models import LetterPolicy, NoticeChoice, ProgressLink, Reminder, ReminderRule

Outlook = ProgressReport.Outlook
HOURS = [(hour, f"{hour:02}:00") for hour in range(5, 21)]


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


class RuleForm(forms.ModelForm):
    """One line of the policy. Its code is made by us; the ledger keeps it for ever."""

    class Meta:
        model = ReminderRule
        fields = (
            "kind",
            "days",
            "hours",
            "officer_after",
            "head_after",
            "office_after",
            "field",
            "urgency",
            "meeting_kind",
            "is_active",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        after = _("Working days after the rule first speaks; 0: at once; empty: not told by it.")
        for name in ("officer_after", "head_after", "office_after"):
            self.fields[name].help_text = after
        if self.instance.pk:
            # What stands in the ledger under its code keeps its meaning.
            self.fields["kind"].disabled = True

    def clean(self):
        data = super().clean()
        if not self.instance.pk and data and data.get("kind"):
            self.instance.code = _free_code(data["kind"], data.get("days") or data.get("hours") or 0)
        return data


def _free_code(kind: str, n: int) -> str:
    base = f"{kind.replace('_', '-')}-{n}"
    taken = set(ReminderRule.objects.filter(code__startswith=base).values_list("code", flat=True))
    return (
        base
        if base not in taken
        else next(code for i in range(2, 1000) if (code := f"{base}-{i}") not in taken)
    )


class LetterPolicyForm(forms.ModelForm):
    digest_hour = forms.TypedChoiceField(label=_("Hour of the daily letter"), choices=HOURS, coerce=int)

    class Meta:
        model = LetterPolicy
        fields = (
            "digest_hour",
            "most_mails",
            "most_lines",
            "forces_reminders",
            "forces_notices",
            "has_office_letter",
            "has_weekly_letter",
            "has_progress_links",
            "office_channel",
        )

    def clean_office_channel(self):
        return _channel(self.cleaned_data["office_channel"], self.instance.office_channel)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["office_channel"] = channels.hidden(self.instance.office_channel)


class ChoiceForm(forms.ModelForm):
    """How one wants to be told; what the policy forces is shown and cannot be changed."""

    digest_hour = forms.TypedChoiceField(
        label=_("Hour of the daily letter"), required=False, coerce=int, empty_value=None
    )

    class Meta:
        model = NoticeChoice
        fields = ("digest_hour", "mails_reminders", "mails_notices", "other_channel")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        policy = LetterPolicy.current()
        usual = _("as the policy says (%(hour)s)") % {"hour": f"{policy.digest_hour:02}:00"}
        hours: Any = self.fields["digest_hour"]
        hours.choices = [("", usual), *HOURS]
        for name, forced in (
            ("mails_reminders", policy.forces_reminders),
            ("mails_notices", policy.forces_notices),
        ):
            if forced:
                self.fields[name].disabled = True
                self.initial[name] = True
                self.fields[name].help_text = _("The policy of the ministry office says so.")
        self.initial["other_channel"] = channels.hidden(self.instance.other_channel)
        self.fields["other_channel"].help_text = _(
            "The address of a chat as the library apprise writes it, such as tgram://…; empty: mail and inbox only."
        )

    def clean_other_channel(self):
        return _channel(self.cleaned_data["other_channel"], self.instance.other_channel)


def _channel(typed: str, kept: str) -> str:
    """The address, or the one kept where only its hidden form came back."""
    if typed == channels.hidden(kept):
        return kept
    if typed:
        try:
            channels.check_address(typed)
        except ValidationError as error:
            raise forms.ValidationError(error.messages) from None
    return typed


class AgainForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=500)


class DayForm(forms.Form):
    day = DateField(label=_("Day"))


class LedgerFilter(forms.Form):
    code = forms.CharField(label=_("Code"), required=False, max_length=40)
    person = forms.CharField(label=_("Recipient"), required=False, max_length=120)
    state = forms.ChoiceField(
        label=_("Status"), required=False, choices=[("", _("any")), *Reminder.State.choices]
    )
    rule = forms.ChoiceField(label=_("Rule"), required=False)
    since = DateField(label=_("From"), required=False)
    until = DateField(label=_("Until"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rules = sorted(wording.rule_names().items(), key=lambda pair: pair[1])
        rule: Any = self.fields["rule"]
        rule.choices = [("", _("any")), ("event:", _("Notices")), *rules]

    def narrow(self, rows):
        asked = self.cleaned_data
        if asked["code"]:
            rows = rows.filter(assignment__directive__code__icontains=asked["code"].strip())
        if asked["person"]:
            rows = rows.filter(recipient__full_name__icontains=asked["person"].strip())
        if asked["state"]:
            rows = rows.filter(state=asked["state"])
        if asked["rule"] == "event:":
            rows = rows.filter(rule__startswith="event:")
        elif asked["rule"]:
            rows = rows.filter(rule=asked["rule"])
        if asked["since"]:
            rows = rows.filter(occurrence_on__gte=asked["since"])
        if asked["until"]:
            rows = rows.filter(occurrence_on__lte=asked["until"])
        return rows
