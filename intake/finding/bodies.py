"""Who is told: units, groups and persons as they stand in a sentence, wherever the register knows them or not.

A name begins with a head ("Bộ", "Sở", "Cục"…) and goes on over capitals and what belongs to them, until a word that
cannot be part of a name: a verb of doing, a modal, a preposition.
"""

import re
from dataclasses import dataclass

from intake.finding import words
from intake.finding.people import NAME, TITLE_RE
from intake.finding.view import UPPER, canonical

_HEADS = canonical(
    "Bộ|Sở|Tổng cục|Cục|Vụ|Chi cục|Văn phòng|Thanh tra|Ban|Ủy ban|UBND|UBMTTQ|UB|HĐND|Hội đồng|Viện|Học viện|Trung tâm|"
    "Trường|Đại học|Tập đoàn|Tổng công ty|Tổng Công ty|Công ty|Ngân hàng|Kho bạc|Bảo hiểm xã hội|Bảo hiểm|BHXH|Đài|Báo|Tạp chí|Công an|"
    "CATP|Bộ Chỉ huy|Bộ Tư lệnh|Bộ đội|Cảng vụ|Hải quan|Thuế|Kiểm toán|Tòa án|Viện Kiểm sát|Viện kiểm sát|Mặt trận|Liên đoàn|"
    "Liên hiệp|Hội|Hiệp hội|Đoàn|Tổ công tác|Tổ|Phòng|Đội|Chi nhánh|Nhà máy|Nhà xuất bản|Quỹ|Cơ quan|Thông tấn xã|Thành phố|"
    "TP|Tỉnh|Huyện|Quận|Thị xã|Xã|Phường|Thành ủy|Tỉnh ủy|Huyện ủy|Quận ủy|Đảng ủy|Bưu điện|Điện lực|BQL|Trạm|Bệnh viện|Khu|"
    "Phòng|Đơn vị|Trung đoàn|Quân khu|Binh chủng|Quân chủng|Ban quản lý|Khối|Xí nghiệp|Hợp tác xã|Nhà trường|Thủ trưởng|"
    "Lãnh đạo|Trưởng|Chánh|Thư ký|Hạt|Vườn quốc gia|Cổng|Nhà hát|Bảo tàng|Thư viện|VP|Truyền hình|Phân viện|Ngân sách nhà nước"
).split("|")
_LOWER_HEADS = canonical(
    "bộ|sở|cục|vụ|ban|ủy ban|công an|thành phố|tỉnh|huyện|quận|thị xã|xã|phường|tổng công ty|công ty|tập đoàn|ngân hàng|trường|"
    "văn phòng|trung tâm|chi cục|phòng|đài|báo|viện"
).split("|")
_GENERIC = canonical(
    "Bộ|bộ|ngành|Sở|sở|ban|địa phương|cơ quan|đơn vị|tổ chức|đoàn thể|hội đoàn thể|cấp|doanh nghiệp|hiệp hội|tập đoàn|tổng công ty|"
    "công ty|nhà mạng|ngân hàng thương mại|ngân hàng|chủ đầu tư|nhà thầu|nhà đầu tư|tỉnh|thành phố|thành|huyện|quận|thị xã|"
    "thị trấn|xã|phường|đặc khu|trường|cơ sở|thành viên|Cục|cục|Vụ|vụ|viện|trung tâm|phòng|lực lượng|hội|Thứ trưởng|thứ trưởng|"
    "trưởng đơn vị|trưởng các đơn vị|thủ trưởng|người đứng đầu|lãnh đạo|cấp ủy|chính quyền|báo|đài|cơ quan báo chí|nhà trường|bệnh viện|"
    "ban quản lý|tổ công tác|đồng chí|cán bộ|đảng ủy|chi bộ|chi nhánh|nhà xuất bản|học viện|đại học|Chủ tịch|Phó Chủ tịch|hợp tác xã|"
    "khu|đội|tổ|Tổng cục|tổng cục|chi cục|Ban|Viện|Trung tâm|Văn phòng|Thanh tra|Trường|Báo|Đài|Hội|Hiệp hội|Phòng|"
    "bên|chủ thể|tư vấn|hộ|bộ phận|đại biểu|nền tảng|trưởng phòng|trưởng ban|hạt|công đoàn|Phó Thủ tướng|tòa soạn|huyện ủy|"
    "Doanh nghiệp|Ban Quản lý dự án|ban quản lý dự án|Ban Quản lý|chủ rừng|chủ hồ|nhà máy"
).split("|")
_GROUP = r"(?:[Tt]ất cả(?: các| \d+)?|[Tt]oàn (?:bộ|thể)(?: các)?|[Cc]ác|[Nn]hững|[Mm]ỗi|[Tt]ừng|[Mm]ột số|\d{1,3})"
_A = rf"(?=[{UPPER}])"
_GENERIC_WORD = "(?>" + words.either(_GENERIC) + r"(?![^\W\d_]))"
_HEAD_WORD = "(?>" + words.either(_HEADS) + r"(?![^\W\d_]))"
_LOWER_HEAD = words.either(_LOWER_HEADS) + rf"(?= [{UPPER}])"
_GENERIC_AT = re.compile(rf"(?:(?P<how>{_GROUP})\s+)?(?P<word>{_GENERIC_WORD})")
_PROPER_AT = re.compile(rf"(?:{_HEAD_WORD}|{_LOWER_HEAD})")
_NAMED_HEAD = re.compile(
    rf"(?:(?:{_HEAD_WORD}|{_LOWER_HEAD})(?= [{UPPER}\d]| nhân dân)|(?:UBND|HĐND|Công an|Văn phòng|Thanh tra|Kho bạc|Chủ tịch|Giám đốc|"
    r"Ban Quản lý|Ban quản lý|Hội|Trung tâm|Đài)(?![^\W\d_]))"
)
_BRAND = re.compile(
    rf"(?:[{UPPER}]{{3,}}[\w&]*|[A-Z][a-z]+[A-Z]\w*|Viettel|Petrolimex|Vinachem|Vinalines|Vietcombank|Agribank)(?![^\W\d_])"
)
_INSIDE_LIST = re.compile(rf"(?:các|cấp)\s+{_GENERIC_WORD}")
_MORE_LISTED = re.compile(rf"(?:,\s+|\s+và\s+)(?P<word>{_GENERIC_WORD})(?=[\s,;:.]|$)")
_LISTED_END = re.compile(rf"(?:các|cấp|tỉnh,|xã,)\s+{_GENERIC_WORD}$")
_JOINT = re.compile(
    r"(?:\s*\([^()]{1,80}\))?(?:\s*,\s*(?:và\s+|cùng\s+)?|\s+(?:và|cùng|cùng với|cũng như)\s+|\s*;\s*)"
)
_BRACKET = re.compile(r"\s*\([^()]{1,80}\)")
_CAPITAL = re.compile(rf"[{UPPER}]")
_AND_CAPITAL = re.compile(rf"\s+(?P<next>[{UPPER}][^\s,;:.()]*)")
_INSIDE = re.compile(
    canonical(
        r"(?:Ngoại giao|ngoại giao|dự án đầu tư xây dựng|đầu tư xây dựng|dự án đầu tư|quản lý dự án|quản lý đầu tư|quản lý nhà nước|dự án|quản lý chất lượng|"
        r"tại doanh nghiệp|tại(?= (?:TP|Thành phố))|có liên quan|liên quan|trên địa bàn(?: tỉnh| thành phố| huyện| xã| cả nước| Thành phố)?|"
        r"trực thuộc(?: Trung ương| trung ương)?|thuộc|của(?= (?:Bộ|Chính phủ|tỉnh|Thành phố|thành phố|ngành|Trung ương|[A-ZĐ]))|"
        r"có thẩm quyền|có chức năng|chức năng|tín dụng|phát hành|sản xuất, kinh doanh|kinh doanh|sản xuất|thi công|tư vấn|thương mại|"
        r"cho vay|đào tạo|nghiên cứu khoa học|quản lý|vận hành khai thác|cấp tỉnh|cấp huyện|cấp xã|các cấp|ngang bộ|ngang Bộ|đăng kiểm|"
        r"kiểm định|viễn thông|bưu chính|công nghệ|truyền thông|báo chí|phát triển(?= (?:nông thôn|đô thị|quỹ đất|hạ tầng))|chính trị - xã hội|Hàng không|hàng không|xã hội|điều hành giá|"
        r"công trình giao thông|công trình|chương trình|giao thông vận tải|giao thông|sử dụng lao động|sử dụng đất|kiểm soát bệnh tật|dịch vụ|bảo vệ thực vật|chăn nuôi|thu phí|xuất khẩu|nhập khẩu|hỗ trợ doanh nghiệp)"
    )
    + r"(?![^\W\d_])"
)
_ENDING = set(
    canonical(
        "về tại trong để theo trước với từ vào đã sẽ đang được bị có không cho là như khi nhằm qua trên hoặc nếu mà thì cũng còn "
        "vừa do bằng đến sau ngay cùng giữa gồm bao hiện thuộc của này đó rằng vì nên mới chưa xem lên xuống ra làm đi"
    ).split()
)
_FORMULA = re.compile(
    canonical(
        r"(?:[Cc]ác )?(?:đồng chí )?Bộ trưởng, (?:Thủ trưởng|thủ trưởng)(?: các)? (?:cơ quan ngang [Bb]ộ|[Bb]ộ, ngành|bộ, cơ quan|cơ quan)"
        r"(?:(?:,| và)? (?:[Tt]hủ trưởng )?(?:các )?cơ quan (?:thuộc|trực thuộc) Chính phủ)?"
        r"(?:(?:,| và|;) (?:Chủ tịch )?(?:UBND|Ủy ban nhân dân)(?: các)? tỉnh, thành phố(?: trực thuộc [Tt]rung ương)?)?"
    )
)
_PERSON = re.compile(rf"(?:(?:[Đđ]ồng chí|[Ôô]ng|[Bb]à)\s+)(?:{NAME})")
_SHARED_HEAD = re.compile(
    rf"(?:(?P<title>Bộ trưởng|Giám đốc|Thủ trưởng|Lãnh đạo|lãnh đạo|Cục trưởng|Vụ trưởng|Chủ tịch|Trưởng) )?"
    rf"[Cc]ác (?P<head>Bộ|bộ|Sở|sở|Cục|Vụ|Ban|Tập đoàn|Tổng công ty)(?P<colon>: | (?=[{UPPER}]))"
)
_LIST_JOINT = re.compile(r"\s*,\s*(?:và\s+)?|\s+và\s+")
_WITH_COMMA = [
    canonical(name)
    for name in (
        "Văn hóa, Thể thao và Du lịch",
        "Xuất bản, In và Phát hành",
        "Văn hóa, Thể thao",
        "Phát thanh, truyền hình và thông tin điện tử",
    )
]
_WITH_AND = [
    canonical(name)
    for name in (
        "Tài nguyên và Môi trường", "Nông nghiệp và Phát triển nông thôn", "Nông nghiệp và Môi trường", "Kế hoạch và Đầu tư",
        "Khoa học và Công nghệ", "Thông tin và Truyền thông", "Giáo dục và Đào tạo", "Lao động - Thương binh và Xã hội",
        "Văn hóa và Thể thao", "Dân tộc và Tôn giáo", "Phát thanh và Truyền hình", "Quy hoạch và Kiến trúc",
    )
]  # fmt: skip
_COMPOUND = sorted(_WITH_COMMA + _WITH_AND, key=len, reverse=True)
_WITH_HEAD = [f"{head} {name}" for head in ("Cục", "Bộ", "Sở", "Vụ") for name in _WITH_COMMA]
# Other words where no "các" stands before them.
_ONLY_COUNTED = set(
    canonical(
        "tổ chức|cấp|khu|trường|hộ|bên|cán bộ|hội|đội|tổ|phòng|xã|thành|thành viên|tư vấn|nền tảng|công ty|hiệp hội|cơ sở|đồng chí|lực lượng"
    ).split("|")
)
# Heads that are a body without a name: the one everybody in the room means.
_ALONE = set(
    canonical(
        "Bộ|Văn phòng|Thanh tra|Tỉnh ủy|Thành ủy|UBND|Thành phố|Tỉnh|Công an|Ủy ban|Ban|HĐND|Cơ quan"
    ).split("|")
)
_WORD = re.compile(r"[^\s,;:.()\"|]+(?:\.(?=\w)[^\s,;:.()\"|]+)*")
_LONGEST_TAIL, _LONGEST_GENERIC_TAIL = 4, 7


