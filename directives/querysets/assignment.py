"""Asking about assignments."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, NullIf
from django.db.models.lookups import Exact

from directives.lifecycle import OPEN, DirectiveState, ExtensionState, State
from directives.querysets.asking import holding, related, seen_by, to_standing
from directives.querysets.classes import Klass, of_class
from journal.models import Event
from units.models import Post, Role
from units.models.period import valid_on
from units.standing import Standing
from units.working_calendar import today

# Steps by which a unit and those who follow it speak; a comment that is not followed by one waits for a word.
SPOKEN = ("comment", "answer", "report_progress", "report_done", "request_extension", "decline")


class AssignmentQuerySet(models.QuerySet):
    # --- who sees them ---

    def visible_to(self, user) -> Self:
        """The rows of the directives a person sees: his own and, by addressee and class only, his co-addressees'."""
        standing = to_standing(user)
        if standing.reads_all:
            return self
        if not (standing.sees or standing.secretary_of):
            return self.none()
        theirs = seen_by(self.model._base_manager, standing, "directive__")
        return self.filter(theirs, directive__issued_on__isnull=False)

    def owed_by(self, user) -> Self:
        """What a person's units, or the leader he acts for, owe."""
        standing = to_standing(user)
        return self.filter(
            Q(unit__in=standing.heads | standing.officer_in) | Q(leader__in=standing.acts_for_leaders),
            directive__issued_on__isnull=False,
        )

    def readable_by(self, user) -> Self:
        """The rows whose reports, files, extensions and comments a person may read: his own, and those between
        lead and support of one directive."""
        standing = to_standing(user)
        if standing.reads_all:
            return self
        return self.filter(self._readable(standing))

    def marking_readable(self, user) -> Self:
        """Annotate `readable`: whether more of a row may be shown than its addressee and class."""
        standing = to_standing(user)
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
        return self.filter(holding(text, "directive__", is_common=is_common))

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
        versions = related(self.model, "deadlines")._base_manager
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
