"""From what was found in the view back to the text as given: spans, quotes, codes of the register."""

import re
from datetime import date

from rapidfuzz import fuzz

from intake.finding.bodies import Body
from intake.finding.found import Found, FoundDeadline, FoundDirective, FoundUnit, Span, Urgency
from intake.finding.meeting_facts import facts_of
from intake.finding.passages import Passages, Proposal
from intake.finding.register import Register
from intake.finding.segments import Block, cut
from intake.finding.view import blocks, canonical

_URGENT: tuple[tuple[Urgency, str], ...] = (
    ("flash", r"hỏa tốc|hoả tốc"),
    ("very_urgent", r"thượng khẩn|tối khẩn"),
    ("urgent", r"khẩn trương|khẩn cấp|lập tức|gấp rút|\bngay\b|cấp bách|\bkhẩn\b"),
)
_URGENCY = [(level, re.compile(canonical(pattern), re.IGNORECASE)) for level, pattern in _URGENT]
_KEY = re.compile(
    canonical(r"trọng tâm|then chốt|ưu tiên hàng đầu|đặc biệt quan trọng|hàng đầu"), re.IGNORECASE
)
_LONGEST_SUMMARY = 200
# So alike that one only repeats the other, as the lede of a report repeats its body.
_SAME, _ALIKE = 90, 60
# How many directives further on a repetition is looked for.
_NEAR = 40


def propose(text: str, register: Register, published_on: date | None) -> Found:
    paragraphs = cut(blocks(text))
    facts = facts_of(paragraphs, register, published_on)
    opening = facts.meeting.held_on_span.start if facts.meeting.held_on_span and not facts.is_dispatch else 0
    found = Passages(paragraphs, facts, register).walk()
    # Only where no sentence ever said that instructions follow: a title alone would make tasks of a look back.
    found = found or Passages(paragraphs, facts, register).walk_from_title()
    proposals = _without_repeats(found, opening)
    day = facts.meeting.held_on or facts.calendar.day
    directives = [_directive(text, proposal, register, day) for proposal in proposals]
    return Found(facts.meeting, tuple(sorted(directives, key=lambda directive: directive.span)))


def _without_repeats(proposals: list[Proposal], opening: int) -> list[Proposal]:
    """Without what is said again further on; before the report opens (its headline, its lede) a likeness is enough."""
    kept: list[Proposal] = []
    for place, proposal in enumerate(proposals):
        alike = _SAME if proposal.block.line.span(proposal.start, proposal.end).end > opening else _ALIKE
        said = proposal.block.line.text[proposal.start : proposal.end]
        if any(
            later.is_task == proposal.is_task
            and fuzz.token_set_ratio(said, later.block.line.text[later.start : later.end]) >= alike
            for later in proposals[place + 1 : place + _NEAR]
            if later.block is not proposal.block
        ):
            continue
        kept.append(proposal)
    return kept


def _directive(text: str, proposal: Proposal, register: Register, day: date | None) -> FoundDirective:
    line = proposal.block.line
    span = line.span(proposal.start, proposal.end)
    words = line.text[proposal.start : proposal.end]
    deadline = FoundDeadline()
    if proposal.due and proposal.due_block:
        at = proposal.due_block.line.span(proposal.due.start, proposal.due.end)
        deadline = FoundDeadline(
            proposal.due.kind, proposal.due.on, proposal.due.recurrence, text[at.start : at.end], at
        )
    return FoundDirective(
        span=span,
        quote=text[span.start : span.end],
        kind="task" if proposal.is_task else "orientation",
        leader=proposal.leader,
        summary=_summary(line.text[proposal.clause.task_at : proposal.task_end or proposal.end])
        or _summary(words),
        lead_units=tuple(_unit(text, block, body, register, day) for block, body in proposal.lead),
        support_units=tuple(
            _unit(text, proposal.block, body, register, day) for body in proposal.clause.support
        ),
        deadline=deadline,
        urgency=next((level for level, pattern in _URGENCY if pattern.search(words)), "normal"),
        is_key_task=_KEY.search(words) is not None,
    )


def _unit(text: str, block: Block, body: Body, register: Register, day: date | None) -> FoundUnit:
    span: Span = block.line.span(body.start, body.end)
    # As the text has it, letter for letter, unless a shared head was repeated.
    words = body.words
    if block.line.text[body.start : body.end] == body.words:
        words = re.sub(r"\s+", " ", text[span.start : span.end])
    code = register.unit_code(words, day)
    return FoundUnit(words, span, code, None if code else register.group_code(words))


def _summary(words: str) -> str:
    short = re.sub(r"\s+", " ", words).strip(' ,;:.-/"')
    if len(short) > _LONGEST_SUMMARY:
        cut_at = max(short.rfind(sign, 60, _LONGEST_SUMMARY) for sign in (",", ";"))
        short = short[: cut_at if cut_at > 0 else short.rfind(" ", 0, _LONGEST_SUMMARY)].rstrip(" ,;") + "…"
    return short[:1].upper() + short[1:]
