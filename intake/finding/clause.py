"""One clause: who instructs, who is told, what is to be done. Says nothing of what stood before it.

Five shapes are known, in the order they are tried:
  instructed  "Bộ trưởng yêu cầu Sở A rà soát …", "Giao Sở A …", "… đề nghị các địa phương …"
  told        "Sở A chủ trì …", "Các đơn vị cần …"
  bare        "Rà soát …", "Khẩn trương hoàn thành …"
  impersonal  "Việc A cần …", "Cần …"
"""

import re
from dataclasses import dataclass, field, replace
from enum import Enum

from intake.finding import clause_cues as cues
from intake.finding import words
from intake.finding.bodies import Body, bodies_at, end_of
from intake.finding.people import PAPERS, Mention, mentions
from intake.finding.support import support_in
from intake.finding.view import UPPER, canonical


class Shape(Enum):
    INSTRUCTED = "instructed"
    TOLD = "told"
    BARE = "bare"
    IMPERSONAL = "impersonal"
    NONE = "none"


@dataclass
class Clause:
    """Places count from the start of the text of the block."""

    start: int
    end: int
    shape: Shape = Shape.NONE
    speaker: Mention | None = None
    verb: str = ""
    lead: list[Body] = field(default_factory=list)
    support: list[Body] = field(default_factory=list)
    task_at: int = 0  # where what is to be done begins
    has_modal: bool = False
    is_attitude: bool = False
    # A leader speaks in it without giving a task ("Bộ trưởng đánh giá cao …").
    is_said: bool = False
    is_past: bool = False
    has_topic: bool = False


def read_clause(text: str, start: int, end: int, known: tuple[str, ...] = ()) -> Clause:
    clause = Clause(start, end, task_at=start)
    here = after_connectors(text, start, end)
    said = [
        replace(mention, start=mention.start + start, end=mention.end + start)
        for mention in mentions(text[start:end])
    ]
    if (
        _instructed(text, clause, here, said, known)
        or _told(text, clause, here, known)
        or _needed(text, clause, here, known)
        or _bare(text, clause, here)
    ):
        pass
    else:
        _impersonal(text, clause, here)
    if clause.shape is not Shape.NONE:
        clause.support = support_in(text[:end], clause.task_at, clause.lead, known)
        _judge(text, clause)
    return clause


def after_connectors(text: str, here: int, end: int) -> int:
    while here < end and text[here] in "\"'(":
        here += 1
    if alone := cues.ALONE.match(text, here):
        here = alone.end()
    while here < end and (match := words.CONNECT_AT.match(text, here)) and match.end() < end:
        if match.group().lower().strip(" ,:") in (
            "cũng",
            "ngoài",
            "bên cạnh",
            "riêng",
            "còn",
            "song",
            "trước hết",
            "cụ thể",
        ) and not match.group().rstrip().endswith((",", ":")):
            break
        here = match.end()
    return here


