"""The register through the API, and what every view of the API begins with: who asks, as of which day."""

import math
from datetime import date
from functools import cached_property
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.exceptions import RequestDataTooBig, ValidationError
from django.http import QueryDict
from django.utils.formats import get_format
from django.utils.translation import gettext as _
from rest_framework import parsers, serializers, viewsets
from rest_framework.exceptions import ParseError
from rest_framework.pagination import PageNumberPagination
from rest_framework.response import Response
from rest_framework.views import APIView

from units.models import Field, Leader, LeaderTerm, Portfolio, Post, Unit, UnitGroup, User
from units.models.period import valid_on
from units.standing import Standing, standing_of
from units.working_calendar import today


class Pages(PageNumberPagination):
    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 500


class JSONBody(parsers.JSONParser):
    """A JSON object; anything else is refused before a form sees it."""

    def parse(self, stream, media_type=None, parser_context=None):
        try:
            body = super().parse(stream, media_type, parser_context)
        except RecursionError:
            # Ten thousand opening brackets are no mistake of ours.
            raise ParseError(_("The body is nested too deeply.")) from None
        except ParseError:
            # The parser says where it stumbled in English alone.
            raise ParseError(_("It is not JSON.")) from None
        if not isinstance(body, dict):
            raise ParseError(_('The body must be a JSON object: {"name": value}.'))
        return body


class Asked(APIView):
    """A view that knows what the person stands for and as of which day he asks; both are read once."""

    metadata_class = None  # the framework would describe serializers that take nothing
    parser_classes = [JSONBody, parsers.MultiPartParser, parsers.FormParser]

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        # Django counts what it reads itself; a JSON body is read past it.
        length = request.META.get("CONTENT_LENGTH") or "0"
        is_upload = (request.content_type or "").startswith("multipart/")
        if not is_upload and length.isdigit() and int(length) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise RequestDataTooBig(length)

    @cached_property
    def standing(self) -> Standing:
        return standing_of(self.request.user)

    @property
    def by(self) -> User:
        """Who asks; the permission classes have seen to it that it is somebody."""
        return cast(User, self.request.user)

    @cached_property
    def as_of(self) -> date | None:
        """The day in `?as_of=`; None where it is not asked for."""
        text = self.request.query_params.get("as_of", "")
        day = day_from("as_of", text) if text else None
        if day and day > today():
            # What is to come is not known; and a day moved ahead would tell another unit's deadline.
            raise ValidationError({"as_of": _("The day lies ahead; figures end today.")})
        return day

    @property
    def day(self) -> date:
        return self.as_of or today()

    @property
    def is_past(self) -> bool:
        return self.day < today()


class RowsView(Asked, viewsets.ReadOnlyModelViewSet):
    pagination_class = Pages
    lookup_value_regex = r"[^/\x00]+"

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "day": self.day, "is_past": self.is_past}


def day_from(name: str, text: str) -> date:
    """A day as programs write it, or as people do; raises ValidationError at `name`."""
    try:
        return forms.DateField(input_formats=["%Y-%m-%d", "%d/%m/%Y"]).clean(text)
    except ValidationError:
        raise ValidationError({name: _("Write the day as 2024-09-15.")}) from None


def form_data(body: Any) -> QueryDict:
    """The body as the forms of the web read it; raises ValidationError where a value is none a form could hold."""
    if isinstance(body, QueryDict):
        data = body.copy()
        for name, values in body.lists():
            data.setlist(name, [value for value in values if isinstance(value, str)])
    else:
        data = QueryDict(mutable=True)
        for name, value in body.items():
            data.setlist(
                name, [_as_typed(name, one) for one in (value if isinstance(value, list) else [value])]
            )
    for name, values in data.lists():
        for text in (name, *values):
            try:
                text.encode()
            except UnicodeEncodeError:
                raise ValidationError({"body": _("A text holds half a character.")}) from None
    return data


