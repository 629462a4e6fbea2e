"""Drop-down lists that cost little: the options come from what is known already and are written in one go."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.choices import BaseChoiceIterator
from django.utils.safestring import SafeString
from django_filters import ModelChoiceFilter
from django_filters.fields import ModelChoiceField

from units.markup import joined, markup

Options = Iterable[tuple[str, Any]]

_SELECTED = SafeString(" selected")


class PlainSelect(forms.Select):
    """A drop-down without groups. What is chosen and not among the options is shown as it is."""

    def render(self, name, value, attrs=None, renderer=None):
        chosen = set(self.format_value(value)) - {""}
        options = [("" if key is None else str(key), words) for key, words in self.choices]
        known = {key for key, _words in options}
        options += [(key, key) for key in sorted(chosen - known)]
        return markup(
            "<select{}>{}</select>",
            flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name})),
            joined(
                markup('<option value="{}"{}>{}</option>', key, _SELECTED if key in chosen else "", words)
                for key, words in options
            ),
        )


class _Offered(BaseChoiceIterator):
    """Instead of asking the database for every row of the field."""

    def __init__(self, field: Any) -> None:
        self.field = field

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        yield from self.field.offered()


class OfferedField(ModelChoiceField):
    iterator = _Offered

    def __init__(self, *args: Any, offered: Callable[[], Options], **kwargs: Any) -> None:
        self.offered = offered
        super().__init__(*args, **kwargs)


class OfferedFilter(ModelChoiceFilter):
    """A filter by one row of `queryset`, asked for only where one is named; `offered(request)` are the options."""

    field_class = OfferedField

    def __init__(self, *args: Any, offered: Callable[[Any], Options], **kwargs: Any) -> None:
        kwargs.setdefault("widget", PlainSelect)
        super().__init__(*args, **kwargs)
        self._offered = offered

    @property
    def field(self):
        request = self.get_request()
        self.extra["offered"] = lambda: self._offered(request)
        return super().field
