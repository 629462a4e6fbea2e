"""Which rows are answered, from `visible_to` on."""

from typing import Any

import django_filters
from django.core.exceptions import ValidationError
from django.db.models import F, Prefetch, Q
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from directives.api import shapes
from directives.api.steps import StepsView, draft
from directives.filters import AssignmentFilter, DirectiveFilter
from directives.lifecycle import Subject
from directives.models import Assignment, Directive, ExtensionRequest, ProgressReport
from directives.orders import SORTINGS
from directives.querysets import AssignmentQuerySet
from directives.statistics import directive_classes
from journal.models import Event
from units.api import Asked, RowsView

EXTENSIONS = Prefetch(
    "extensions",
    ExtensionRequest.objects.select_related("requested_by", "decided_by").prefetch_related("files"),
)


class AssignmentRows(Asked):
    """How assignments are fetched, for their own pages and inside a directive."""

    def assignments(self, *, whole: bool) -> AssignmentQuerySet:
        """The rows a person sees, with their class on the day and whether he may read them."""
        rows = Assignment.objects.visible_to(self.standing).classed(self.day).marking_readable(self.standing)
        rows = rows.select_related("unit", "leader", "directive", "officer", "follower", "replaced_by")
        if whole:
            rows = rows.prefetch_related("deadlines", "milestones", EXTENSIONS, "urged_rows__urging")
        # What was assigned later did not exist on a day gone by.
        return rows.filter(Q(state_then__isnull=False))


class AssignmentView(AssignmentRows, StepsView, RowsView):
    subject = Subject.ASSIGNMENT
    queryset = Assignment.objects.none()
    filterset_class = AssignmentFilter

    def get_queryset(self) -> AssignmentQuerySet:
        if self.action != "list":
            return self.assignments(whole=True)
        asked = self.request.query_params
        rows = self.assignments(whole=False)
        # As on the page: the list is of what stands; who asks for what was taken back gets it.
        if asked.get("state") not in shapes.CLOSED:
            rows = rows.standing_on(self.day)
        rows = rows.with_due_shown()
        return rows.order_by(*SORTINGS.get(asked.get("sort", ""), SORTINGS["due"]))

    def get_serializer_class(self):
        return shapes.AssignmentSerializer if self.action == "list" else shapes.AssignmentDetailSerializer

    def shown(self, pk: int) -> dict[str, Any]:
        return self.get_serializer(self.get_queryset().get(pk=pk)).data


class DirectiveView(AssignmentRows, StepsView, RowsView):
    subject = Subject.DIRECTIVE
    queryset = Directive.objects.none()
    filterset_class = DirectiveFilter

    def get_queryset(self):
        rows = Directive.objects.visible_to(self.standing).for_list().select_related("leader_in_charge")
        if self.is_past:
            rows = rows.filter(issued_on__lte=self.day)
        return rows.order_by(F("issued_on").desc(nulls_first=True), "code", "pk")

    def get_serializer_class(self):
        return shapes.DirectiveSerializer if self.action == "list" else shapes.DirectiveDetailSerializer

    def _classes(self, directives: list[Directive]) -> dict[int, str]:
        rows = Assignment.objects.visible_to(self.standing).filter(directive__in=directives)
        return directive_classes(rows.counted(self.day))

    def list(self, request: Request) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        context = {**self.get_serializer_context(), "classes": self._classes(page)}
        return self.get_paginated_response(shapes.DirectiveSerializer(page, many=True, context=context).data)

    def retrieve(self, request: Request, pk: str) -> Response:
        return Response(self._whole(self.get_object()))

    def create(self, request: Request) -> Response:
        directive = draft(request.data, by=self.by, standing=self.standing)
        return Response(self.shown(directive.pk), status=201)

    def shown(self, pk: int) -> dict[str, Any]:
        return self._whole(self.get_queryset().get(pk=pk))

    def _whole(self, directive: Directive) -> dict[str, Any]:
        rows = self.assignments(whole=True).filter(directive=directive).order_by("role", "pk")
        context = {
            **self.get_serializer_context(),
            "classes": self._classes([directive]),
            "rows": list(rows),
        }
        return shapes.DirectiveDetailSerializer(directive, context=context).data


class IdFilter(django_filters.NumberFilter):
    """A number, not a choice: that a row exists which one may not see is not told."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # What no column holds would be a fault of the database, not an answer.
        super().__init__(*args, max_value=2**63 - 1, **kwargs)


class ExtensionFilter(django_filters.FilterSet):
    assignment = IdFilter()

    class Meta:
        model = ExtensionRequest
        fields = ["state", "assignment"]


class ExtensionView(StepsView, RowsView):
    subject = Subject.EXTENSION
    queryset = ExtensionRequest.objects.none()
    filterset_class = ExtensionFilter

    def get_queryset(self):
        rows = ExtensionRequest.objects.visible_to(self.standing).prefetch_related("files")
        rows = rows.select_related("requested_by", "decided_by", "assignment__directive", "assignment__unit")
        return rows.order_by("-requested_on", "-pk")

    def get_serializer_class(self):
        return shapes.ExtensionSerializer if self.action == "list" else shapes.ExtensionDetailSerializer

    def shown(self, pk: int) -> dict[str, Any]:
        return self.get_serializer(self.get_queryset().get(pk=pk)).data


class ReportFilter(django_filters.FilterSet):
    assignment = IdFilter()
    directive = IdFilter("assignment__directive")
    on_from = django_filters.DateFilter("on", "gte")
    on_to = django_filters.DateFilter("on", "lte")

    class Meta:
        model = ProgressReport
        fields = ["assignment", "directive", "is_final", "outlook", "on_from", "on_to"]


class ReportView(RowsView):
    serializer_class = shapes.ReportSerializer
    queryset = ProgressReport.objects.none()
    filterset_class = ReportFilter

    def get_queryset(self):
        readable = Assignment.objects.readable_by(self.standing)
        rows = ProgressReport.objects.filter(assignment__in=readable, on__lte=self.day)
        rows = rows.prefetch_related("files")
        return rows.select_related("assignment__directive", "reported_by").order_by("-on", "-pk")


class EventView(RowsView):
    """The timeline of `?directive=` (its own, and of its rows one may read) or of `?assignment=`."""

    serializer_class = shapes.EventSerializer
    queryset = Event.objects.none()
    filter_backends = ()

    def get_queryset(self):
        directive, assignment = (self._number(name) for name in ("directive", "assignment"))
        readable = Assignment.objects.readable_by(self.standing)
        if assignment is not None:
            row = get_object_or_404(readable, pk=assignment)
            told = Q(subject_kind="assignment", subject_id=row.pk)
        elif directive is not None:
            found = get_object_or_404(Directive.objects.visible_to(self.standing), pk=directive)
            rows = readable.filter(directive=found).values("pk")
            told = Q(subject_kind="directive", subject_id=found.pk)
            told |= Q(subject_kind="assignment", subject_id__in=rows)
        else:
            raise ValidationError({"directive": _("Name a directive or an assignment by its id.")})
        return Event.objects.filter(told, on__lte=self.day).select_related("by").order_by("-on", "-id")

    def _number(self, name: str) -> int | None:
        text = self.request.query_params.get(name, "")
        if text and not (text.isascii() and text.isdigit()):
            raise ValidationError({name: _("This is not a number.")})
        return int(text) if text else None
