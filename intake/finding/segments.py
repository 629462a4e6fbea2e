"""The text cut into what can be one directive: list items, sentences, clauses; and what is noise around them."""

import re
from dataclasses import dataclass
from enum import IntEnum

from intake.finding.view import MARKER, UPPER, Line, canonical


class Depth(IntEnum):
    """How deep a marker stands; what has none belongs to what stands above it."""

    PART = 0
    ROMAN = 1
    NUMBER = 2
    DEEP = 3
    LETTER = 5
    SMALL = 6
    DASH = 7
    PLUS = 8
    NONE = 9


_DEPTHS = {
    "capital": Depth.PART,
    "part": Depth.PART, "roman": Depth.ROMAN, "number": Depth.NUMBER, "deep": Depth.DEEP, "letter": Depth.LETTER,
    "small": Depth.SMALL, "dash": Depth.DASH, "plus": Depth.PLUS,
}  # fmt: skip
_ABBREVIATED = re.compile(
    r"(?:^|[^\w])(?:TP|Tp|ThS|TS|PGS|GS|KTS|KS|BS|Mr|Ms|No|St|Q|P|Đ|Tx|TX|vv|v\.v|Tr|tr|tp|đ/c|Đ/c|[A-ZĐ])$"
)
_STOP = re.compile(r"[.!?…]+(?:/\.)?[\"')\]]*|\./\.|;(?=\s)|/\.")
_CAPTION = re.compile(
    canonical(
        r"(?:\(?\s*(?:Ảnh|ảnh|Nguồn ảnh|Photo)\s*(?:minh họa)?\s*:|Ảnh minh họa|\(Ảnh|Toàn cảnh (?:hội nghị|Hội nghị|cuộc họp|phiên họp|buổi)|"
        r"^(?:Quang cảnh|Toàn cảnh|Các đại biểu (?:tham )?dự)\b)"
    )
)
_FURNITURE = re.compile(
    canonical(
        r"^(?:Nơi nhận|Kính gửi|CỘNG H[OÒ]A|Độc lập - Tự do|Theo (?:mic|Cổng|báo|Báo|TTXVN|VGP|chinhphu|Bộ [A-ZĐ])[^.]{0,60}$|Tác giả|Link bài|Nguồn|Giờ đăng|"
        r"Từ khóa|Tags?|Chia sẻ|Xem thêm|Tin liên quan|Bình luận|In trang|Lượt xem|Số lượt|Breaking|null|Trang chủ|Đăng nhập|Lưu: VT|- Lưu|"
        r"KT\. |TL\. |TM\. |TUQ\. |Chi tiết bài|Xuất bản thông tin|Nội dung chính|Thứ (?:hai|ba|tư|năm|sáu|bảy)[ ,]+(?:ngày )?\d|Ngày đăng|Cập nhật|more\()"
    ),
    re.IGNORECASE,
)
_STAMP = re.compile(r"^\W*\d{1,2}[/:]\d{1,2}[/:]?\d{0,4}.{0,30}$")
_RECEIVERS = re.compile(canonical(r"(?:^|\|\s*)Nơi nhận\b|^Nơi nhận"))
_FIGURES = re.compile(
    canonical(
        r"(?:ước đạt|đạt|tăng|giảm|chiếm|bằng|là|gần|hơn|trên|khoảng|tương đương)\s+(?:khoảng |hơn |gần |trên |ước )?[\d.,]+\s*(?:%|tỷ|triệu|nghìn|thuê bao|đồng|điểm|lần|USD|ha|hồ sơ)"
        r"|so với (?:cùng kỳ|tháng|quý|năm|kế hoạch)|cùng kỳ năm|kế hoạch năm"
    )
)
_CAPS = re.compile(rf"[{UPPER}]{{2,}}")


@dataclass
class Block:
    """One paragraph or list item: what it says without its marker, and how deep it stands."""

    line: Line
    start: int  # where the words begin behind the marker
    depth: Depth
    is_heading: bool = False
    is_noise: bool = False
    # Depth.DEEP counts its dots: 1.2.3 stands below 1.2.
    finer: int = 0
    marker: str = ""

    @property
    def text(self) -> str:
        return self.line.text[self.start :]


def cut(lines: list[Line]) -> list[Block]:
    found: list[Block] = []
    is_over = False
    for line in lines:
        block = _block(line)
        if _RECEIVERS.search(line.text):
            # Who receives the paper, and who signs it: the text is over, whatever follows on the same pages.
            is_over = True
        elif is_over and len(line.text) > 160 and "|" not in line.text:
            is_over = False
        block.is_noise = block.is_noise or is_over
        found.append(block)
    _mark_addressed(found)
    return found


