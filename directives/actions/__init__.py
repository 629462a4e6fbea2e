"""All change of directives. Each action is one sentence somebody says; `by` says who, `on` from which day it counts.

Every action raises lifecycle.NotYours (403), lifecycle.NotNow (409) or ValidationError with the fields (400),
and then has changed nothing.
"""

from directives.actions.assigning import assign, assign_each, decline, follow, hand_over, reassign, uphold
from directives.actions.correcting import correct, repeat, withdraw
from directives.actions.delegating import office_limit
from directives.actions.drafting import discard, draft, edit, issue
from directives.actions.extending import (
    adjust_deadline,
    approve,
    cancel,
    check_may_ask,
    counter,
    pause,
    refuse,
    request_extension,
    resume,
)
from directives.actions.taking import verb_label
from directives.actions.urging import answer, check_may_answer, urge
from directives.actions.working import (
    accept,
    add_milestone,
    comment,
    confirm,
    open_support,
    reach_milestone,
    reopen,
    report_done,
    report_progress,
    send_back,
)

__all__ = [
    "accept",
    "add_milestone",
    "adjust_deadline",
    "answer",
    "approve",
    "assign",
    "assign_each",
    "cancel",
    "check_may_ask",
    "check_may_answer",
    "comment",
    "confirm",
    "correct",
    "counter",
    "decline",
    "discard",
    "draft",
    "edit",
    "follow",
    "hand_over",
    "issue",
    "office_limit",
    "open_support",
    "pause",
    "reach_milestone",
    "reassign",
    "refuse",
    "reopen",
    "repeat",
    "report_done",
    "report_progress",
    "request_extension",
    "resume",
    "send_back",
    "uphold",
    "urge",
    "verb_label",
    "withdraw",
]
