"""The cells of a row of the big table. They are functions, since fifty rows of a dozen cells are most of what the page
costs: a template asks for the name of the column a dozen times a cell, and looks every word up anew.

The page's context holds what `dondoc` needs, `columns`, and `on_day`, the end of an address as of a day gone by.
"""

from collections.abc import Callable
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from directives.templatetags.dondoc import (
    addressee,
    class_badge,
    deadline,
    klass_badge,
    query,
    state_words,
    tags,
)
from units.markup import joined, markup
from units.text import day_words

register = template.Library()

Cell = Callable[[Any, Any, str], str]
HIDDEN = SafeString('<td class="quiet">–</td>')
# Of a co-addressee's row no more is said than these.
SAID_OF_ALL = ("code", "title", "unit", "leader", "meeting", "field", "class")


@register.simple_tag(takes_context=True)
def column_head(context, column) -> str:
    """The name of a column; where the table can be sorted by it a link, with the way it is sorted now."""
    if not column.sort:
        return markup('<th scope="col">{}</th>', column.label)
    up, down = column.sort, f"-{column.sort}"
    now, arrow = {up: ("ascending", " ↑"), down: ("descending", " ↓")}.get(context["sorting"], ("", ""))
    return markup(
        '<th scope="col"{}><a href="{}">{}<span aria-hidden="true">{}</span></a></th>',
        markup(' aria-sort="{}"', now) if now else "",
        query(context, sort=down if context["sorting"] == up else up),
        column.label,
        arrow,
    )


@register.simple_tag(takes_context=True)
def table_row(context, row) -> str:
    """`row`, which is classed and marked readable: the box, a cell for each of the columns, and the link to edit."""
    parts = [
        CELLS[name](context, row, column.label) if row.readable or name in SAID_OF_ALL else HIDDEN
        for name, column in context["columns"]
    ]
    if context["batches"]:
        parts.insert(0, _choose(row))
    if context["may_edit"]:
        parts.append(_edit(context, row))
    return markup('<tr id="r{}" data-row>{}</tr>', str(row.pk), joined(parts))


def _code(context, row, _label) -> str:
    return markup('<td class="code">{}</td>', row.directive.code)


def _title(context, row, _label) -> str:
    return markup(
        '<td class="main"><a data-open href="{}{}#a{}">{}</a> {}<span class="quiet under">{}</span></td>',
        row.directive.get_absolute_url(),
        context.get("on_day", ""),
        str(row.pk),
        row.directive.title,
        tags(row.directive),
        row.directive.leader or "",
    )


def _unit(context, row, _label) -> str:
    role = "" if row.is_lead else markup(' <span class="quiet">({})</span>', row.get_role_display())
    return markup("<td>{}{}</td>", addressee(row), role)


def _class(context, row, _label) -> str:
    badge = class_badge(context, row) if row.readable else klass_badge(row.klass)
    return markup("<td>{}</td>", badge)


def _state(context, row, _label) -> str:
    return markup('<td><span class="state">{}</span></td>', state_words(row.state_then))


def _report(context, row, label) -> str:
    return markup('<td class="day" data-label="{}">{}</td>', label, day_words(row.report_shown) or "–")


def _asked(context, row, label) -> str:
    if not row.asked_due:
        return _named(label, "")
    asked = markup(
        '<span class="day">{}</span><span class="quiet under">{} – {}, <span class="day">{}</span></span>',
        day_words(row.asked_due),
        Truncator(row.asked_reason).words(40, truncate=" …"),
        row.asked_by,
        day_words(row.asked_on),
    )
    return _named(label, asked)


def _named(label: Any, words: Any) -> str:
    """On a phone, where a row is a card, the label stands before the words."""
    return markup('<td data-label="{}">{}</td>', label, words)


CELLS: dict[str, Cell] = {
    "code": _code,
    "title": _title,
    "unit": _unit,
    "leader": lambda _context, row, label: _named(label, row.directive.leader or ""),
    "meeting": lambda _context, row, label: _named(label, row.directive.meeting),
    "field": lambda _context, row, label: _named(label, row.directive.field or ""),
    "due": lambda _context, row, label: _named(label, deadline(row)),
    "asked": _asked,
    "class": _class,
    "state": _state,
    "officer": lambda _context, row, label: _named(label, row.officer or ""),
    "follower": lambda _context, row, label: _named(label, row.follower or ""),
    "report": _report,
}


def _choose(row) -> str:
    """The box by which a row is chosen for a step on many."""
    if not row.readable:
        return SafeString('<td class="choose"></td>')
    return markup(
        '<td class="choose"><input type="checkbox" form="batch" name="row" value="{}:{}" aria-label="{} {}, {}"></td>',
        str(row.pk),
        str(row.version),
        _("Choose"),
        row.directive.code,
        row.addressee,
    )


def _edit(context, row) -> str:
    """The link that opens the small form in a row; `here` is the address of the page."""
    if not row.readable:
        return SafeString('<td class="edit"></td>')
    return markup(
        '<td class="edit"><a href="{}&amp;edit={}#r{}" aria-label="{} {}, {}">✎</a></td>',
        context["here"],
        str(row.pk),
        str(row.pk),
        _("Edit in place"),
        row.directive.code,
        row.addressee,
    )
