from django.http import QueryDict

from directives.forms.assignment import ASSIGNMENT_FORMS, EXTENSION_FORMS
from directives.forms.directive import DIRECTIVE_FORMS
from directives.forms.step import StepForm
from directives.lifecycle import Case, Subject, UnknownStep, step

FORMS: dict[Subject, dict[str, type[StepForm]]] = {
    Subject.DIRECTIVE: DIRECTIVE_FORMS,
    Subject.ASSIGNMENT: ASSIGNMENT_FORMS,
    Subject.EXTENSION: EXTENSION_FORMS,
}


def form_for(
    row,
    subject: Subject,
    verb: str,
    *,
    standing,
    data: QueryDict | None = None,
    files=None,
    initial=None,
    case: Case | None = None,
) -> StepForm:
    """The form of that step on that row; `case` where it is known already. Raises UnknownStep where there is none."""
    step(subject, verb)
    try:
        form = FORMS[subject][verb]
    except KeyError:
        raise UnknownStep(verb) from None
    return form(data, files, initial=initial, row=row, standing=standing, verb=verb, case=case)
