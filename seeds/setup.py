"""What an empty system still needs before the first directive can be issued, in the order it is done."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from meetings.models import Meeting
from units.models import LeaderTerm, Post, Role, Unit, User
from units.models.period import valid_on
from units.working_calendar import today

AT_THE_HEAD = (Role.HEAD, Role.DEPUTY, Role.SUBSTITUTE)


@dataclass(frozen=True)
class SetupStep:
    name: str
    title: str | Promise
    why: str | Promise
    is_done: bool
    count: int
    links: tuple[tuple[str | Promise, str], ...] = ()
    is_optional: bool = False


def setup_steps() -> list[SetupStep]:
    day = today()
    posts = Post.objects.filter(valid_on(day), user__is_active=True)
    units = Unit.objects.valid_on(day).filter(is_external=False).exclude(kind="ministry")
    headed = posts.filter(role__in=AT_THE_HEAD, unit__in=units).values("unit").distinct().count()
    leaders = LeaderTerm.objects.valid_on(day).values("leader").distinct().count()
    people = User.objects.filter(is_active=True, posts__in=posts).distinct().count()
    keepers = posts.filter(role__in=[Role.OFFICE, Role.DATA_ENTRY]).values("user").distinct().count()
    meetings = Meeting.objects.count()
    return [
        SetupStep(
            "units",
            _("Units"),
            _("Whoever can owe work: departments, authorities, the ministry office, enterprises."),
            bool(units.count()) and Unit.objects.valid_on(day).filter(is_office=True).exists(),
            units.count(),
            (
                (_("Add one unit"), reverse("admin:units_unit_add")),
                (_("All units"), reverse("admin:units_unit_changelist")),
            ),
        ),
        SetupStep(
            "leaders",
            _("Ministry leaders"),
            _("Who gives directives, with the term of office and the fields in charge of."),
            bool(leaders),
            leaders,
            (
                (_("Add a leader"), reverse("admin:units_leader_add")),
                (_("All leaders"), reverse("admin:units_leader_changelist")),
            ),
        ),
        SetupStep(
            "office",
            _("People of the ministry office and data entry"),
            _("They enter meetings, issue and assign, urge and confirm. One account each, with a post."),
            bool(keepers),
            keepers,
            ((_("Add an account"), reverse("admin:units_user_add")),),
        ),
        SetupStep(
            "heads",
            _("Heads of the units"),
            _(
                "Every unit needs somebody who accepts and reports. Units without a head get no reminder read."
            ),
            bool(headed) and headed >= units.count(),
            headed,
            (
                (_("Add an account"), reverse("admin:units_user_add")),
                (_("All accounts (%s)") % people, reverse("admin:units_user_changelist")),
            ),
        ),
        SetupStep(
            "calendar",
            _("Days off and days worked in exchange"),
            _("Public holidays are known by law; what the government sets each year is entered here."),
            True,
            0,
            ((_("Working calendar"), reverse("admin:units_calendarday_changelist")),),
            is_optional=True,
        ),
        SetupStep(
            "meeting",
            _("The first meeting"),
            _(
                "Entered by data entry or the ministry office under “Meetings”: the administrator keeps system "
                "data and sees no content."
            ),
            bool(meetings),
            meetings,
        ),
    ]
