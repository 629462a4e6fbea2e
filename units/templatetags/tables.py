"""Tables of the administration: what Django draws without a word gets one."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def name_heads(table: SafeString) -> SafeString:
    """Django leaves the first and the last head of an inline table empty; a reader of the screen hears nothing."""
    for empty, words in (('<th class="original"></th>', _("Row")), ("<th></th>", _("Remove"))):
        named = format_html('<span class="visually-hidden">{}</span></th>', words)
        table = mark_safe(table.replace(empty, empty.removesuffix("</th>") + named))  # noqa: S308
    return table
