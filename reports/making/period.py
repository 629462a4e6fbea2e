"""Báo cáo tình hình, kết quả thực hiện in a period: the text with its figures, the table, every overdue row."""

from directives.models import Assignment
from directives.querysets import Klass
from directives.statistics import Statistics, statistics
from reports.content import Annex, Block, Column, Heading, Paper, Paragraph, Table, number, percent, shown
from reports.making.asked import Asked, Names, letterhead
from reports.making.corrections import corrections
from reports.making.rows import Line, lines, worst_first
from reports.making.tables import by_unit, figures, rank_of

NAMED_UNITS = 3


def period(asked: Asked) -> Paper:
    start = asked.starts_on or asked.as_of.replace(day=1)
    found = statistics(asked.as_of, by="unit", period_start=start)
    fresh = Assignment.objects.filter(directive__issued_on__range=(start, asked.as_of))
    new = statistics(asked.as_of, rows=fresh, period_start=start)
    overdue = Assignment.objects.counted(asked.as_of).of_class(Klass.OPEN_OVERDUE)
    late = worst_first(lines(overdue, asked.as_of), rank_of(found))
    when = asked.period or f"từ ngày {start:%d/%m/%Y} đến ngày {asked.as_of:%d/%m/%Y}"
    data_days = (
        f"(số liệu từ ngày {start:%d/%m/%Y} đến hết ngày {asked.as_of:%d/%m/%Y}) " if asked.period else ""
    )
    blocks: list[Block] = [
        Paragraph(
            f"Thực hiện chế độ báo cáo định kỳ, Văn phòng Bộ tổng hợp tình hình, kết quả thực hiện ý kiến chỉ "
            f"đạo của Lãnh đạo Bộ {when} {data_days}như sau:"
        ),
        Heading("I. Tình hình chung"),
        *_general(found, new, asked),
        Heading("II. Kết quả thực hiện của các đơn vị"),
        Paragraph(_units(found)),
        by_unit(found),
        Heading("III. Chấp hành chế độ cập nhật, báo cáo"),
        *_discipline(found),
    ]
    changed = corrections(asked.previous) if asked.previous else None
    if changed:
        blocks += [Heading("IV. Điều chỉnh số liệu so với báo cáo trước"), *changed]
    blocks += [Heading(f"{'V' if changed else 'IV'}. Đề xuất, kiến nghị"), *_proposals(found, late)]
    annexes = []
    if late:
        title = f"Danh mục nhiệm vụ quá hạn chưa hoàn thành, tính đến ngày {asked.as_of:%d/%m/%Y}"
        annexes.append(Annex(title, [_overdue(late, asked)]))
    return Paper(
        **letterhead(asked, "BC", to=["Lãnh đạo Bộ"]),
        name="BÁO CÁO",
        about=f"Tình hình, kết quả thực hiện ý kiến chỉ đạo của Lãnh đạo Bộ {when}",
        blocks=blocks,
        annexes=annexes,
        figures=figures(found),
    )


def _general(found: Statistics, new: Statistics, asked: Asked) -> list[Block]:
    n = {name: number(value) for name, value in figures(found).items() if isinstance(value, int)}
    undated = found.counts[Klass.COMPLETED_NO_DEADLINE]
    standing = found.counts[Klass.OPEN_NO_DEADLINE]
    done = f"đúng hạn {n['completed_on_time']}, quá hạn {n['completed_late']}"
    still = f"trong hạn {n['open_within']}, quá hạn {n['open_overdue']}"
    return [
        Paragraph(
            f"Tổng số nhiệm vụ giao các đơn vị chủ trì là {n['total']} nhiệm vụ, thuộc {n['directives']} ý kiến "
            f"chỉ đạo; trong kỳ giao mới {number(new.total)} nhiệm vụ. Cụ thể:"
        ),
        Paragraph(
            f"a) Đã hoàn thành: {n['completed']} nhiệm vụ ({done}"
            + (f", không có thời hạn {number(undated)}" if undated else "")
            + ")."
        ),
        Paragraph(
            f"b) Chưa hoàn thành: {n['open']} nhiệm vụ ({still}"
            + (f", không có thời hạn {number(standing)}" if standing else "")
            + ")."
        ),
        Paragraph(
            f"c) Tỷ lệ hoàn thành (số đã hoàn thành trên tổng số đã hoàn thành và quá hạn chưa hoàn thành; không "
            f"tính nhiệm vụ chưa đến hạn và không có thời hạn): {percent(found.official_rate)}."
        ),
    ]