def _as_typed(name: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValidationError({name: _("This is not a number.")})
        # The forms read numbers as people of this language write them.
        return (
            str(int(value))
            if value.is_integer()
            else str(value).replace(".", get_format("DECIMAL_SEPARATOR"))
        )
    if isinstance(value, dict | list):
        raise ValidationError({name: _("Send a text, a number, true, false or null.")})
    return str(value)


class NamedSerializer(serializers.Serializer):
    """A row of the register where another row names it."""

    code = serializers.CharField(read_only=True)
    name = serializers.CharField(source="__str__", read_only=True)


class PersonSerializer(serializers.ModelSerializer):
    name = serializers.CharField(source="__str__", read_only=True)

    class Meta:
        model = User
        fields = read_only_fields = ["username", "name"]


class UnitSerializer(serializers.ModelSerializer):
    parent = serializers.CharField(  # type: ignore[assignment]
        source="parent.code", default=None, read_only=True
    )
    name = serializers.SerializerMethodField()

    class Meta:
        model = Unit
        fields = read_only_fields = [
            "code",
            "name",
            "short_name",
            "kind",
            "parent",
            "is_external",
            "is_office",
            "starts_on",
            "ends_on",
            "certainty",
        ]

    def get_name(self, unit: Unit) -> str:
        return unit.name_on(self.context["day"])


class TermSerializer(serializers.ModelSerializer):
    class Meta:
        model = LeaderTerm
        fields = read_only_fields = ["title", "starts_on", "ends_on", "certainty"]


class PortfolioSerializer(serializers.ModelSerializer):
    field = NamedSerializer(read_only=True)

    class Meta:
        model = Portfolio
        fields = read_only_fields = ["field", "starts_on", "ends_on", "certainty"]


class LeaderSerializer(serializers.ModelSerializer):
    terms = TermSerializer(many=True, read_only=True)
    portfolio = PortfolioSerializer(many=True, read_only=True)

    class Meta:
        model = Leader
        fields = read_only_fields = ["code", "full_name", "terms", "portfolio"]


class FieldSerializer(serializers.ModelSerializer):
    class Meta:
        model = Field
        fields = read_only_fields = ["code", "name", "name_en", "order"]


class GroupSerializer(serializers.ModelSerializer):
    members = serializers.SerializerMethodField()

    class Meta:
        model = UnitGroup
        fields = read_only_fields = ["code", "name", "members"]

    def get_members(self, group: UnitGroup) -> list[str]:
        """The units of the group that exist on the day."""
        day = self.context["day"]
        return [
            member.unit.code
            for member in group.members.all()
            if member.is_valid_on(day) and member.unit.is_valid_on(day)
        ]


class RegisterView(RowsView):
    """The register is the same for everybody who holds a post; who holds none sees nothing, here as elsewhere."""

    lookup_field = "code"

    def get_queryset(self):
        rows = super().get_queryset()
        return rows if self.standing.words else rows.none()


class UnitView(RegisterView):
    """Units; with `?as_of=` those that existed on that day, by the names they bore; with `?named=` those that a
    name, short name, former name or alias means, marks ignored ("VNPost", "Cuc CNTT-TT")."""

    queryset = Unit.objects.select_related("parent").prefetch_related("names")
    serializer_class = UnitSerializer
    filterset_fields = {"kind": ["exact"], "is_external": ["exact"]}

    def get_queryset(self):
        rows = super().get_queryset()
        named = self.request.GET.get("named")
        if named:
            return rows.named(named, self.as_of or today())
        return rows.filter(valid_on(self.as_of)) if self.as_of else rows


class LeaderView(RegisterView):
    queryset = Leader.objects.prefetch_related("terms", "portfolio__field")
    serializer_class = LeaderSerializer


class FieldView(RegisterView):
    queryset = Field.objects.all()
    serializer_class = FieldSerializer


class GroupView(RegisterView):
    queryset = UnitGroup.objects.prefetch_related("members__unit")
    serializer_class = GroupSerializer


class PostSerializer(serializers.ModelSerializer):
    unit = NamedSerializer(read_only=True)
    leader = NamedSerializer(read_only=True)
    role_label = serializers.CharField(source="get_role_display", read_only=True)

    class Meta:
        model = Post
        fields = read_only_fields = ["role", "role_label", "title", "unit", "leader", "starts_on", "ends_on"]


class MeView(Asked):
    """Who the person is, the posts he holds today, and what they make of him."""

    def get(self, request) -> Response:
        posts = Post.objects.filter(valid_on(today()), user=request.user).select_related("unit", "leader")
        return Response(
            {
                **PersonSerializer(request.user).data,
                "email": request.user.email,
                "posts": PostSerializer(posts, many=True).data,
                "acting_as": self.standing.words,
                "is_office": self.standing.is_office,
                "is_leader": bool(self.standing.leader_ids),
                "is_data_entry": self.standing.is_data_entry,
                "is_administrator": self.standing.is_administrator,
            }
        )