def _instructed(text: str, clause: Clause, here: int, said: list[Mention], known: tuple[str, ...]) -> bool:
    for match in words.INSTRUCT_RE.finditer(text, here, clause.end):
        before = text[clause.start : match.start()].rstrip()
        after = text[match.end() : clause.end]
        if (
            match.group()[0].isupper()
            and match.start() not in (here, clause.start)
            and text[match.start() - 2] not in ".:;,"
        ):
            # Part of a name: "Trưởng Ban Chỉ đạo".
            continue
        if cues.NOUN_AFTER.match(after):
            continue
        speaker = _speaker_before(text, match.start(), said, clause.start)
        if match.group().lower() in cues.PASSED_ON and (
            speaker is None or (speaker.is_body and not cues.LEADING_BODY.match(speaker.title or ""))
        ):
            # What the addressee does in turn: "Chỉ đạo các đơn vị …", "UBND tỉnh chỉ đạo các xã …".
            continue
        if speaker is None and not cues.OPENER_BEFORE.search(text[clause.start : match.start()]):
            topic = cues.TOPIC.match(text, here)
            if not (topic and before.endswith(",")):
                continue
        if speaker is None and (cues.NOUN_BEFORE.search(before) or cues.DONE.search(before)):
            continue
        if speaker and re.search(
            canonical(r"(?:được|do|theo|mà|bởi)\s*$"), text[clause.start : speaker.start]
        ):
            continue
        between = text[speaker.end : match.start()] if speaker else before
        if speaker and not speaker.is_body and speaker.title and speaker.title.lower() in PAPERS:
            speaker = None
        if cues.PASSED.search(between.rstrip()) and (
            cues.EARLIER.search(text[clause.start : clause.end])
            or re.search(canonical(r"(?:đã|vừa) (?:có|ký|ban hành)"), between)
        ):
            clause.is_past = True
            continue
        clause.shape, clause.speaker, clause.verb = Shape.INSTRUCTED, speaker, match.group().lower()
        clause.has_topic = bool(cues.TOPIC.match(text, here)) and match.start() > here
        _addressed(text, clause, match.end(), known)
        if not clause.lead and not _is_task(text, clause, modal_only=clause.verb == "lưu ý"):
            clause.shape, clause.speaker, clause.verb, clause.task_at = Shape.NONE, None, "", clause.start
            continue
        return True
    for mention in said:
        if mention.start < here or mention.is_lower:
            continue
        follows = cues.SAYS_BETWEEN.match(text, mention.end)
        place = follows.end() if follows else mention.end
        if (say := words.SAY_RE.match(text, place)) and say.end() <= clause.end:
            clause.is_said, clause.speaker = True, mention
            _said(text, clause, say.end(), known)
            return clause.shape is not Shape.NONE
    return False


def _speaker_before(text: str, place: int, said: list[Mention], start: int) -> Mention | None:
    for mention in reversed(said):
        if mention.start >= start and mention.end <= place and place - mention.end < 130:
            match = cues.BETWEEN.match(text, mention.end)
            if match and match.end() == place:
                return mention
            if re.fullmatch(r"\s*", text[mention.end : place]):
                return mention
    return None


def _addressed(text: str, clause: Clause, place: int, known: tuple[str, ...]) -> None:
    """What follows the verb of instruction: whom, and what."""
    while place < clause.end and text[place] == " ":
        place += 1
    for _round in range(2):
        if match := cues.LIST_LEAD.match(text, place):
            place = match.end()
    found = bodies_at(text[: clause.end], place, known)
    if found:
        clause.lead, clause.task_at = found, end_of(found, text)
        return
    clause.task_at = place
    inner = Clause(place, clause.end, task_at=place)
    if _told(text, inner, place, known) or (
        (comma := cues.TIME_ASIDE.match(text, place)) and _told(text, inner, comma.end(), known)
    ):
        clause.lead, clause.task_at, clause.has_modal = inner.lead, inner.task_at, inner.has_modal
        return
    if re.match(canonical(r"(?:việc|lĩnh vực|công tác|dự án|Dự án|vấn đề|nội dung|mỗi|người)"), text[place:]):
        clause.has_topic = True


def _is_task(text: str, clause: Clause, *, modal_only: bool = False) -> bool:
    """Behind a verb of instruction without addressee: something to do, not a statement."""
    here = _past_topic(text, clause.task_at, clause.end)
    for place in dict.fromkeys((clause.task_at, here)):
        probe = Clause(place, clause.end, task_at=place)
        if _bare(text, probe, place) and (probe.has_modal or not modal_only):
            return True
        if _impersonal(text, probe, place):
            clause.has_topic = True
            return True
    return False


def _said(text: str, clause: Clause, place: int, known: tuple[str, ...]) -> None:
    """The words reported behind "nhấn mạnh", "cho rằng": a task only where somebody must do something definite."""
    inner_start = re.compile(r"[\s,:\"]*(?:rằng|là)?[\s,:\"]*").match(text, place).end()  # type: ignore[union-attr]
    inner = Clause(inner_start, clause.end, task_at=inner_start)
    here = after_connectors(text, inner_start, clause.end)
    if re.match(canonical(r"(?:đã|vừa|nếu)\s"), text[here : clause.end], re.IGNORECASE):
        return
    if _told(text, inner, here, known) or _told_later(text, inner, here, known):
        clause.start = inner.lead[0].start
    elif _needed(text, inner, here, known):
        pass
    elif not _impersonal(text, inner, here):
        return
    if inner.shape is not Shape.NONE:
        clause.shape, clause.lead, clause.task_at = inner.shape, inner.lead, inner.task_at
        clause.has_modal, clause.has_topic = inner.has_modal, inner.has_topic


