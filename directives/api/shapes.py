"""What the rows look like in answers. Every field is named here; nothing is written through these."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from directives.lifecycle import DirectiveState, State, open_steps
from directives.models import (
    Assignment,
    Deadline,
    Directive,
    ExtensionFile,
    ExtensionRequest,
    Milestone,
    ProgressReport,
    ReportFile,
    Surroundings,
    UrgedAssignment,
)
from journal.models import Event
from units.api import NamedSerializer, PersonSerializer

# What is not standing work has no class: "open, overdue" would be a lie about it.
CLOSED = (State.WITHDRAWN, State.REPLACED)


def steps_of(
    row: Any, context: Mapping[str, Any], around: Surroundings | None = None
) -> list[dict[str, str]]:
    """The steps open to the person now; none while he reads the past."""
    if context["is_past"]:
        return []
    standing = context["view"].standing
    case = row.case(standing, around) if around else row.case(standing)
    return [{"step": verb, "label": str(one.label)} for verb, one in open_steps(standing, case)]


class MeetingNameSerializer(serializers.Serializer):
    id = serializers.IntegerField(read_only=True)
    code = serializers.CharField(read_only=True)
    title = serializers.CharField(read_only=True)


class DirectiveNameSerializer(MeetingNameSerializer):
    """A directive where another row names it."""


class DeadlineSerializer(serializers.ModelSerializer):
    class Meta:
        model = Deadline
        fields = read_only_fields = [
            "version",
            "on",
            "kind",
            "precision",
            "due_on",
            "first_due_on",
            "words",
            "cause",
            "basis",
            "reason",
        ]


class MilestoneSerializer(serializers.ModelSerializer):
    class Meta:
        model = Milestone
        fields = read_only_fields = ["id", "title", "due_on", "done_on"]


class UrgedSerializer(serializers.ModelSerializer):
    text = serializers.CharField(source="urging.text", read_only=True)
    urged_on = serializers.DateField(source="urging.urged_on", read_only=True)
    reply_by_on = serializers.DateField(source="urging.reply_by_on", read_only=True)

    class Meta:
        model = UrgedAssignment
        fields = read_only_fields = ["text", "urged_on", "reply_by_on", "answer", "answered_at"]


FILE_FIELDS = ["id", "name", "media_type", "size", "sha256", "uploaded_at", "url"]


class ReportFileSerializer(serializers.ModelSerializer):
    url = serializers.CharField(source="get_absolute_url", read_only=True)

    class Meta:
        model = ReportFile
        fields = read_only_fields = FILE_FIELDS


class ExtensionFileSerializer(serializers.ModelSerializer):
    url = serializers.CharField(source="get_absolute_url", read_only=True)

    class Meta:
        model = ExtensionFile
        fields = read_only_fields = FILE_FIELDS


class ReportSerializer(serializers.ModelSerializer):
    directive = DirectiveNameSerializer(source="assignment.directive", read_only=True)
    reported_by = PersonSerializer(read_only=True)
    files = ReportFileSerializer(many=True, read_only=True)

    class Meta:
        model = ProgressReport
        fields = read_only_fields = [
            "id",
            "assignment",
            "directive",
            "on",
            "reported_at",
            "reported_by",
            "is_final",
            "outlook",
            "text",
            "value",
            "percent",
            "difficulties",
            "proposals",
            "files",
        ]


class ExtensionSerializer(serializers.ModelSerializer):
    requested_by = PersonSerializer(read_only=True)
    decided_by = PersonSerializer(read_only=True)
    files = ExtensionFileSerializer(many=True, read_only=True)

    class Meta:
        model = ExtensionRequest
        fields = read_only_fields = [
            "id",
            "assignment",
            "state",
            "asked_due_on",
            "current_due_on",
            "reason",
            "requested_on",
            "requested_at",
            "requested_by",
            "decided_due_on",
            "decided_on",
            "decided_at",
            "decided_by",
            "decision",
            "files",
        ]


class ExtensionDetailSerializer(ExtensionSerializer):
    steps = serializers.SerializerMethodField()

    class Meta(ExtensionSerializer.Meta):
        fields = read_only_fields = [*ExtensionSerializer.Meta.fields, "steps"]

    def get_steps(self, request: ExtensionRequest) -> list[dict[str, str]]:
        return steps_of(request, self.context, self.context.get("around"))


class EventSerializer(serializers.ModelSerializer):
    by = PersonSerializer(read_only=True)

    class Meta:
        model = Event
        fields = read_only_fields = [
            "id",
            "verb",
            "subject_kind",
            "subject_id",
            "on",
            "at",
            "by",
            "by_role",
            "from_state",
            "to_state",
            "done_on",
            "note",
            "data",
            "is_backdated",
        ]


class LimitedSerializer(serializers.Serializer):
    """A co-addressee: that he owes it, and how it stands. Nothing else of his is shown."""

    id = serializers.IntegerField(read_only=True)
    directive = DirectiveNameSerializer(read_only=True)
    unit = NamedSerializer(read_only=True)
    leader = NamedSerializer(read_only=True)
    role = serializers.CharField(read_only=True)
    klass = serializers.SerializerMethodField()

    def get_klass(self, row: Any) -> str | None:
        return None if row.state_then in CLOSED else row.klass


class PastSerializer(LimitedSerializer):
    """An assignment as it stood on a day: what was not known then is left out."""

    state = serializers.CharField(source="state_then", read_only=True)
    due_on = serializers.DateField(source="due_then", read_only=True)
    first_due_on = serializers.DateField(source="first_due_then", read_only=True)
    completed_on = serializers.SerializerMethodField()

    def get_completed_on(self, row: Any) -> str | None:
        is_done = row.state_then in (State.REPORTED, State.COMPLETED)
        return row.done_then.isoformat() if is_done and row.done_then else None


class FullSerializer(LimitedSerializer, serializers.ModelSerializer):
    officer = PersonSerializer(read_only=True)
    follower = PersonSerializer(read_only=True)
    replaced_by = serializers.SerializerMethodField()

    class Meta:
        model = Assignment
        fields = read_only_fields = [
            "id",
            "directive",
            "unit",
            "leader",
            "role",
            "klass",
            "state",
            "state_on",
            "assigned_on",
            "deadline_kind",
            "due_on",
            "first_due_on",
            "extension_count",
            "completed_on",
            "officer",
            "officer_may_report",
            "follower",
            "result",
            "result_number",
            "result_on",
            "measure",
            "baseline",
            "target",
            "value",
            "period",
            "starts_on",
            "pause_condition",
            "review_on",
            "replaces",
            "replaced_by",
            "version",
        ]

    def get_replaced_by(self, row: Assignment) -> int | None:
        # The reverse of a one-to-one raises where there is none.
        successor = getattr(row, "replaced_by", None)
        return successor.pk if successor else None


class DetailSerializer(FullSerializer):
    deadlines = DeadlineSerializer(many=True, read_only=True)
    milestones = MilestoneSerializer(many=True, read_only=True)
    extensions = ExtensionDetailSerializer(many=True, read_only=True)
    urgings = UrgedSerializer(source="urged_rows", many=True, read_only=True)
    steps = serializers.SerializerMethodField()

    class Meta(FullSerializer.Meta):
        fields = read_only_fields = [
            *FullSerializer.Meta.fields,
            "deadlines",
            "milestones",
            "extensions",
            "urgings",
            "steps",
        ]

    def get_steps(self, row: Assignment) -> list[dict[str, str]]:
        return steps_of(row, self.context, self.context.get("around"))


class PastDetailSerializer(PastSerializer):
    deadlines = serializers.SerializerMethodField()

    def get_deadlines(self, row: Assignment) -> list[dict[str, Any]]:
        known = [deadline for deadline in row.deadlines.all() if deadline.on <= self.context["day"]]
        return list(DeadlineSerializer(known, many=True).data)


class AssignmentSerializer(serializers.BaseSerializer):
    """Each row by what the person may read of it, and by the day he asks for."""

    full: type[serializers.Serializer] = FullSerializer
    past: type[serializers.Serializer] = PastSerializer

    def to_representation(self, row: Any) -> dict[str, Any]:
        shape = self.past if self.context["is_past"] else self.full
        if not row.readable:
            shape = LimitedSerializer
        if shape not in self._shapes:
            self._shapes[shape] = shape(context=self.context)
        return self._shapes[shape].to_representation(row)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # One of each kind serves all the rows.
        self._shapes: dict[type[serializers.Serializer], serializers.Serializer] = {}


class AssignmentDetailSerializer(AssignmentSerializer):
    full = DetailSerializer
    past = PastDetailSerializer


class DirectiveSerializer(serializers.ModelSerializer):
    meeting = MeetingNameSerializer(read_only=True)
    leader = NamedSerializer(read_only=True)
    leader_in_charge = NamedSerializer(read_only=True)
    field = NamedSerializer(read_only=True)
    state = serializers.SerializerMethodField()
    klass = serializers.SerializerMethodField()

    class Meta:
        model = Directive
        fields = read_only_fields = [
            "id",
            "code",
            "number",
            "meeting",
            "title",
            "words",
            "source_item",
            "leader",
            "leader_in_charge",
            "field",
            "urgency",
            "is_key",
            "kind",
            "expected_product",
            "state",
            "klass",
            "issued_on",
            "withdrawn_on",
            "version",
        ]

    def get_state(self, directive: Directive) -> str:
        day = self.context["day"]
        if not self.context["is_past"] or directive.issued_on is None:
            return directive.state
        if directive.withdrawn_on and directive.withdrawn_on <= day:
            return DirectiveState.WITHDRAWN
        return DirectiveState.ISSUED if directive.issued_on <= day else DirectiveState.DRAFT

    def get_klass(self, directive: Directive) -> str | None:
        """completed, overdue or open; null where nothing of it is counted."""
        return self.context["classes"].get(directive.pk)


class DirectiveDetailSerializer(DirectiveSerializer):
    repeats = serializers.SerializerMethodField()
    assignments = serializers.SerializerMethodField()
    steps = serializers.SerializerMethodField()

    class Meta(DirectiveSerializer.Meta):
        fields = read_only_fields = [*DirectiveSerializer.Meta.fields, "repeats", "assignments", "steps"]

    def get_repeats(self, directive: Directive) -> dict[str, Any] | None:
        """The directive it says again, where the person sees that one too."""
        visible = Directive.objects.visible_to(self.context["view"].standing)
        said_before = visible.filter(pk=directive.repeats_id).first() if directive.repeats_id else None
        return DirectiveNameSerializer(said_before).data if said_before else None

    def get_assignments(self, directive: Directive) -> list[dict[str, Any]]:
        around = Surroundings.of(directive, self.context["view"].standing)
        rows = self.context["rows"]
        for row in rows:
            row.directive = directive
        shape = AssignmentDetailSerializer(context={**self.context, "around": around})
        return [shape.to_representation(row) for row in rows]

    def get_steps(self, directive: Directive) -> list[dict[str, str]]:
        return steps_of(directive, self.context)
