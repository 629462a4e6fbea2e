"""By when: the words of a deadline in a sentence, its kind, and the day it comes to.

A date counts only where the addressee acts or delivers by it: dates of papers, of plans and of targets are passed over.
"""

import calendar
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from intake.finding.found import DeadlineKind, Recurrence
from intake.finding.view import canonical

_DAY = (
    r"(?:ngày\s+)?(?P<d>[0-3]?\d)\s?(?:/|-|\.|\s+tháng\s+)\s?(?P<m>1[0-2]|0?[1-9])(?!\d)"
    r"(?:\s?(?:/|-|\.|\s*,?\s*năm\s+)\s?(?P<y>(?:19|20)\d\d))?(?![\d/])"
)
DAY_MONTH_YEAR = _DAY
DATE = re.compile(rf"(?<![\d/.,]){_DAY}", re.IGNORECASE)
_FULL = re.compile(rf"(?<![\d/.,]){_DAY}", re.IGNORECASE)
_YEAR = r"(?:\s*(?:/|-|,?\s*năm)\s*(?P<y>20\d\d|nay|này|sau|tới))?"
_LEAD = (
    r"(?:(?:chậm nhất|muộn nhất|trễ nhất)\s*(?:là\s*)?(?:trước|vào|đến|đến hết|trong)?|trước|không quá|không muộn hơn|hạn cuối(?: là)?|"
    r"(?:thời )?hạn(?: hoàn thành| chót)?(?:\s*(?:là|:))?|đến hết|hết|đến trước|xong trước|xong trong|vào(?: dịp| cuối)?|trong(?: dịp| cả)?|"
    r"(?:hoàn thành|xong|báo cáo|gửi|trình|nộp|kết thúc)(?:\s+(?:vào|trong|trước))?|từ nay đến(?: hết| cuối)?|đến|ngay trong|dịp|bắt đầu từ)"
)
_DAY_DUE = re.compile(rf"(?P<lead>{_LEAD})\s*(?:hết\s+)?(?=ngày|\d|[0-3]?\d/){_DAY}", re.IGNORECASE)
_HOUR = re.compile(
    rf"(?:trước|chậm nhất(?: là)?|vào)\s+(?:lúc\s+)?\d{{1,2}}\s*(?:giờ|h|g)\d{{0,2}}(?:\s*phút)?,?\s*(?:ngày\s+)?{_DAY}",
    re.IGNORECASE,
)
_MONTH = re.compile(
    rf"(?P<lead>{_LEAD}\s+|(?:cuối|đầu|giữa|nửa đầu|nửa cuối)\s+)+(?:trong\s+)?tháng\s+(?P<m>1[0-2]|0?[1-9]|này|tới|sau)(?!\d|/\d{{1,2}}(?!\d)){_YEAR}(?!\d)",
    re.IGNORECASE,
)
_QUARTER = re.compile(
    rf"(?P<lead>{_LEAD}\s+|(?:cuối|đầu|giữa)\s+)*(?:trong\s+)?quý\s+(?P<q>IV|I{{1,3}}|[1-4]|này|tới|sau)(?![\w]){_YEAR}",
    re.IGNORECASE,
)
_HALF = re.compile(
    rf"(?P<lead>{_LEAD}\s+)*(?:(?:6|sáu)\s+tháng\s+(?P<h>cuối|đầu)\s+năm|nửa\s+(?P<h2>cuối|đầu)\s+năm)(?:\s+(?P<y>20\d\d|nay|này))?",
    re.IGNORECASE,
)
_YEAR_DUE = re.compile(
    r"(?P<lead>ngay trong|chậm nhất(?: là)?(?: vào| trong| đến)?|trước|vào|trong|đến hết|hết|đến|từ nay đến(?: hết)?|xong trong|hoàn thành)\s+"
    r"(?:(?P<end>cuối|hết)\s+)?năm\s+(?P<y>20\d\d|nay|này|tới|sau)(?!\s*-\s*\d|\d)|(?:vào|đến|trước|từ nay đến|dịp)\s+(?P<bare>cuối năm)(?!\s*20|\s*\d)"
    r"(?:\s+(?P<y2>nay|này))?",
    re.IGNORECASE,
)
_WEEK = re.compile(
    r"(?:ngay\s+)?(?:trong|hết|cuối|trước cuối|đầu)\s+tuần(?:\s+(?P<w>này|sau|tới|làm việc này))?(?![^\W\d_]|\s+(?:làm việc thứ|thứ))",
    re.IGNORECASE,
)
_TODAY = re.compile(
    r"(?:ngay\s+)?(?:trong|hết|trước)\s+(?:ngày\s+)?(?P<t>hôm nay|ngày mai|sáng nay|chiều nay|tối nay)",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"(?P<lead>chậm nhất(?: là)?(?: sau)?|muộn nhất(?: là)?|trong (?:vòng|thời hạn|thời gian)|trong|sau|không quá|thời hạn(?: là)?)\s+"
    r"(?P<n>\d{1,3}|một|hai|ba|bốn|năm|sáu|bảy|mười)\s+(?P<unit>ngày làm việc|ngày|tuần|tháng|giờ)(?P<tail>\s+(?:tới|nữa|kể từ|từ ngày|sau khi|sau ngày|từ khi|tính từ)[^,.;]{0,90})?",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"(?P<words>(?:trước|kịp(?: thời)? trước|chậm nhất trước)\s+(?:khi|kỳ họp|phiên họp|hội nghị|cuộc họp|mùa|Tết|năm học|thời điểm|lúc|lễ|dịp|đợt|Đại hội|ngày (?:bầu cử|khai giảng|khai mạc|Quốc khánh|lễ))"
    r"[^,.;]{0,90}|(?:để\s+)?(?:phục vụ|kịp|trình(?: Quốc hội)?(?: tại)?|báo cáo(?: Quốc hội)? tại|trình tại|chuẩn bị cho)\s+(?:kỳ họp|Kỳ họp|phiên họp|Đại hội|Hội nghị Trung ương|hội nghị Trung ương|khai giảng|năm học mới)[^,.;]{0,70}"
    r"|vào (?:thời gian|giữa hai đợt|giữa 2 đợt|giữa 02 đợt)[^,.;]{0,70}(?:[Kk]ỳ họp|Quốc hội)[^,.;]{0,30}"
    r"|(?:để|kịp)\s+(?:khởi công|khánh thành|khai mạc|thông xe|khai trương|vận hành|tổ chức)[^,.;]{0,60}?(?:vào\s+)?(?:dịp\s+)?ngày\s+[^,.;]{4,30})"
)
_STARTS = re.compile(
    rf"(?:^|,\s)(?P<words>(?:kể )?từ\s+{_DAY}\s+(?:sẽ|bắt đầu|chính thức|là ngày|là thời điểm)[^,.;]{{0,80}}),",
    re.IGNORECASE,
)
_RECURRING = re.compile(
    r"(?:(?:định kỳ\s+)?(?:hằng|hàng|mỗi|theo|từng)\s+(?P<r>tuần|tháng|quý|ngày|năm|6 tháng)|định kỳ\s+(?P<r2>tuần|tháng|quý|6 tháng|năm)|"
    r"(?P<n>\d+)\s+(?P<u>tuần|tháng|quý)\s*/\s*lần|(?P<k>tuần|tháng|quý)\s+(?:một|1)\s+lần)(?![^\W\d_])",
    re.IGNORECASE,
)
_EVERY: dict[str, Recurrence] = {
    "tuần": "weekly", "tháng": "monthly", "quý": "quarterly", "6 tháng": "half_yearly", "năm": "yearly",
}  # fmt: skip
_PLAN_BEFORE = re.compile(
    canonical(
        r"(?:ngân sách|kế hoạch(?: \d+ năm và)?|giai đoạn|chương trình|trọng tâm|dự toán|kinh phí|nguồn vốn|công tác|năm và|giao ban|nhiệm vụ|mục tiêu|chỉ tiêu|"
        r"thường niên|bình quân|đặt hàng)\s*$"
    ),
    re.IGNORECASE,
)
_ADVERB_BEFORE = re.compile(
    canonical(
        r"(?:^|[,:;]\s*|định kỳ |báo cáo(?: [^,;]{0,60})? |tổng hợp |họp |đo lường[^,;]{0,40} |rà soát[^,;]{0,30} |cập nhật[^,;]{0,30} |kiểm tra[^,;]{0,30} |công bố[^,;]{0,30} |gửi[^,;]{0,40} |đánh giá[^,;]{0,30} )$"
    ),
    re.IGNORECASE,
)
# A paper has a date of its own, a meeting too; neither is by when something is due.
_PAPER_BEFORE = re.compile(
    canonical(
        r"(?:số|luật|nghị định|nghị quyết|quyết định|thông tư|thông báo|công văn|công điện|chỉ thị|kế hoạch|văn bản|kết luận|tờ trình|báo cáo số|hướng dẫn số|"
        r"chương trình|hợp đồng|biên bản|cuộc họp|hội nghị|phiên họp|buổi làm việc|có hiệu lực|hiệu lực thi hành|ký|ban hành)"
        r"[^,;.]{0,60}$"
    ),
    re.IGNORECASE,
)
_PAPER_NUMBER = re.compile(r"(?:\d+[\w-]*/[\w\d-]+|[A-ZĐ]{2,}-[A-ZĐ]{2,}|/QH\d+)\s*(?:,)?\s*$")
# "dự trữ cho 6 tháng cuối năm": what it is for, not when it is due.
_FOR_WHEN = re.compile(
    canonical(r"(?:cho|của|kế hoạch|nhiệm vụ|công tác|phương hướng|dùng|đủ)\s*$"), re.IGNORECASE
)
_NUMBERS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "mười": 10}
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


