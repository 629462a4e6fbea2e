"""Directives through the API: read under `visible_to`, changed only by `POST …/{step}/` through the forms of the
web. There is no rule here."""

from directives.api.figures import StatisticsView, StepsTableView
from directives.api.rows import AssignmentView, DirectiveView, EventView, ExtensionView, ReportView

__all__ = [
    "AssignmentView",
    "DirectiveView",
    "EventView",
    "ExtensionView",
    "ReportView",
    "StatisticsView",
    "StepsTableView",
]