@dataclass(frozen=True)
class Body:
    """One addressee; `words` may differ from the text only where a shared head is repeated ("các Bộ: A, B")."""

    words: str
    start: int
    end: int
    is_generic: bool = False


def bodies_at(text: str, place: int, known: tuple[str, ...] = ()) -> list[Body]:
    """The addressees that begin at `place`, joined by commas or "và"; empty where none does.

    `known` are names of the register that would otherwise be cut ("Cục Xuất bản, In và Phát hành")."""
    found: list[Body] = []
    while True:
        more = _several(text, place) or [body for body in [_one(text, place, known)] if body]
        if not more:
            break
        if found and _is_one_formula(text, found[-1], more[0]):
            first = found.pop()
            more[0] = Body(text[first.start : more[0].end], first.start, more[0].end, True)
        found += more
        joint = _JOINT.match(text, found[-1].end)
        if joint is None:
            break
        place = joint.end()
    return found


def end_of(found: list[Body], text: str) -> int:
    """Where the sentence goes on after the addressees, a bracket behind the last one passed over."""
    bracket = _BRACKET.match(text, found[-1].end)
    return bracket.end() if bracket else found[-1].end


def _is_one_formula(text: str, before: Body, after: Body) -> bool:
    """ "các bộ, ngành, địa phương" stays one addressee, "Sở A, các đơn vị liên quan" are two."""
    if not (before.is_generic and after.is_generic) or ";" in text[before.end : after.start]:
        return False
    later = text[after.start : after.end]
    if not re.match(_GROUP + r"\s", later):
        return True
    earlier = text[before.start : before.end]
    return (
        re.match(rf"(?:{_GROUP} )?(?:[Bb]ộ|[Ss]ở|[Bb]an|ngành)(?![^\W\d_])", earlier) is not None
        and re.match(r"[Cc]ác (?:bộ|ngành|địa phương|sở|cơ quan)", later, re.IGNORECASE) is not None
        and "liên quan" not in later
    )


