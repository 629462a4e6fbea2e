"""Who is told: units, groups and persons as they stand in a sentence, wherever the register knows them or not.

A name begins with a head ("Bộ", "Sở", "Cục"…) and goes on over capitals and what belongs to them, until a word that
cannot be part of a name: a verb of doing, a modal, a preposition.
"""

import re
from dataclasses import dataclass

from intake.finding import body_words as parts
from intake.finding import words
from intake.finding.people import TITLE_RE


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
        joint = parts.JOINT.match(text, found[-1].end)
        if joint is None:
            break
        place = joint.end()
    return found


def end_of(found: list[Body], text: str) -> int:
    """Where the sentence goes on after the addressees, a bracket behind the last one passed over."""
    bracket = parts.BRACKET.match(text, found[-1].end)
    return bracket.end() if bracket else found[-1].end


def _is_one_formula(text: str, before: Body, after: Body) -> bool:
    """ "các bộ, ngành, địa phương" stays one addressee, "Sở A, các đơn vị liên quan" are two."""
    if not (before.is_generic and after.is_generic) or ";" in text[before.end : after.start]:
        return False
    later = text[after.start : after.end]
    if not re.match(parts.GROUP + r"\s", later):
        return True
    earlier = text[before.start : before.end]
    return (
        re.match(rf"(?:{parts.GROUP} )?(?:[Bb]ộ|[Ss]ở|[Bb]an|ngành)(?![^\W\d_])", earlier) is not None
        and re.match(r"[Cc]ác (?:bộ|ngành|địa phương|sở|cơ quan)", later, re.IGNORECASE) is not None
        and "liên quan" not in later
    )


def _one(text: str, place: int, known: tuple[str, ...]) -> Body | None:
    for pattern in (parts.FORMULA, parts.PERSON):
        if match := pattern.match(text, place):
            end = match.end()
            if (
                pattern is parts.PERSON
                and (post := TITLE_RE.match(text, end + 3))
                and text[end : end + 3] == " - "
            ):
                end = _body_after_title(text, post)
            start = match.start("name") if pattern is parts.PERSON else place
            return Body(text[start:end], start, end, pattern is parts.FORMULA)
    for name in (*known, *parts.WITH_HEAD):
        if text.startswith(name, place) and not text[place + len(name) : place + len(name) + 1].isalpha():
            return Body(name, place, place + len(name))
    title = TITLE_RE.match(text, place)
    if title and not re.match(r"(?:[Đđ]ồng chí )?(?:Trưởng (?!B|b)|[Đđ]ại diện)", title.group()):
        end = title.end() if title.group("name") else _body_after_title(text, title)
        place = title.start("title")
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
    match = parts.GENERIC_AT.match(text, place)
    if match is None:
        return None
    first = match.group("word")
    following = text[match.end() : match.end() + 2]
    is_name = following[:1] == " " and parts.CAPITAL.match(following[1:]) is not None
    if match.group("how") is None:
        # "Bộ Tài chính" is a name, "các Bộ" and "bộ, ngành" are not; a bare "ban" or "bộ" is another word.
        if is_name and (first[0].isupper() or first in parts.LOWER_HEADS):
            return None
        if first in parts.ONLY_COUNTED:
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
        if first[0].isupper() and first in parts.HEADS and following[:1] not in (",", " "):
            return None
        if first[0].isupper() and first in parts.HEADS and following[:1] != ",":
            return None
    elif is_name and first in ("Bộ", "Sở", "sở"):
        return None
    end = _tail(text, match.end(), generic=True)
    return Body(text[place:end], place, end, True)


def _proper(text: str, place: int) -> Body | None:
    match = parts.PROPER_AT.match(text, place)
    if match is None:
        brand = parts.BRAND.match(text, place)
        return Body(brand.group(), place, brand.end()) if brand else None
    if match.group() in parts.SHORT_HEADS and not parts.SHORT_HEAD_GOES_ON.match(text, match.end()):
        return None
    end = _tail(text, match.end(), generic=False)
    if end == match.end() and (match.group()[0].islower() or match.group() not in parts.ALONE):
        return None
    return Body(text[place:end], place, end)