@dataclass(frozen=True)
class Calendar:
    """What settles a day the text leaves open: the day spoken from, and a year when there is no such day."""

    day: date | None = None
    year: int | None = None

    def full(self, day: int, month: int, year: int | None) -> date | None:
        if year is None:
            year = self._year_of(month, day)
        return _date(year, month, day) if year else None

    def _year_of(self, month: int, day: int) -> int | None:
        if self.day is None:
            return self.year
        this = _date(self.day.year, month, day)
        # A day a little behind is still of this year: papers are signed after the meeting.
        if this is not None and this < self.day - timedelta(days=45):
            return self.day.year + 1
        return self.day.year


@dataclass(frozen=True)
class Due:
    """A deadline in a sentence, with the place of its words."""

    kind: DeadlineKind
    on: date | None
    recurrence: Recurrence | None
    start: int
    end: int


def years_of(text: str) -> Counter[int]:
    """How often the text dates something fully, by year."""
    return Counter(int(match.group("y")) for match in _FULL.finditer(text) if match.group("y"))


def deadline_in(text: str, known: Calendar) -> Due | None:
    """The one deadline the sentence sets: the nearest day, else the shortest time named, else what it must precede."""
    found = _found(text, known)
    if not found:
        return None
    recurring = [due for due in found if due.kind == "recurring"]
    if recurring:
        return recurring[0]
    events = [due for due in found if due.kind == "before_event"]
    plain = [due for due in found if due.kind != "before_event"]
    if plain:
        return min(plain, key=lambda due: (due.on or date.max, due.start))
    return events[0]