def _one(text: str, place: int, known: tuple[str, ...]) -> Body | None:
    for pattern in (_FORMULA, _PERSON):
        if match := pattern.match(text, place):
            end = match.end()
            if (
                pattern is _PERSON
                and (post := TITLE_RE.match(text, end + 3))
                and text[end : end + 3] == " - "
            ):
                end = _body_after_title(text, post)
            return Body(text[place:end], place, end, pattern is _FORMULA)
    for name in (*known, *_WITH_HEAD):
        if text.startswith(name, place) and not text[place + len(name) : place + len(name) + 1].isalpha():
            return Body(name, place, place + len(name))
    title = TITLE_RE.match(text, place)
    if title and not re.match(r"(?:[Đđ]ồng chí )?(?:Trưởng (?!B|b)|[Đđ]ại diện)", title.group()):
        end = title.end() if title.group("name") else _body_after_title(text, title)
        return Body(text[place:end].rstrip(" ,"), place, len(text[:end].rstrip(" ,")))
    return _generic(text, place) or _proper(text, place)


def _body_after_title(text: str, title: re.Match[str]) -> int:
    """The whole body behind "Bộ trưởng", "Giám đốc", "Chủ tịch"."""
    start = title.end("title") + 1
    body = _generic(text, start) or _proper(text, start)
    if body:
        return body.end
    return title.end("title")


