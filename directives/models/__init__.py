"""What leaders said, who owes what till when, and everything that was handed in about it."""

from directives.models.assignment import Assignment, Milestone, Surroundings
from directives.models.deadline import Cause, Deadline, DeadlineKind, DeadlineTerms
from directives.models.delegation import Delegation
from directives.models.directive import Directive
from directives.models.extension import ExtensionFile, ExtensionRequest
from directives.models.figure_policy import FigurePolicy
from directives.models.proposed import Proposed, ProposedAddressee
from directives.models.report import ProgressReport, ReportFile
from directives.models.saved_view import SavedView
from directives.models.unsent import UnsentForm
from directives.models.urging import UrgedAssignment, Urging

__all__ = [
    "Assignment",
    "Cause",
    "Deadline",
    "DeadlineKind",
    "DeadlineTerms",
    "Delegation",
    "Directive",
    "ExtensionFile",
    "ExtensionRequest",
    "FigurePolicy",
    "Milestone",
    "ProgressReport",
    "Proposed",
    "ProposedAddressee",
    "ReportFile",
    "SavedView",
    "Surroundings",
    "UnsentForm",
    "UrgedAssignment",
    "Urging",
]
