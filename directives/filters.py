"""What the lists can be narrowed to. Web and API share them; each begins with rows the person may see."""

from datetime import timedelta

from django import forms
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django_filters import (
    BooleanFilter,
    CharFilter,
    ChoiceFilter,
    DateFilter,
    FilterSet,
    NumberFilter,
)

from directives.forms.choices import OfferedFilter, PlainSelect
from directives.forms.fields import DateField
from directives.lifecycle import DirectiveState, State
from directives.models import Assignment, Directive
from directives.querysets import Klass
from meetings.models import Meeting
from units import register
from units.models import Field, Leader, Post, Role, Unit, UnitKind, User
from units.working_calendar import today

# A list of meetings offers the newest; an older one is understood where it is named.
MOST_MEETINGS = 200
YES_NO = forms.Select(choices=[("", _("any")), ("true", _("yes")), ("false", _("no"))])


class FoldedFilterSet(FilterSet):
    """A filter whose page shows some fields always (`SHOWN`), the others folded away."""

    SHOWN: tuple[str, ...] = ()

    @property
    def is_unfolded(self) -> bool:
        """The folded fields are drawn when one of them is in use, or somebody asked for them all."""
        return bool(self.data.get("filters")) or self.is_narrowed

    @property
    def is_narrowed(self) -> bool:
        """Whether a folded field is in use."""
        return any(self.data.get(name) for name in self.filters if name not in self.SHOWN)


class FilterForm(forms.Form):
    """Nothing in a filter is required, so nothing is marked optional."""

    is_filter = True


def _visible_meetings(request):
    return Meeting.objects.visible_to(request.standing)


def _newest_meetings(request):
    rows = _visible_meetings(request).order_by("-held_on", "-pk")[:MOST_MEETINGS]
    return [(meeting.code, str(meeting)) for meeting in rows]


def _people(request, name: str):
    """Whoever is named on a row the person may read, or may be named: he holds or held a post in its unit."""
    rows = Assignment.objects.visible_to(request.standing).readable_by(request.standing)
    posts = _posts(request.standing).filter(user=OuterRef("pk"))
    return User.objects.filter(Exists(posts) | Q(pk__in=rows.exclude(**{name: None}).values(name)))


def _officers(request):
    return _people(request, "officer")


def _followers(request):
    return _people(request, "follower")


def _posts(standing):
    posts = Post.objects.exclude(unit=None)
    wide = standing.reads_all
    return posts if wide else posts.filter(Q(unit__in=standing.sees) | Q(role=Role.OFFICE))


def _known_people(request) -> list[tuple[str, str, bool]]:
    """Name of the account, name of the person, and whether he is of the ministry office. Asked once a request:
    both lists of people are made of it, and no row of the table is looked at."""
    if not hasattr(request, "people_of_filters"):
        rows = _posts(request.standing).order_by("user__full_name", "user__username")
        found: dict[str, tuple[str, bool]] = {}
        for username, name, role in rows.values_list("user__username", "user__full_name", "role"):
            is_office = found.get(username, ("", False))[1] or role == Role.OFFICE
            found[username] = (name or username, is_office)
        request.people_of_filters = [(username, *one) for username, one in found.items()]
    return request.people_of_filters


def _known_officers(request):
    return [(username, name) for username, name, _is_office in _known_people(request)]


def _known_followers(request):
    return [(username, name) for username, name, is_office in _known_people(request) if is_office]


def _units(_request):
    return [
        (unit.code, str(unit)) for unit in register.current().units.values() if unit.kind != UnitKind.MINISTRY
    ]


def _leaders(_request):
    return [(leader.code, str(leader)) for leader in register.current().leaders.values()]


def _fields(_request):
    return [(field.code, str(field)) for field in register.current().fields]


class Lacking(models.TextChoices):
    """What open work may be without."""

    DEADLINE = "deadline", _("deadline")
    OFFICER = "officer", _("officer")
    ANYONE = "anyone", _("anyone in charge")
    FOLLOWER = "follower", _("follower at the office")


class DayFilter(DateFilter):
    field_class = DateField


