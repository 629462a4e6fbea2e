"""What the text says of its meeting: title, kind, period, day, form, place, who presides, who attends, the notice."""

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date

from intake.finding.deadlines import DATE, DAY_MONTH_YEAR, Calendar, years_of
from intake.finding.found import FoundMeeting, MeetingForm, MeetingKind, Span
from intake.finding.people import Mention, mentions
from intake.finding.presiding import OPENING, attending, chair_of, concluding_of
from intake.finding.register import Register
from intake.finding.segments import Block, sentences
from intake.finding.view import UPPER, Line, canonical

_HEAD = canonical(
    r"(?:Hội nghị|hội nghị|Cuộc họp|cuộc họp|Phiên họp|phiên họp|buổi họp|Buổi họp|buổi làm việc|Buổi làm việc|phiên làm việc|"
    r"Hội thảo|Họp|HỌP|cuộc giao ban|buổi giao ban|Giao ban|Lễ|cuộc làm việc|kỳ họp)"
)
_TITLE = re.compile(
    canonical(
        rf"{_HEAD}(?:\s+trực tuyến)?(?=\s+(?:trực tuyến|giao ban|sơ kết|tổng kết|về|bàn|đánh giá|triển khai|lần|thứ|của|tuần|thường kỳ|chuyên đề|toàn quốc|kiểm điểm|rà soát|nghe|toàn thể|phiên|tháo gỡ|hoàn thiện|thường trực|quý|tháng|công tác|trực báo))"
    )
)
_TITLE_STOP = re.compile(
    canonical(
        r"[.;:,\n|]|\((?![^()]{1,20}\) tháng)| - | theo hình thức | do | được | đã | với sự | tại (?=\d|Hà Nội|trụ sở|hội trường|TP|Hội trường|điểm cầu)| (?:để|nhằm) (?!lại)| nhấn mạnh| kết luận| ngày \d| diễn ra| vào | và (?:chỉ đạo|phát biểu)"
    )
)
_PERIODS = (
    (re.compile(r"tháng (?P<n>1[0-2]|0?[1-9])\s*(?:/|năm|,|-)\s*(?P<y>20\d\d)", re.IGNORECASE), "month"),
    (re.compile(r"quý (?P<q>IV|I{1,3}|[1-4])\s*(?:/|năm|,|-)?\s*(?P<y>20\d\d)", re.IGNORECASE), "quarter"),
    (re.compile(r"(?:6|sáu) tháng (?P<h>đầu|cuối) (?:năm )?(?P<y>20\d\d)", re.IGNORECASE), "half_year"),
    (re.compile(r"(?:tổng kết|công tác)[^.;]{0,60} năm (?P<y>20\d\d)", re.IGNORECASE), "year"),
)
_PERIODIC = re.compile(
    canonical(r"giao ban|sơ kết|tổng kết|thường kỳ|trực báo|công tác tháng|công tác quý"), re.IGNORECASE
)
_HELD = re.compile(
    canonical(
        rf"(?:(?:Sáng|Chiều|Tối|Trưa|Trong|sáng|chiều|tối)(?: nay)?(?: và (?:sáng|chiều|tối))?,?\s+(?:ngày\s+)?|(?:^|[\s(\"])[Nn]gày\s+|diễn ra (?:vào )?(?:sáng |chiều )?ngày\s+|họp ngày\s+|\(){DATE.pattern}"
    )
)
_WAS_HELD = re.compile(
    canonical(
        r"chủ trì|tổ chức|họp|Hội nghị|hội nghị|diễn ra|làm việc|giao ban|Phiên họp|phiên họp|Thời gian|Vào hồi|vào lúc|kiểm tra|thị sát|khảo sát"
    )
)
_DOC_DAY = re.compile(
    canonical(rf"(?:^|\| ?|[,*] ?)(?P<place>[{UPPER}][^,|\d]{{1,30}}),\s*ngày\s+") + DAY_MONTH_YEAR
)
_NUMBER = re.compile(
    canonical(
        rf"(?:Số|số)\s*:?\s*(?P<n>\d+\s*/\s*[{UPPER}\d]+(?:\s*-\s*[{UPPER}a-z&]+)*)(?:\s*,?\s*ngày\s+(?P<day>{DATE.pattern}))?"
    )
)
_NOTICE_WORD = re.compile(canonical(r"[Tt]hông báo(?: kết luận)?|THÔNG BÁO|[Kk]ết luận|KẾT LUẬN"))
_DISPATCH = re.compile(
    canonical(
        r"CÔNG ĐIỆN|[Cc]ông điện(?= (?:số )?\d)|V/v |CHỈ THỊ|có ý kiến (?:chỉ đạo )?như sau|Kính gửi|vừa có [Cc]ông điện|đã có [Cc]ông điện|ký [Cc]ông điện|ban hành [Cc]hỉ thị"
    )
)


