"""Keeping what is being typed into a step form, while it is typed."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from directives import actions
from directives.forms import FORMS
from directives.lifecycle import NotNow, NotYours, Subject
from directives.models import Assignment

NEVER_KEPT = ("version", "files")


@require_POST
def keep(request, pk: int, verb: str):
    form = FORMS[Subject.ASSIGNMENT].get(verb)
    if form is None:
        raise Http404
    row = get_object_or_404(Assignment.objects.visible_to(request.standing), pk=pk)
    typed = {name: request.POST[name] for name in form.base_fields if name in request.POST}
    typed = {name: text for name, text in typed.items() if name not in NEVER_KEPT}
    refusal, kept = "", None
    try:
        kept = actions.keep_unsent(row, by=request.user, verb=verb, typed=typed)
    except NotYours as refused:
        raise PermissionDenied(refused.message) from None
    except NotNow as refused:
        refusal = refused.message
    except ValidationError as error:
        refusal = " ".join(error.messages)
    return render(request, "directives/_unsent.html", {"kept": kept, "refusal": refusal})
