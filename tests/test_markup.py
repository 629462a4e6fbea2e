"""Markup of values: escaped once, whatever kind of value it is."""

import pytest
from django.utils.functional import lazystr
from django.utils.safestring import SafeString

from units.markup import joined, markup


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("<b>&'\"", "&lt;b&gt;&amp;&#x27;&quot;"),
        (lazystr("<b>"), "&lt;b&gt;"),
        (SafeString("<b>"), "<b>"),
        (7, "7"),
        ("{0}", "{0}"),
    ],
)
def test_a_value_is_escaped_once(value, written):
    found = markup("<td>{}</td>", value)
    assert isinstance(found, SafeString)
    assert found == f"<td>{written}</td>"
    assert markup("{}", found) == found


def test_pieces_are_escaped_unless_they_are_markup():
    assert joined([SafeString("<b>"), "<i>"]) == "<b>\n&lt;i&gt;"
