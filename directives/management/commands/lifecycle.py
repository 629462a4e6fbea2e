"""`manage.py lifecycle > docs/lifecycle.md`: the law as a page to read, drawn from the table the product obeys."""

from collections.abc import Iterator

from django.core.management.base import BaseCommand
from django.utils.translation import override

from directives.lifecycle import OPEN, STATES, STEPS, DirectiveState, ExtensionState, State, Step, Subject

TITLES = {
    Subject.DIRECTIVE: "Directive (ý kiến chỉ đạo)",
    Subject.ASSIGNMENT: "Assignment (nhiệm vụ của đơn vị)",
    Subject.EXTENSION: "Extension request (đề nghị gia hạn)",
}
# How a row of each kind comes to be; that is a step on something else.
BIRTHS = {
    Subject.DIRECTIVE: (DirectiveState.DRAFT, "draft"),
    Subject.ASSIGNMENT: (State.ASSIGNED, "assign"),
    Subject.EXTENSION: (ExtensionState.OPEN, "request_extension"),
}
HEAD = """# The lifecycle

*Written by `manage.py lifecycle` from the table in `directives/lifecycle.py`; a test compares the two. To change
this page, change the table, then run `python manage.py lifecycle > docs/lifecycle.md`.*

The states say what people did. What the clock does is no state: “overdue” is a question asked of the deadline
(`AssignmentQuerySet.classed`).

Beyond the tables one sentence holds everywhere: nobody **decides** (marked ⚖) work of a unit in which he holds a
current post, nor a step he took himself; work owed by the ministry office is decided by a leader. For a party
without accounts the office acts on its behalf, with the paper as evidence."""


class Command(BaseCommand):
    help = "Print docs/lifecycle.md."

    def handle(self, *args, **options):
        self.stdout.write(page(), ending="")


def page() -> str:
    # The page is English; its words must not depend on who runs the command.
    with override("en"):
        parts = [HEAD, *(part for subject in Subject for part in _section(subject))]
    return "\n\n".join(parts) + "\n"


def _section(subject: Subject) -> Iterator[str]:
    yield f"## {TITLES[subject]}"
    yield "\n".join(_diagram(subject))
    yield "\n".join(_table(subject))
    yield "\n".join(_sentences(subject))


def _diagram(subject: Subject) -> Iterator[str]:
    yield "```mermaid"
    yield "stateDiagram-v2"
    born, verb = BIRTHS[subject]
    yield f"    [*] --> {born.value}: {verb}"
    left = set()
    for verb, step in STEPS[subject].items():
        for source in _in_order(subject, step.sources):
            for target in _targets(subject, verb, step):
                if target != source:
                    left.add(source)
                    yield f"    {source} --> {target}: {verb}"
    for state in STATES[subject]:
        # Completed work can be reopened, and is at its end all the same.
        if state not in left or state == State.COMPLETED:
            yield f"    {state.value} --> [*]"
    yield "```"


def _targets(subject: Subject, verb: str, step: Step) -> list[str]:
    if verb == "resume":
        # Back to where it was paused.
        return _in_order(subject, STEPS[subject]["pause"].sources)
    return [str(step.target)] if step.target else []


def _table(subject: Subject) -> Iterator[str]:
    yield "| step | says | from → to | who | needs |"
    yield "|---|---|---|---|---|"
    for verb, step in STEPS[subject].items():
        decides = " ⚖" if step.decides else ""
        yield (
            f"| `{verb}`{decides} | {step.label} | {_from_to(subject, verb, step)} | {_who(step, ', ')} "
            f"| {step.needs or '–'} |"
        )


def _from_to(subject: Subject, verb: str, step: Step) -> str:
    states = STATES[subject]
    if step.sources == frozenset(states):
        sources = "any"
    elif step.sources == OPEN:
        sources = "any open"
    else:
        sources = ", ".join(_in_order(subject, step.sources))
    targets = _targets(subject, verb, step)
    return f"{sources} → {' or '.join(targets)}" if targets else sources


def _sentences(subject: Subject) -> Iterator[str]:
    """What may follow on each state, in words."""
    for state in STATES[subject]:
        moves = [
            f"{_who(step, ', or ')} can {verb.replace('_', ' ')}"
            for verb, step in STEPS[subject].items()
            if state in step.sources and step.target and step.target != state
        ]
        label = f"*{state.label}*" if state.value == state.label else f"*{state.value}* ({state.label})"
        yield f"- When {label}: {'; '.join(moves)}." if moves else f"- From {label} no step leads on."


def _in_order(subject: Subject, states) -> list[str]:
    return [state.value for state in STATES[subject] if state in states]


def _who(step: Step, between: str) -> str:
    return between.join(str(who.label) for who in step.who)
