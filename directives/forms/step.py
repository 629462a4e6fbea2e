"""What every step form does: carry the version, call the action, show refusals at their fields."""

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from directives import lifecycle
from directives.forms.fields import LongText
from directives.lifecycle import Who
from units.standing import Standing

ONE_OF_THESE = _("Fill in exactly one of these.")


def long_text(label: Any, *, required: bool = True, rows: int = 3, **kwargs: Any) -> LongText:
    # Longer than this is a document: it belongs into a file.
    kwargs.setdefault("max_length", 20_000)
    return LongText(label=label, required=required, rows=rows, **kwargs)


def one_of(field: Any, hint: Any = "") -> Any:
    """A field that is not optional though it may stay empty: one of several must be filled in."""
    field.is_one_of = True
    if hint:
        field.help_text = hint
    return field


class StepForm(forms.Form):
    """`take` calls the action with the cleaned values; lifecycle.Refused goes on to the door."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    action: ClassVar[Callable]
    # Fields that stand folded away, for what is seldom said.
    FOLDED: tuple[str, ...] = ()
    # The action's names of what may be wrong, where the form calls it otherwise.
    ERROR_FIELDS: ClassVar[dict[str, str]] = {}
    # A word above the fields, such as for whom this decision is.
    notice: Any = ""

    def __init__(
        self,
        *args: Any,
        row: Any,
        standing: Standing,
        verb: str,
        case: lifecycle.Case | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.row, self.standing, self.verb = row, standing, verb
        self.fields["version"].initial = getattr(row, "version", None) or getattr(
            getattr(row, "assignment", None), "version", None
        )
        self.case = case or row.case(standing)
        who = lifecycle.step(self.case.subject, verb).who
        if (
            Who.UNIT in who
            and lifecycle.acts_on_behalf(standing, self.case)
            and "evidence" not in self.fields
        ):
            self.fields["evidence"] = forms.CharField(
                label=_("On behalf of the party, by which paper"),
                required=False,
                max_length=300,
                help_text=_(
                    "Number and date of the letter, minutes or mail; or attach it where files are asked for."
                ),
            )
            one_of(self.fields["evidence"])

    def check_early(self) -> None:
        """What the action will refuse whatever is typed is said before the form is shown; raises NotNow."""

    def arguments(self) -> dict[str, Any]:
        """What the action is called with."""
        return dict(self.cleaned_data)

    def take(self, *, by: Any) -> Any:
        """Call the action; on wrong values put each error at its field and return None."""
        try:
            return type(self).action(self.row, by=by, **self.arguments())
        except ValidationError as error:
            self._show(error)
            return None

    def _show(self, error: ValidationError) -> None:
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, messages in error.error_dict.items():
            # The form's own name wins: "reason" is the reason for the step wherever the form asks for one.
            field = name if name in self.fields else self.ERROR_FIELDS.get(name, name)
            self.add_error(field if field in self.fields else None, messages)

    @property
    def label(self) -> str:
        """What the step is called: the heading and the button."""
        return str(lifecycle.step(self.case.subject, self.verb).label)
