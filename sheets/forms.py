"""The form a file comes in by. It checks shape; sheets.actions holds the rest."""

from django import forms
from django.utils.translation import gettext_lazy as _


class BringInForm(forms.Form):
    upload = forms.FileField(
        label=_("Excel file"),
        allow_empty_file=True,  # refused by name with the others
        help_text=_("A filled-in template, or an export of this system; xlsx, at most 25 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )
    allows_past = forms.BooleanField(
        label=_("Old papers: deadlines gone by are meant"),
        required=False,
    )
