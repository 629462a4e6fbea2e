"""Addresses of directives and of everything that begins a day."""

from django.urls import path

from directives.views import (
    batch,
    desk,
    directive,
    figures,
    files,
    lists,
    office,
    quality,
    saved_views,
    steps,
)

urlpatterns = [
    path("", desk.home, name="home"),
    path("no-post/", desk.no_post, name="no_post"),
    path("desk/", desk.desk, name="desk"),
    path("queues/", office.queues, name="queues"),
    path("queues/<slug:name>/", office.queues, name="queue"),
    path("assignments/", lists.assignments, name="assignments"),
    path("assignments/batch/<slug:verb>/", batch.batch, name="batch"),
    path("assignments/<int:pk>/", directive.assignment, name="assignment"),
    path("assignments/<int:pk>/<slug:verb>/", steps.assignment_step, name="assignment_step"),
    path("views/", saved_views.saved_views, name="saved_views"),
    path("views/add/", saved_views.view_add, name="saved_view_add"),
    path("views/<int:pk>/", saved_views.saved_view, name="saved_view"),
    path("views/<int:pk>/change/", saved_views.view_change, name="saved_view_change"),
    path("views/<int:pk>/delete/", saved_views.view_delete, name="saved_view_delete"),
    path("quality/", quality.quality, name="quality"),
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