def _generic(text: str, place: int) -> Body | None:
    match = _GENERIC_AT.match(text, place)
    if match is None:
        return None
    first = match.group("word")
    following = text[match.end() : match.end() + 2]
    is_name = following[:1] == " " and _CAPITAL.match(following[1:]) is not None
    if match.group("how") is None:
        # "Bộ Tài chính" is a name, "các Bộ" and "bộ, ngành" are not; a bare "ban" or "bộ" is another word.
        if is_name and (first[0].isupper() or first in _LOWER_HEADS):
            return None
        if first in _ONLY_COUNTED:
            return None
        if first in (
            "bộ",
            "ban",
            "sở",
            "bên",
            "hộ",
            "khu",
            "tổ",
            "hội",
            "đội",
            "cấp",
            "báo",
            "đài",
            "thành",
            "tỉnh",
        ) and (following[:1] != ","):
            return None
        if first[0].isupper() and first in _HEADS and following[:1] not in (",", " "):
            return None
        if first[0].isupper() and first in _HEADS and following[:1] != ",":
            return None
    elif is_name and first in ("Bộ", "Sở", "sở"):
        return None
    end = _tail(text, match.end(), generic=True)
    return Body(text[place:end], place, end, True)


def _proper(text: str, place: int) -> Body | None:
    match = _PROPER_AT.match(text, place)
    if match is None:
        brand = _BRAND.match(text, place)
        return Body(brand.group(), place, brand.end()) if brand else None
    end = _tail(text, match.end(), generic=False)
    if end == match.end() and (match.group()[0].islower() or match.group() not in _ALONE):
        return None
    return Body(text[place:end], place, end)


