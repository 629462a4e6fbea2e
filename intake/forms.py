"""The forms of taking in: minutes, their meeting, one proposal. They check shape; intake.actions holds the rest."""

from typing import Any

from django import forms
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from directives.forms.fields import DateField, FieldField, LeaderField
from directives.forms.proposed import ProposedFieldsMixin
from directives.models import Directive
from intake.models import Minutes, Proposal
from meetings.forms import MeetingForm
from meetings.models import Meeting
from units.models import Leader

READ = ".docx,.pdf,.txt,.html,.htm"


class MinutesForm(forms.Form):
    is_filter = True  # text or file: the form says which

    text = forms.CharField(
        label=_("Text of the minutes"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14, "autofocus": True}),
        help_text=_("Minutes, a conclusion notice, a dispatch or a news report of the meeting."),
    )
    upload = forms.FileField(
        label=_("or a file"),
        required=False,
        allow_empty_file=True,
        help_text=_("Word (docx), PDF with a text layer, txt or html; at most 25 MB."),
        widget=forms.FileInput(attrs={"accept": READ}),
    )
    published_on = DateField(
        label=_("Published on"),
        required=False,
        help_text=_("Only where the text names no year: days are counted from it."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not (data.get("text") or "").strip() and not data.get("upload") and not self.errors:
            self.add_error("text", _("Paste the text of the minutes, or choose a file."))
        return data


class HeaderForm(MeetingForm):
    """The meeting as the minutes name it, to be corrected and saved."""

    is_filter = True  # as in ProposalForm
    SHOWN = ("kind", "title", "period", "held_on", "form", "place", "presided_by", "attending_leaders")

    def __init__(self, *args: Any, minutes: Minutes, **kwargs: Any) -> None:
        kwargs["initial"] = {**_meeting_as_found(minutes.found_meeting or {}), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        for name in list(self.fields):
            if name not in self.SHOWN:
                self.fields.pop(name)

    def _day(self):
        held_on = self.initial.get("held_on")
        if not self.is_bound and held_on:
            return held_on
        return super()._day()


def _meeting_as_found(found: dict[str, Any]) -> dict[str, Any]:
    chair, others = found.get("chair") or {}, found.get("attending_leaders") or []
    codes = [chair.get("code")] + [one.get("code") for one in others]
    leaders = {leader.code: leader.pk for leader in Leader.objects.filter(code__in=[c for c in codes if c])}
    kind = found.get("kind") or ""
    values = {
        "kind": kind,
        "title": (found.get("title") or "")[:300],
        "period": found.get("period") or "",
        "held_on": parse_date(found.get("held_on") or ""),
        "form": found.get("form") or ("written" if kind == Meeting.Kind.WRITTEN else Meeting.Form.IN_PERSON),
        "place": found.get("place") or "",
        "presided_by": leaders.get(chair.get("code") or "") if kind != Meeting.Kind.WRITTEN else None,
        "attending_leaders": [leaders[code] for code in codes[1:] if code in leaders],
    }
    return {name: value for name, value in values.items() if value not in ("", None, [])}


class ProposalForm(ProposedFieldsMixin):
    # Where the text is silent any field stays empty; saying "optional" at each would be noise.
    is_filter = True

    title = forms.CharField(
        label=_("What is to be done"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    words = forms.CharField(
        label=_("Words of the leader"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 4})
    )
    leader = LeaderField(past=True, required=False, empty_label=_("not stated"))
    kind = forms.ChoiceField(label=_("Kind"), choices=Directive.Kind.choices)
    urgency = forms.ChoiceField(label=_("Urgency"), choices=Directive.Urgency.choices)
    is_key = forms.BooleanField(label=_("Key task"), required=False)
    source_item = forms.CharField(label=_("Source"), max_length=300, required=False)
    expected_product = forms.CharField(label=_("Expected product"), max_length=300, required=False)
    field = FieldField(label=_("Field"), required=False)
    leader_in_charge = LeaderField(past=True, label=_("Leader in charge"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    field_order = (
        "title",
        "leader",
        "lead_units",
        "support_units",
        "deadline_kind",
        "due_on",
        "recurs",
        "deadline_words",
        "kind",
        "urgency",
        "is_key",
        "words",
    )
    FOLDED = ("words", "source_item", "expected_product", "field", "leader_in_charge", "recurs")

    def __init__(self, *args: Any, proposal: Proposal, typed: dict[str, Any] | None = None, **kwargs: Any):
        shown = {
            **proposal.fields,
            "due_on": parse_date(proposal.fields.get("due_on") or ""),
            "version": proposal.version,
        }
        # What somebody had typed before is his text as it stood, whatever it was worth.
        kwargs["initial"] = {**shown, **(typed or {}), "version": proposal.version}
        super().__init__(*args, **kwargs)
        self.proposal = proposal
        self.fields["leader"].help_text = proposal.fields.get("leader_words", "")

    def as_fields(self) -> dict[str, Any]:
        """The values as the proposal keeps them."""
        data = dict(self.cleaned_data)
        terms = self.stated()
        for name in ("leader", "leader_in_charge", "field"):
            data[name] = data[name].code if data[name] else ""
        data |= {
            "deadline_kind": terms.kind,
            "due_on": terms.due_on.isoformat() if terms.due_on else "",
            "deadline_words": terms.words,
            "recurs": data.get("recurs") or "",
        }
        data.pop("version", None)
        # A field nobody ever filled in is not a correction.
        kept = self.proposal.fields
        return {name: value for name, value in data.items() if value or name in kept}
