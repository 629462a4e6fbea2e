"""The law: which step leads from where to where, and who may take it. It imports no model.

The table draws the buttons, the API's verbs, docs/lifecycle.md and the test matrix. States say what people did;
what the clock does (overdue) is never a state.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from journal.refusals import NotNow, NotYours, Refused, UnknownStep
from units.standing import Standing


class DirectiveState(TextChoices):
    DRAFT = "draft", gettext_lazy("draft")
    ISSUED = "issued", gettext_lazy("issued")
    WITHDRAWN = "withdrawn", gettext_lazy("withdrawn")


class State(TextChoices):
    """States of an assignment."""

    ASSIGNED = "assigned", gettext_lazy("to be accepted")
    IN_PROGRESS = "in_progress", gettext_lazy("in progress")
    REPORTED = "reported", gettext_lazy("waiting for confirmation")
    COMPLETED = "completed", gettext_lazy("completed")
    DECLINED = "declined", gettext_lazy("reassignment proposed")
    PAUSED = "paused", gettext_lazy("paused")
    REPLACED = "replaced", gettext_lazy("reassigned")
    WITHDRAWN = "withdrawn", gettext_lazy("withdrawn")


class ExtensionState(TextChoices):
    OPEN = "open", gettext_lazy("waiting for a decision")
    APPROVED = "approved", gettext_lazy("approved")
    REFUSED = "refused", gettext_lazy("refused")
    CANCELLED = "cancelled", gettext_lazy("cancelled")


OPEN = frozenset({State.ASSIGNED, State.IN_PROGRESS, State.REPORTED, State.DECLINED, State.PAUSED})
WORKED_ON = frozenset({State.ASSIGNED, State.IN_PROGRESS})
ANY = frozenset(State)


class Subject(StrEnum):
    DIRECTIVE = "directive"
    ASSIGNMENT = "assignment"
    EXTENSION = "extension"


STATES: dict[Subject, type[TextChoices]] = {
    Subject.DIRECTIVE: DirectiveState,
    Subject.ASSIGNMENT: State,
    Subject.EXTENSION: ExtensionState,
}


class Who(TextChoices):
    UNIT = "unit", gettext_lazy("the owing unit's head, deputy or substitute")
    OFFICER = "officer", gettext_lazy("its officer")
    OFFICE = "office", gettext_lazy("the ministry office")
    LEADER = "leader", gettext_lazy("the leader")
    DATA_ENTRY = "data_entry", gettext_lazy("data entry")
    LEAD_UNIT = "lead_unit", gettext_lazy("the lead unit (for support)")
    READER = "reader", gettext_lazy("whoever sees it")


U, O, V, L, D = Who.UNIT, Who.OFFICER, Who.OFFICE, Who.LEADER, Who.DATA_ENTRY  # noqa: E741


@dataclass(frozen=True)
class Step:
    label: str | Promise  # on the button
    sources: frozenset[str]
    target: str  # "" where the state stays as it is
    who: tuple[Who, ...]
    needs: str = ""  # what must be given, for the papers
    decides: bool = False  # decides somebody's work: never one's own, nor a step one took oneself


_DRAFT = frozenset({DirectiveState.DRAFT})
_ISSUED = frozenset({DirectiveState.ISSUED})
_ASKED = frozenset({ExtensionState.OPEN})

STEPS: dict[Subject, dict[str, Step]] = {
    Subject.DIRECTIVE: {
        "edit": Step(gettext_lazy("Edit the draft"), _DRAFT, "", (D, V)),
        "discard": Step(gettext_lazy("Discard the draft"), _DRAFT, DirectiveState.WITHDRAWN, (D, V)),
        "issue": Step(
            gettext_lazy("Issue"),
            _DRAFT,
            DirectiveState.ISSUED,
            (V, D),
            "leader, words, source; data entry only where the policy allows",
        ),
        "assign": Step(
            gettext_lazy("Assign"), _ISSUED, "", (V,), "addressee, role, deadline or a reason for none"
        ),
        "assign_proposed": Step(
            gettext_lazy("Assign as proposed"),
            _ISSUED,
            "",
            (V,),
            "addressees the source names, not assigned yet",
        ),
        "repeat": Step(gettext_lazy("Said again"), _ISSUED, "", (V,), "the meeting, words"),
        "correct": Step(
            gettext_lazy("Correct"), frozenset(DirectiveState), "", (V,), "field, old, new, reason"
        ),
        "withdraw": Step(
            gettext_lazy("Withdraw"),
            _ISSUED,
            DirectiveState.WITHDRAWN,
            (L, V),
            "reason; the office on whose word",
            decides=True,
        ),
        "comment": Step(gettext_lazy("Comment"), frozenset(DirectiveState), "", (Who.READER,), "text"),
    },
    Subject.ASSIGNMENT: {
        "accept": Step(gettext_lazy("Accept"), frozenset({State.ASSIGNED}), State.IN_PROGRESS, (U, O)),
        "decline": Step(
            gettext_lazy("Propose reassignment"),
            frozenset({State.ASSIGNED}),
            State.DECLINED,
            (U,),
            "reason, proposed addressee",
        ),
        "uphold": Step(
            gettext_lazy("Uphold the assignment"),
            frozenset({State.DECLINED}),
            State.ASSIGNED,
            (V, L),
            "reason",
            decides=True,
        ),
        "reassign": Step(
            gettext_lazy("Reassign"), OPEN, State.REPLACED, (V,), "addressee, reason", decides=True
        ),
        "hand_over": Step(gettext_lazy("Hand to an officer"), OPEN, "", (U,), "officer"),
        "follow": Step(gettext_lazy("Set who follows it"), OPEN, "", (V,), "person of the office"),
        "report_progress": Step(
            gettext_lazy("Report progress"),
            frozenset({State.IN_PROGRESS}),
            "",
            (U, O),
            "text or value, or that it is on track",
        ),
        "keep_milestones": Step(gettext_lazy("Keep milestones"), WORKED_ON, "", (U, O), "title, day"),
        "report_done": Step(
            gettext_lazy("Report done"),
            frozenset({State.IN_PROGRESS}),
            State.REPORTED,
            (U, O),
            "day of completion, result, evidence, a word on each open support row; "
            "the officer where the head allows",
        ),
        "send_back": Step(
            gettext_lazy("Send back"),
            frozenset({State.REPORTED}),
            State.IN_PROGRESS,
            (V, L),
            "reason",
            decides=True,
        ),
        "confirm": Step(
            gettext_lazy("Confirm completion"),
            frozenset({State.REPORTED}),
            State.COMPLETED,
            (V, L, Who.LEAD_UNIT),
            "day of completion kept, or changed with a reason",
            decides=True,
        ),
        "pause": Step(
            gettext_lazy("Pause"), WORKED_ON, State.PAUSED, (V, L), "condition, review day", decides=True
        ),
        # Goes back to where it was paused from; the action names which.
        "resume": Step(
            gettext_lazy("Resume"),
            frozenset({State.PAUSED}),
            State.IN_PROGRESS,
            (V, L),
            "deadline; goes back to where it was paused",
            decides=True,
        ),
        "request_extension": Step(
            gettext_lazy("Ask for more time"),
            WORKED_ON,
            "",
            (U,),
            "later day, reason; one open request",
        ),
        "adjust_deadline": Step(
            gettext_lazy("Adjust the deadline"),
            OPEN,
            "",
            (L, V),
            "day, reason, basis document; the office within its delegation",
            decides=True,
        ),
        "reopen": Step(
            gettext_lazy("Reopen"),
            frozenset({State.COMPLETED}),
            State.IN_PROGRESS,
            (V, L),
            "reason",
            decides=True,
        ),
        "withdraw": Step(
            gettext_lazy("Withdraw"),
            OPEN,
            State.WITHDRAWN,
            (L, V),
            "reason; the office on whose word",
            decides=True,
        ),
        "correct": Step(gettext_lazy("Correct"), ANY, "", (V,), "field, old, new, reason"),
        "urge": Step(gettext_lazy("Urge"), OPEN, "", (V,), "text, reply-by day"),
        "escalate": Step(gettext_lazy("Submit to the leader"), OPEN, "", (V,), "text"),
        "answer": Step(gettext_lazy("Answer the urging"), OPEN, "", (U, O), "text"),
        "comment": Step(gettext_lazy("Comment"), ANY, "", (Who.READER,), "text"),
    },
    Subject.EXTENSION: {
        "approve": Step(
            gettext_lazy("Approve"),
            _ASKED,
            ExtensionState.APPROVED,
            (V, L),
            "the office within its delegation",
            decides=True,
        ),
        "refuse": Step(
            gettext_lazy("Refuse"), _ASKED, ExtensionState.REFUSED, (V, L), "reason", decides=True
        ),
        "counter": Step(
            gettext_lazy("Approve with another date"),
            _ASKED,
            ExtensionState.APPROVED,
            (V, L),
            "another day, reason",
            decides=True,
        ),
        "cancel": Step(gettext_lazy("Cancel the request"), _ASKED, ExtensionState.CANCELLED, (U,)),
    },
}


@dataclass(frozen=True)
class Case:
    """What the law must know of the thing a step is taken on. Ids only; None is never equal to None here."""

    subject: Subject
    state: str
    unit_id: int | None = None  # the addressee: a unit …
    leader_id: int | None = None  # … or a leader in person
    owing_units: frozenset[int] = field(default_factory=frozenset)  # of a directive: all its live addressees
    owing_leaders: frozenset[int] = field(default_factory=frozenset)
    lead_units: frozenset[int] = field(default_factory=frozenset)  # of a support row: who leads
    officer_id: int | None = None
    officer_may_report: bool = False
    is_external: bool = False  # the addressee has no accounts
    is_office_work: bool = False  # owed by the ministry office
    deciding_leaders: frozenset[int] = frozenset()
    state_by_id: int | None = None  # who took the step that waits for a decision
    is_readable: bool = False
    data_entry_may_issue: bool = False
    has_proposed: bool = False  # an issued directive whose source names addressees that were not assigned yet


class BeyondDelegation(NotYours):
    """The office's, but not so far: the leader decides. The doors show it at `field`."""

    field = "due_on"


