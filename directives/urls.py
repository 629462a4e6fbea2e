"""Addresses of directives and of everything that begins a day."""

from django.conf import settings
from django.urls import path

from directives.views import (
    batch,
    calendar,
    desk,
    directive,
    figures,
    files,
    grid,
    heat,
    leader,
    lists,
    office,
    quality,
    room,
    saved_views,
    search,
    steps,
    styleguide,
    unsent,
)

urlpatterns = [
    path("", desk.home, name="home"),
    path("no-post/", desk.no_post, name="no_post"),
    path("desk/", desk.desk, name="desk"),
    path("leader/", leader.leader, name="leader"),
    path("heat/", heat.heat, name="heat"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("meetings/<int:pk>/room/", room.room, name="meeting_room"),
    path("search/", search.search, name="search"),
    path("meetings/<int:pk>/grid/", grid.grid, name="directive_grid"),
    path("meetings/<int:pk>/carry-over/", grid.carry_over, name="carry_over"),
    path("queues/", office.queues, name="queues"),
    path("queues/<slug:name>/", office.queues, name="queue"),
    path("assignments/", lists.assignments, name="assignments"),
    path("assignments/batch/<slug:verb>/", batch.batch, name="batch"),
    path("assignments/<int:pk>/", directive.assignment, name="assignment"),
    path("assignments/<int:pk>/<slug:verb>/unsent/", unsent.keep, name="unsent_form"),
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
    path("files/reports/<int:pk>/view/", files.report_file_view, name="report_file_view"),
    path("files/extensions/<int:pk>/", files.extension_file, name="extension_file"),
    path("files/extensions/<int:pk>/view/", files.extension_file_view, name="extension_file_view"),
    path("statistics/", figures.figures, name="statistics"),
]
if not settings.IS_PRODUCTION:
    urlpatterns.append(path("styleguide/", styleguide.styleguide, name="styleguide"))
