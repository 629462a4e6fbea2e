"""Who presides, who concludes and who attends, as far as the text names them."""

import re

from intake.finding.found import FoundPerson, Span
from intake.finding.people import NAME_RE, Mention, mentions, rank
from intake.finding.register import Register
from intake.finding.segments import Block, sentences
from intake.finding.view import Line, canonical

Texts = list[tuple[Block, str]]
# Who presides and attends is said at the beginning.
OPENING = 30
_IN_A_FORM = re.compile(
    canonical(r"(?:Người |Đồng chí )?[Cc]hủ (?:trì|tọa)(?: cuộc họp| hội nghị| phiên họp)?\s*:\s*")
)
_NAMES_FOLLOW = re.compile(rf"\s*:?\s*{NAME_RE.pattern}")
_PRESIDE = re.compile(canonical(r"(?:đã |đồng )?chủ trì|điều hành|dưới sự chủ trì|chủ tọa"))
_CONCLUDES = re.compile(
    canonical(
        r"kết luận|phát biểu kết luận|phát biểu chỉ đạo|nhấn mạnh|yêu cầu|chỉ đạo|giao|lưu ý|cho rằng|đề nghị"
    )
)
_ATTEND = re.compile(
    canonical(
        r"(?:[Tt]ham )?[Dd]ự (?:và chỉ đạo )?(?:Hội nghị|hội nghị|cuộc họp|buổi|phiên họp|Phiên họp|họp|giao ban|tại|còn|có)|[Tt]ham dự|[Cc]ùng dự|cùng chủ trì|có mặt|thành phần dự"
    )
)


def concluding_of(texts: Texts) -> Mention | None:
    """Of a notice: "kết luận của …", "… kết luận như sau"."""
    for _block, text in texts[:OPENING]:
        if not re.search(canonical(r"(?i:kết luận)"), text):
            continue
        named = [mention for mention in mentions(text) if mention.name and not mention.is_lower]
        match = re.search(canonical(r"[Kk]ết luận(?: của)?|KẾT LUẬN(?: CỦA)?"), text)
        if match and named:
            after = [mention for mention in named if 0 <= mention.start - match.end() < 60]
            before = [mention for mention in named if 0 <= match.start() - mention.end < 140]
            if after or before:
                return (after or before[-1:])[0]
    return None


def chair_of(texts: Texts, concluding: Mention | None, register: Register) -> FoundPerson | None:
    for block, text in texts[:OPENING]:
        if form := _IN_A_FORM.match(text, block.start):
            named = [
                mention
                for mention in mentions(text[: form.end() + 120])
                if mention.name and mention.end > form.end()
            ]
            if named:
                return person(named[0], block.line, register)
    found = _presiding(texts, register, lower=False)
    if found is None and concluding is None:
        found = _presiding(texts, register, lower=True)
    return found or _speaking(texts, concluding, register)


def _presiding(texts: Texts, register: Register, *, lower: bool) -> FoundPerson | None:
    for block, text in texts[:OPENING]:
        for match in _PRESIDE.finditer(text):
            if re.match(
                canonical(r"\s*(?:,|thực hiện|xây dựng|phối hợp|theo dõi|rà soát|tham mưu)"),
                text[match.end() : match.end() + 14],
            ):
                continue
            before = [
                m
                for m in mentions(text)
                if m.name
                and m.end <= match.start()
                and match.start() - m.end < 140
                and (lower or not m.is_lower)
            ]
            if match.group().startswith("dưới"):
                before = [m for m in mentions(text) if m.name and 0 <= m.start - match.end() < 40]
            if before:
                return person(before[-1], block.line, register)
    return None


def _speaking(texts: Texts, concluding: Mention | None, register: Register) -> FoundPerson | None:
    """Where nobody is said to preside: who concludes, or who gives the meeting its instructions."""
    if concluding:
        return FoundPerson(
            concluding.name, concluding.full, None, register.leader_code(concluding.name or "")
        )
    best: tuple[int, FoundPerson] | None = None
    for block, text in texts:
        for mention in mentions(text):
            follows = text[mention.end : mention.end + 60]
            if mention.name and not mention.is_lower and not mention.is_body and _CONCLUDES.search(follows):
                candidate = (rank(mention.title), person(mention, block.line, register))
                if best is None or candidate[0] < best[0]:
                    best = candidate
    return best[1] if best else None


def attending(texts: Texts, chair: FoundPerson | None, register: Register) -> tuple[FoundPerson, ...]:
    found: dict[str, FoundPerson] = {}
    lowest = max(rank(chair.title if chair else None), 40)
    for block, text in texts[:OPENING]:
        match = _ATTEND.search(text)
        if match is None or block.is_noise and "Ảnh" not in text:
            continue
        for start, end in sentences(text):
            if not _ATTEND.search(text[start:end]):
                continue
            named = [m for m in mentions(text) if start <= m.start < end]
            for mention in named:
                if mention.is_lower or mention.is_body:
                    continue
                # "các Thứ trưởng: A, B" titles every name of the list.
                if mention.name is None:
                    rest = re.split(r"[;.]| cùng | và lãnh đạo", text[mention.end : end], maxsplit=1)[0]
                    if not _NAMES_FOLLOW.match(rest):
                        continue
                    for name in NAME_RE.finditer(rest):
                        _add(
                            found,
                            name.group(),
                            mention.full,
                            block.line.span(mention.end + name.start(), mention.end + name.end()),
                            chair,
                            register,
                        )
                elif rank(mention.title) <= lowest:
                    _add(
                        found,
                        mention.name,
                        mention.full,
                        block.line.span(mention.start, mention.end),
                        chair,
                        register,
                    )
    for block, text in texts:
        for mention in mentions(text):
            follows = text[mention.end : mention.end + 40]
            if (
                mention.name
                and not mention.is_lower
                and rank(mention.title) <= lowest
                and re.match(
                    canonical(
                        r",? (?:đã |cũng )?(?:phát biểu|trình bày|cho biết|cho rằng|nhắc lại|nhấn mạnh|yêu cầu|đề nghị|kết luận)"
                    ),
                    follows,
                )
                and not block.is_noise
            ):
                _add(
                    found,
                    mention.name,
                    mention.full,
                    block.line.span(mention.start, mention.end),
                    chair,
                    register,
                )
    return tuple(found.values())


def _add(
    found: dict[str, FoundPerson], name: str, title: str | None, span: Span, chair, register: Register
) -> None:
    if not (chair and chair.name == name) and name not in found:
        found[name] = FoundPerson(name, title, span, register.leader_code(name))


def person(mention: Mention, line: Line, register: Register) -> FoundPerson:
    code = register.leader_code(mention.name) if mention.name else None
    return FoundPerson(
        mention.name, mention.full or mention.title, line.span(mention.start, mention.end), code
    )
