"""One clause: who instructs, who is told, what is to be done. Says nothing of what stood before it.

Five shapes are known, in the order they are tried:
  instructed  "Bộ trưởng yêu cầu Sở A rà soát …", "Giao Sở A …", "… đề nghị các địa phương …"
  told        "Sở A chủ trì …", "Các đơn vị cần …"
  bare        "Rà soát …", "Khẩn trương hoàn thành …"
  impersonal  "Việc A cần …", "Cần …"
"""

import re
from dataclasses import dataclass, field
from enum import Enum

from intake.finding import words
from intake.finding.bodies import Body, bodies_at, end_of
from intake.finding.people import PAPERS, Mention, mentions
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


_TOPIC = re.compile(
    canonical(
        r"(?:Về|Đối với|Liên quan(?: đến| tới)?|Riêng(?: về| đối với)?|Trong|Tại|Để|Nhằm|Trên cơ sở|Theo|Căn cứ|Thực hiện|Với|Cùng với|Song song với|Từ|Trước|Qua|Sau khi|"
        r"Bên cạnh|Ngoài|Nhân|Phát biểu|Kết luận|Kết thúc|Chỉ đạo|Cũng|Ngay|Giai đoạn|Năm|Tháng|Gợi ý|Nhấn mạnh|Cho rằng|Chia sẻ|Đề cập|Nhắc lại|Trả lời|Ghi nhận|Đánh giá|Sau|Xuất phát|Khi|Trước tình hình|Dịp|Từ nay)\s"
    ),
    re.IGNORECASE,
)
_NOUN_BEFORE = re.compile(
    canonical(
        r"(?:ý kiến|văn bản|nội dung|sự|theo|nhiệm vụ|được|do|các|những|đáp ứng|mục tiêu|của|quy định|bị|đúng|việc|công tác|Ban|ban|yêu cầu|với|tinh thần|từ|một số|và các|phương châm|"
        r"không|chưa|đã được|để|lãnh đạo,|quan điểm|sát|người|hồ sơ|đơn|phiếu|văn|đạt|tiếp nhận|kịp thời|vượt|nhu cầu|thông điệp|tiếp tục được|phản ánh,|theo dõi,|những|cấp|năng lực|năm|lần|quyết định|luôn|Chính phủ|Trung ương|Quốc hội|Bộ Chính trị|trên|tổ chức|tập trung|trong|như|qua|nếu|trực tiếp|cần|phải|chủ động|thường xuyên|chủ trì|tăng cường|khẩn trương|tiếp tục|cấp có thẩm quyền|cơ quan có thẩm quyền|rà soát,|nghiên cứu,|kiểm tra,|giám sát,|tham mưu,)$"
    )
)
_NOUN_AFTER = re.compile(
    canonical(
        r"(?:\s*,?\s*điều hành| thông| dịch| lưu| ban| tiếp| đất| diện| hữu| của(?! các| đồng)| về(?! việc)| trên| tại các| nêu| đặt ra| này| trên đây| \d+ (?:nhiệm vụ|đầu việc)| thời| kèm| quyết liệt,? điều| sát sao| trong (?:công tác|thời gian)| thoa| tới (?=cấp)|(?: kịp thời| quyết liệt| thống nhất)?,? (?:chặt chẽ|thông suốt)| phê duyệt| ngày \d| để các(?= [^,]{0,40}biết)| tặng| khen)"
    )
)
_BETWEEN = re.compile(
    canonical(
        r"(?:\s*\([^()]{0,60}\))?(?:,[^,]{2,90},)?\s*,?\s*(?:(?:cũng|còn|đã|tiếp tục|đồng thời|và|vừa|một lần nữa|đặc biệt|trực tiếp|lại|thống nhất|nhất trí|đồng ý|quyết định|nghiêm khắc|có ý kiến|kết luận|và có|tại hội nghị|tại cuộc họp|sẽ|chính thức|nêu rõ|nhấn mạnh và|chỉ rõ và|nhấn mạnh|phát biểu|nhiệt liệt|đánh giá cao và|ghi nhận và|hoan nghênh và|biểu dương và|sau khi nghe báo cáo)\s*,?\s*)*"
    )
)
_OPENER_BEFORE = re.compile(
    canonical(
        r"(?:^|[;:]\s*|(?:,|;)?\s*(?:trong đó|đồng thời|cụ thể|theo đó|do đó|vì vậy|từ đó|qua đó|bên cạnh đó|ngoài ra|và|trước mắt|Căn cứ [^,]{3,60}|nhất trí|thống nhất|đồng ý|thay mặt [^,]{3,40}|kết luận và|nhấn mạnh và|vì lẽ đó)\s*,?\s*)$"
    ),
    re.IGNORECASE,
)
_PASSED = re.compile(
    canonical(r"(?:đã|vừa|từng)\s*(?:cũng\s*|được\s*)?$"),
)
_EARLIER = re.compile(
    canonical(r"(?:phiên họp (?:lần )?(?:thứ )?\S+ (?:của|trước)|trước đó|trước đây|thời gian qua|vừa qua|thời gian vừa qua|năm (?:ngoái|trước)|tháng trước|kỳ họp trước|lần trước|đã nhiều lần|nhiều lần)"),
    re.IGNORECASE,
)
_NO_TASK_AFTER = re.compile(canonical(r"\s*,?\s*(?:đã|đang|sẽ|vừa|được|bị|có (?!trách nhiệm|văn bản|biện pháp|phương án|giải pháp|kế hoạch|báo cáo|hướng dẫn|công văn|chính sách|cơ chế|hình thức|nhiệm vụ|ý kiến|đề xuất)|là (?!đầu mối)|chưa|còn|không (?!để|được|tổ chức|cho|cấp)|gồm|cho biết|cho rằng|cho hay|kiến nghị|phản ánh|báo cáo (?:tại|rằng|về tình hình|cụ thể|tình hình|kết quả|sơ bộ|của)|trình bày|cũng đã|phát biểu|nêu|đánh giá (?=cao)|hiện|nhận|gặp|vẫn|luôn|thường trực|thấy|tham dự|dự|thông tin (?=về)|đạt|tăng|giảm|ghi nhận)(?![^\W\d_])"))
_ASIDE = re.compile(
    canonical(
        r"\s*(?:\([^()]{1,120}\)|,?\s*(?:nhất là|đặc biệt là|trước hết là|trong đó có|mà trước hết là)\s[^,;]{2,80}?(?=,|\s+(?:cần|phải|khẩn trương|tập trung|chủ động|tiếp tục|có trách nhiệm)\s)"
        r"|,?\s*(?:căn cứ|trên cơ sở|theo|trong phạm vi|với vai trò|trên tinh thần|theo chức năng|bằng|từ|để|nhằm|thông qua|qua|ngay|sau khi|trước khi|trong|vào|đến|chậm nhất|trước|định kỳ|hàng|hằng|mỗi|đối với|về|tại|trên địa bàn|là cơ quan[^,]{2,60}|với)\s[^;:]{2,260}?(?:,(?= (?:cần|phải|chủ|khẩn|tập|tiếp|tổ|rà|xây|kịp|thực|triển|báo|hoàn|ban|nghiên|phối|kiểm|tăng|có|hướng|đề|trình|sớm|nhanh|đẩy|xử|chỉ))|\s(?=(?:để )?(?:chủ trì|khẩn trương|chủ động|có trách nhiệm|phân công|xây dựng|hoàn thiện|tổ chức|rà soát)\s)))"
    )
)
_SUPPORT = re.compile(
    canonical(
        r"(?:phối hợp(?:,? (?:chặt chẽ|đồng bộ|hiệu quả|tốt|thường xuyên|kịp thời|nhịp nhàng)(?:,? (?:hiệu quả|đồng bộ|kịp thời))?)?(?:(?: cùng| chặt chẽ)? với|(?= (?:Bộ|Sở|Cục|Vụ|Công an|UBND|Ủy ban|Ban|các (?:sở|bộ|ngành|cơ quan|đơn vị|địa phương))))(?:,)?|(?:trao đổi|làm việc(?: cụ thể)?)(?:, thống nhất)?(?: cụ thể)? với|thống nhất với|cùng(?: với)?(?= (?:Bộ|Sở|các|Cục|Vụ|UBND|Ủy ban|Công an)))\s+"
    )
)
_SUPPORT_OWN = re.compile(
    canonical(
        r"(?:^|[,;:]|(?:chủ trì|chủ động|khẩn trương|tiếp tục|cần|phải|tích cực|và|thường xuyên|chặt chẽ|tăng cường|tập trung|kịp thời|cán bộ|lực lượng|đồng thời|sớm|trách nhiệm|nghiêm túc|đầu mối|để|trao đổi|nhiệm vụ|rà soát|nghiên cứu|trực tiếp|luôn|chỉ đạo)\s*,?)\s*$"
    )
)
_LEADS_WITH = re.compile(canonical(r",?\s*(?:làm )?(?:chủ trì|là đầu mối|làm đầu mối|đầu mối)\s*,\s*(?:và )?(?P<who>.{3,160}?)\s+(?:phối hợp|tham gia)"))
_LIST_LEAD = re.compile(canonical(r"(?:cho|đối với|tới|đến|:|,|thêm|rõ|ngay|trực tiếp|cụ thể|lại|đồng chí(?= Thủ trưởng))\s*"))
_SUBJECT_MODAL = re.compile(rf"(?P<np>[^;:]{{2,170}}?)[,]?\s+{words.either([w for w in words.MODAL if w not in ('nên', 'hãy', 'chịu trách nhiệm')])}(?![^\W\d_])\s*")


