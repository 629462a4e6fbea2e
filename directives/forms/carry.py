"""The form that carries what is unfinished over to another meeting."""

from django import forms
from django.utils.translation import gettext_lazy as _

from directives.forms.fields import LongText
from directives.models import Directive
from meetings.models import Meeting


class CarryOverForm(forms.Form):
    meeting = forms.ModelChoiceField(Meeting.objects.none(), label=_("To which meeting"))
    words = LongText(label=_("Words of the leader"), max_length=5000)
    directives = forms.ModelMultipleChoiceField(
        Directive.objects.none(),
        label=_("Unfinished directives"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, meetings, directives, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meeting"].queryset = meetings
        self.fields["directives"].queryset = directives
