"""All asking about directives. What a person sees starts at `.visible_to(user)`; adjectives chain."""

from directives.querysets.assignment import AssignmentQuerySet
from directives.querysets.beside import ExtensionQuerySet, ProgressReportQuerySet, SavedViewQuerySet
from directives.querysets.classes import WORST_FIRST, Klass, of_class
from directives.querysets.directive import DirectiveQuerySet

__all__ = [
    "WORST_FIRST",
    "AssignmentQuerySet",
    "DirectiveQuerySet",
    "ExtensionQuerySet",
    "Klass",
    "ProgressReportQuerySet",
    "SavedViewQuerySet",
    "of_class",
]
