"""Walking through the text: which clauses are directives, given who is speaking and in which list they stand."""

from dataclasses import dataclass, field, replace

from intake.finding import cues, words
from intake.finding.bodies import Body
from intake.finding.clause import Clause, Shape, after_connectors, read_clause
from intake.finding.deadlines import Due, deadline_in, deadlines_in
from intake.finding.found import FoundPerson
from intake.finding.lists import Level, Lists, addressed_heading, depth_of
from intake.finding.meeting_facts import Facts
from intake.finding.people import mentions
from intake.finding.register import Register
from intake.finding.segments import Block, Depth, clauses, is_caption, is_figures, sentences
from intake.finding.tables import Table
from intake.finding.view import canonical
from intake.finding.voices import Force, Voice, last_leader

# An addressee with the block it stands in, which may be the heading above.
Placed = tuple[Block, Body]
_SHORT_HEADING, _SHORTEST_ITEM = 60, 12


@dataclass
class Proposal:
    """A directive in the making: places are of the block's line."""

    block: Block
    start: int
    end: int
    clause: Clause
    leader: FoundPerson
    is_task: bool
    lead: list[Placed] = field(default_factory=list)
    due: Due | None = None
    due_block: Block | None = None
    # Where what is to be done ends, when that is before the end of the whole.
    task_end: int | None = None


