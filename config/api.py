"""The API's addresses. Which rows, which steps and which answers: `api` of each room and config.api_errors."""

from django.http import Http404
from django.urls import include, path, re_path
from rest_framework.response import Response
from rest_framework.routers import SimpleRouter

from config.api_errors import answer_for
from directives import api as directives
from intake import api as intake
from meetings import api as meetings
from units import api as units

__all__ = ["answer_for", "urlpatterns"]

router = SimpleRouter()
router.trailing_slash = "/?"  # a redirect would lose the body of a POST
router.register("units", units.UnitView, "api-unit")
router.register("leaders", units.LeaderView, "api-leader")
router.register("fields", units.FieldView, "api-field")
router.register("groups", units.GroupView, "api-group")
router.register("meetings", meetings.MeetingView, "api-meeting")
router.register("directives", directives.DirectiveView, "api-directive")
router.register("assignments", directives.AssignmentView, "api-assignment")
router.register("extensions", directives.ExtensionView, "api-extension")
router.register("reports", directives.ReportView, "api-report")

SINGLE = {
    "intake": intake.FindView.as_view(),
    "events": directives.EventView.as_view({"get": "list"}),
    "statistics": directives.StatisticsView.as_view(),
    "me": units.MeView.as_view(),
    "steps": directives.StepsTableView.as_view(),
}


class AddressesView(units.Asked):
    def get(self, request) -> Response:
        names = [prefix for prefix, _view, _name in router.registry] + list(SINGLE)
        return Response({name: request.build_absolute_uri(f"/api/{name}/") for name in names})


class NothingHereView(units.Asked):
    """An address that is none answers in JSON, like every other."""

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        raise Http404


urlpatterns = [
    path("", AddressesView.as_view(), name="api"),
    path("", include(router.urls)),
    *(re_path(rf"^{name}/?$", view, name=f"api-{name}") for name, view in SINGLE.items()),
    re_path(r"", NothingHereView.as_view()),
]