# "…, tại Hà Nội, Bộ đã tổ chức": the place stands by the day and the verb.
_PLACE = re.compile(
    canonical(
        rf"(?:^|\d, )[Tt]ại (?P<p>(?:[Tt]rụ sở |[Hh]ội trường )?[{UPPER}][^,.;|]{{2,50}}?)(?=, |\s(?:đã|tổ chức|chủ trì)\s)"
    )
)
_PLACE_LINE = re.compile(canonical(r"Địa điểm\s*:\s*(?:[Tt]ại )?(?P<p>[^;|.]{3,80})"))
_NO_PLACE = re.compile(canonical(r"Hội nghị|Cuộc họp|Phiên họp|Thông báo|Quyết định|Nghị"))


@dataclass
class Facts:
    meeting: FoundMeeting
    calendar: Calendar
    people: list[Mention] = field(default_factory=list)
    is_dispatch: bool = False
    # Who concludes in a notice; speaks for every item of it.
    concluding: Mention | None = None


def facts_of(blocks: list[Block], register: Register, published_on: date | None) -> Facts:
    texts = [(block, block.line.text) for block in blocks]
    everything = "\n".join(text for _block, text in texts)
    years = years_of(everything)
    people = [mention for _block, text in texts for mention in mentions(text) if mention.name]
    meeting = FoundMeeting()
    title = _title(texts)
    period = None
    if title:
        line, start, end = title
        words = line.text[start:end]
        kind, period, at = _period(words)
        if kind is None:
            kind = "thematic"
        meeting = replace(
            meeting,
            title=(words[0].upper() + words[1:]).strip(),
            title_span=line.span(start, end),
            kind=kind,
            period=period,
            period_span=line.span(start + at[0], start + at[1]) if at else None,
        )
    is_dispatch = bool(_DISPATCH.search(everything[:6000])) and not re.search(
        canonical(
            r"THÔNG BÁO|[Kk]ết luận (?:của|cuộc họp|hội nghị|tại)|[Tt]ại (?:hội nghị|cuộc họp|phiên họp)"
        ),
        everything[:2500],
    )
    meeting = _held(meeting, texts, years, period, is_dispatch, published_on)
    meeting = _notice(meeting, texts, years)
    if is_dispatch:
        meeting = _as_dispatch(meeting, texts, years)
    meeting = _form(meeting, texts)
    concluding = concluding_of(texts)
    if not is_dispatch:
        meeting = replace(meeting, chair=chair_of(texts, concluding, register))
        meeting = replace(meeting, attending_leaders=attending(texts, meeting.chair, register))
    day = meeting.held_on or meeting.notice_on or published_on or _stamp(everything)
    year = _only_year(period, years)
    return Facts(meeting, Calendar(day, year), people, is_dispatch, concluding)


def _title(texts: list[tuple[Block, str]]) -> tuple[Line, int, int] | None:
    best: tuple[int, Line, int, int] | None = None
    for place, (block, text) in enumerate(texts[:OPENING]):
        for match in _TITLE.finditer(text):
            stop = _TITLE_STOP.search(text, match.end())
            end = stop.start() if stop else len(text)
            words = text[match.start() : end]
            if not 14 <= len(words) <= 220:
                continue
            score = (
                40 * bool(_PERIODIC.search(words))
                + 30 * (_period(words)[1] is not None)
                + min(len(words), 80) // 4
                - place
                - 30 * bool(re.search(r"(?:trước|lần thứ 2|trước đó)$", text[: match.start()][-30:]))
            )
            if best is None or score > best[0]:
                best = (score, block.line, match.start(), end)
    return best[1:] if best else None


def _period(words: str) -> tuple[MeetingKind | None, str | None, tuple[int, int] | None]:
    for pattern, kind in _PERIODS:
        match = pattern.search(words)
        if match is None:
            continue
        year = match.group("y")
        if kind == "month":
            return "month", f"{year}-{int(match.group('n')):02}", match.span()
        if kind == "quarter":
            roman = {"I": "1", "II": "2", "III": "3", "IV": "4"}
            return "quarter", f"{year}-Q{roman.get(match.group('q').upper(), match.group('q'))}", match.span()
        if kind == "half_year":
            return "half_year", f"{year}-H{1 if match.group('h').lower() == 'đầu' else 2}", match.span()
        return "year", year, match.span("y")
    return None, None, None


def _held(
    meeting, texts, years: Counter[int], period: str | None, is_dispatch: bool, published_on: date | None
):
    for block, text in texts[:OPENING]:
        for start, end in sentences(text):
            sentence = text[start:end]
            if not _WAS_HELD.search(sentence) and not is_dispatch:
                continue
            for match in _HELD.finditer(sentence):
                if re.search(
                    canonical(
                        r"(?:số|Nghị định|Quyết định|Thông báo|Nghị quyết|Công văn|Chỉ thị|Luật)[^,;.]{0,50}$"
                    ),
                    sentence[: match.start()],
                ):
                    continue
                if re.match(
                    canonical(r"\s*(?:của|về việc|về|kết luận)"), sentence[match.end() : match.end() + 12]
                ):
                    continue
                day = _settled(match, years, period, published_on)
                if day:
                    return replace(
                        meeting,
                        held_on=day,
                        held_on_span=block.line.span(start + match.start("d"), start + match.end()),
                    )
        if meeting.held_on:
            break
    return meeting


