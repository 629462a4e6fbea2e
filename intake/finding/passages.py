"""Walking through the text: who is speaking, in which list we stand, and which clauses are directives in that place."""

import re
from dataclasses import dataclass, field

from intake.finding import words
from intake.finding.bodies import Body
from intake.finding.clause import Clause, Shape, read_clause
from intake.finding.deadlines import Due, deadline_in, deadlines_in
from intake.finding.found import FoundPerson
from intake.finding.meeting_facts import Facts, person
from intake.finding.people import Mention, mentions, rank
from intake.finding.register import Register
from intake.finding.segments import Block, Depth, clauses, is_caption, is_figures, sentences
from intake.finding.view import canonical

# How a passage is to be taken: reported, a leader speaking, a leader instructing.
REPORTED, SPEAKING, INSTRUCTING = range(3)

_OPENS = re.compile(
    canonical(
        r"(?:như sau|sau|sau đây|gồm|là|cụ thể|chỉ đạo|yêu cầu|kết luận|trọng tâm|nội dung|nhiệm vụ|việc|[Đđ]ó là|[Đđ]iện|quyết nghị|giải pháp|chú ý|thực hiện)?\s*:$|(?:các|một số|những) (?:nhiệm vụ|nội dung|việc|công việc|giải pháp|vấn đề)[^.:;]{0,40}(?:sau|sau đây)\s*[.]?$"
    )
)
_RUNNING = re.compile(canonical(r"(?:^|[.,;]\s+)(?:[Đđ]ó là|[Cc]ụ thể(?: là)?|[Cc]ụ thể như sau|[Gg]ồm|[Bb]ao gồm|[Tt]rong đó(?:,)? tập trung|như sau|sau đây|sau)\s*:\s+(?=\S)"))
_TASKS = re.compile(canonical(r"(?:nhiệm vụ|việc cần làm|công việc|nội dung|việc)"))
_COMMANDS = re.compile(
    canonical(r"(?:kết luận|ý kiến chỉ đạo|chỉ đạo|yêu cầu|giao nhiệm vụ|đề nghị|quyết nghị|chỉ thị|phân công|thống nhất)[^.;]{0,160}(?:như sau|sau đây|sau|nội dung|nhiệm vụ|:)\s*[:.]?$|^(?:[^.;]{0,80}\s)?(?:điện|yêu cầu|kết luận|chỉ thị|quyết nghị)\s*:$")
)
_OFF = re.compile(
    canonical(r"(?:đánh giá (?:chung|tình hình|kết quả)|kết quả (?:đạt được|thực hiện|nổi bật|công tác)|tồn tại|hạn chế|khó khăn|nguyên nhân|tình hình (?:chung|thực hiện|triển khai)|ưu điểm|khuyết điểm|về kết quả|về tình hình|thành phần)"),
    re.IGNORECASE,
)
_REPORT = re.compile(
    canonical(r"(?:^|,\s*)(?:Theo (?:báo cáo|thống kê|số liệu|thông tin|đánh giá)|Báo cáo (?:tại|của)|(?:Tại|Phát biểu tại) [^,]{3,40}, (?:đại diện|lãnh đạo|Giám đốc|Phó Giám đốc|Chánh|Cục trưởng|Vụ trưởng)|Tham luận|Các (?:đại biểu|ý kiến) )")
)
_BELOW = re.compile(canonical(r"(?:kiến nghị|đề xuất|xin ý kiến|đề nghị)\s+(?:với )?(?:UBND|Ủy ban nhân dân|Chính phủ|Thủ tướng|Bộ(?! phận)|Tỉnh ủy|Trung ương|cấp trên|Quốc hội|lãnh đạo|Lãnh đạo)"))
_CLOSING = re.compile(
    canonical(
        r"(?:^Trên đây là|thông báo(?: ý kiến kết luận)?(?: để| và| tới| đến| cho| kết luận)[^.;]{0,160}(?:biết|thực hiện)|^(?:Nhận được|Đề nghị|Yêu cầu|Căn cứ|Thừa lệnh)[^.;]{0,170}?(?:nghiêm túc |khẩn trương |tổ chức |nghiêm |tập trung )*(?:triển khai|thực hiện|triển khai thực hiện|thực hiện nghiêm)(?: nghiêm túc| hiệu quả| đầy đủ)?(?: các| những)?(?: nội dung| nhiệm vụ| ý kiến chỉ đạo| chỉ đạo| Công điện| Thông báo| Kết luận| Chỉ thị| Công văn)?(?: này| trên| nêu trên| trên đây)?\s*(?:/?\.|$))"
    )
)
_EMPTY_TASK = re.compile(
    canonical(
        r"[\s,:]*(?:cần |phải |nghiêm túc |khẩn trương |tích cực |chủ động |quyết liệt |tiếp tục |tập trung |biết,? |quán triệt,? |phối hợp |tổ chức )*(?:triển khai|thực hiện|triển khai thực hiện|thực hiện tốt|làm tốt|thực hiện nghiêm(?: túc)?)"
        r"(?:,? (?:nghiêm túc|tốt|hiệu quả|nghiêm|đầy đủ|có hiệu quả|kịp thời))*(?:(?: các| những)?(?: nội dung| nhiệm vụ| ý kiến| kết luận| chỉ đạo| công điện| thông báo| giải pháp| công việc)+(?: này| trên| nêu trên| trên đây| được giao| đã đề ra)?)?\s*(?:/?\.?/?\.?)$"
    ),
    re.IGNORECASE,
)
_LEDE = re.compile(canonical(r"(?:vừa|đã) (?:có|ký|ban hành)(?: ban hành)? (?:công điện|văn bản|công văn|chỉ thị|thông báo|quyết định)"), re.IGNORECASE)
_SPLITS = re.compile(canonical(r"(?:,|\s-)\s*(?:trong đó,?|đồng thời,?|và|cùng với đó,?)?\s*(?=(?:giao|yêu cầu|đề nghị|phân công|chỉ đạo)\s+(?:[A-ZĐÁÂĂÊÔƠƯỦỨÝ]|các\s|đồng chí\s))"))
_LATER_STEP = re.compile(canonical(r"\s(?:để|và|sau đó)\s+(?=(?:phấn đấu )?(?:hoàn thành|xong|khởi công|khánh thành|báo cáo|trình|công bố|đưa vào)[^,;.]{0,60}?(?:trước|chậm nhất|muộn nhất|trong|vào|hết)\s)"))
_VAGUE = re.compile(
    canonical(r"(?:huy động|làm|tạo|phát triển|bảo vệ|có (?!văn bản|phương án|biện pháp|kế hoạch)|mang|là|được|dựa|đi|đạt|giữ|quan tâm|chú trọng|nhìn nhận|thực sự|đáp ứng|gắn|bảo đảm|đảm bảo|đổi mới|nâng cao|kết hợp|tính đến|vừa|thay đổi|thúc đẩy|tận dụng|coi|phục vụ|thể hiện|tháo gỡ|phát huy|hướng|lấy|chịu|trở thành|bắt đầu|hiểu)(?![^\W\d_])"),
    re.IGNORECASE,
)
_GENERAL = re.compile(canonical(r"(?:thì|muốn|Muốn|nếu|Nếu|khi|Khi)\s[^.]{0,200}?(?:cần|phải)"))