def _tail(text: str, place: int, *, generic: bool) -> int:
    """How far a name goes on from `place`."""
    end, lower_run, in_list = place, 0, generic
    while True:
        gap = re.compile(r"\s+").match(text, end)
        if inner := parts.COMMA_INSIDE.match(text, end):
            end, lower_run = inner.end(), 0
            continue
        if gap is None:
            longer = _listed(text, end) if in_list or parts.LISTED_END.search(text[place:end]) else end
            if longer == end:
                return end
            end = longer
            continue
        here = gap.end()
        if text.startswith("- ", here) and parts.CAPITAL.match(text, here + 2):
            here += 2
        if inside := parts.INSIDE.match(text, here):
            end, lower_run = inside.end(), 0
            in_list = in_list or inside.group().startswith(("thuộc", "trực thuộc"))
            continue
        if not generic and (quantity := parts.INSIDE_LIST.match(text, here)):
            end, lower_run, in_list = _listed(text, quantity.end()), 0, True
            continue
        word = parts.WORD.match(text, here)
        if word is None:
            return end
        token = word.group()
        if token in ("và", "&"):
            if in_list and (longer := _listed(text, end)) > end:
                end = longer
                continue
            following = parts.AND_CAPITAL.match(text, word.end())
            if following is None or generic or parts.NAMED_HEAD.match(text, following.start("next")):
                return end
            end, lower_run = following.end(), 0
            continue
        if token[0].isupper() or token[0].isdigit():
            end, lower_run = word.end(), 0
            continue
        if not generic and token not in parts.GOES_ON and parts.COMPLETE.search(text, place, end):
            return end
        if token in parts.ENDING or _is_doing(text, here) or parts.SHORT_DOING.match(text, here):
            return end
        lower_run += 1
        if lower_run > (parts.LONGEST_GENERIC_TAIL if generic else parts.LONGEST_TAIL):
            return end
        end = word.end()


def _listed(text: str, end: int) -> int:
    """ "các xã" goes on as "các xã, phường"; a word that is the head of a name ends the list."""
    while match := parts.MORE_LISTED.match(text, end):
        if parts.NAMED_HEAD.match(text, match.start("word")) and match.group("word") not in ("thành viên",):
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
            parts.SAYS,
        )
    )


def _several(text: str, place: int) -> list[Body]:
    """ "các Bộ: Tài chính, Tư pháp" as "Bộ Tài chính" and "Bộ Tư pháp"; so too behind "Giám đốc"."""
    match = parts.SHARED_HEAD.match(text, place) or parts.SHARED_PLACE.match(text, place)
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
        joint = parts.LIST_JOINT.match(text, end)
        if (
            joint is None
            or not parts.CAPITAL.match(text, joint.end())
            or parts.NAMED_HEAD.match(text, joint.end())
        ):
            break
        here = joint.end()
    if match.re is parts.SHARED_PLACE and len(found) > 1:
        # Provinces and communes named in a row stay one addressee.
        return [Body(text[place : found[-1].end], place, found[-1].end)]
    return found if len(found) > 1 or match.group("colon") == ": " else []


def _list_name(text: str, place: int) -> int:
    for name in parts.COMPOUND:
        if text.startswith(name, place):
            return place + len(name)
    if not parts.CAPITAL.match(text, place):
        return place
    end, run = place, 0
    for word in parts.WORD.finditer(text, place):
        if end != place and text[end : word.start()] != " ":
            break
        piece = word.group()
        if piece == "và" or piece in parts.ENDING:
            break
        if end != place and piece[0].islower() and _is_doing(text, word.start()):
            break
        run = run + 1 if piece[0].islower() else 0
        if run > parts.LONGEST_TAIL - 1:
            break
        end = word.end()
    return end
