"""The briefing table: what became of a meeting's directives, the worst units first, for the next meeting."""

from django.db.models import Q

from directives.actions import said_again_at
from directives.models import Assignment
from directives.querysets import Klass
from directives.statistics import statistics
from reports.content import Block, Column, Heading, Paper, Paragraph, Table, number, percent
from reports.making.asked import Asked, Names, letterhead
from reports.making.rows import lines, worst_first
from reports.making.tables import by_unit, figures, rank_of


def briefing(asked: Asked) -> Paper:
    meeting = asked.meeting
    if meeting is None:
        raise ValueError("A briefing table is of a meeting.")
    spoken_of = Assignment.objects.filter(
        Q(directive__meeting=meeting) | Q(directive__in=said_again_at(meeting))
    )
    found = statistics(asked.as_of, by="unit", rows=spoken_of)
    names = Names(asked.as_of)
    rows: list[list] = []
    for n, line in enumerate(
        worst_first(lines(spoken_of.counted(asked.as_of), asked.as_of), rank_of(found)), start=1
    ):
        row = line.row
        rows.append(
            [
                n,
                names.addressee(row),
                row.directive.code,
                row.directive.title,
                names.leader(row.directive.leader) if row.directive.leader else "",
                row.due_then,
                line.state_words,
                line.days_late or None,
                line.last_word,
                "\n".join(part for part in (line.cause, line.proposal) if part),
            ]
        )
    columns = [
        Column("STT", 6, "number"),
        Column("Đơn vị chủ trì", 14),
        Column("Mã", 12),
        Column("Nội dung chỉ đạo", 22),
        Column("Lãnh đạo chỉ đạo", 12),
        Column("Thời hạn", 12, "day"),
        Column("Tình hình", 12),
        Column("Số ngày quá hạn", 7, "number"),
        Column("Báo cáo gần nhất", 20),
        Column("Vướng mắc, đề xuất", 17),
    ]
    late = [group for group in found.groups if group.counts[Klass.OPEN_OVERDUE]]
    blocks: list[Block] = [
        Paragraph(
            f"Tính đến hết ngày {asked.as_of:%d/%m/%Y}, {number(found.total)} nhiệm vụ giao tại {meeting.title} "
            f"có {number(found.completed + found.counts[Klass.COMPLETED_NO_DEADLINE])} nhiệm vụ đã hoàn thành; "
            f"{number(len(late))} đơn vị với {number(found.counts[Klass.OPEN_OVERDUE])} nhiệm vụ quá hạn chưa hoàn "
            f"thành; tỷ lệ hoàn thành {percent(found.official_rate)}."
        ),
        Heading("1. Tổng hợp theo đơn vị", level=2),
        by_unit(found, "Tổng hợp"),
        Heading("2. Tình hình từng nhiệm vụ", level=2),
        Table("Từng nhiệm vụ", columns, rows),
    ]
    return Paper(
        **letterhead(asked, "BC"),
        name="BẢNG TỔNG HỢP",
        about=f"Tình hình thực hiện ý kiến chỉ đạo tại {meeting.title}",
        blocks=blocks,
        is_landscape=True,
        figures=figures(found),
    )