def step(subject: Subject, verb: str) -> Step:
    try:
        return STEPS[subject][verb]
    except KeyError:
        raise UnknownStep(_("There is no step “%(verb)s” here.") % {"verb": verb}) from None


def acts_on_behalf(standing: Standing, case: Case) -> bool:
    """The office acts for a party without accounts, with the paper as evidence."""
    return standing.is_office and case.is_external


def _is(who: Who, verb: str, standing: Standing, case: Case) -> bool:
    if who == Who.UNIT:
        return (
            case.unit_id in standing.heads
            or case.leader_id in standing.acts_for_leaders
            or acts_on_behalf(standing, case)
        )
    if who == Who.OFFICER:
        is_officer = case.unit_id in standing.officer_in and case.officer_id == standing.user_id
        return is_officer and (verb != "report_done" or case.officer_may_report)
    if who == Who.OFFICE:
        return standing.is_office
    if who == Who.LEADER:
        return bool(case.deciding_leaders & standing.leader_ids)
    if who == Who.DATA_ENTRY:
        return standing.is_data_entry and (verb != "issue" or case.data_entry_may_issue)
    if who == Who.LEAD_UNIT:
        return bool(case.lead_units & standing.heads)
    return case.is_readable


def _owns(standing: Standing, case: Case) -> bool:
    units = case.owing_units | ({case.unit_id} if case.unit_id else set())
    leaders = case.owing_leaders | ({case.leader_id} if case.leader_id else set())
    return bool(units & standing.member_of) or bool(leaders & standing.acts_for_leaders)