def _told_later(text: str, clause: Clause, here: int, known: tuple[str, ...]) -> bool:
    """ "…, vì vậy các đơn vị phải …": the addressee stands behind a reason."""
    for match in re.finditer(
        canonical(
            r"(?:,|;|\s)\s*(?:vì vậy|do vậy|do đó|bởi vậy|vì thế|nên|còn|thì|trong đó|giờ|nay)\s*,?\s+"
        ),
        text[: clause.end],
    ):
        if match.start() >= here and _told(text, clause, match.end(), known):
            return True
    return False


def _needed(text: str, clause: Clause, here: int, known: tuple[str, ...]) -> bool:
    """ "Việc thứ hai mà Sở A cần làm là …"."""
    match = cues.NEEDED.match(text, here, clause.end)
    if match is None:
        return False
    found = bodies_at(text[: match.end("who")], match.start("who"), known)
    if not found or found[-1].end < match.end("who"):
        return False
    clause.shape, clause.lead, clause.task_at, clause.has_modal = Shape.TOLD, found, match.end(), True
    return True


def _told(text: str, clause: Clause, here: int, known: tuple[str, ...]) -> bool:
    place = _past_topic(text, here, clause.end)
    for start in dict.fromkeys((here, place)):
        found = bodies_at(text[: clause.end], start, known)
        if not found:
            continue
        after = end_of(found, text)
        if text[after : after + 1] == ":" and after + 2 < clause.end:
            clause.shape, clause.lead, clause.task_at = Shape.TOLD, found, after + 1
            return True
        if cues.NO_TASK_AFTER.match(text, after):
            return False
        if (beside := cues.TOGETHER.match(text, after, clause.end)) and (
            others := bodies_at(text[: clause.end], beside.end(), known)
        ):
            after = end_of(others, text)
        for _round in range(3):
            aside = cues.ASIDE.match(text, after, clause.end)
            if not aside or aside.end() >= clause.end:
                break
            after = aside.end()
        after = re.compile(r"[\s,]*").match(text, after).end()  # type: ignore[union-attr]
        modal = words.MODAL_AT.match(text, after)
        task = modal.end() if modal else after
        if (
            modal
            or words.ACTION_AT.match(text, task)
            or words.MANNER_AT.match(text, task)
            or cues.LEADS_WITH.match(text, after)
        ):
            if not modal and cues.NO_TASK_AFTER.match(text, after):
                return False
            clause.shape, clause.lead, clause.task_at, clause.has_modal = (
                Shape.TOLD,
                found,
                task,
                modal is not None,
            )
            clause.has_topic = start != here
            return True
    return False


def _past_topic(text: str, here: int, end: int) -> int:
    """Behind "Về …,", "Đối với …,", "Để …,": up to three of them."""
    for _round in range(3):
        if not cues.TOPIC.match(text, here):
            break
        if colon := cues.TOPIC_COLON.match(text, here, end):
            return colon.end()
        comma = text.find(",", here, end)
        # Commas inside a list of the topic: go on until what follows can begin a statement.
        while comma != -1 and not re.match(
            rf",\s+(?:[{UPPER}]|các |tất cả |từng |mỗi |cần |phải |khẩn |tập |tiếp |yêu cầu|đề nghị|giao |chủ |rà |tổ |xây |trưởng |thủ |người |việc |để |trên |theo |căn )",
            text[comma:],
        ):
            comma = text.find(",", comma + 1, end)
        if comma == -1:
            break
        here = comma + 1
        while here < end and text[here] == " ":
            here += 1
    return here


