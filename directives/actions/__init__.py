"""All change of directives. Each action is one sentence somebody says; `by` says who, `on` from which day it counts.

Every action raises lifecycle.NotYours (403), lifecycle.NotNow (409) or ValidationError with the fields (400),
and then has changed nothing.
"""

from directives.actions.assigning import assign, assign_each, decline, follow, hand_over, reassign, uphold
from directives.actions.carrying import carry_over, said_again_at
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
from directives.actions.proposing import assign_proposed, stated_terms
from directives.actions.recurring import (
    RECURRENCES,
    check_recurrence,
    next_due,
    open_periods,
)
from directives.actions.taking import verb_label
from directives.actions.unsent import forget_unsent, keep_unsent
from directives.actions.urging import answer, check_may_answer, escalate, urge
from directives.actions.viewing import change_view, delete_view, save_view
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
    "RECURRENCES",
    "check_recurrence",
    "next_due",
    "open_periods",
    "accept",
    "add_milestone",
    "adjust_deadline",
    "answer",
    "approve",
    "assign",
    "assign_each",
    "assign_proposed",
    "cancel",
    "check_may_ask",
    "check_may_answer",
    "carry_over",
    "change_view",
    "comment",
    "confirm",
    "correct",
    "counter",
    "decline",
    "delete_view",
    "discard",
    "draft",
    "edit",
    "escalate",
    "follow",
    "forget_unsent",
    "hand_over",
    "issue",
    "office_limit",
    "keep_unsent",
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
    "said_again_at",
    "save_view",
    "send_back",
    "stated_terms",
    "uphold",
    "urge",
    "verb_label",
    "withdraw",
]