class AssignmentFilter(FoldedFilterSet):
    """Filters rows after `classed` and `marking_readable`; what may not be read cannot be asked after either."""

    q = CharFilter(label=_("Search"), method="search", max_length=200)
    unit = OfferedFilter(
        label=_("Unit"),
        queryset=Unit.objects.exclude(kind="ministry"),
        offered=_units,
        to_field_name="code",
    )
    leader = OfferedFilter(
        label=_("Leader"),
        queryset=Leader.objects.all(),
        offered=_leaders,
        to_field_name="code",
        field_name="directive__leader",
    )
    meeting = OfferedFilter(
        label=_("Meeting"),
        queryset=_visible_meetings,
        offered=_newest_meetings,
        to_field_name="code",
        field_name="directive__meeting",
    )
    field = OfferedFilter(
        label=_("Field"),
        queryset=Field.objects.all(),
        offered=_fields,
        to_field_name="code",
        field_name="directive__field",
    )
    klass = ChoiceFilter(label=_("Class"), choices=Klass.choices, widget=PlainSelect, method="of_class")
    state = ChoiceFilter(label=_("State"), choices=State.choices, field_name="state_then", method="private")
    role = ChoiceFilter(label=_("Role"), choices=Assignment.Role.choices)
    kind = ChoiceFilter(label=_("Kind"), choices=Directive.Kind.choices, field_name="directive__kind")
    urgency = ChoiceFilter(
        label=_("Urgency"), choices=Directive.Urgency.choices, field_name="directive__urgency"
    )
    key = BooleanFilter(label=_("Key task"), field_name="directive__is_key", widget=YES_NO)
    officer = OfferedFilter(
        label=_("Officer"),
        queryset=_officers,
        offered=_known_officers,
        to_field_name="username",
        method="private",
    )
    follower = OfferedFilter(
        label=_("Followed by"),
        queryset=_followers,
        offered=_known_followers,
        to_field_name="username",
        method="private",
    )
    lacking = ChoiceFilter(label=_("Without"), choices=Lacking.choices, method="without")
    silent_for = NumberFilter(
        label=_("Without report for days"), method="silent", min_value=1, max_value=3650, decimal_places=0
    )
    due_from = DayFilter(label=_("Due from"), field_name="due_then__gte", method="private")
    due_to = DayFilter(label=_("Due to"), field_name="due_then__lte", method="private")
    # Where the figures link to: a unit, or a leader owing in person.
    addressee = CharFilter(method="of_addressee", widget=forms.HiddenInput)
    meeting_kind = ChoiceFilter(
        choices=Meeting.Kind.choices, field_name="directive__meeting__kind", widget=forms.HiddenInput
    )
    issued_in = CharFilter(method="issued_in_month", widget=forms.HiddenInput)

    class Meta:
        model = Assignment
        fields: list[str] = []
        form = FilterForm

    SHOWN = ("q", "unit", "klass")

    # Whether the words searched for are known to be common.
    is_common = False

    def narrow(self, rows, *, is_common: bool = False):
        """`rows` as far as the address was understood (after `is_valid`)."""
        self.is_common = is_common
        return self.filter_queryset(rows)

    def get_form_class(self):
        """With the fields that are drawn or asked for; the folded ones cost as much as the rows of a page."""
        drawn = self.filters if self.is_unfolded else [name for name in self.filters if self._is_drawn(name)]
        fields = {name: self.filters[name].field for name in drawn}
        return type("AssignmentFilterForm", (self._meta.form,), fields)

    def _is_drawn(self, name: str) -> bool:
        widget = self.filters[name].extra.get("widget")
        return name in self.SHOWN or widget is forms.HiddenInput or name in self.data

    def search(self, rows, _name, value):
        return rows.search(value, is_common=self.is_common)

    def of_class(self, rows, _name, value):
        return rows.of_class(Klass(value))

    def private(self, rows, name, value):
        return rows.filter(readable=True, **{name: value})

    def without(self, rows, _name, value):
        rows = rows.filter(readable=True)
        if value == Lacking.DEADLINE:
            return rows.without_deadline()
        if value == Lacking.OFFICER:
            return rows.without_officer()
        return rows.without_anyone(today()) if value == Lacking.ANYONE else rows.without_follower()

    def silent(self, rows, _name, value):
        return rows.filter(readable=True).silent_since(today() - timedelta(days=int(value)))

    def issued_in_month(self, rows, _name, value):
        year, _sep, month = value.partition("-")
        if not (year.isdecimal() and month.isdecimal()):
            return rows.none()
        return rows.filter(directive__issued_on__year=int(year), directive__issued_on__month=int(month))

    def of_addressee(self, rows, _name, value):
        return rows.filter(Q(unit__code=value) | Q(unit=None, leader__code=value))


class DirectiveFilter(FoldedFilterSet):
    q = CharFilter(label=_("Search"), method="search", max_length=200)
    meeting = OfferedFilter(
        label=_("Meeting"), queryset=_visible_meetings, offered=_newest_meetings, to_field_name="code"
    )
    leader = OfferedFilter(
        label=_("Leader"), queryset=Leader.objects.all(), offered=_leaders, to_field_name="code"
    )
    field = OfferedFilter(
        label=_("Field"), queryset=Field.objects.all(), offered=_fields, to_field_name="code"
    )
    kind = ChoiceFilter(label=_("Kind"), choices=Directive.Kind.choices)
    state = ChoiceFilter(label=_("State"), choices=DirectiveState.choices)
    urgency = ChoiceFilter(label=_("Urgency"), choices=Directive.Urgency.choices)
    key = BooleanFilter(label=_("Key task"), field_name="is_key", widget=YES_NO)
    without_addressee = BooleanFilter(
        label=_("Without addressee"), method="lacking", widget=forms.CheckboxInput
    )

    class Meta:
        model = Directive
        fields: list[str] = []
        form = FilterForm

    SHOWN = ("q", "meeting", "state")

    def search(self, rows, _name, value):
        return rows.search(value)

    def lacking(self, rows, _name, value):
        return rows.without_addressee() if value else rows