def deadlines_in(text: str, known: Calendar) -> list[Due]:
    return sorted(_found(text, known), key=lambda due: due.start)


@lru_cache(maxsize=4096)
def _found(text: str, known: Calendar) -> tuple[Due, ...]:
    return tuple(_all(text, known))


def _all(text: str, known: Calendar) -> Iterable[Due]:
    taken: list[tuple[int, int]] = []

    def free(match: re.Match[str]) -> bool:
        if any(start < match.end() and match.start() < end for start, end in taken):
            return False
        taken.append(match.span())
        return True

    if match := _STARTS.search(text):
        taken.append(match.span("words"))
        yield Due("before_event", _of(match, known), None, match.start("words"), match.end("words"))
    for match in _BEFORE.finditer(text):
        if not _dated_before(text, match) and free(match):
            inner = DATE.search(match.group("words"))
            yield Due("before_event", _of(inner, known) if inner else None, None, match.start(), match.end())
    for match in _COUNTED.finditer(text):
        if (due := _counted(match, known)) and free(match):
            yield due
    for pattern in (_HOUR, _DAY_DUE):
        for match in pattern.finditer(text):
            if not _is_of_a_paper(text, match) and free(match):
                yield Due("day", _of(match, known), None, match.start(), match.end())
    for match in _TODAY.finditer(text):
        if free(match):
            day = known.day + timedelta(days="mai" in match.group("t")) if known.day else None
            yield Due("day", day, None, match.start(), match.end())
    for match in _WEEK.finditer(text):
        if free(match):
            yield Due("week", _week(match.group("w"), known), None, match.start(), match.end())
    for match in _MONTH.finditer(text):
        if not _is_of_a_paper(text, match) and not _FOR_WHEN.search(text[: match.start()]) and free(match):
            yield Due("month", _month(match, known), None, match.start(), match.end())
    for match in _QUARTER.finditer(text):
        if match.group("lead") and not _FOR_WHEN.search(text[: match.start()]) and free(match):
            yield Due("quarter", _quarter(match, known), None, match.start(), match.end())
    for match in _HALF.finditer(text):
        if not _FOR_WHEN.search(text[: match.start()]) and free(match):
            month = 12 if "cuối" in (match.group("h") or match.group("h2")).lower() else 6
            year = _year(match.group("y"), known)
            yield Due("half_year", _last(year, month), None, match.start(), match.end())
    for match in _YEAR_DUE.finditer(text):
        if _is_target(text, match) or not free(match):
            continue
        year = _year(match.group("y") or match.group("y2"), known)
        yield Due("year", _last(year, 12), None, match.start(), match.end())
    for match in _RECURRING.finditer(text):
        if _is_adverb(text, match) and free(match):
            word = (match.group("r") or match.group("r2") or match.group("u") or match.group("k")).lower()
            every = None if (match.group("n") or "1") != "1" else _EVERY.get(word)
            yield Due("recurring", None, every, match.start(), match.end())