def _settled(
    match: re.Match[str], years: Counter[int], period: str | None, published_on: date | None
) -> date | None:
    """A day without its year takes the year the other dates of the text settle."""
    day, month = int(match.group("d")), int(match.group("m"))
    year = int(match.group("y")) if match.group("y") else None
    if year is None and period:
        year = int(period[:4])
        if period[4:5] == "-" and period[5].isdigit() and int(period[5:]) > month + 6:
            year += 1
    if year is None and years:
        year = _only_year(None, years)
    if year is None and published_on:
        year = published_on.year
    try:
        return date(year, month, day) if year else None
    except ValueError:
        return None


def _only_year(period: str | None, years: Counter[int]) -> int | None:
    if period:
        return int(period[:4])
    if not years:
        return None
    (year, count), *others = years.most_common()
    if not others or count > others[0][1]:
        return year
    return max(candidate for candidate, number in years.items() if number == count)


def _stamp(everything: str) -> date | None:
    """The day the text was put on line, where it says so."""
    match = re.search(
        canonical(r"(?:Giờ đăng|Ngày đăng|Cập nhật|Thứ [^\W\d_]+|lúc \d\d:\d\d)[^\n]{0,30}?")
        + r"(\d{1,2})/(\d{1,2})/(20\d\d)",
        everything,
    )
    if match is None:
        return None
    try:
        return date(int(match.group(3)), int(match.group(2)), int(match.group(1)))
    except ValueError:
        return None


def _notice(meeting, texts, years: Counter[int]):
    for block, text in texts[:OPENING]:
        match = _NUMBER.search(text)
        if match is None or re.search(
            canonical(r"(?:Quyết định|Nghị định|Nghị quyết|Luật|Kế hoạch|Chương trình|Thông tư) $"),
            text[: match.start()],
        ):
            continue
        if not (text.lstrip("| ").startswith("Số") or _NOTICE_WORD.search(text[: match.start()][-30:])):
            continue
        meeting = replace(
            meeting,
            notice_number=re.sub(r"\s+", "", match.group("n")),
            notice_number_span=block.line.span(match.start("n"), match.end("n")),
        )
        if match.group("day") and match.group("y"):
            day = _settled(match, years, None, None)
            meeting = replace(
                meeting, notice_on=day, notice_on_span=block.line.span(match.start("day"), match.end("day"))
            )
        break
    if meeting.notice_on is None:
        for block, text in texts[:12]:
            match = _DOC_DAY.search(text)
            if match and match.group("y"):
                day = _settled(match, years, None, None)
                if day:
                    return replace(
                        meeting, notice_on=day, notice_on_span=block.line.span(match.start("d"), match.end())
                    )
    return meeting


def _as_dispatch(meeting, texts, years: Counter[int]):
    subject = None
    for block, text in texts[:OPENING]:
        match = re.search(canonical(r"V/v\s|[Vv]ề việc\s|[Cc]ông điện(?: số)? \d+/"), text)
        if match:
            stop = re.search(r"[.;|]| yêu cầu", text[match.end() :])
            end = match.end() + stop.start() if stop else len(text)
            subject = (block.line, match.start(), end)
            break
    meeting = replace(meeting, kind="written", chair=None, period=None, period_span=None)
    if subject:
        line, start, end = subject
        words = line.text[start:end].strip()
        meeting = replace(meeting, title=words[0].upper() + words[1:], title_span=line.span(start, end))
    if meeting.notice_on:
        meeting = replace(meeting, held_on=meeting.notice_on, held_on_span=meeting.notice_on_span)
    return meeting


def _form(meeting, texts):
    opening = texts[:12]
    online = in_person = None
    for block, text in opening:
        online = online or _first(block, text, canonical(r"trực tuyến|điểm cầu"))
        in_person = in_person or _first(
            block, text, canonical(r"trực tiếp (?:và|kết hợp|,)|hình thức trực tiếp")
        )
    form: MeetingForm | None = None
    if meeting.kind == "written":
        form = "written"
    elif online and in_person:
        form = "hybrid"
    elif online:
        form = "online"
    meeting = replace(
        meeting, form=form, form_span=(in_person or online) if form in ("online", "hybrid") else None
    )
    for block, text in opening:
        match = _PLACE_LINE.match(text, block.start) or _PLACE.search(text)
        if match and meeting.kind != "written" and not _NO_PLACE.match(match.group("p")):
            return replace(
                meeting, place=match.group("p"), place_span=block.line.span(match.start("p"), match.end("p"))
            )
    return meeting


def _first(block: Block, text: str, pattern: str) -> Span | None:
    match = re.search(pattern, text)
    return block.line.span(*match.span()) if match else None
