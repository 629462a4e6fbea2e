"""Which open directives a proposal may say again: pointed out, never decided."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from rapidfuzz import fuzz

from directives.models import Directive
from intake.models import Minutes, Proposal
from meetings.models import Meeting
from units.text import fold

# Of the newest so many; older ones are found by the search.
MOST_READ = 3000
ALIKE = 78
SHARED = 0.5
# Words every directive has; that two share them says nothing.
COMMON_WORDS = (
    "cac cua va ve cho voi trong theo den tu la co phai can nay do duoc khi nhung mot bo don vi thuc hien "
    "yeu cau giao chi dao trien khai truoc ngay thang nam quy"
)
COMMON = frozenset(COMMON_WORDS.split())


@dataclass(frozen=True)
class Likely:
    directive: Directive
    score: int


class OpenDirectives:
    """The unfinished directives a person sees, read once for the proposals of a page."""

    def __init__(self, user, minutes: Minutes) -> None:
        rows = Directive.objects.visible_to(user).issued().unfinished().filter(kind="task")
        # What these minutes became themselves is no second one.
        rows = rows.exclude(proposals__minutes=minutes)
        self.rows = []
        for row in rows.select_related("meeting").order_by("-issued_on", "-pk")[:MOST_READ]:
            for text in {fold(row.title), fold(row.words)} - {""}:
                self.rows.append((row, text, _telling(text)))

    def like(self, proposal: Proposal, most: int = 2) -> list[Likely]:
        best: dict[int, Likely] = {}
        for asked in {fold(proposal.fields.get("title", "")), fold(proposal.fields.get("words", ""))}:
            telling = _telling(asked)
            if len(telling) < 3:
                continue
            for row, text, words in self.rows:
                # Cheap first: most share too few words to be worth a closer look.
                if len(telling & words) < SHARED * min(len(telling), len(words)) or len(words) < 3:
                    continue
                score = int(fuzz.token_sort_ratio(asked, text))
                score = max(score, int(fuzz.token_set_ratio(asked, text)) - 8)
                if score >= ALIKE and (row.pk not in best or best[row.pk].score < score):
                    best[row.pk] = Likely(row, score)
        return sorted(best.values(), key=lambda one: -one.score)[:most]


def _telling(text: str) -> frozenset[str]:
    return frozenset(word for word in text.split() if len(word) > 1 and word not in COMMON)


def likely_meetings(minutes: Minutes, user) -> Iterable[Meeting]:
    """Meetings these minutes may be of: of the same kind and period, or held on the same day."""
    found = minutes.found_meeting or {}
    asked = Q(pk=None)
    if found.get("period") and found.get("kind"):
        asked |= Q(period=found["period"], kind=found["kind"])
    if found.get("held_on"):
        asked |= Q(held_on=found["held_on"])
    return Meeting.objects.visible_to(user).filter(asked).for_list()[:5]
