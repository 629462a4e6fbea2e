"""All change of minutes and proposals. `by` says who; what a person reads and decides is kept beside what was found.

Every action raises journal.refusals.NotYours (403), NotNow (409) or ValidationError with the fields (400), and then
has changed nothing.
"""

from intake.actions.deciding import (
    accept,
    add,
    edit,
    keep_unsent,
    merge_with_next,
    reject,
    reopen,
    say_again,
    split,
)
from intake.actions.finishing import Outcome, hand_over, issue
from intake.actions.taking_in import choose_meeting, find_in, read_upload, take_in
from intake.actions.writing import verb_label

__all__ = [
    "Outcome",
    "accept",
    "add",
    "choose_meeting",
    "edit",
    "find_in",
    "hand_over",
    "issue",
    "keep_unsent",
    "merge_with_next",
    "read_upload",
    "reject",
    "reopen",
    "say_again",
    "split",
    "take_in",
    "verb_label",
]