class Passages:
    def __init__(self, blocks: list[Block], facts: Facts, register: Register):
        self._blocks = blocks
        self._facts = facts
        self._known = tuple(
            canonical(name.words) for unit in register.units for name in unit.names if "," in name.words
        )
        self._voice = Voice(blocks, facts, register)
        self._lists = Lists()
        self._table = Table()
        # Whom the sentence before was for, as long as the passage still speaks to them.
        self._carry: list[Placed] = []
        # Inside a section that only looks back (how deep its heading stands).
        self._looking_back: int | None = None
        self._is_a_paper = facts.is_dispatch or facts.meeting.notice_number is not None
        self._found: list[Proposal] = []

    def walk_from_title(self) -> list[Proposal]:
        """For papers that go from "Kết luận của …" to the items: whatever stands in them is said by whoever concludes."""
        return self.walk() if self._voice.conclude_from_title() else []

    def walk(self) -> list[Proposal]:
        followed: list[Block | None] = [*self._blocks[1:], None]
        for block, following in zip(self._blocks, followed, strict=False):
            if self._is_row(block) or block.is_noise:
                continue
            if block.depth is not Depth.NONE:
                self._lists.leave(block)
                self._carry = []
                if self._looking_back is not None and block.depth <= self._looking_back:
                    self._looking_back = None
            if not self._is_heading(block, following):
                self._paragraph(block, following)
        return self._found

    def _is_row(self, block: Block) -> bool:
        """A line of a table of tasks, its heading among them."""
        row = self._table.row(block, self._facts.calendar, self._known)
        if row is None:
            return self._table.is_heading(block)
        clause = Clause(
            row.start, row.end, Shape.TOLD, task_at=row.task_at, lead=row.lead, support=row.support
        )
        lead = [(block, body) for body in row.lead]
        self._found.append(
            Proposal(
                block,
                row.start,
                row.end,
                clause,
                self._voice.leader_or_chair,
                True,
                lead,
                row.due,
                block,
                row.task_end,
            )
        )
        return True

    def _read(self, text: str, start: int, end: int) -> Clause:
        return read_clause(text, start, end, self._known)

    def _due_in(self, block: Block, start: int, end: int) -> Due | None:
        due = deadline_in(block.line.text[start:end], self._facts.calendar)
        return replace(due, start=due.start + start, end=due.end + start) if due else None

    # --- headings and paragraphs ------------------------------------------------------------------------

    def _is_heading(self, block: Block, following: Block | None) -> bool:
        if addressed := addressed_heading(block, self._known):
            self._lists.enter(block, Level(depth_of(block), block.finer, addressed, block))
            self._carry = []
            return True
        text = block.line.text
        if not block.is_heading or (text.rstrip().endswith(":") and cues.COMMANDS.search(block.text)):
            return False
        if block.depth is Depth.NONE and not block.line.text.isupper():
            # A headline is no section: it neither opens nor closes a look back.
            return not self._is_item_without_stop(block)
        if cues.LOOKS_BACK.match(block.text):
            self._looking_back = depth_of(block)
        elif self._looking_back is not None and depth_of(block) <= self._looking_back:
            self._looking_back = None
        if cues.CONCLUDES.match(block.text) and self._looking_back is None:
            self._voice.conclude(last_leader(block.text) or self._facts.meeting.chair, for_all=True)
        if block.depth is Depth.NONE:
            # A task without its full stop is still a task.
            return not self._is_item_without_stop(block)
        if block.depth > Depth.NUMBER or self._read(text, block.start, len(text)).lead:
            return False
        self._lists.enter(block, Level(depth_of(block), block.finer))
        return following is None or following.depth > block.depth or len(block.text) < _SHORT_HEADING

    def _is_item_without_stop(self, block: Block) -> bool:
        line = block.line
        if line.is_bold or line.is_heading or line.text.isupper():
            return False
        if self._voice.base_force is not Force.INSTRUCTING or len(line.text) < _SHORT_HEADING:
            return False
        return bool(self._read(line.text, 0, len(line.text)).lead)

    def _paragraph(self, block: Block, following: Block | None) -> None:
        text = block.line.text
        if cues.LABELLED_BACK.match(text, block.start):
            return
        spans = sentences(text, block.start)
        for number, (start, end) in enumerate(spans):
            running = cues.RUNNING.search(text[start:end])
            is_last = number == len(spans) - 1
            if running and self._running(
                block, spans, number, start + running.start(), start + running.end()
            ):
                return
            if not is_last and not running and cues.RUNNING_NEXT.match(text, spans[number + 1][0]):
                # Only introduces the list of the next sentence.
                self._hear(block, self._read(text, start, end), text[start:end])
                continue
            opens = is_last and following is not None and self._opens(text[start:end], following)
            self._sentence(block, start, end, opens=opens)

    def _opens(self, sentence: str, following: Block) -> bool:
        return bool(cues.OPENS.search(sentence)) and (
            sentence.endswith(":") or following.depth is not Depth.NONE
        )

    def _running(
        self, block: Block, spans: list[tuple[int, int]], number: int, opener: int, first: int
    ) -> bool:
        """A list inside a paragraph: "Đó là: A. B; C." Each part is an item."""
        text = block.line.text
        start, end = spans[number]
        intro_start = spans[number - 1][0] if number else start
        intro = self._read(text, start, first)
        self._hear(block, intro, text[start:first])
        if self._voice.force is Force.REPORTED or not cues.TASKS.search(text, intro_start, first):
            return False
        due = self._due_in(block, intro_start, opener)
        for item_start, item_end in [(first, end), *spans[number + 1 :]]:
            for part_start, part_end in clauses(text, item_start, item_end, at_small_letters=True):
                clause = self._read(text, part_start, part_end)
                if part_end - part_start >= _SHORTEST_ITEM and not clause.is_past:
                    lead = [(block, body) for body in clause.lead or intro.lead]
                    self._propose(block, part_start, part_end, clause, lead, listed=(due, block))
        return True

    # --- sentences --------------------------------------------------------------------------------------

    def _sentence(self, block: Block, start: int, end: int, *, opens: bool) -> None:
        text = block.line.text
        sentence = text[start:end]
        if self._is_lede(sentence):
            for mention in mentions(sentence):
                if not mention.name and not mention.is_lower:
                    self._voice.speaker = self._voice.resolve(mention)
            return
        if cues.CLOSING.search(sentence) and not self._due_in(block, start, end):
            return
        whole = self._read(text, start, end)
        if opens:
            self._hear(block, whole, sentence)
            self._open(block, whole, start, end)
            return
        if cues.DUE_ONLY.match(sentence) and self._extend(block, start, end):
            return
        if whole.shape is not Shape.INSTRUCTED:
            if cues.REPORT.search(sentence) and self._voice.base_force is Force.REPORTED:
                self._voice.report()
                self._carry = []
                return
            explains = sentence.startswith("Trong đó") and whole.shape is not Shape.TOLD and not whole.is_said
            if is_figures(sentence) or explains:
                return
        for part_start, part_end in self._parts(text, start, end):
            self._part(block, part_start, part_end)

    def _is_lede(self, sentence: str) -> bool:
        if is_caption(sentence):
            return True
        return (
            self._facts.is_dispatch and self._voice.speaker is None and cues.LEDE.search(sentence) is not None
        )

    def _parts(self, text: str, start: int, end: int) -> list[tuple[int, int]]:
        """The sentence, cut where another addressee is told or an instruction begins anew."""
        pieces: list[tuple[int, int]] = []
        for part_start, part_end in clauses(text, start, end):
            here = part_start
            for match in cues.SPLITS.finditer(text, part_start, part_end):
                if self._read(text, match.end(), part_end).lead and text[here : match.start()].strip():
                    pieces.append((here, match.start()))
                    here = match.end()
            pieces.append((here, part_end))
        merged: list[tuple[int, int]] = []
        for piece in pieces:
            clause = self._read(text, *piece)
            begins = clause.shape in (Shape.INSTRUCTED, Shape.TOLD) and (clause.lead or clause.speaker)
            if merged and (not begins or cues.SPELLS_OUT.search(text, *merged[-1])):
                merged[-1] = (merged[-1][0], piece[1])
            else:
                merged.append(piece)
        return merged

    def _part(self, block: Block, start: int, end: int) -> None:
        text = block.line.text
        step = cues.LATER_STEP.search(text, start, end)
        if step and len(deadlines_in(text[start:end], self._facts.calendar)) > 1:
            before = len(self._found)
            self._part(block, start, step.start())
            if len(self._found) > before and self._found[-1].is_task:
                clause = Clause(step.end(), end, Shape.BARE, task_at=step.end())
                self._propose(block, step.start() + 1, end, clause, list(self._found[-1].lead))
            return
        clause = self._read(text, start, end)
        if clause.shape is not Shape.INSTRUCTED and words.EXPLAINS_AT.match(
            text, after_connectors(text, start, end)
        ):
            return
        if clause.shape is Shape.NONE and self._is_item_of_somebody(block, start, text[start:end]):
            clause.shape, clause.task_at = Shape.BARE, start
        self._hear(block, clause, text[start:end])
        if not self._counts(block, clause, text[start:end]):
            return
        lead = [(block, body) for body in clause.lead]
        if not lead and clause.shape in (Shape.BARE, Shape.IMPERSONAL) and not _is_about_a_thing(clause):
            lead = self._carry or self._lists.lead
        self._propose(block, clause.start, end, clause, lead)

    def _is_item_of_somebody(self, block: Block, start: int, words_of_it: str) -> bool:
        """Under a heading that names who is told, an item is a task though its verb is none we know."""
        return (
            block.depth is not Depth.NONE
            and start == block.start
            and bool(self._lists.lead)
            and self._voice.force is Force.INSTRUCTING
            and not is_figures(words_of_it)
            and not cues.NOT_A_TASK.search(words_of_it)
        )

    def _hear(self, block: Block, clause: Clause, sentence: str) -> None:
        if self._voice.hear(block, clause, sentence):
            self._carry = []

    def _extend(self, block: Block, start: int, end: int) -> bool:
        """ "Thời gian hoàn thành: …" behind a directive is its deadline."""
        due = self._due_in(block, start, end)
        if due is None or not self._follows_one(block) or self._found[-1].end > start:
            return False
        last = self._found[-1]
        last.end, last.due, last.due_block = end, due, block
        return True

    def _follows_one(self, block: Block) -> bool:
        return bool(self._found) and self._found[-1].block is block

    def _open(self, block: Block, clause: Clause, start: int, end: int) -> None:
        """A sentence that opens a list: not a directive, but its items are for whom and by when it says."""
        sentence = block.line.text[start:end]
        commands = cues.COMMANDS.search(sentence) is not None
        if self._looking_back is not None and clause.shape is not Shape.INSTRUCTED:
            commands = commands and cues.TURNS_TO_TASKS.search(sentence) is not None
        if commands:
            leader = None
            if self._facts.concluding and cues.CONCLUSION.search(sentence):
                leader = self._facts.concluding
            elif not clause.speaker:
                leader = last_leader(sentence)
            self._voice.conclude(leader, for_all=block.depth is Depth.NONE)
            self._looking_back = None
        if self._voice.force is Force.REPORTED:
            return
        last = self._found[-1] if self._follows_one(block) else None
        due, due_block = self._due_in(block, start, end), block
        if due is None and last and last.due and last.due_block:
            due, due_block = last.due, last.due_block
        lead = clause.lead if clause.shape in (Shape.INSTRUCTED, Shape.TOLD) else []
        if self._voice.is_told_himself(clause, block.line.text):
            lead = []
        if not lead and last:
            lead = [body for lead_block, body in last.lead if lead_block is block]
        self._lists.enter(
            block, Level(depth_of(block), block.finer, lead, block if lead else None, due, due_block)
        )
        self._carry = []

    # --- what counts ------------------------------------------------------------------------------------

    def _counts(self, block: Block, clause: Clause, sentence: str) -> bool:
        """Is the clause a directive or an orientation in this place?"""
        if clause.shape is Shape.NONE or clause.is_past:
            return False
        voice = self._voice
        if clause.shape is Shape.INSTRUCTED and not clause.is_said:
            if clause.speaker:
                return not voice.is_below(clause.speaker, sentence)
            if cues.BELOW.search(sentence) and not clause.lead:
                return False
            if self._is_a_paper and voice.force is Force.REPORTED and clause.lead:
                # A notice or dispatch whose opening words are not known: "Giao …" shows that it instructs.
                voice.conclude(self._facts.meeting.chair, for_all=True)
            return voice.force is not Force.REPORTED or voice.speaker is not None
        if self._looking_back is not None or voice.force is Force.REPORTED:
            return False
        task = block.line.text[clause.task_at : clause.end].lstrip()
        if clause.shape in (Shape.TOLD, Shape.INSTRUCTED) and clause.lead:
            if voice.is_told_himself(clause, block.line.text):
                return False
            if voice.force >= Force.CONCLUDING:
                return True
            if clause.is_attitude or cues.PRINCIPLE.search(block.line.text, clause.start, clause.task_at):
                return False
            return cues.ORDERS.match(task) is not None or clause.has_modal and not cues.VAGUE.match(task)
        if cues.GENERAL.search(sentence):
            return False
        if clause.shape is Shape.BARE:
            if cues.OWN_ACT.match(sentence) and not self._carry and not self._lists.lead:
                return False
            return voice.force is Force.INSTRUCTING and (
                bool(self._carry)
                or (block.depth is not Depth.NONE and bool(self._lists))
                or voice.base_force is Force.INSTRUCTING
                or self._follows_one(block)
            )
        if clause.is_attitude or cues.PRINCIPLE.search(block.line.text, clause.start, clause.task_at):
            return False
        if voice.base_force is Force.INSTRUCTING:
            return not cues.STATES.match(task)
        return not cues.VAGUE.match(task)

    def _propose(
        self,
        block: Block,
        start: int,
        end: int,
        clause: Clause,
        lead: list[Placed],
        listed: tuple[Due | None, Block | None] | None = None,
    ) -> None:
        own = self._due_in(block, start, end)
        above, above_block = listed or self._lists.due
        due, due_block = (own, block) if own else (above, above_block)
        if own and own.kind == "before_event" and own.on is None and above:
            due = replace(own, on=above.on)
        is_task = not clause.is_attitude or own is not None
        text = block.line.text
        topic = cues.NAMED_TOPIC.search(text[start : clause.task_at])
        if cues.EMPTY_TASK.fullmatch(text, clause.task_at, end) and not topic:
            is_task = False
        self._found.append(
            Proposal(block, start, end, clause, self._voice.leader, is_task, lead, due, due_block)
        )
        if not (clause.shape is Shape.IMPERSONAL and clause.has_topic):
            self._carry = lead
        if clause.shape is Shape.INSTRUCTED and not clause.is_said:
            self._voice.force = Force.INSTRUCTING


def _is_about_a_thing(clause: Clause) -> bool:
    """ "Công tác quy hoạch cần …" names what is spoken of, not who is told."""
    return clause.shape is Shape.IMPERSONAL and clause.has_topic
