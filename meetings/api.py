"""Meetings through the API."""

from typing import cast

import django_filters
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Prefetch
from django.forms import ModelChoiceField
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.response import Response

from meetings import actions
from meetings.forms import MeetingForm
from meetings.models import Meeting, MeetingDocument
from units.api import NamedSerializer, RowsView, form_data


class DocumentSerializer(serializers.ModelSerializer):
    url = serializers.URLField(source="get_absolute_url", read_only=True)

    class Meta:
        model = MeetingDocument
        fields = read_only_fields = [
            "id",
            "title",
            "name",
            "media_type",
            "size",
            "sha256",
            "uploaded_at",
            "url",
        ]


class MeetingSerializer(serializers.ModelSerializer):
    presided_by = NamedSerializer(read_only=True)

    class Meta:
        model = Meeting
        fields = read_only_fields = [
            "id",
            "code",
            "kind",
            "title",
            "period",
            "period_words",
            "held_on",
            "place",
            "form",
            "presided_by",
            "note",
            "source",
            "is_demo",
            "version",
        ]


class MeetingDetailSerializer(MeetingSerializer):
    attending_leaders = NamedSerializer(many=True, read_only=True)
    attending_units = NamedSerializer(many=True, read_only=True)
    documents = DocumentSerializer(many=True, read_only=True)

    class Meta(MeetingSerializer.Meta):
        fields = read_only_fields = [
            *MeetingSerializer.Meta.fields,
            "attending_leaders",
            "attending_units",
            "documents",
        ]


class MeetingFilter(django_filters.FilterSet):
    code = django_filters.CharFilter()
    held_from = django_filters.DateFilter("held_on", "gte")
    held_to = django_filters.DateFilter("held_on", "lte")

    class Meta:
        model = Meeting
        fields = ["code", "kind", "period", "held_from", "held_to", "is_demo"]


class MeetingView(RowsView):
    queryset = Meeting.objects.none()
    filterset_class = MeetingFilter

    def get_queryset(self):
        rows = Meeting.objects.visible_to(self.standing)
        if self.action == "list":
            return rows.for_list()
        return rows.select_related("presided_by").prefetch_related(
            "attending_leaders",
            "attending_units",
            Prefetch("documents", MeetingDocument.objects.visible_to(self.standing)),
        )

    def get_serializer_class(self):
        return MeetingSerializer if self.action == "list" else MeetingDetailSerializer

    def create(self, request) -> Response:
        return Response(self._saved(Meeting(), request.data), status=201)

    def partial_update(self, request, pk: str) -> Response:
        return Response(self._saved(self.get_object(), request.data, only_sent=True))

    def _saved(self, meeting: Meeting, body, *, only_sent: bool = False) -> dict:
        if not actions.may_keep_meetings(self.by):
            raise PermissionDenied(_("Meetings are kept by data entry and the ministry office."))
        form = MeetingForm(form_data(body), instance=meeting)
        for name in ("presided_by", "attending_leaders", "attending_units"):
            cast(ModelChoiceField, form.fields[name]).to_field_name = "code"
        if only_sent:
            form.fields = {name: field for name, field in form.fields.items() if name in form.data}
        elif "form" not in form.data:
            form.fields.pop("form")
        if not form.is_valid():
            raise ValidationError(form.errors.as_data())
        values = dict(form.cleaned_data)
        if meeting.pk and not values.get("code"):
            values.pop("code", None)
        attending = {name: values.pop(name, None) for name in ("attending_leaders", "attending_units")}
        version = values.pop("version", None)
        for name, value in values.items():
            setattr(meeting, name, value)
        actions.save(meeting, by=self.by, version=version, **attending)
        return self.get_serializer(self.get_queryset().get(pk=meeting.pk)).data
