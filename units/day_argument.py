"""The day somebody writes on the command line: 30/09/2024 or 2024-09-30."""

from datetime import date, datetime

from django.conf import settings
from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import override

FORMATS = ("%Y-%m-%d", "%d/%m/%Y")


def day_argument(text: str) -> date:
    """Return the day `text` names; CommandError says how to write one."""
    for form in FORMATS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    with override(settings.LANGUAGE_CODE):
        raise CommandError(_("“%s” is not a day; write it as 30/09/2024 or 2024-09-30.") % text)