def _mark_addressed(found: list[Block]) -> None:
    """The list behind "Kính gửi:" in the head of a letter says who gets it, not what to do."""
    inside = False
    for block in found:
        if re.match(r"Kính gửi", block.line.text):
            inside = True
        elif inside and (block.depth is Depth.NONE or len(block.line.text) > 140):
            inside = False
        if inside:
            block.is_noise = True


def _block(line: Line) -> Block:
    match = MARKER.match(line.text)
    depth, finer, start = Depth.NONE, 0, 0
    if match and match.end() < len(line.text):
        kind = next(name for name, value in match.groupdict().items() if value)
        depth, start = _DEPTHS[kind], match.end()
        finer = match.group().count(".") if kind == "deep" else 0
    block = Block(line, start, depth, finer=finer, marker=line.text[:start])
    text = block.text
    block.is_noise = bool(
        _FURNITURE.match(line.text)
        or _FURNITURE.match(text)
        or (_STAMP.match(text) and len(text) < 60)
        or (_CAPTION.search(text) and len(text) < 400)
    )
    letters = [sign for sign in text if sign.isalpha()]
    capitals = sum(sign.isupper() for sign in letters)
    ended = re.search(r"[.;:,…!?]['\")]*$|/\.$", text) is not None
    block.is_heading = (
        line.is_heading
        or (line.is_bold and len(text) < 200 and not text.endswith((".", ";")))
        or (bool(letters) and capitals > 0.75 * len(letters) and len(letters) > 5)
        or (not ended and len(text) < 130 and (depth <= Depth.LETTER or depth is Depth.NONE))
    )
    return block


def sentences(text: str, start: int = 0) -> list[tuple[int, int]]:
    """The sentences of a paragraph from `start` on, as from–to with their closing sign."""
    found: list[tuple[int, int]] = []
    begin = start
    for match in _STOP.finditer(text, start):
        if match.group().startswith(";") or not _ends_sentence(text, match):
            continue
        found.append((begin, match.end()))
        begin = match.end()
    found.append((begin, len(text)))
    return [trimmed for span in found if (trimmed := trim(text, *span))[0] < trimmed[1]]


def clauses(text: str, start: int, end: int, *, at_small_letters: bool = False) -> list[tuple[int, int]]:
    """The parts of a sentence between semicolons, brackets and quotation marks kept whole; in a list also at a full
    stop before a small letter."""
    found, begin, depth = [], start, 0
    quoted = False
    for place in range(start, end):
        sign = text[place]
        if sign == "(":
            depth += 1
        elif sign == ")":
            depth = max(0, depth - 1)
        elif sign == '"':
            quoted = not quoted
        elif not depth and (
            sign == ";"
            or (
                at_small_letters
                and sign == "."
                and text[place + 1 : place + 2] == " "
                and text[place + 2 : place + 3].islower()
            )
        ):
            found.append((begin, place))
            begin = place + 1
    found.append((begin, end))
    return [trimmed for span in found if (trimmed := trim(text, *span))[0] < trimmed[1]]


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " \t;,":
        start += 1
    while end > start and text[end - 1] in " \t":
        end -= 1
    return start, end


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    before, after = text[: match.start()], text[match.end() :]
    if not after:
        return True
    if match.group().startswith("."):
        if before[-1:].isdigit() and after[:1].isdigit():
            return False
        if match.group() == "." and _ABBREVIATED.search(before[-8:]):
            return False
    if after[0].isspace():
        following = after.lstrip()[:1]
        if match.group().startswith(("…", "..")) and "/" not in match.group():
            return following.isupper() and before[-1:] not in ",;"
        return following.isupper() or following in "\"'(-•+[" or following.isdigit() or "/" in match.group()
    # A space forgotten: "kèm theo.Văn phòng".
    return (
        match.group() == "."
        and before[-1:].islower()
        and re.match(rf"[{UPPER}][^\W\d_]*[ ,]", after) is not None
        and re.search(r"(?:www|http|\w+@|\.\w{2,4})\S*$", before[-30:]) is None
    )


def is_figures(text: str) -> bool:
    """A sentence that reports figures: two comparisons, or one with no word of duty."""
    return len(_FIGURES.findall(text)) >= 2


def is_caption(text: str) -> bool:
    return _CAPTION.search(text) is not None