def read_clause(text: str, start: int, end: int, known: tuple[str, ...] = ()) -> Clause:
    clause = Clause(start, end, task_at=start)
    here = _after_connectors(text, start, end)
    said = mentions(text[:end])
    if _instructed(text, clause, here, said, known):
        pass
    elif _told(text, clause, here, known):
        pass
    elif _bare(text, clause, here):
        pass
    else:
        _impersonal(text, clause, here)
    if clause.shape is not Shape.NONE:
        clause.support = _support(text, clause, known)
        _judge(text, clause)
    return clause


def _after_connectors(text: str, here: int, end: int) -> int:
    while here < end and (match := words.CONNECT_AT.match(text, here)) and match.end() < end:
        if match.group().lower().strip(" ,:") in ("cũng", "ngoài", "bên cạnh", "riêng", "còn", "song", "trước hết", "cụ thể") and not match.group().rstrip().endswith((",", ":")):
            break
        here = match.end()
    return here


def _instructed(text: str, clause: Clause, here: int, said: list[Mention], known: tuple[str, ...]) -> bool:
    for match in words.INSTRUCT_RE.finditer(text, here, clause.end):
        before = text[clause.start : match.start()].rstrip()
        after = text[match.end() : clause.end]
        if match.group().lower() in ("đề xuất", "đôn đốc", "quán triệt", "chỉ thị", "có ý kiến", "cho ý kiến") and not after.lstrip().startswith((":", "các", "Sở", "Bộ")):
            continue
        if _NOUN_AFTER.match(after):
            continue
        speaker = _speaker_before(text, match.start(), said, clause.start)
        if speaker is None and not _OPENER_BEFORE.search(text[clause.start : match.start()]):
            topic = _TOPIC.match(text, here)
            if not (topic and before.endswith(",")):
                continue
        if speaker is None and _NOUN_BEFORE.search(before):
            continue
        between = text[speaker.end : match.start()] if speaker else before
        if speaker and not speaker.is_body and speaker.title and speaker.title.lower() in PAPERS:
            speaker = None
        if _PASSED.search(between.rstrip()) and (_EARLIER.search(text[clause.start : clause.end]) or re.search(canonical(r"(?:đã|vừa) (?:có|ký|ban hành)"), between)):
            clause.is_past = True
            continue
        clause.shape, clause.speaker, clause.verb = Shape.INSTRUCTED, speaker, match.group().lower()
        clause.has_topic = bool(_TOPIC.match(text, here)) and match.start() > here
        _addressed(text, clause, match.end(), known)
        return True
    for mention in said:
        if mention.start < here or mention.is_lower:
            continue
        follows = _BETWEEN.match(text, mention.end)
        place = follows.end() if follows else mention.end
        if (say := words.SAY_RE.match(text, place)) and say.end() <= clause.end:
            clause.is_said, clause.speaker = True, mention
            _said(text, clause, say.end(), known)
            return clause.shape is not Shape.NONE
    return False