def _bare(text: str, clause: Clause, here: int) -> bool:
    for start in dict.fromkeys((here, _past_topic(text, here, clause.end))):
        if words.EXPLAINS_AT.match(text, start):
            continue
        modal = words.MODAL_AT.match(text, start)
        place = modal.end() if modal else start
        if modal and modal.group().lower().strip() == "nên":
            continue
        manner = words.MANNER_AT.match(text, place)
        if re.match(canonical(r"[^,;.]{0,60}\s(?:nếu|thì|đã)\s"), text[place : clause.end]):
            continue
        if words.ACTION_AT.match(text, place) or manner:
            if not modal and not manner and _is_noun_phrase(text, place, clause.end):
                continue
            clause.shape = Shape.IMPERSONAL if modal else Shape.BARE
            clause.task_at, clause.has_modal, clause.has_topic = place, modal is not None, start != here
            return True
    return False


def _is_noun_phrase(text: str, place: int, end: int) -> bool:
    """ "Triển khai Tổ công nghệ … phải …": the verb only names what is spoken of."""
    head = text[place : min(end, place + 170)]
    if re.match(
        canonical(
            r"[^,;]{3,150}?\s(?:là|vẫn là|đang là|chính là)\s+(?:một |những |các )?(?:nhiệm vụ|vấn đề|việc|giải pháp|yêu cầu|cơ sở|động lực|yếu tố|chủ trương|trách nhiệm|khâu|mục tiêu|công việc|điều|xu thế|nội dung|hướng|cách)"
        ),
        head,
    ) and not re.match(canonical(r"(?:xác định|coi|lấy|làm đầu mối)"), head, re.IGNORECASE):
        return True
    match = cues.SUBJECT_MODAL.match(head)
    return match is not None and "," not in match.group("np") and len(match.group("np").split()) < 16


def _impersonal(text: str, clause: Clause, here: int) -> bool:
    if words.EXPLAINS_AT.match(text, here) and not re.match(
        canonical(r"[Vv]ì vậy|[Dd]o (?:đó|vậy)"), text[here:]
    ):
        return False
    match = cues.SUBJECT_MODAL.match(text, here, clause.end)
    if match is None:
        return False
    if re.search(
        canonical(r"(?:^|\s)(?:thì|nên|để|muốn|nếu|mà|khi|đã|vì|đòi hỏi|nhưng|vấn đề)(?:\s|$)"),
        match.group("np").lower(),
    ) and not cues.TOPIC.match(text, here):
        return False
    clause.shape, clause.task_at, clause.has_modal = Shape.IMPERSONAL, match.end(), True
    clause.has_topic = True
    if cues.TOPIC.match(text, here):
        # "Trên tinh thần … các địa phương phải …": the topic has no comma behind it.
        for word in re.finditer(r"(?<=\s)(?=các\s|tất cả\s)", match.group("np")):
            found = bodies_at(text[: match.end()], here + word.start())
            if found and cues.NOTHING_MORE.fullmatch(text, found[-1].end, match.end("np")):
                clause.shape, clause.lead = Shape.TOLD, found
                break
    return True


def _judge(text: str, clause: Clause) -> None:
    """Attitude or task, by the first verb behind words of manner."""
    place = clause.task_at
    area = text[: clause.end]
    place = re.compile(r"[\s,:]*").match(area, place).end()  # type: ignore[union-attr]
    if modal := words.MODAL_AT.match(area, place):
        clause.has_modal, place = True, modal.end()
    first = words.ATTITUDE_AT.match(area, place)
    steps = 0
    while (manner := words.MANNER_AT.match(area, place)) and steps < 6:
        if (
            words.ACTION_AT.match(area, place)
            and not words.ACTION_AT.match(area, manner.end())
            and not words.ATTITUDE_AT.match(area, manner.end())
        ):
            break
        if longer := words.ATTITUDE_AT.match(area, place):
            first = first or longer
        place, steps = manner.end(), steps + 1
        first = first or words.ATTITUDE_AT.match(area, place)
    action = words.ACTION_AT.match(area, place)
    if first and not (action and action.end() > (words.ATTITUDE_AT.match(area, place) or action).end()):
        clause.is_attitude = True
    if not first and not action and clause.shape in (Shape.IMPERSONAL,):
        clause.is_attitude = True
