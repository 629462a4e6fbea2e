"""Addresses of directives and of everything that begins a day."""

from django.conf import settings
from django.urls import path

from directives.views import desk, directive, figures, files, lists, steps, styleguide, unsent

urlpatterns = [
    path("", desk.home, name="home"),
    path("no-post/", desk.no_post, name="no_post"),
    path("desk/", desk.desk, name="desk"),
    path("queues/", desk.queues, name="queues"),
    path("queues/<slug:name>/", desk.queues, name="queue"),
    path("assignments/", lists.assignments, name="assignments"),
    path("assignments/<int:pk>/", directive.assignment, name="assignment"),
    path("assignments/<int:pk>/<slug:verb>/unsent/", unsent.keep, name="unsent_form"),
    path("assignments/<int:pk>/<slug:verb>/", steps.assignment_step, name="assignment_step"),
    path("directives/", lists.directives, name="directives"),
    path("directives/add/", directive.directive_add, name="directive_add"),
    path("directives/<int:pk>/", directive.directive, name="directive"),
    path("directives/<int:pk>/<slug:verb>/", steps.directive_step, name="directive_step"),
    path("extensions/<int:pk>/<slug:verb>/", steps.extension_step, name="extension_step"),
    path("milestones/<int:pk>/reach/", steps.milestone_reach, name="milestone_reach"),
    path("files/reports/<int:pk>/", files.report_file, name="report_file"),
    path("files/extensions/<int:pk>/", files.extension_file, name="extension_file"),
    path("statistics/", figures.figures, name="statistics"),
]
if not settings.IS_PRODUCTION:
    urlpatterns.append(path("styleguide/", styleguide.styleguide, name="styleguide"))