def _speaker_before(text: str, place: int, said: list[Mention], start: int) -> Mention | None:
    for mention in reversed(said):
        if mention.start >= start and mention.end <= place and place - mention.end < 130:
            match = _BETWEEN.match(text, mention.end)
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
        if match := _LIST_LEAD.match(text, place):
            place = match.end()
    found = bodies_at(text[: clause.end], place, known)
    if found:
        clause.lead, clause.task_at = found, end_of(found, text)
        return
    clause.task_at = place
    if re.match(canonical(r"(?:việc|lĩnh vực|công tác|dự án|Dự án|vấn đề|nội dung|mỗi|người)"), text[place:]):
        clause.has_topic = True


def _said(text: str, clause: Clause, place: int, known: tuple[str, ...]) -> None:
    """The words reported behind "nhấn mạnh", "cho rằng": a task only where somebody must do something definite."""
    inner_start = re.compile(r"[\s,:\"]*(?:rằng|là)?[\s,:\"]*").match(text, place).end()  # type: ignore[union-attr]
    inner = Clause(inner_start, clause.end, task_at=inner_start)
    here = _after_connectors(text, inner_start, clause.end)
    if _told(text, inner, here, known) or _told_later(text, inner, here, known) or _impersonal(text, inner, here):
        clause.shape, clause.lead, clause.task_at = inner.shape, inner.lead, inner.task_at
        clause.has_modal, clause.has_topic = inner.has_modal, inner.has_topic