def _tail(text: str, place: int, *, generic: bool) -> int:
    """How far a name goes on from `place`."""
    end, lower_run, in_list = place, 0, generic
    while True:
        gap = re.compile(r"\s+").match(text, end)
        if gap is None:
            longer = _listed(text, end) if in_list or _LISTED_END.search(text[place:end]) else end
            if longer == end:
                return end
            end = longer
            continue
        here = gap.end()
        if text.startswith("- ", here) and _CAPITAL.match(text, here + 2):
            here += 2
        if inside := _INSIDE.match(text, here):
            end, lower_run = inside.end(), 0
            in_list = in_list or inside.group().startswith(("thuộc", "trực thuộc"))
            continue
        if not generic and (quantity := _INSIDE_LIST.match(text, here)):
            end, lower_run, in_list = _listed(text, quantity.end()), 0, True
            continue
        word = _WORD.match(text, here)
        if word is None:
            return end
        token = word.group()
        if token in ("và", "&"):
            if in_list and (longer := _listed(text, end)) > end:
                end = longer
                continue
            following = _AND_CAPITAL.match(text, word.end())
            if following is None or generic or _NAMED_HEAD.match(text, following.start("next")):
                return end
            end, lower_run = following.end(), 0
            continue
        if token[0].isupper() or token[0].isdigit():
            end, lower_run = word.end(), 0
            continue
        if token in _ENDING or _is_doing(text, here):
            return end
        lower_run += 1
        if lower_run > (_LONGEST_GENERIC_TAIL if generic else _LONGEST_TAIL):
            return end
        end = word.end()


def _listed(text: str, end: int) -> int:
    """ "các xã" goes on as "các xã, phường"; a word that is the head of a name ends the list."""
    while match := _MORE_LISTED.match(text, end):
        if _NAMED_HEAD.match(text, match.start("word")) and match.group("word") not in ("thành viên",):
            break
        end = match.end()
    return end


def _is_doing(text: str, place: int) -> bool:
    return any(
        pattern.match(text, place)
        for pattern in (
            words.MODAL_AT,
            words.STOP_AT,
            words.MANNER_AT,
            words.ATTITUDE_AT,
            words.INSTRUCT_RE,
            words.SAY_RE,
        )
    )


def _several(text: str, place: int) -> list[Body]:
    """ "các Bộ: Tài chính, Tư pháp" as "Bộ Tài chính" and "Bộ Tư pháp"; so too behind "Giám đốc"."""
    match = _SHARED_HEAD.match(text, place)
    if match is None:
        return []
    head = match.group("head")[0].upper() + match.group("head")[1:]
    if match.group("title"):
        head = f"{match.group('title')} {head}"
    found: list[Body] = []
    here = match.end()
    while True:
        end = _list_name(text, here)
        if end == here:
            break
        name = text[here:end]
        found.append(Body(f"{head} {name}", here if found else place, end))
        joint = _LIST_JOINT.match(text, end)
        if joint is None or not _CAPITAL.match(text, joint.end()) or _NAMED_HEAD.match(text, joint.end()):
            break
        here = joint.end()
    return found if len(found) > 1 or match.group("colon") == ": " else []


def _list_name(text: str, place: int) -> int:
    for name in _COMPOUND:
        if text.startswith(name, place):
            return place + len(name)
    if not _CAPITAL.match(text, place):
        return place
    end, run = place, 0
    for word in _WORD.finditer(text, place):
        if end != place and text[end : word.start()] != " ":
            break
        piece = word.group()
        if piece == "và" or piece in _ENDING:
            break
        if end != place and piece[0].islower() and _is_doing(text, word.start()):
            break
        run = run + 1 if piece[0].islower() else 0
        if run > _LONGEST_TAIL - 1:
            break
        end = word.end()
    return end
