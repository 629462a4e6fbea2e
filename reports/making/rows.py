"""The rows a document lists, worded: how late, what the last report said."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from directives.lifecycle import State
from directives.models import ProgressReport
from directives.querysets import AssignmentQuerySet, Klass

CLASS_WORDS = {
    Klass.COMPLETED_ON_TIME: "Hoàn thành đúng hạn",
    Klass.COMPLETED_LATE: "Hoàn thành quá hạn",
    Klass.COMPLETED_NO_DEADLINE: "Hoàn thành (không thời hạn)",
    Klass.OPEN_WITHIN: "Đang thực hiện, trong hạn",
    Klass.OPEN_OVERDUE: "Chưa hoàn thành, quá hạn",
    Klass.OPEN_NO_DEADLINE: "Đang thực hiện, không thời hạn",
}


@dataclass(frozen=True)
class Line:
    row: Any  # an assignment after `classed`
    days_late: int  # 0 where it is not
    report: ProgressReport | None  # the last one by that day

    @property
    def state_words(self) -> str:
        if self.row.state_then == State.REPORTED:
            return "Đã báo cáo hoàn thành, chờ xác nhận"
        if self.row.state_then == State.PAUSED:
            return "Tạm dừng, chờ điều kiện"
        return CLASS_WORDS[Klass(self.row.klass)]

    @property
    def cause(self) -> str:
        return self.report.difficulties if self.report else ""

    @property
    def proposal(self) -> str:
        return self.report.proposals if self.report else ""

    @property
    def last_word(self) -> str:
        """The last report in short, with its day and whether it came after the figures were locked."""
        if self.report is None:
            return "Chưa có báo cáo"
        late = " (sau khi khoá số liệu)" if self.report.is_after_lock else ""
        text = self.report.text or self.report.get_outlook_display()
        return f"{self.report.on:%d/%m/%Y}{late}: {text}"


def lines(rows: AssignmentQuerySet, as_of: date) -> list[Line]:
    """The rows (after `classed`) with what their last report by `as_of` said, in two queries."""
    found = list(
        rows.select_related("directive__leader", "directive__meeting", "unit", "leader", "officer").order_by(
            "directive__code", "pk"
        )
    )
    reports = _last_reports([row.pk for row in found], as_of)
    return [Line(row, _days_late(row, as_of), reports.get(row.pk)) for row in found]


def _days_late(row: Any, as_of: date) -> int:
    if row.klass not in (Klass.OPEN_OVERDUE, Klass.COMPLETED_LATE):
        return 0
    until = row.done_then if row.state_then in (State.COMPLETED, State.REPORTED) else as_of
    return (until - row.due_then).days


def _last_reports(pks: list[int], as_of: date, size: int = 5000) -> dict[int, ProgressReport]:
    last: dict[int, ProgressReport] = {}
    for start in range(0, len(pks), size):
        some = ProgressReport.objects.filter(assignment__in=pks[start : start + size], on__lte=as_of)
        for report in some.order_by("on", "pk").iterator():
            last[report.assignment_id] = report
    return last


def worst_first(found: Iterable[Line], rank: dict[str, int]) -> list[Line]:
    """By the rank of the addressee, then what is most late."""

    def key(line: Line) -> tuple:
        code = line.row.unit.code if line.row.unit_id else line.row.leader.code
        is_open_late = line.row.klass == Klass.OPEN_OVERDUE
        return (rank.get(code, len(rank)), not is_open_late, -line.days_late, line.row.directive.code)

    return sorted(found, key=key)
