"""One definition: list, chart, mail, document, workbook and API give the same numbers.

Random histories are played through the actions and retold in plain Python (tests/histories.py); on days of chance each
door is asked, and each must say what the retelling says. `HISTORIES=1000` plays a thousand of them.
"""

import io
import re
from collections import Counter
from datetime import UTC, date, datetime

import openpyxl
import time_machine
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from reminders.letters import office_lines, weekly_lines
from reports.making import Asked, make
from reports.writing import write_xlsx
from tests.histories import History, many, played, playing, telling_days
from units.working_calendar import WorkingCalendar

# As the six classes stand in the tables, from left to right.
CLASSES = (
    "completed_on_time", "completed_late", "completed_no_deadline", "open_within", "open_overdue", "open_no_deadline",
)  # fmt: skip
CLASS_WORDS = {
    "completed_on_time": "hoàn thành đúng hạn",
    "completed_late": "hoàn thành quá hạn",
    "completed_no_deadline": "hoàn thành, không thời hạn",
    "open_within": "chưa hoàn thành, trong hạn",
    "open_overdue": "chưa hoàn thành, quá hạn",
    "open_no_deadline": "chưa hoàn thành, không thời hạn",
}


def by_hand(counts: Counter) -> str:
    """Completed ÷ (completed + overdue), as it is printed."""
    done = counts["completed_on_time"] + counts["completed_late"]
    due = done + counts["open_overdue"]
    return f"{done / due * 100:.2f}".replace(".", ",") + "%" if due else "–"


class Doors:
    """Each door's numbers as of one day, read from what a person would get."""

    def __init__(self, client: Client, day: date) -> None:
        self.client, self.day = client, day
        self.as_of = f"{day:%d/%m/%Y}"

    def page(self, name: str, **asked: str):
        answer = self.client.get(reverse(name), {"as_of": self.as_of, **asked})
        assert answer.status_code == 200, (name, asked, self.as_of)
        return answer

    def listed(self) -> Counter:
        """The table of assignments, narrowed to each class: how many rows it says it has."""
        found = Counter()
        for klass in CLASSES:
            words = self.page("assignments", klass=klass).content.decode()
            found[klass] = int(re.search(r'class="found"[^>]*>\s*(\d+)', words)[1])
        return +found

    def figures(self) -> Counter:
        """The row of totals of the statistics page."""
        words = self.page("statistics").content.decode()
        total = re.search(r"<tfoot.*?</tfoot>", words, re.S)[0]
        numbers = [int(n.replace(".", "")) for n in re.findall(r">\s*([\d.]+)\s*<", total)]
        return +Counter(dict(zip(CLASSES, numbers, strict=False)))

    def api(self) -> Counter:
        answer = self.client.get("/api/statistics/", {"as_of": self.day.isoformat(), "by": "unit"})
        assert answer.status_code == 200
        data = answer.json()
        parts = sum((Counter(group["counts"]) for group in data["groups"]), Counter())
        assert parts == +Counter(data["counts"])
        return +Counter(data["counts"])

    def workbook_of_list(self) -> Counter:
        """The list as it goes out in Excel: its rows, counted by the word of their class."""
        sheet = self._workbook("assignments").worksheets[0]
        heads, *rows = [list(row) for row in sheet.iter_rows(values_only=True)]
        at = heads.index("Tiến độ")
        known = {words: klass for klass, words in CLASS_WORDS.items()}
        return Counter(known[row[at]] for row in rows if row[at])

    def workbook_of_figures(self) -> Counter:
        sheet = self._workbook("statistics").worksheets[0]
        rows = [list(row) for row in sheet.iter_rows(values_only=True)]
        total = next(row for row in rows if row[0] == "Tổng số")
        return +Counter(dict(zip(CLASSES, total[1:7], strict=True)))

    def _workbook(self, kind: str):
        answer = self.client.get(reverse("sheet_out", args=[kind]), {"as_of": self.as_of}, follow=True)
        assert answer.status_code == 200
        return openpyxl.load_workbook(io.BytesIO(b"".join(answer)), read_only=True)


def document(day: date) -> tuple[Counter, dict[str, Counter], str]:
    """The period report's workbook: the totals, unit by unit, and the official rate in its text."""
    paper = make(Asked("period", day))
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx(paper)), read_only=True)
    rows = [list(row) for row in book["Theo đơn vị"].iter_rows(values_only=True)]
    units = {
        row[1]: +Counter(dict(zip(CLASSES, row[3:9], strict=True))) for row in rows if isinstance(row[0], int)
    }
    total = next((row for row in rows if row[1] == "Tổng cộng"), None)
    text = " ".join(block.text for block in paper.blocks if hasattr(block, "text"))
    rate = re.search(r"không có thời hạn\): (\S+?)\.(?:\s|$)", text)[1]
    counts = +Counter(dict(zip(CLASSES, total[3:9], strict=True))) if total else Counter()
    return counts, units, rate


def charts(client: Client, day: date) -> dict[str, int]:
    """Open work by age, all ages together, as the table behind the chart has it."""
    answer = client.get(reverse("statistics"), {"as_of": f"{day:%d/%m/%Y}"})
    found: Counter = Counter()
    for _words, counts in answer.context["ages"]:
        found.update(counts)
    return +found


def in_a_line(lines: list[dict], words: str) -> int:
    """The number of the line of a letter that reads so; where nothing is to be said there is no line."""
    pattern = re.escape(words).replace(r"\#", r"(\d+)")
    return next((int(found[1]) for line in lines if (found := re.fullmatch(pattern, line["words"]))), 0)


@playing
@given(batch=many, choice=st.randoms(use_true_random=False))
def test_every_door_gives_the_number_of_the_history_retold(ministry, batch, choice):
    with transaction.atomic():
        histories = played(ministry, batch)
        client = Client()
        client.force_login(ministry.office)
        for day in choice.sample(telling_days(histories), 3):
            agree(client, histories, day)
        # The letters speak of today.
        day = max(history.day for history in histories)
        with time_machine.travel(datetime(day.year, day.month, day.day, 5, tzinfo=UTC), tick=False):
            agree(client, histories, day)
            told = told_on(histories, day)
            overdue = told["open_overdue"]
            assert in_a_line(office_lines(day, WorkingCalendar()), "tổng số quá hạn #") == overdue
            assert in_a_line(weekly_lines(ministry.minister.pk, day), "# quá hạn") == overdue
        transaction.set_rollback(True)
        cache.clear()


def told_on(histories: list[History], day: date) -> Counter:
    return sum((history.counts(day) for history in histories), Counter())


def agree(client: Client, histories: list[History], day: date) -> None:
    told, doors = told_on(histories, day), Doors(client, day)
    units: dict[str, Counter] = {}
    for history in histories:
        for name, counts in history.by_unit(day).items():
            units[name] = units.get(name, Counter()) + counts
    assert doors.figures() == told, day
    assert doors.listed() == told, day
    assert doors.api() == told, day
    assert doors.workbook_of_list() == told, day
    assert doors.workbook_of_figures() == told, day
    counts, by_unit, rate = document(day)
    assert (counts, by_unit, rate) == (told, units, by_hand(told)), day
    still = {klass: n for klass, n in told.items() if klass.startswith("open")}
    assert charts(client, day) == still, day
