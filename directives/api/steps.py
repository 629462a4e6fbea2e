"""Taking a step through the API: the form of the web, filled from the body."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from directives import actions, lifecycle
from directives.actions.taking import last_change
from directives.forms import DirectiveForm, form_for
from directives.lifecycle import STEPS, DirectiveState, NotNow, Subject, UnknownStep
from directives.models import Directive
from meetings.models import Meeting
from units.api import Asked, form_data
from units.standing import Standing


class StepsView(Asked):
    """A view of rows on which steps are taken: `POST …/{id}/{step}/`."""

    subject: Subject

    def step(self, request: Request, pk: str, verb: str) -> Response:
        row = self.get_object()  # type: ignore[attr-defined]
        known = STEPS[self.subject]
        if verb not in known:
            raise UnknownStep(
                _("There is no step “%(verb)s” here. There are: %(steps)s.")
                % {"verb": verb, "steps": ", ".join(known)},
                steps=list(known),
            )
        form = form_for(
            row,
            self.subject,
            verb,
            standing=self.standing,
            data=form_data(request.data),
            files=request.FILES,
        )
        _default_choices(form)
        if not form.is_valid():
            # Who may not, or comes too late, is told that, not how to fill in the form.
            _check(row, verb, self.standing)
            raise ValidationError(form.errors.as_data())
        form.take(by=self.by)
        if form.errors:
            raise ValidationError(form.errors.as_data())
        return Response(self.shown(row.pk))

    def shown(self, pk: int) -> dict[str, Any]:
        """The row as it stands now."""
        raise NotImplementedError


def _check(row: Any, verb: str, standing: Standing) -> None:
    try:
        lifecycle.check(verb, standing, row.case(standing))
    except NotNow as refusal:
        raise NotNow(refusal.message, **last_change(row)) from None


def _default_choices(form: forms.BaseForm) -> None:
    """A choice that is not sent is the one the page would have offered: role lead, deadline a day."""
    for name, field in form.fields.items():
        if type(field) is forms.ChoiceField and name not in form.data and field.initial is not None:
            form.data[name] = str(field.initial)


class DraftForm(DirectiveForm):
    """A directive with the meeting it belongs to, both in one body."""

    meeting = forms.ModelChoiceField(Meeting.objects.none(), to_field_name="code")

    def __init__(self, *args: Any, standing: Standing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meeting"].queryset = Meeting.objects.visible_to(standing)
        for name in ("urgency", "kind"):
            self.data.setdefault(name, self.fields[name].initial)


def draft(body: Any, *, by: Any, standing: Standing) -> Directive:
    """Write down a directive; raises what the form or the action refuses."""
    lifecycle.check("edit", standing, Directive(state=DirectiveState.DRAFT).case(standing))
    form = DraftForm(form_data(body), standing=standing)
    if not form.is_valid():
        raise ValidationError(form.errors.as_data())
    values = dict(form.cleaned_data)
    return actions.draft(values.pop("meeting"), by=by, **values)