def _units(found: Statistics) -> str:
    late = [group for group in found.groups if group.counts[Klass.OPEN_OVERDUE]]
    if not late:
        return "Không có đơn vị nào có nhiệm vụ quá hạn chưa hoàn thành. Kết quả của từng đơn vị như sau:"
    worst = "; ".join(
        f"{group.name} ({number(group.counts[Klass.OPEN_OVERDUE])} nhiệm vụ)" for group in late[:NAMED_UNITS]
    )
    total = number(found.counts[Klass.OPEN_OVERDUE])
    return (
        f"Có {number(len(late))} đơn vị với {total} nhiệm vụ quá hạn chưa hoàn thành; nhiều nhất là: {worst}. "
        "Kết quả của từng đơn vị như sau:"
    )


def _discipline(found: Statistics) -> list[Block]:
    blocks: list[Block] = [
        Paragraph(
            f"1. Tỷ lệ cập nhật: {percent(found.update_discipline)} ({number(found.reported)} trên "
            f"{number(found.owed)} nhiệm vụ phải báo cáo trong kỳ)."
        )
    ]
    if found.acknowledgement_days is not None:
        mean = shown(found.acknowledgement_days)
        blocks.append(
            Paragraph(
                f"2. Tiếp nhận: {number(found.accepted)} nhiệm vụ được tiếp nhận trong kỳ, bình quân sau {mean} "
                "ngày làm việc kể từ ngày giao."
            )
        )
    n = len(blocks) + 1
    late = found.mean_late_days
    if late is not None:
        mean = shown(late)
        blocks.append(
            Paragraph(
                f"{n}. Số ngày quá hạn: bình quân {mean} ngày, nhiều nhất {number(found.late_most)} ngày."
            )
        )
        n += 1
    blocks.append(
        Paragraph(
            f"{n}. Gia hạn: {number(found.extended)} nhiệm vụ đã được gia hạn, với {number(found.extensions)} lần."
        )
    )
    return blocks


def _proposals(found: Statistics, late: list[Line]) -> list[Block]:
    if not late:
        return [Paragraph("Văn phòng Bộ kính báo cáo Lãnh đạo Bộ xem xét, chỉ đạo")]
    return [
        Paragraph(
            f"1. Đề nghị thủ trưởng các đơn vị có tên tại Phụ lục tập trung chỉ đạo, hoàn thành dứt điểm "
            f"{number(len(late))} nhiệm vụ quá hạn, báo cáo rõ nguyên nhân và thời gian hoàn thành."
        ),
        Paragraph(
            "2. Giao Văn phòng Bộ tiếp tục theo dõi, đôn đốc; báo cáo Lãnh đạo Bộ kết quả tại kỳ báo cáo sau."
        ),
        Paragraph("Văn phòng Bộ kính báo cáo Lãnh đạo Bộ xem xét, chỉ đạo"),
    ]


def _overdue(late: list[Line], asked: Asked) -> Table:
    names = Names(asked.as_of)
    columns = [
        Column("STT", 6, "number"),
        Column("Mã", 12),
        Column("Nội dung nhiệm vụ", 26),
        Column("Đơn vị chủ trì", 17),
        *([Column("Chuyên viên", 11)] if asked.is_internal else []),
        Column("Thời hạn", 12, "day"),
        Column("Số ngày quá hạn", 8, "number"),
        Column("Nguyên nhân", 20),
        Column("Đề xuất", 18),
    ]
    rows = []
    for n, line in enumerate(late, start=1):
        row = line.row
        officer = [str(row.officer or "")] if asked.is_internal else []
        rows.append(
            [
                n,
                row.directive.code,
                row.directive.title,
                names.addressee(row),
                *officer,
                row.due_then,
                line.days_late,
                line.cause or ("Chưa có báo cáo" if line.report is None else "Chưa nêu"),
                line.proposal,
            ]
        )
    return Table("Nhiệm vụ quá hạn", columns, rows)
