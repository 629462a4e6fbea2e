"""Which of the open steps stands in front: what this person most likely came for."""

from dataclasses import dataclass
from urllib.parse import quote

from django.urls import reverse

from directives import lifecycle
from directives.lifecycle import Case, State, Subject
from units.standing import Standing

# By state, the likeliest first. What is not named here stands under "more".
LIKELIEST = {
    State.ASSIGNED: ("accept", "urge"),
    State.IN_PROGRESS: ("answer", "report_progress", "urge"),
    State.REPORTED: ("confirm",),
    State.DECLINED: ("reassign", "uphold"),
    State.PAUSED: ("resume",),
    "draft": ("issue", "edit"),
    "issued": ("assign_proposed", "assign"),
    "open": ("approve", "cancel"),
}


@dataclass(frozen=True)
class Button:
    verb: str
    label: str
    url: str


@dataclass(frozen=True)
class Buttons:
    first: Button | None
    others: list[Button]

    def __bool__(self) -> bool:
        return self.first is not None or bool(self.others)

    @property
    def all(self) -> list[Button]:
        return [self.first, *self.others] if self.first else self.others


_ADDRESS = {
    Subject.DIRECTIVE: "directive_step",
    Subject.ASSIGNMENT: "assignment_step",
    Subject.EXTENSION: "extension_step",
}


def buttons_for(standing: Standing, case: Case, row, *, back: str = "") -> Buttons:
    """The steps the law leaves open, the likeliest apart. An answer is offered where something was asked."""
    asked = is_urged(row) if case.subject == Subject.ASSIGNMENT else False
    query = f"?next={quote(back)}" if back else ""
    found = {
        verb: Button(verb, str(step.label), reverse(_ADDRESS[case.subject], args=[row.pk, verb]) + query)
        for verb, step in lifecycle.open_steps(standing, case)
        if verb != "answer" or asked
    }
    first = next((verb for verb in LIKELIEST.get(case.state, ()) if verb in found), None)
    return Buttons(
        first=found.pop(first) if first else None,
        others=list(found.values()),
    )


def is_urged(row) -> bool:
    """Whether an urging of this row still waits for its answer; lists fetch `urged_rows` with the rows."""
    return any(urged.answered_at is None for urged in row.urged_rows.all())
