"""The words of a filter, for the sheet that says what a workbook holds."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from units.text import day_words


def filter_words(form: Any) -> list[tuple[str, str]]:
    """What the rows were narrowed to, as the page words it."""
    found = []
    for name, field in form.fields.items():
        value = form.cleaned_data.get(name) if form.is_bound and hasattr(form, "cleaned_data") else None
        if value in (None, "", False):
            continue
        words = dict(getattr(field, "choices", None) or ()).get(value) if isinstance(value, str) else None
        if value is True:
            words = _("yes")
        found.append(
            (str(field.label), str(words or (day_words(value) if isinstance(value, date) else value)))
        )
    return found
