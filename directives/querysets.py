"""All asking about directives. What a person sees starts at `.visible_to(user)`; adjectives chain."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, NullIf, StrIndex
from django.db.models.lookups import Exact, GreaterThan
from django.utils.translation import gettext_lazy as _

from directives.lifecycle import OPEN, DirectiveState, ExtensionState, State
from journal.models import Event
from units.models import Post, Role
from units.models.period import valid_on
from units.standing import Standing, standing_of
from units.text import fold
from units.working_calendar import today


class Klass(models.TextChoices):
    """The official classes (QĐ 42/2014/QĐ-TTg, report 1270/BC-TCTTTg), and the two for work without a day."""

    COMPLETED_ON_TIME = "completed_on_time", _("completed on time")
    COMPLETED_LATE = "completed_late", _("completed late")
    COMPLETED_NO_DEADLINE = "completed_no_deadline", _("completed, no deadline")
    OPEN_WITHIN = "open_within", _("open, within time")
    OPEN_OVERDUE = "open_overdue", _("open, overdue")
    OPEN_NO_DEADLINE = "open_no_deadline", _("open, no deadline")


WORST_FIRST = (
    Klass.OPEN_OVERDUE,
    Klass.OPEN_WITHIN,
    Klass.OPEN_NO_DEADLINE,
    Klass.COMPLETED_LATE,
    Klass.COMPLETED_ON_TIME,
    Klass.COMPLETED_NO_DEADLINE,
)

# Steps by which a unit and those who follow it speak; a comment that is not followed by one waits for a word.
SPOKEN = ("comment", "answer", "report_progress", "report_done", "request_extension", "decline")


def _related(model: Any, relation: str) -> Any:
    """The model at the other end of a relation; this floor imports no model."""
    return model._meta.get_field(relation).related_model


def _standing(user) -> Standing:
    return user if isinstance(user, Standing) else standing_of(user)


def _theirs(assignments: Any, standing: Standing, path: str = "") -> Q:
    """The directives of a standing that does not read all; `path` leads to them."""
    owed = assignments.filter(Q(unit__in=standing.sees) | Q(leader__in=standing.secretary_of))
    found = Q(**{f"{path}pk__in": owed.values("directive")})
    for given_by in ("leader", "leader_in_charge"):
        found |= Q(**{f"{path}{given_by}__in": standing.secretary_of})
    return found


def _search(text: str, path: str = "", *, is_common: bool = False) -> Q:
    """Every word of `text`, marks ignored, somewhere in the words of the directive. Words that are known to be common
    are looked for row by row, for which a database that has an index of words would not decide by itself."""
    column, found = f"{path}search_text", Q()
    for word in fold(text).split()[:20]:
        is_in = (
            GreaterThan(StrIndex(column, Value(word)), 0) if is_common else Q(**{f"{column}__contains": word})
        )
        found &= Q(is_in)
    return found


def of_class(*classes: Klass) -> Q:
    """After `classed`. The states of a class are said as well: they have an index, the class has none."""
    states = {
        state for one in classes for state in ([State.COMPLETED] if one.startswith("completed") else OPEN)
    }
    return Q(klass__in=classes, state_then__in=sorted(states))


class DirectiveQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """Office and leaders: all. Data entry: drafts, and the issued to read. Units: the issued ones addressed
        to them, their sub-units or predecessors. Secretaries: what their leader gave, follows or owes."""
        standing = _standing(user)
        if standing.reads_all:
            return self
        if not (standing.sees or standing.secretary_of):
            return self.none()
        assignments = _related(self.model, "assignments")._base_manager
        return self.filter(_theirs(assignments, standing), issued_on__isnull=False)

    def drafts(self) -> Self:
        return self.filter(state=DirectiveState.DRAFT)

    def issued(self) -> Self:
        return self.filter(state=DirectiveState.ISSUED)

    def without_addressee(self) -> Self:
        """Issued tasks that nobody owes yet ("chưa xác định chủ trì")."""
        leads = _related(self.model, "assignments")._base_manager.filter(
            role="lead", directive=OuterRef("pk")
        )
        alive = leads.exclude(state__in=[State.REPLACED, State.WITHDRAWN])
        return self.issued().filter(~models.Exists(alive), kind="task")

    def unfinished(self) -> Self:
        """Somebody still owes a lead part of it, or nobody owes it yet."""
        leads = _related(self.model, "assignments")._base_manager.filter(
            role="lead", directive=OuterRef("pk")
        )
        alive = leads.exclude(state__in=[State.REPLACED, State.WITHDRAWN])
        return self.filter(models.Exists(leads.filter(state__in=OPEN)) | ~models.Exists(alive))

    def search(self, text: str) -> Self:
        return self.filter(_search(text))

    def for_list(self) -> Self:
        return self.select_related("meeting", "leader", "field")

    def with_rows(self, day: date) -> Self:
        """With the assignments that stood on `day`, their addressees and classes, as `rows`."""
        assignments: Any = self.model._meta.get_field("assignments").related_model
        rows = (
            assignments.objects.classed(day)
            .standing_on(day)
            .select_related("unit", "leader")
            .order_by("role", "pk")
        )
        return self.prefetch_related(models.Prefetch("assignments", rows, to_attr="rows"))


class AssignmentQuerySet(models.QuerySet):
    # --- who sees them ---

    def visible_to(self, user) -> Self:
        """The rows of the directives a person sees: his own and, by addressee and class only, his co-addressees'."""
        standing = _standing(user)
        if standing.reads_all:
            return self
        if not (standing.sees or standing.secretary_of):
            return self.none()
        theirs = _theirs(self.model._base_manager, standing, "directive__")
        return self.filter(theirs, directive__issued_on__isnull=False)

    def owed_by(self, user) -> Self:
        """What a person's units, or the leader he acts for, owe."""
        standing = _standing(user)
        return self.filter(
            Q(unit__in=standing.heads | standing.officer_in) | Q(leader__in=standing.acts_for_leaders),
            directive__issued_on__isnull=False,
        )

    def readable_by(self, user) -> Self:
        """The rows whose reports, files, extensions and comments a person may read: his own, and those between
        lead and support of one directive."""
        standing = _standing(user)
        if standing.reads_all:
            return self
        return self.filter(self._readable(standing))

    def marking_readable(self, user) -> Self:
        """Annotate `readable`: whether more of a row may be shown than its addressee and class."""
        standing = _standing(user)
        if standing.reads_all:
            return self.annotate(readable=Value(True))
        return self.annotate(
            readable=Case(When(self._readable(standing), then=Value(True)), default=Value(False))
        )

    def _readable(self, standing: Standing) -> Q:
        own = Q(unit__in=standing.sees) | Q(leader__in=standing.secretary_of)
        live = self.model._base_manager.exclude(state__in=[State.REPLACED, State.WITHDRAWN]).filter(own)
        across = Q(role="support", directive__in=live.filter(role="lead").values("directive")) | Q(
            role="lead", directive__in=live.filter(role="support").values("directive")
        )
        theirs = Q(directive__leader__in=standing.secretary_of)
        theirs |= Q(directive__leader_in_charge__in=standing.secretary_of)
        return (own | across | theirs) & Q(directive__issued_on__isnull=False)

    # --- which they are ---

    def live(self) -> Self:
        return self.exclude(state__in=[State.REPLACED, State.WITHDRAWN])

    def open(self) -> Self:
        return self.filter(state__in=OPEN)

    def lead(self) -> Self:
        return self.filter(role="lead")

    def last_periods(self) -> Self:
        """Of recurring duties the rows that no other continues yet."""
        rows = self.live().exclude(recurrence="").exclude(state=State.PAUSED).filter(continued_by=None)
        return rows.filter(first_due_on__isnull=False, directive__state=DirectiveState.ISSUED)

    def left_by_their_units(self, day: date) -> Self:
        """Duties whose next period should have begun, and whose unit is there no more: somebody must hand them on."""
        left = self.last_periods().filter(first_due_on__lt=day, unit__isnull=False)
        return left.exclude(valid_on(day, "unit__"))

    def search(self, text: str, *, is_common: bool = False) -> Self:
        return self.filter(_search(text, "directive__", is_common=is_common))

    def as_of(self, day: date) -> Self:
        """Annotate what stood on `day`: `state_then`, `due_then`, `first_due_then`, `done_then`.

        From today on the columns say it; before, the newest event and deadline with `on` ≤ day.
        """
        if day >= today():
            return self.annotate(
                state_then=F("state"),
                due_then=F("due_on"),
                first_due_then=F("first_due_on"),
                done_then=F("completed_on"),
            )
        of_kind = Event.objects.filter(subject_kind=self.model._meta.model_name)
        events = of_kind.filter(subject_id=OuterRef("pk"), on__lte=day).order_by("-on", "-id")
        versions = _related(self.model, "deadlines")._base_manager
        deadlines = versions.filter(assignment=OuterRef("pk"), on__lte=day).order_by("-version")
        # What has not moved since stands in the columns; only the rest is looked up, row by row.
        moved = Q(state_on__gt=day)
        redone = Q(pk__in=of_kind.filter(done_on__isnull=False, on__gt=day).order_by().values("subject_id"))
        dated = Q(pk__in=versions.filter(on__gt=day).order_by().values("assignment"))

        def then(changed: Q, past: models.QuerySet, name: str, column: str) -> Case:
            return Case(When(changed, then=Subquery(past.values(name)[:1])), default=F(column))

        return self.annotate(
            state_then=then(moved, events.exclude(to_state=""), "to_state", "state"),
            due_then=then(dated, deadlines, "due_on", "due_on"),
            first_due_then=then(dated, deadlines, "first_due_on", "first_due_on"),
            done_then=then(moved | redone, events.filter(done_on__isnull=False), "done_on", "completed_on"),
        )

    def classed(self, day: date, *, against: str = "due") -> Self:
        """Annotate `klass`, the official class on `day`: the one place where "overdue" is defined.

        `against` is "due" (the current deadline) or "first_due". Overdue begins the day after the due date. What
        was reported is measured by the stated day of completion; what is paused has no deadline.
        """
        due = f"{against}_then"
        done = Q(state_then=State.COMPLETED)
        return self.as_of(day).annotate(
            klass=Case(
                When(done & Q(**{due: None}), then=Value(Klass.COMPLETED_NO_DEADLINE)),
                When(done & Q(done_then__lte=F(due)), then=Value(Klass.COMPLETED_ON_TIME)),
                When(done, then=Value(Klass.COMPLETED_LATE)),
                When(Q(state_then=State.PAUSED) | Q(**{due: None}), then=Value(Klass.OPEN_NO_DEADLINE)),
                When(Q(state_then=State.REPORTED) & Q(done_then__lte=F(due)), then=Value(Klass.OPEN_WITHIN)),
                When(Q(state_then=State.REPORTED), then=Value(Klass.OPEN_OVERDUE)),
                When(Q(**{f"{due}__lt": day}), then=Value(Klass.OPEN_OVERDUE)),
                default=Value(Klass.OPEN_WITHIN),
                output_field=models.CharField(),
            )
        )

    def standing_on(self, day: date) -> Self:
        """The rows that stood on `day` (after `classed`): issued, not withdrawn or replaced, begun."""
        return self.filter(
            Q(directive__withdrawn_on=None) | Q(directive__withdrawn_on__gt=day),
            Q(starts_on=None) | Q(starts_on__lte=day),
            directive__issued_on__lte=day,
            state_then__isnull=False,
        ).exclude(state_then__in=[State.WITHDRAWN, State.REPLACED])

    def counted(self, day: date, *, against: str = "due") -> Self:
        """The rows the official figures count on `day`, with their class: standing lead rows of tasks."""
        return self.classed(day, against=against).standing_on(day).filter(role="lead", directive__kind="task")

    def of_class(self, *classes: Klass) -> Self:
        """After `classed`."""
        return self.filter(of_class(*classes))

    def overdue(self, day: date) -> Self:
        return self.classed(day).standing_on(day).of_class(Klass.OPEN_OVERDUE)

    # --- what is missing (after `as_of`; of open work) ---

    def without_deadline(self) -> Self:
        """No day, and none is missing by its kind: standing and recurring work is not late for want of one."""
        dated = self.filter(state_then__in=OPEN, due_then=None).exclude(state_then=State.PAUSED)
        return dated.exclude(deadline_kind__in=["standing", "recurring"])

    def without_officer(self) -> Self:
        return self.filter(state_then__in=OPEN, officer=None)

    def without_follower(self) -> Self:
        return self.filter(state_then__in=OPEN, follower=None)

    def without_anyone(self, day: date) -> Self:
        """ "Chưa có người phụ trách": no officer, and nobody on `day` who answers for the addressee: head, deputy
        or substitute of the unit, the office's follower for a party without accounts, the leader or his
        secretary."""
        posts = Post.objects.valid_on(day).filter(user__is_active=True)
        heads = posts.filter(role__in=[Role.HEAD, Role.DEPUTY, Role.SUBSTITUTE], unit__isnull=False)
        of_leaders = posts.filter(role__in=[Role.LEADER, Role.SECRETARY], leader__isnull=False)
        return self.without_officer().filter(
            Q(unit__is_external=True, follower=None)
            | Q(unit__is_external=False) & ~Q(unit__in=heads.values("unit"))
            | Q(unit=None) & ~Q(leader__in=of_leaders.values("leader"))
        )

    def silent_since(self, day: date) -> Self:
        """In progress since `day` or before, and nothing reported after it."""
        unheard = Q(last_report_on=None) | Q(last_report_on__lte=day)
        return self.filter(unheard, state_then=State.IN_PROGRESS, state_on__lte=day)

    def with_due_shown(self) -> Self:
        """With `due_shown`, the deadline a person may see and sort by (after `as_of` and `marking_readable`)."""
        return self.annotate(due_shown=self._shown("due_then"))

    def with_last_report(self) -> Self:
        """With `report_shown`, the day of the last report as far as a person may see it (after `marking_readable`)."""
        return self.annotate(report_shown=self._shown("last_report_on"))

    def _shown(self, column: str) -> Any:
        if isinstance(self.query.annotations.get("readable"), Value):
            # Everything: the order is then read from the index.
            return F(column)
        return Case(When(readable=True, then=F(column)), output_field=models.DateField())

    def with_open_request(self) -> Self:
        """With what waits for a decision, of which there is at most one: `asked_due`, `asked_reason`, `asked_on`,
        `asked_by`."""
        waiting = models.FilteredRelation("extensions", condition=Q(extensions__state=ExtensionState.OPEN))
        return self.annotate(
            waiting=waiting,
            asked_due=F("waiting__asked_due_on"),
            asked_reason=F("waiting__reason"),
            asked_on=F("waiting__requested_on"),
            asked_by=Coalesce(
                NullIf(F("waiting__requested_by__full_name"), Value("")), F("waiting__requested_by__username")
            ),
        )

    def for_list(self) -> Self:
        return self.select_related("directive__meeting", "directive__leader", "unit", "leader", "officer")

    def for_desk(self) -> Self:
        """With `moved_by`, the step that made the state, and `is_spoken_to`: the last word is a comment of somebody
        who never held a post in the owing unit."""
        events = Event.objects.filter(
            subject_kind=self.model._meta.model_name, subject_id=OuterRef("pk")
        ).order_by("-id")
        spoken = events.filter(verb__in=SPOKEN)
        return self.for_list().annotate(
            moved_by=Subquery(events.exclude(to_state="").values("verb")[:1]),
            spoken_by=Subquery(spoken.values("by")[:1]),
            is_spoken_to=models.ExpressionWrapper(
                Exact(Subquery(spoken.values("verb")[:1]), Value("comment"))
                & ~models.Exists(
                    Post.objects.filter(
                        Q(unit=OuterRef("unit")) | Q(leader=OuterRef("leader")), user=OuterRef("spoken_by")
                    )
                ),
                output_field=models.BooleanField(),
            ),
        )

    def in_question(self) -> Self:
        """After `for_desk`: sent back, urged and not answered, or last spoken to by somebody from outside."""
        urged: Any = self.model._meta.get_field("urged_rows").related_model
        is_urged = models.Exists(urged.objects.filter(assignment=OuterRef("pk"), answered_at=None))
        return self.filter(Q(moved_by="send_back") | Q(is_spoken_to=True) | is_urged)

    def burning_first(self) -> Self:
        return self.order_by(F("due_on").asc(nulls_last=True), "directive__code", "pk")


class ExtensionQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        assignments = _related(self.model, "assignment")
        return self.filter(assignment__in=assignments.objects.readable_by(user))

    def waiting(self) -> Self:
        return self.filter(state=ExtensionState.OPEN)


class SavedViewQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """One's own, and for the office what a colleague shares with it."""
        standing = _standing(user)
        if standing.user_id is None:
            return self.none()
        shared = Q(is_shared=True) if standing.is_office else Q()
        return self.filter(Q(owner=standing.user_id) | shared)

    def owned_by(self, user) -> Self:
        return self.filter(owner=_standing(user).user_id)


class ProgressReportQuerySet(models.QuerySet):
    def counting(self) -> Self:
        """The reports that count as an update: all but a bare "on track" said after a bare "on track"."""
        before = self.model._base_manager.filter(
            Q(on__lt=OuterRef("on")) | Q(on=OuterRef("on"), pk__lt=OuterRef("pk")),
            assignment=OuterRef("assignment"),
        ).order_by("-on", "-pk")
        is_bare_before = Coalesce(
            Subquery(before.annotate(is_bare=self._is_bare()).values("is_bare")[:1]), Value(False)
        )
        return self.annotate(is_bare=self._is_bare(), is_bare_before=is_bare_before).exclude(
            is_bare=True, is_bare_before=True
        )

    def _is_bare(self) -> Case:
        """Nothing but the word that it is on track."""
        words = Q(outlook="on_track", text="", difficulties="", proposals="", value=None, percent=None)
        files = _related(self.model, "files")._base_manager.filter(report=OuterRef("pk"))
        return Case(When(words & ~models.Exists(files), then=Value(True)), default=Value(False))
