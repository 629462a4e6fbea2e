"""The name of a view, and whether the colleagues of the office may use it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from units.standing import Standing


class SavedViewForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80)
    is_shared = forms.BooleanField(label=_("Shared with the ministry office"), required=False)

    def __init__(self, *args: Any, standing: Standing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not standing.is_office:
            del self.fields["is_shared"]

    def show(self, error: Any) -> None:
        for name, messages in error.message_dict.items():
            self.add_error(name if name in self.fields else None, messages)


class NewViewForm(SavedViewForm):
    query = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)