def own_work_refusal(standing: Standing, case: Case) -> Refused | None:
    """What says no to whoever would decide his own unit's work, or the office that of the ministry office."""
    if case.is_office_work and not case.deciding_leaders & standing.leader_ids:
        return NotYours(_("What the ministry office owes is decided by a leader."))
    if _owns(standing, case):
        return NotYours(_("Nobody decides work of a unit in which he holds a post."))
    return None


def _refusal(verb: str, taken: Step, standing: Standing, case: Case) -> Refused | None:
    who = taken.who
    if taken.decides and case.is_office_work:
        who = (Who.LEADER,)
    if not any(_is(one, verb, standing, case) for one in who):
        if taken.decides and case.is_office_work:
            return NotYours(_("What the ministry office owes is decided by a leader."))
        return NotYours(
            _("“%(step)s” is for %(who)s.")
            % {"step": taken.label, "who": ", ".join(str(one.label) for one in who)}
        )
    if case.state not in taken.sources:
        return NotNow(
            _("“%(step)s” is not possible now: the state is “%(state)s”.")
            % {"step": taken.label, "state": state_label(case)}
        )
    if verb == "assign_proposed" and not case.has_proposed:
        return NotNow(_("No addressee is proposed here any more."))
    if taken.decides and (refusal := own_work_refusal(standing, case)):
        return refusal
    if taken.decides and case.state_by_id is not None and case.state_by_id == standing.user_id:
        return NotYours(_("Nobody decides a step he took himself; another person must."))
    return None


def check(verb: str, standing: Standing, case: Case) -> Step:
    """Return the step, or raise UnknownStep, NotYours or NotNow."""
    taken = step(case.subject, verb)
    refusal = _refusal(verb, taken, standing, case)
    if refusal:
        raise refusal
    return taken


def open_steps(standing: Standing, case: Case) -> Iterator[tuple[str, Step]]:
    """The steps this person may take now: the buttons."""
    for verb, one in STEPS[case.subject].items():
        # The state is asked first: most steps end here, without a sentence being made that nobody reads.
        if case.state in one.sources and _refusal(verb, one, standing, case) is None:
            yield verb, one


def state_label(case: Case) -> str:
    return str(STATES[case.subject](case.state).label)
