"""Công văn đôn đốc to one unit: what it has not done in time, and the day by which it is to answer."""

from datetime import date

from directives.models import Assignment
from directives.querysets import AssignmentQuerySet, Klass
from directives.statistics import statistics
from reports.content import Column, Paper, Paragraph, Table, day_in_words, number
from reports.making.asked import Asked, Names, letterhead
from reports.making.rows import lines
from reports.making.tables import figures
from units.models import Unit


def owed_late(unit: Unit, as_of: date) -> AssignmentQuerySet:
    """The overdue lead rows of the unit."""
    return Assignment.objects.filter(unit=unit).counted(as_of).of_class(Klass.OPEN_OVERDUE)


def late_units(as_of: date) -> list[Unit]:
    """The units that owe something overdue, the worst first."""
    found = statistics(as_of, by="unit")
    codes = [group.key for group in found.groups if group.counts[Klass.OPEN_OVERDUE] and not group.is_person]
    units = Unit.objects.in_bulk(codes, field_name="code")
    return [units[code] for code in codes]


def urging(asked: Asked) -> Paper:
    unit, reply_by = asked.unit, asked.reply_by_on
    if unit is None or reply_by is None:
        raise ValueError("An urging letter is to a unit, with a day to reply by.")
    name = Names(asked.as_of).unit(unit)
    found = sorted(lines(owed_late(unit, asked.as_of), asked.as_of), key=lambda line: -line.days_late)
    columns = [
        Column("STT", 6, "number"),
        Column("Mã", 17),
        Column("Nội dung nhiệm vụ", 36),
        Column("Thời hạn", 14, "day"),
        Column("Số ngày quá hạn", 10, "number"),
        Column("Báo cáo gần nhất", 28),
    ]
    rows: list[list] = [
        [
            n,
            line.row.directive.code,
            line.row.directive.title,
            line.row.due_then,
            line.days_late,
            line.last_word,
        ]
        for n, line in enumerate(found, start=1)
    ]
    figures_of_unit = statistics(asked.as_of, rows=Assignment.objects.filter(unit=unit))
    return Paper(
        **letterhead(asked, "", to=[name]),
        name="",
        about="đôn đốc thực hiện nhiệm vụ quá hạn",
        blocks=[
            Paragraph(
                f"Qua theo dõi việc thực hiện ý kiến chỉ đạo của Lãnh đạo Bộ, tính đến hết ngày "
                f"{asked.as_of:%d/%m/%Y}, {name} còn {number(len(found))} nhiệm vụ quá hạn chưa hoàn thành, cụ "
                "thể như sau:"
            ),
            Table("Nhiệm vụ quá hạn", columns, rows),
            Paragraph(
                f"Văn phòng Bộ đề nghị {name} khẩn trương hoàn thành các nhiệm vụ nêu trên; báo cáo kết quả, nêu rõ "
                f"nguyên nhân quá hạn, thời gian hoàn thành và đề xuất, kiến nghị (nếu có) trước "
                f"{day_in_words(reply_by)} trên hệ thống theo dõi nhiệm vụ và gửi về Văn phòng Bộ để tổng hợp, "
                "báo cáo Lãnh đạo Bộ."
            ),
            Paragraph(f"Đề nghị {name} quan tâm, phối hợp thực hiện"),
        ],
        figures=figures(figures_of_unit),
    )
