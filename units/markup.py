"""HTML from a pattern and values: what Django's `format_html` does, at half its price.

Its `escape` looks for lazy words among its arguments at every call; a page of fifty rows escapes two thousand values.
"""

from collections.abc import Iterable
from html import escape
from typing import Any

from django.utils.safestring import SafeString


def markup(pattern: str, *values: Any) -> SafeString:
    """`pattern` with `values` in its braces; every value that is not markup already is escaped."""
    return SafeString(pattern.format(*map(_escaped, values)))


def joined(parts: Iterable[str]) -> SafeString:
    """Pieces of markup, one a line."""
    return SafeString("\n".join(map(_escaped, parts)))


def _escaped(value: Any) -> str:
    # Lazy words have no `__html__` of their own: what they say is looked at.
    words = value if isinstance(value, str) else str(value)
    return words if isinstance(words, SafeString) else escape(words)