@dataclass
class Level:
    depth: int
    finer: int = 0
    lead: list[Body] = field(default_factory=list)
    lead_block: Block | None = None
    due: Due | None = None
    due_block: Block | None = None


@dataclass
class Proposal:
    """A directive in the making: places are of the block's line."""

    block: Block
    start: int
    end: int
    clause: Clause
    leader: FoundPerson
    is_task: bool
    lead: list[tuple[Block, Body]] = field(default_factory=list)
    due: Due | None = None
    due_block: Block | None = None


class Passages:
    def __init__(self, blocks: list[Block], facts: Facts, register: Register):
        self._blocks = blocks
        self._facts = facts
        self._register = register
        self._known = tuple(
            canonical(name.words) for unit in register.units for name in unit.names if "," in name.words
        )
        self._recent: dict[str, FoundPerson] = {}
        self._speaker: FoundPerson | None = None
        self._base: FoundPerson | None = None
        self._mode = REPORTED
        self._base_mode = REPORTED
        self._carry: list[tuple[Block, Body]] = []
        self._stack: list[Level] = []
        self._off: int | None = None
        self.found: list[Proposal] = []
        for block in blocks:
            for mention in mentions(block.line.text):
                if mention.name:
                    self._recent.setdefault(_base(mention.title), person(mention, block.line, register))

    def walk(self) -> list[Proposal]:
        for number, block in enumerate(self._blocks):
            following = self._blocks[number + 1] if number + 1 < len(self._blocks) else None
            if block.is_noise:
                continue
            if block.depth is not Depth.NONE:
                self._pop(block)
            if self._is_heading(block, following):
                continue
            self._block(block, following)
        return self.found

    # --- lists and headings -----------------------------------------------------------------------------

    def _pop(self, block: Block) -> None:
        while self._stack and (self._stack[-1].depth, self._stack[-1].finer) >= (block.depth, block.finer):
            self._stack.pop()
        if self._off is not None and block.depth <= self._off:
            self._off = None
        self._carry = []

    def _push(self, block: Block, level: Level) -> None:
        if block.depth is Depth.NONE:
            # Stands in the item above it, or opens a list at the bottom.
            if self._stack and self._stack[-1].depth >= 0:
                top = self._stack[-1]
                top.lead, top.lead_block = level.lead or top.lead, level.lead_block or top.lead_block
                top.due, top.due_block = level.due or top.due, level.due_block or top.due_block
                return
            self._stack = []
        self._stack.append(level)

    def _is_heading(self, block: Block, following: Block | None) -> bool:
        text = block.text.rstrip(" :.;/")
        addressed = self._only_bodies(block)
        if addressed:
            self._push(block, Level(_depth(block), block.finer, addressed, block))
            self._carry = []
            return True
        if not block.is_heading:
            return False
        if block.line.text.rstrip().endswith(":") and _COMMANDS.search(block.text):
            return False
        if _OFF.search(text):
            self._off = _depth(block)
        elif self._off is not None and _depth(block) <= self._off:
            self._off = None
        is_title = block.depth is Depth.NONE or block.depth <= Depth.NUMBER
        if is_title and not read_clause(block.line.text, block.start, len(block.line.text), self._known).lead:
            if block.depth is not Depth.NONE:
                self._push(block, Level(_depth(block), block.finer))
            return block.depth is Depth.NONE or following is None or following.depth > block.depth or len(text) < 60
        return block.depth is Depth.NONE

    def _only_bodies(self, block: Block) -> list[Body]:
        """A line that names addressees and nothing else: "1. Sở Công Thương", "Giao Bộ Tài chính:"."""
        text = block.line.text
        end = len(text.rstrip(" :.;"))
        if end - block.start > 260 or end == block.start:
            return []
        place = block.start
        opened = re.compile(canonical(r"(?:Đối với|Giao|Yêu cầu|Đề nghị|Về phía|Trách nhiệm của|Nhiệm vụ của|Với)\s+(?:cho )?"), re.IGNORECASE).match(text, place)
        if opened:
            place = opened.end()
        bodies = _whole(text, place, end, self._known)
        if not bodies:
            return []
        marked = block.depth is not Depth.NONE or text.rstrip().endswith(":")
        return bodies if marked and (text.rstrip()[-1] not in ".;" or opened) else []

    def _listed_lead(self) -> list[tuple[Block, Body]]:
        for level in reversed(self._stack):
            if level.lead and level.lead_block:
                return [(level.lead_block, body) for body in level.lead]
        return []

    def _listed_due(self) -> tuple[Due | None, Block | None]:
        for level in reversed(self._stack):
            if level.due:
                return level.due, level.due_block
        return None, None

    # --- sentences --------------------------------------------------------------------------------------

    def _block(self, block: Block, following: Block | None) -> None:
        text = block.line.text
        if block.is_noise:
            return
        spans = sentences(text, block.start)
        number = 0
        while number < len(spans):
            start, end = spans[number]
            running = _RUNNING.search(text[start:end])
            is_last = number == len(spans) - 1
            if running and self._running(block, spans, number, start + running.start(), start + running.end()):
                return
            self._sentence(block, start, end, opens=is_last and following is not None and self._opens(text[start:end], following))
            number += 1

    def _opens(self, sentence: str, following: Block) -> bool:
        return bool(_OPENS.search(sentence)) and (sentence.endswith(":") or following.depth is not Depth.NONE)

    def _running(self, block: Block, spans: list[tuple[int, int]], number: int, opener: int, first: int) -> bool:
        """A list inside a paragraph: "Đó là: A. B; C." Each part is an item."""
        text = block.line.text
        start, end = spans[number]
        before = text[start:opener] + (text[spans[number - 1][0] : spans[number - 1][1]] if number else "")
        intro = read_clause(text, start, first, self._known)
        self._voice(block, intro, text[start:first])
        if self._mode == REPORTED or not _TASKS.search(before):
            return False
        lead = [(block, body) for body in intro.lead]
        due = deadline_in(before, self._facts.calendar)
        if due:
            place = text.find(before[due.start : due.end])
            due = Due(due.kind, due.on, due.recurrence, max(place, 0), max(place, 0) + due.end - due.start)
        rest = [(first, end), *spans[number + 1 :]]
        for item_start, item_end in rest:
            for part_start, part_end in clauses(text, item_start, item_end):
                clause = read_clause(text, part_start, part_end, self._known)
                own = [(block, body) for body in clause.lead]
                if clause.is_past or (clause.shape is Shape.NONE and len(text[part_start:part_end]) < 12):
                    continue
                self._propose(block, part_start, part_end, clause, own or lead, listed=(due, block))
        return True

    def _sentence(self, block: Block, start: int, end: int, *, opens: bool) -> None:
        text = block.line.text
        sentence = text[start:end]
        if is_caption(sentence) or _LEDE.search(sentence) and self._facts.is_dispatch and not self._speaker:
            self._lede(sentence)
            return
        if _CLOSING.search(sentence) and not deadline_in(sentence, self._facts.calendar):
            return
        whole = read_clause(text, start, end, self._known)
        if opens:
            self._voice(block, whole, sentence)
            self._open(block, whole, start, end)
            return
        if is_figures(sentence) and whole.shape is not Shape.INSTRUCTED:
            return
        if _REPORT.search(sentence) and whole.shape is not Shape.INSTRUCTED and self._base_mode == REPORTED:
            self._mode, self._carry = REPORTED, []
            return
        if re.match(canonical(r"Trong đó"), sentence) and whole.shape not in (Shape.INSTRUCTED, Shape.TOLD) and not whole.is_said:
            return
        for part_start, part_end in self._parts(text, start, end):
            self._part(block, part_start, part_end)

    def _lede(self, sentence: str) -> None:
        for mention in mentions(sentence):
            if not mention.name and not mention.is_lower:
                self._speaker = self._resolve(mention)

    def _parts(self, text: str, start: int, end: int) -> list[tuple[int, int]]:
        """The sentence, cut where another addressee is told or an instruction begins anew."""
        pieces: list[tuple[int, int]] = []
        for part_start, part_end in clauses(text, start, end):
            here = part_start
            for match in _SPLITS.finditer(text, part_start, part_end):
                if read_clause(text, match.end(), part_end, self._known).lead and text[here : match.start()].strip():
                    pieces.append((here, match.start()))
                    here = match.end()
            pieces.append((here, part_end))
        merged: list[tuple[int, int]] = []
        for piece in pieces:
            clause = read_clause(text, *piece, self._known)
            begins = clause.shape in (Shape.INSTRUCTED, Shape.TOLD) and (clause.lead or clause.speaker)
            # "những vấn đề vượt thẩm quyền, báo cáo …" limits what was said; a body alone before ":" is a list.
            if merged and not begins:
                merged[-1] = (merged[-1][0], piece[1])
            else:
                merged.append(piece)
        return merged

    def _part(self, block: Block, start: int, end: int) -> None:
        text = block.line.text
        step = _LATER_STEP.search(text, start, end)
        if step and len(deadlines_in(text[start:end], self._facts.calendar)) > 1:
            before = self._count()
            self._part(block, start, step.start())
            if self._count() > before and self.found[-1].is_task:
                first = self.found[-1]
                clause = Clause(step.end(), end, Shape.BARE, task_at=step.end())
                self._propose(block, step.start() + 1, end, clause, list(first.lead))
            return
        clause = read_clause(text, start, end, self._known)
        if words.EXPLAINS_AT.match(text, start) and clause.shape is not Shape.INSTRUCTED:
            return
        self._voice(block, clause, text[start:end])
        if not self._counts(block, clause, start, end):
            return
        lead = [(block, body) for body in clause.lead]
        if clause.shape in (Shape.BARE, Shape.IMPERSONAL) and not lead:
            lead = self._carried(block, clause)
        self._propose(block, start, end, clause, lead)

    def _carried(self, block: Block, clause: Clause) -> list[tuple[Block, Body]]:
        if clause.shape is Shape.IMPERSONAL and clause.has_topic:
            return []
        return self._carry or self._listed_lead()

    def _count(self) -> int:
        return len(self.found)

    # --- who speaks -------------------------------------------------------------------------------------

    def _voice(self, block: Block, clause: Clause, sentence: str) -> None:
        """What the clause changes in who is speaking and how it is to be taken."""
        for mention in mentions(sentence):
            if mention.name and not mention.is_lower:
                self._recent[_base(mention.title)] = person(mention, block.line, self._register)
        if clause.shape is Shape.INSTRUCTED and not clause.is_said:
            if clause.speaker:
                if not self._is_below(clause.speaker, sentence):
                    self._speaker = self._resolve(clause.speaker)
                    self._mode = INSTRUCTING
                    self._carry = []
            return
        subject = self._subject(sentence)
        if clause.is_said and clause.speaker and not self._is_below(clause.speaker, sentence):
            self._speaker = self._resolve(clause.speaker)
            self._mode = max(SPEAKING, self._base_mode)
            self._carry = []
        elif subject is not None:
            if self._is_below(subject, sentence):
                self._mode = self._base_mode
            else:
                self._speaker = self._resolve(subject)
                self._mode = max(SPEAKING, self._base_mode)
            self._carry = []

    def _subject(self, sentence: str) -> Mention | None:
        """A leader the sentence is about: he stands at its beginning, or behind a topic, or "Theo Bộ trưởng,"."""
        for mention in mentions(sentence):
            if mention.is_body:
                continue
            before = sentence[: mention.start]
            if len(before) < 90 and re.search(r"(?:^|,|^Theo|^Kết luận[^,]*|[Tt]hay mặt [^,]*)\s*$", before.strip() + " ".rstrip()):
                follows = sentence[mention.end : mention.end + 60]
                if re.match(r"\s*(?:,|:|đã|cũng|còn|ghi|đánh|biểu|cho|nhấn|nêu|khẳng|phân|đưa|chia|bày|chỉ|phát|kết|mong|lưu|đề|trình|tin|bổ|gửi|cùng|và)", follows):
                    return mention
        return None

    def _is_below(self, mention: Mention, sentence: str) -> bool:
        """Somebody who reports to the meeting, not one who leads it."""
        if mention.is_body:
            return False
        chair = self._facts.meeting.chair
        if mention.is_lower:
            return not (chair and mention.name and chair.name == mention.name) and not (
                chair is not None and rank(_title_of(chair)) >= 100
            )
        return bool(_BELOW.search(sentence)) and chair is not None and rank(_title_of(chair)) < rank(mention.title)

    def _resolve(self, mention: Mention) -> FoundPerson:
        if mention.name:
            return FoundPerson(mention.name, mention.full, None, self._register.leader_code(mention.name))
        if mention.is_body:
            if re.match(canonical(r"người đứng đầu"), mention.title or "", re.IGNORECASE):
                return self._speaker or self._facts.meeting.chair or FoundPerson(None, None)
            if self._base and self._base.name:
                return self._base
            return FoundPerson(None, mention.full)
        named = self._recent.get(_base(mention.title))
        if named and named.name:
            return FoundPerson(named.name, mention.full, None, named.code)
        return FoundPerson(None, mention.full)

    # --- what counts ------------------------------------------------------------------------------------

    def _open(self, block: Block, clause: Clause, start: int, end: int) -> None:
        text = block.line.text
        sentence = text[start:end]
        if _COMMANDS.search(sentence):
            if self._facts.concluding and re.search(canonical(r"[Kk]ết luận"), sentence):
                self._speaker = self._resolve(self._facts.concluding)
            elif not clause.speaker and (subject := self._last_leader(sentence)):
                self._speaker = self._resolve(subject)
            self._mode = INSTRUCTING
            if self._speaker and block.depth is Depth.NONE:
                if self._base is None or not self._base.name:
                    self._base = self._speaker
                self._base_mode = INSTRUCTING
        due = deadline_in(sentence, self._facts.calendar)
        due_block: Block | None = block
        if due:
            due = Due(due.kind, due.on, due.recurrence, due.start + start, due.end + start)
        elif self.found and self.found[-1].block is block and self.found[-1].due:
            due, due_block = self.found[-1].due, self.found[-1].due_block
        lead = clause.lead if clause.shape in (Shape.INSTRUCTED, Shape.TOLD) else []
        if not lead and self.found and self.found[-1].block is block:
            last = self.found[-1]
            lead = [body for lead_block, body in last.lead if lead_block is block]
        self._push(block, Level(_depth(block), block.finer, list(lead), block if lead else None, due, due_block))
        self._carry = []

    def _last_leader(self, sentence: str) -> Mention | None:
        leaders = [mention for mention in mentions(sentence) if not mention.is_lower]
        named = [mention for mention in leaders if mention.name]
        return (named or leaders or [None])[-1]  # type: ignore[list-item]

    def _counts(self, block: Block, clause: Clause, start: int, end: int) -> bool:
        text = block.line.text
        sentence = text[start:end]
        if clause.shape is Shape.NONE or clause.is_past:
            if clause.shape is Shape.NONE and self._carry and clause.is_said:
                self._carry = []
            return False
        if _BELOW.search(sentence) and (clause.speaker is None or self._is_below(clause.speaker, sentence)) and clause.shape is Shape.INSTRUCTED and not clause.lead:
            return False
        if clause.speaker and clause.shape is Shape.INSTRUCTED and self._is_below(clause.speaker, sentence):
            return False
        if clause.shape is Shape.INSTRUCTED:
            if not clause.is_said and clause.speaker is None and self._mode == REPORTED and self._speaker is None:
                return False
            if not clause.is_said:
                return True
        if self._off is not None:
            return False
        if self._mode == REPORTED:
            return False
        if clause.shape is Shape.TOLD:
            return not (self._mode == SPEAKING and not clause.has_modal and clause.is_attitude)
        if clause.shape is Shape.BARE:
            if _GENERAL.search(sentence):
                return False
            in_list = block.depth is not Depth.NONE and bool(self._stack)
            return self._mode == INSTRUCTING and (bool(self._carry) or in_list or self._base_mode == INSTRUCTING or self._after_directive(block))
        if _GENERAL.search(sentence) or clause.is_attitude:
            return False
        task = text[clause.task_at : end].lstrip()
        return not _VAGUE.match(task) or self._base_mode == INSTRUCTING and not re.match(canonical(r"(?:là|được|có|coi)\s"), task)

    def _after_directive(self, block: Block) -> bool:
        return bool(self.found) and self.found[-1].block is block

    def _propose(
        self,
        block: Block,
        start: int,
        end: int,
        clause: Clause,
        lead: list[tuple[Block, Body]],
        listed: tuple[Due | None, Block | None] | None = None,
    ) -> None:
        text = block.line.text
        own = deadline_in(text[start:end], self._facts.calendar)
        due, due_block = (None, None) if own is None else (Due(own.kind, own.on, own.recurrence, own.start + start, own.end + start), block)
        above, above_block = listed or self._listed_due()
        if due is None and above is not None:
            due, due_block = above, above_block
        elif due is not None and due.kind == "before_event" and due.on is None and above is not None and above.on:
            due = Due(due.kind, above.on, None, due.start, due.end)
        task = text[clause.task_at : end]
        is_task = not clause.is_attitude or due is not None and own is not None
        if _EMPTY_TASK.fullmatch(task) and not clause.has_topic:
            is_task = False
        leader = self._speaker or self._base or FoundPerson(None, None)
        self.found.append(Proposal(block, start, end, clause, leader, is_task, lead, due, due_block))
        if clause.shape is Shape.IMPERSONAL and clause.has_topic:
            return
        self._carry = lead
        if clause.shape is Shape.INSTRUCTED and not clause.is_said:
            self._mode = INSTRUCTING


def _depth(block: Block) -> int:
    return -1 if block.depth is Depth.NONE else int(block.depth)


def _base(title: str | None) -> str:
    """A title without what does not change who is meant."""
    return re.sub(canonical(r"\s*(?:Chính phủ|Thường trực|Quyền)\s*"), " ", title or "").strip().lower()


def _title_of(found: FoundPerson) -> str | None:
    if not found.title:
        return None
    named = mentions(found.title)
    return named[0].title if named else found.title


def _whole(text: str, place: int, end: int, known: tuple[str, ...]) -> list[Body]:
    from intake.finding.bodies import bodies_at, end_of

    found = bodies_at(text[:end], place, known)
    if not found:
        return []
    rest = text[end_of(found, text[:end]) : end]
    if not rest.strip():
        return found
    # "Ủy ban nhân dân các xã, phường có cụm công nghiệp": what follows still says which.
    if re.match(canonical(r"\s+(?:có|trên|tại|thuộc|liên quan|nơi|trong)\s"), rest) and len(rest) < 60 and not words.ACTION_AT.search(rest):
        last = found[-1]
        return [*found[:-1], Body(text[last.start : end], last.start, end, last.is_generic)]
    return []
