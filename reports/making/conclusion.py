"""Thông báo kết luận of a meeting: what each leader said, in its order, with who does it by when."""

from typing import Any

from directives.models import Assignment, Directive
from directives.statistics import statistics
from reports.content import Annex, Block, Column, Heading, Paper, Paragraph, Table, day_in_words
from reports.making.asked import Asked, Names, letterhead
from reports.making.tables import figures

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
# More addressees than this are named in the annex alone.
MANY = 6


def conclusion(asked: Asked) -> Paper:
    meeting = asked.meeting
    if meeting is None:
        raise ValueError("A conclusion notice is of a meeting.")
    names = Names(meeting.held_on or asked.as_of)
    directives = list(
        Directive.objects.filter(meeting=meeting, issued_on__lte=asked.as_of)
        .exclude(withdrawn_on__lte=asked.as_of)
        .select_related("leader")
        .with_rows(asked.as_of)
        .order_by("number")
    )
    chair = names.leader(meeting.presided_by) if meeting.presided_by else "Lãnh đạo Bộ"
    about = f"Kết luận của {chair} tại {meeting.title}"
    if meeting.kind == meeting.Kind.WRITTEN:
        about = f"Ý kiến chỉ đạo của Lãnh đạo Bộ: {meeting.title}"
    blocks: list[Block] = [Paragraph(_opening(meeting, chair, names))]
    blocks += _words(directives, names)
    blocks.append(
        Paragraph(
            "Văn phòng Bộ thông báo để các đơn vị, cá nhân có liên quan biết, thực hiện và giao Văn phòng Bộ theo "
            "dõi, đôn đốc, báo cáo Lãnh đạo Bộ kết quả thực hiện"
        )
    )
    rows = _owed(directives, names)
    annexes = []
    if rows.rows:
        annexes.append(Annex(f"Danh mục nhiệm vụ giao tại {meeting.title}", [rows]))
    found = statistics(asked.as_of, rows=Assignment.objects.filter(directive__meeting=meeting))
    return Paper(
        **letterhead(asked, "TB"),
        name="THÔNG BÁO",
        about=about,
        blocks=blocks,
        annexes=annexes,
        figures=figures(found),
    )


def _opening(meeting: Any, chair: str, names: Names) -> str:
    day = day_in_words(meeting.held_on) if meeting.held_on else ""
    if meeting.kind == meeting.Kind.WRITTEN:
        return "Lãnh đạo Bộ có ý kiến chỉ đạo như sau:"
    where = f", tại {meeting.place}" if meeting.place else ""
    others = [
        names.leader(one) for one in meeting.attending_leaders.all() if one.pk != meeting.presided_by_id
    ]
    units = meeting.attending_units.count()
    attending = "; ".join(
        [*others, *([f"đại diện lãnh đạo {units} đơn vị thuộc Bộ và đơn vị có liên quan"] if units else [])]
    )
    present = f" Tham dự có: {attending}." if attending else ""
    opening = (
        f"{day[:1].upper()}{day[1:]}{where}, {chair} đã chủ trì {meeting.title}."
        if day
        else (f"{chair} đã chủ trì {meeting.title}.")
    )
    return (
        f"{opening}{present} Sau khi nghe báo cáo và ý kiến của các đơn vị, {chair} và Lãnh đạo Bộ kết luận, chỉ "
        "đạo như sau:"
        if others
        else f"{opening}{present} Sau khi nghe báo cáo và ý kiến của các đơn vị, {chair} kết luận, chỉ đạo như sau:"
    )


def _words(directives: list[Any], names: Names) -> list[Block]:
    """Orientations first, then the tasks; under each leader where several have spoken."""
    parts = [
        ("Định hướng chung", [one for one in directives if one.kind == Directive.Kind.ORIENTATION]),
        ("Nhiệm vụ cụ thể", [one for one in directives if one.kind == Directive.Kind.TASK]),
    ]
    parts = [(title, some) for title, some in parts if some]
    blocks: list[Block] = []
    for roman, (title, some) in zip(ROMAN, parts, strict=False):
        if len(parts) > 1:
            blocks.append(Heading(f"{roman}. {title}"))
        leaders = list(dict.fromkeys(one.leader_id for one in some))
        n = 0
        for leader in leaders:
            own = [one for one in some if one.leader_id == leader]
            if len(leaders) > 1 and own[0].leader:
                blocks.append(Heading(f"Ý kiến của {names.leader(own[0].leader)}", level=2))
            for one in own:
                n += 1
                blocks.append(Paragraph(f"{n}. {_said(one, names)}"))
    return blocks


def _said(directive: Any, names: Names) -> str:
    text = " ".join((directive.words or directive.title).split())
    text = text if text.endswith((".", ";", "!", "?")) else f"{text}."
    leads = [names.addressee(row) for row in directive.rows if row.is_lead]
    support = [names.addressee(row) for row in directive.rows if not row.is_lead]
    more = []
    if len(leads) > MANY:
        more.append(f"Chủ trì: {len(leads)} đơn vị có tên tại Phụ lục")
    elif leads:
        more.append(f"Chủ trì: {', '.join(leads)}")
    if support:
        more.append(f"phối hợp: {', '.join(support)}")
    due = sorted({row.due_then for row in directive.rows if row.is_lead and row.due_then})
    if due:
        more.append("thời hạn: " + ", ".join(f"{day:%d/%m/%Y}" for day in due))
    return f"{text} ({'; '.join(more)}.)" if more else text


def _owed(directives: list[Any], names: Names) -> Table:
    columns = [
        Column("STT", 6, "number"),
        Column("Mã", 12),
        Column("Nội dung nhiệm vụ", 34),
        Column("Đơn vị chủ trì", 20),
        Column("Đơn vị phối hợp", 18),
        Column("Thời hạn", 12, "day"),
        Column("Sản phẩm", 16),
    ]
    rows: list[list] = []
    for one in directives:
        support = ", ".join(names.addressee(row) for row in one.rows if not row.is_lead)
        for row in one.rows:
            if row.is_lead and one.kind == Directive.Kind.TASK:
                rows.append(
                    [
                        len(rows) + 1,
                        one.code,
                        one.title,
                        names.addressee(row),
                        support,
                        row.due_then,
                        one.expected_product,
                    ]
                )
    return Table("Nhiệm vụ", columns, rows)