def _told_later(text: str, clause: Clause, here: int, known: tuple[str, ...]) -> bool:
    """ "…, vì vậy các đơn vị phải …": the addressee stands behind a reason."""
    for match in re.finditer(canonical(r"(?:,|;|\s)\s*(?:vì vậy|do vậy|do đó|bởi vậy|vì thế|nên|còn|thì|trong đó|giờ|nay)\s*,?\s+"), text[: clause.end]):
        if match.start() >= here and _told(text, clause, match.end(), known):
            return True
    return False


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
        if _NO_TASK_AFTER.match(text, after):
            return False
        for _round in range(3):
            aside = _ASIDE.match(text, after, clause.end)
            if not aside or aside.end() >= clause.end:
                break
            after = aside.end()
        after = re.compile(r"[\s,]*").match(text, after).end()  # type: ignore[union-attr]
        modal = words.MODAL_AT.match(text, after)
        task = modal.end() if modal else after
        if modal or words.ACTION_AT.match(text, task) or words.MANNER_AT.match(text, task) or _LEADS_WITH.match(text, after):
            if not modal and _NO_TASK_AFTER.match(text, after):
                return False
            clause.shape, clause.lead, clause.task_at, clause.has_modal = Shape.TOLD, found, task, modal is not None
            clause.has_topic = start != here
            return True
    return False


def _past_topic(text: str, here: int, end: int) -> int:
    """Behind "Về …,", "Đối với …,", "Để …,": up to three of them."""
    for _round in range(3):
        if not _TOPIC.match(text, here):
            break
        comma = text.find(",", here, end)
        # Commas inside a list of the topic: go on until what follows can begin a statement.
        while comma != -1 and not re.match(
            rf",\s+(?:[{UPPER}]|các |tất cả |từng |mỗi |cần |phải |khẩn |tập |tiếp |yêu cầu|đề nghị|giao |chủ |rà |tổ |xây |trưởng |thủ |người |việc |để |trên |theo |căn )", text[comma:]
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
    match = _SUBJECT_MODAL.match(head)
    return match is not None and "," not in match.group("np") and len(match.group("np").split()) < 16


def _impersonal(text: str, clause: Clause, here: int) -> bool:
    if words.EXPLAINS_AT.match(text, here) and not re.match(canonical(r"[Vv]ì vậy|[Dd]o (?:đó|vậy)"), text[here:]):
        return False
    match = _SUBJECT_MODAL.match(text, here, clause.end)
    if match is None:
        return False
    if re.search(canonical(r"(?:^|\s)(?:thì|nên|để|muốn|nếu|mà|khi|đã|vì|đòi hỏi|nhưng|vấn đề)(?:\s|$)"), match.group("np").lower()) and not _TOPIC.match(text, here):
        return False
    clause.shape, clause.task_at, clause.has_modal = Shape.IMPERSONAL, match.end(), True
    clause.has_topic = True
    return True


def _support(text: str, clause: Clause, known: tuple[str, ...]) -> list[Body]:
    found: list[Body] = []
    area = text[: clause.end]
    led = _LEADS_WITH.match(area, clause.task_at)
    if led and (bodies := bodies_at(area, led.start("who"), known)):
        return bodies
    for match in _SUPPORT.finditer(area, clause.task_at):
        before = area[clause.task_at : match.start()]
        if not _SUPPORT_OWN.search(before) or re.search(canonical(r"(?:theo hướng|trong đó)[:,\s]"), before):
            continue
        for body in bodies_at(area, match.end(), known):
            if body.words.lower() not in {other.words.lower() for other in found + clause.lead}:
                found.append(body)
        if found:
            break
    return found


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
        if words.ACTION_AT.match(area, place) and not words.ACTION_AT.match(area, manner.end()) and not words.ATTITUDE_AT.match(area, manner.end()):
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
