"""Taking a step through the API: the form of the web, filled from the body."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from directives import actions, lifecycle
from directives.actions.drafting import EDITABLE
from directives.actions.taking import last_change
from directives.forms import DirectiveForm, EditForm, form_for
from directives.lifecycle import STEPS, DirectiveState, NotNow, Subject, UnknownStep
from directives.models import Directive
from meetings.models import Meeting
from units.api import Asked, form_data
from units.standing import Standing


class StepsView(Asked):
    """A view of rows on which steps are taken: `POST …/{id}/{step}/`."""

    subject: Subject

    @action(detail=True, methods=["post"], url_path=r"(?P<verb>[^/]+)")
    def step(self, request: Request, pk: str, verb: str) -> Response:
        row = self.get_object()  # type: ignore[attr-defined]
        known = STEPS[self.subject]
        if verb not in known:
            raise UnknownStep(
                _("There is no step “%(verb)s” here. There are: %(steps)s.")
                % {"verb": verb, "steps": ", ".join(known)},
                steps=list(known),
            )
        data = form_data(request.data)
        form = form_for(row, self.subject, verb, standing=self.standing, data=data, files=request.FILES)
        _complete(form, data)
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


def _complete(form: forms.BaseForm, data: QueryDict) -> None:
    """What is not sent: of a draft it stays as it is; a choice is the one the page would have offered."""
    if isinstance(form, EditForm):
        for name in EDITABLE:
            if name not in data:
                form.fields.pop(name)
        for name in form.PROPOSED:
            if name not in data:
                form.fields[name].initial = None
    for name, field in form.fields.items():
        usual = getattr(field, "left_out", field.initial)
        if type(field) is forms.ChoiceField and name not in data and usual is not None:
            data[name] = str(usual)


class DraftForm(DirectiveForm):
    """A directive with the meeting it belongs to, both in one body."""

    meeting = forms.ModelChoiceField(Meeting.objects.none(), to_field_name="code")

    def __init__(self, *args: Any, standing: Standing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["meeting"]).queryset = Meeting.objects.visible_to(standing)


def draft(body: Any, *, by: Any, standing: Standing) -> Directive:
    """Write down a directive; raises what the form or the action refuses."""
    lifecycle.check("edit", standing, Directive(state=DirectiveState.DRAFT).case(standing))
    data = form_data(body)
    for name in ("urgency", "kind"):
        data.setdefault(name, getattr(Directive(), name))
    form = DraftForm(data, standing=standing)
    if not form.is_valid():
        raise ValidationError(form.errors.as_data())
    values = dict(form.cleaned_data)
    return actions.draft(values.pop("meeting"), by=by, **values)
