"""Searching everything a person may read: directives, meetings, reports, names of files. Marks do not matter."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Case, F, IntegerField, Q, Value, When

from directives.models import Assignment, Directive, ExtensionFile, ProgressReport, ReportFile
from meetings.models import Meeting, MeetingDocument
from units.standing import Standing
from units.text import fold, is_of_letters, places

MOST_WORDS = 10
# So many of each kind are ranked, the newest first; who has more writes more words.
MOST_OF_A_KIND = 200
SNIPPET = 200

# What was found in the code stands first, then in the title, in the words, in a report, in the name of a file.
CODE, TITLE, WORDS, REPORT, FILE = range(5)


@dataclass
class Hit:
    kind: str  # "directive", "meeting", "report" or "file"
    rank: int
    on: date | None
    url: str
    code: str
    title: str
    text: str = ""  # the words around the place; empty where code and title say it all
    about: str = ""
    words: list[str] = field(default_factory=list)

    @property
    def code_parts(self) -> list[tuple[str, bool]]:
        return parts(self.code, self.words)

    @property
    def title_parts(self) -> list[tuple[str, bool]]:
        return parts(self.title, self.words)

    @property
    def text_parts(self) -> list[tuple[str, bool]]:
        return parts(snippet(self.text, self.words), self.words)


def words_of(text: str) -> list[str]:
    """What is searched for: the folded words, each once."""
    return list(dict.fromkeys(fold(text).split()))[:MOST_WORDS]


def search(standing: Standing, text: str) -> list[Hit]:
    """Every hit that person may see, best first, of equals the newest."""
    words = words_of(text)
    if not words:
        return []
    found = [
        *_directives(standing, words),
        *_meetings(standing, words),
        *_reports(standing, words),
        *_files(standing, words),
    ]
    for hit in found:
        hit.words = words
    phrase = " ".join(words)
    found.sort(
        key=lambda hit: (
            hit.rank,
            phrase not in fold(f"{hit.code} {hit.title} {hit.text}"),
            -(hit.on or date.min).toordinal(),
            hit.code,
        )
    )
    return found


def _matching(words: list[str]) -> Q:
    condition = Q()
    for word in words:
        if is_of_letters(word):
            condition &= Q(search_text__startswith=word) | Q(search_text__contains=f" {word}")
        else:
            condition &= Q(search_text__contains=word)
    return condition


def _rank(words: list[str], code: str, title: str) -> int:
    for rank, where in ((CODE, code), (TITLE, f"{code} {title}")):
        if all(places(unicodedata.normalize("NFC", where), [word]) for word in words):
            return rank
    return WORDS


def _together_first(words: list[str], *, has_code: bool = True) -> Case:
    """In the database, so that the best are among those that are ranked: in the code, then as one phrase. A code
    holds no marks, so what is asked for may be looked up in it as it is."""
    in_code = Q()
    for word in words if has_code else ():
        in_code &= Q(code__icontains=word)
    together = Q(search_text__contains=" ".join(words))
    ranks = [When(together, then=Value(1))]
    if has_code:
        ranks.insert(0, When(in_code, then=Value(0)))
    return Case(*ranks, default=Value(2), output_field=IntegerField())


def _directives(standing: Standing, words: list[str]) -> Iterator[Hit]:
    rows = Directive.objects.visible_to(standing).filter(_matching(words)).select_related("leader")
    rows = rows.order_by(_together_first(words), F("issued_on").desc(nulls_first=True), "-pk")
    for row in rows[:MOST_OF_A_KIND]:
        rank = _rank(words, row.code, row.title)
        yield Hit(
            "directive",
            rank,
            row.issued_on,
            row.get_absolute_url(),
            row.code,
            row.title,
            text=row.words if rank == WORDS else "",
            about=str(row.leader or ""),
        )


def _meetings(standing: Standing, words: list[str]) -> Iterator[Hit]:
    rows = Meeting.objects.visible_to(standing).filter(_matching(words))
    rows = rows.order_by(_together_first(words), F("held_on").desc(nulls_last=True), "-pk")
    for row in rows[:MOST_OF_A_KIND]:
        rank = _rank(words, row.code, row.title)
        yield Hit("meeting", rank, row.held_on, row.get_absolute_url(), row.code, row.title)


def _reports(standing: Standing, words: list[str]) -> Iterator[Hit]:
    rows = ProgressReport.objects.filter(_matching(words), assignment__in=_readable(standing))
    rows = rows.select_related("assignment__directive", "assignment__unit", "assignment__leader")
    for row in rows.order_by(_together_first(words, has_code=False), "-on", "-pk")[:MOST_OF_A_KIND]:
        yield Hit(
            "report",
            REPORT,
            row.on,
            row.assignment.get_absolute_url(),
            row.assignment.directive.code,
            row.assignment.directive.title,
            text=row.all_words,
            about=str(row.assignment.addressee),
        )


def _files(standing: Standing, words: list[str]) -> Iterator[Hit]:
    readable = _readable(standing)
    of_reports = ReportFile.objects.filter(report__assignment__in=readable)
    of_requests = ExtensionFile.objects.filter(extension__assignment__in=readable)
    papers: Any = (
        (of_reports.select_related("report__assignment__directive"), "report"),
        (of_requests.select_related("extension__assignment__directive"), "extension"),
        (MeetingDocument.objects.visible_to(standing).select_related("meeting"), "meeting"),
    )
    for rows, owner in papers:
        for row in rows.filter(_matching(words)).order_by("-pk")[:MOST_OF_A_KIND]:
            of = row.meeting if owner == "meeting" else getattr(row, owner).assignment.directive
            title = f"{row.title} ({row.name})" if getattr(row, "title", "") else row.name
            yield Hit(
                "file", FILE, row.uploaded_at.date(), row.get_absolute_url(), of.code, title, about=of.title
            )


def _readable(standing: Standing):
    return Assignment.objects.visible_to(standing).readable_by(standing)


def parts(text: str, words: list[str]) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it was searched for; the template escapes every piece."""
    text = unicodedata.normalize("NFC", text)
    found, last = [], 0
    for start, end in places(text, words):
        found += [(text[last:start], False), (text[start:end], True)]
        last = end
    return [piece for piece in [*found, (text[last:], False)] if piece[0]]


def snippet(text: str, words: list[str]) -> str:
    """The words around the first place, cut between words."""
    text = " ".join(unicodedata.normalize("NFC", text).split())
    if len(text) <= SNIPPET:
        return text
    first = next(iter(places(text, words)), (0, 0))[0]
    start = text.rfind(" ", 0, max(0, first - SNIPPET // 4)) + 1
    end = text.rfind(" ", start, start + SNIPPET)
    end = end if end > 0 and start + SNIPPET < len(text) else min(len(text), start + SNIPPET)
    return f"{'… ' if start else ''}{text[start:end]}{' …' if end < len(text) else ''}"
