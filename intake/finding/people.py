"""Leaders as texts call them: a title, the body it belongs to, a name; and who is meant by a title alone."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from intake.finding.view import UPPER, canonical

_SURNAMES = canonical(
    "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Trịnh Đoàn Lương Mai Tô Cao Hà Tạ Tăng "
    "Chu Châu Thái Phùng Quách Đào Lâm La Vương Trương Kiều Nghiêm Lưu Thạch Hầu Giàng Triệu Nông Hứa Vi Lò Điểu Thân Ma "
    "Bế Đàm Văn Mạc Ninh Khuất Cù Tống Doãn Âu Nhâm Diệp Từ Viên Mã Cấn Khổng Lã Phí Bạch Giáp Lục Đậu Hán Nhữ Tiêu "
    "Tòng Quàng Cầm Sùng Thào Vàng Lầu Ksor Siu Rơ Hoàng Hùng Lều Ân Thiều Trà Sầm Bàn Lù Sình Mùa"
).split()
# Surnames that no province or district begins with: behind "UBND tỉnh" they begin the name of a person.
_NO_PLACES = [
    name
    for name in _SURNAMES
    if name
    not in ["Hà", "Cao", "Thái", "Lâm", "Ninh", "Hồ", "Trà", "Mai", "Thạch", "Nông", "Đoàn", "Tô", "Vi"]
]
_GIVEN = rf"[{UPPER}][^\W\d_]*(?<![A-ZĐ]{{2}})"
NAME = rf"(?!Đoàn (?:Thanh|TNCS|Kiểm|Công|Luật|Chủ|Đại))(?:{'|'.join(sorted(set(_SURNAMES), key=len, reverse=True))})(?: {_GIVEN}){{1,4}}"
NAME_RE = re.compile(rf"(?<![^\W\d_]){NAME}(?![^\W\d_])")

# From the highest down; a title further down does not instruct where one further up presides.
_TITLES = [
    "Tổng Bí thư", "Chủ tịch nước", "Chủ tịch Quốc hội", "Phó Chủ tịch Quốc hội", "Thủ tướng Chính phủ",
    "Phó Thủ tướng Thường trực Chính phủ", "Phó Thủ tướng Thường trực", "Phó Thủ tướng Chính phủ", "Phó Thủ tướng",
    "Thủ tướng", "Quyền Bộ trưởng", "Bộ trưởng", "Thứ trưởng Thường trực", "Thứ trưởng", "Tổng Thanh tra Chính phủ",
    "Tổng Thanh tra", "Thống đốc", "Phó Thống đốc", "Bí thư Thành ủy", "Bí thư Tỉnh ủy", "Phó Bí thư Thường trực Tỉnh ủy",
    "Phó Bí thư Thường trực Thành ủy", "Phó Bí thư Thường trực", "Phó Bí thư Tỉnh ủy", "Phó Bí thư Thành ủy", "Phó Bí thư",
    "Bí thư", "Phó Chủ tịch Thường trực", "Phó Chủ tịch phụ trách", "Phó Chủ tịch", "Quyền Chủ tịch", "Chủ tịch",
    "Phó Trưởng Ban Thường trực", "Phó Trưởng Ban", "Trưởng Ban", "Phó Trưởng ban", "Trưởng ban", "Chủ nhiệm",
    "Phó Chủ nhiệm", "Tổng cục trưởng", "Phó Tổng cục trưởng", "Tổng Giám đốc", "Phó Tổng Giám đốc", "Viện trưởng",
    "Tổng Kiểm toán Nhà nước", "Chánh án", "Tư lệnh",
]  # fmt: skip
_LOWER_TITLES = [
    "Cục trưởng", "Phó Cục trưởng", "Vụ trưởng", "Phó Vụ trưởng", "Giám đốc", "Phó Giám đốc", "Chánh Văn phòng",
    "Phó Chánh Văn phòng", "Chánh Thanh tra", "Trưởng phòng", "Phó Trưởng phòng", "Hiệu trưởng", "Chi cục trưởng",
    "Đội trưởng", "Trưởng đoàn", "Tổ trưởng", "đại diện",
]  # fmt: skip
TITLES = [canonical(title) for title in _TITLES]
LOWER_TITLES = [canonical(title) for title in _LOWER_TITLES]
_ANY_CASE = "|".join(
    "".join(f"[{sign.upper()}{sign.lower()}]" if place == 0 else sign for place, sign in enumerate(title))
    for title in sorted(TITLES + LOWER_TITLES, key=len, reverse=True)
)
# The body a title belongs to: "Bộ trưởng Bộ X", "Chủ tịch UBND tỉnh Y", "Bộ trưởng Thông tin và Truyền thông".
_OF = (
    r"(?:,? (?:UBND|HĐND|UBMTTQ|Ủy ban nhân dân|Ủy ban MTTQ|Hội đồng nhân dân|Ủy ban)"
    r"(?: (?:các )?(?:tỉnh|thành phố|Thành phố|TP\.?|quận|huyện|xã|phường|Thành|thị xã))?"
    r"(?: (?!(?:" + "|".join(_NO_PLACES) + r")\b)[A-ZĐ][^\W\d_]*){0,4}"
    r"| Bộ(?: [A-ZĐ&][\w&-]*(?: và)?(?: [a-zđ][^\W\d_]*){0,2}){1,3}?(?= (?:" + NAME + r")|[,.;:]| [a-zđ])"
    r"| (?:[A-ZĐ][\w&]*(?: [a-zđ][^\W\d_]*)? và [A-ZĐ][^\W\d_]*(?: [a-zđ][^\W\d_]*)*|TT&TT|[A-Z&]{2,8})(?= (?:"
    + NAME
    + "))"
    r"| (?:Chính phủ|Quốc hội|Tỉnh ủy|Thành ủy|Huyện ủy|tỉnh|Thành phố|thành phố|Ban Chỉ đạo))"
)
_HONOUR = r"(?:(?:[Đđ]ồng chí|[Đđ]/c|[Ôô]ng|[Bb]à)\s+)"
TITLE_RE = re.compile(
    rf"(?<![^\W\d_]){_HONOUR}?(?P<title>{_ANY_CASE})(?![^\W\d_])(?P<of>{_OF})?(?:,? (?P<name>{NAME}))?(?![^\W\d_])"
)
NAMED_RE = re.compile(
    rf"(?<![^\W\d_]){_HONOUR}(?P<name>{NAME})(?:\s*[-,(]\s*(?P<title>(?:{_ANY_CASE})[^.;:()]{{0,90}}))?"
)
# Bodies that instruct as a person would.
BODY_RE = re.compile(
    r"(?<![^\W\d_])(?P<body>Thường trực Chính phủ|Thường trực (?:Tỉnh ủy|Thành ủy|HĐND)|Ban Thường vụ (?:Tỉnh ủy|Thành ủy)|"
    r"Ban Cán sự đảng(?: Bộ| Chính phủ)?|Lãnh đạo (?:Bộ|Chính phủ|UBND [^\W\d_]+|Ủy ban nhân dân [^\W\d_]+)|Chính phủ|Quốc hội|"
    r"(?:UBND|Ủy ban nhân dân) (?:tỉnh|thành phố|Thành phố|TP|huyện|quận|thị xã)(?: (?!(?:"
    + "|".join(_NO_PLACES)
    + r") )[A-ZĐ][^\W\d_]*){0,4}|"
    r"Ban Chỉ đạo(?: [^\W\d_]+){0,6}?|Bộ Chính trị|Thông báo(?: kết luận)?|Kết luận|Công điện|"
    r"Chỉ thị|Nghị quyết|Công văn|Văn bản|người đứng đầu [^,.;]{3,40}?)(?= (?:cũng |đã |còn |tiếp tục )?(?:yêu cầu|giao|chỉ đạo|đề nghị|lưu ý|nêu|"
    r"nhấn mạnh|phân công|có ý kiến|kết luận))",
    re.IGNORECASE,
)
PAPERS = {
    "thông báo",
    "thông báo kết luận",
    "kết luận",
    "công điện",
    "chỉ thị",
    "nghị quyết",
    "công văn",
    "văn bản",
}


@dataclass(frozen=True)
class Mention:
    """One place where somebody who may instruct is named or titled; `title` without the body, `full` with it."""

    start: int
    end: int
    title: str | None
    full: str | None
    name: str | None
    is_lower: bool = False
    is_body: bool = False


# The same sentence is read for its speaker, its addressees and its part in the passage.
@lru_cache(maxsize=4096)
def mentions(text: str) -> tuple[Mention, ...]:
    """Titles, names with an honorific, and bodies that instruct, in order and without overlaps."""
    found: list[Mention] = []
    for match in TITLE_RE.finditer(text):
        title = _first_capital(match.group("title"))
        of = (match.group("of") or "").strip(" ,")
        found.append(
            Mention(
                match.start(),
                match.end(),
                title,
                f"{title} {of}".strip(),
                match.group("name"),
                is_lower=title in LOWER_TITLES,
            )
        )
    for match in NAMED_RE.finditer(text):
        posts = list(TITLE_RE.finditer(match.group("title") or ""))
        # Of "Phó Bí thư Tỉnh ủy, Chủ tịch UBND tỉnh" the office that instructs is the last named.
        post = _first_capital(posts[-1].group("title")) if posts else None
        full = f"{post} {(posts[-1].group('of') or '').strip(' ,')}".strip() if posts else None
        found.append(Mention(match.start(), match.end("name"), post, full, match.group("name")))
    for match in BODY_RE.finditer(text):
        body = match.group("body")
        found.append(Mention(match.start(), match.end(), body, body, None, is_body=True))
    found.sort(key=lambda mention: (mention.start, -mention.end))
    kept: list[Mention] = []
    for mention in found:
        if (
            kept
            and kept[-1].name
            and not mention.name
            and not mention.is_body
            and re.fullmatch(r"\s*[-,]\s*(?:[Đđ]ồng thời là |[Kk]iêm )?", text[kept[-1].end : mention.start])
        ):
            # "…, Trưởng Ban Chỉ đạo": another office of the one just named.
            kept[-1] = replace(kept[-1], end=mention.end)
        elif not kept or mention.start >= kept[-1].end:
            kept.append(mention)
        elif mention.name and not kept[-1].name:
            kept[-1] = mention
    return tuple(kept)


def _first_capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def rank(title: str | None) -> int:
    """How high a title stands; small is high. Unknown titles stand in the middle."""
    if title is None:
        return 40
    for place, known in enumerate(TITLES):
        if title == known:
            return place
    return 100 if title in LOWER_TITLES else 40
