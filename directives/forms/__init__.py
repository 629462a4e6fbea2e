"""One form a step, for the web and the API alike: it checks shape, calls the action, and shows what was refused
at its field. No rule lives here."""

from directives.forms.directive import AssignForm, DirectiveForm, EditForm
from directives.forms.registry import FORMS, form_for
from directives.forms.step import StepForm

__all__ = ["FORMS", "AssignForm", "DirectiveForm", "EditForm", "StepForm", "form_for"]