def _of(match: re.Match[str], known: Calendar) -> date | None:
    year = match.group("y")
    return known.full(int(match.group("d")), int(match.group("m")), int(year) if year else None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _last(year: int | None, month: int) -> date | None:
    return date(year, month, calendar.monthrange(year, month)[1]) if year else None


def _year(word: str | None, known: Calendar) -> int | None:
    this = known.day.year if known.day else known.year
    if word is None or word.lower() in ("nay", "này"):
        return this
    if word.lower() in ("tới", "sau"):
        return this + 1 if this else None
    return int(word)


def _month(match: re.Match[str], known: Calendar) -> date | None:
    word, year = match.group("m").lower(), match.group("y")
    if not word.isdigit():
        if known.day is None:
            return None
        ahead = known.day.month - 1 + (word != "này")
        return _last(known.day.year + ahead // 12, ahead % 12 + 1)
    month = int(word)
    if year and year.isdigit():
        return _last(int(year), month)
    if year:
        return _last(_year(year, known), month)
    if known.day is None:
        return _last(known.year, month)
    last = _last(known.day.year, month)
    return _last(known.day.year + 1, month) if last and last < known.day - timedelta(days=45) else last


def _quarter(match: re.Match[str], known: Calendar) -> date | None:
    word, year = match.group("q").lower(), match.group("y")
    if word in ("này", "tới", "sau"):
        if known.day is None:
            return None
        ahead = (known.day.month - 1) // 3 + (word != "này")
        return _last(known.day.year + ahead // 4, ahead % 4 * 3 + 3)
    number = int(word) if word.isdigit() else _ROMAN[word]
    if year and year.isdigit():
        return _last(int(year), number * 3)
    last = _last(_year(None, known), number * 3)
    if known.day and last and last < known.day - timedelta(days=45):
        return _last(known.day.year + 1, number * 3)
    return last


def _week(word: str | None, known: Calendar) -> date | None:
    if known.day is None:
        return None
    # The working week ends on Friday; said at the week-end, on Sunday.
    end = known.day + timedelta(days=(4 if known.day.weekday() < 5 else 6) - known.day.weekday())
    return end + timedelta(days=7) if word and word.lower() in ("sau", "tới") else end


def _counted(match: re.Match[str], known: Calendar) -> Due | None:
    """ "trong 10 ngày tới" is counted from today; "15 ngày kể từ ngày …" from an event that may have a date."""
    word, unit, tail = (
        match.group("n").lower(),
        match.group("unit").lower(),
        (match.group("tail") or "").strip(),
    )
    number = int(word) if word.isdigit() else _NUMBERS[word]
    if number == 0 or (not tail and match.group("lead").lower() in ("sau", "trong")):
        return None
    if unit == "giờ" and not tail:
        return None
    base = known.day
    kind: DeadlineKind = "day"
    if tail and not tail.lower().startswith(("tới", "nữa")):
        kind = "before_event"
        inner = DATE.search(tail)
        base = _of(inner, known) if inner else None
    elif not tail:
        kind, base = "before_event", None
    if base is None or unit == "giờ":
        return Due(kind, None, None, match.start(), match.end())
    days = {"ngày": number, "tuần": number * 7}.get(unit)
    if unit == "tháng":
        ahead = base.month - 1 + number
        day = _date(base.year + ahead // 12, ahead % 12 + 1, min(base.day, 28))
    elif unit == "ngày làm việc":
        day = base
        while number:
            day += timedelta(days=1)
            number -= day.weekday() < 5
    else:
        day = base + timedelta(days=days or 0)
    return Due(kind, day, None, match.start(), match.end())


def _dated_before(text: str, match: re.Match[str]) -> bool:
    """ "trước khi …" inside a description of what has been, not of what is due."""
    return re.search(r"(?:như|so với|giống)\s*$", text[: match.start()]) is not None


def _is_of_a_paper(text: str, match: re.Match[str]) -> bool:
    before = text[: match.start()]
    lead = match.group("lead") if "lead" in match.re.groupindex else "trước"
    lead = (lead or "").lower().strip()
    if lead in ("đến", "hết", "bắt đầu từ") and re.search(
        r"(?:từ|tính|kể từ|tính từ)[^,;.]{0,40}$", before.lower()
    ):
        return True
    if lead == "đến" and not re.search(
        r"(?:hoàn thành|xong|chậm nhất|phấn đấu|kết thúc|thời hạn)[^.;]*$", before.lower()
    ):
        return True
    if lead in ("trong", "vào") and re.search(r"(?:đã|vừa|có hiệu lực|được)\s[^,;]{0,50}$", before.lower()):
        return True
    if _PAPER_NUMBER.search(before):
        return True
    return (
        lead in ("trình", "gửi", "báo cáo", "bắt đầu từ") and _PAPER_BEFORE.search(before.lower()) is not None
    )


def _is_target(text: str, match: re.Match[str]) -> bool:
    """ "đến năm 2030" is the aim of a programme unless something is to be finished by then."""
    lead = (match.group("lead") or "").lower()
    before = text[: match.start()].lower()
    if lead in ("đến", "đến hết", "vào") and match.group("end") is None and match.group("bare") is None:
        return re.search(r"(?:hoàn thành|xong|chậm nhất|kết thúc)[^,;.]{0,60}$", before) is None
    if lead in ("trong", "trước") and re.search(
        r"(?:đã|tăng trưởng|thực hiện|kế hoạch|đạt được)\s[^,;]{0,20}$", before
    ):
        return re.search(r"(?:cần|phải|hoàn thành|triển khai|thực hiện)[^,;.]{0,40}$", before) is None
    return False


def _is_adverb(text: str, match: re.Match[str]) -> bool:
    """ "hằng quý báo cáo" recurs; "kế hoạch hằng năm" is a kind of plan."""
    before = text[: match.start()]
    if _PLAN_BEFORE.search(before):
        return False
    word = (match.group("r") or match.group("r2") or "").lower()
    if match.group().lower().startswith("định kỳ") or match.group("n") or match.group("k"):
        return True
    if word == "ngày":
        return re.search(canonical(r"(?:báo cáo|cập nhật|gửi|tổng hợp)[^.;]{0,90}$"), before) is not None
    if word == "năm":
        return re.search(r"(?:^|[,;:]\s*)$", before) is not None
    after = text[match.end() :]
    if match.group().lower().startswith("theo "):
        return (
            re.search(r"(?:^|[,;]\s*)(?:theo|hàng|hằng) (?:tuần|tháng|quý)", after[:12]) is None
            and "," not in before[-3:]
        )
    return (
        _ADVERB_BEFORE.search(before) is not None
        or re.match(r"\s*(?:[,.;]|báo cáo|tổng hợp|rà soát|họp|gửi|về|cho|để|$)", after) is not None
    )
