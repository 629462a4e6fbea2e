"""Thousands of assignments in plain rows, as the product itself would have written them: each with its events, its
deadline, its reports. Written in bulk, because taking a million steps one by one would take a day."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.management.color import no_style
from django.db import connection, transaction

from directives.models import Assignment, Deadline, Directive, ExtensionRequest, ProgressReport
from journal.models import Event
from meetings.models import Meeting
from units.models import Field, Leader, LeaderTerm, Post, Role, Unit, User
from units.text import fold
from units.working_calendar import today

UNITS, OFFICERS_EACH, LEADERS, FIELDS, PER_MEETING = 34, 29, 6, 12, 60
CHUNK = 5_000
# So many are made one by one.
ORIGINALS = 10_000
PASSWORD = "mat-khau-do-toc-do"  # noqa: S105  (of a database that is thrown away)
WORDS = (
    "rà soát hạ tầng số",
    "báo cáo kết quả tắt sóng 2G",
    "hoàn thiện thông tư về chữ ký số",
    "xây dựng trợ lý ảo cho công chức",
    "triển khai nền tảng dữ liệu",
    "kiểm tra an toàn thông tin",
    "sắp xếp cơ quan báo chí",
    "cấp phép tần số",
    "phương án hỗ trợ người dân",
    "đào tạo kỹ năng số",
    "chuyển đổi số doanh nghiệp nhỏ",
    "quy hoạch kho số viễn thông",
    "thúc đẩy thanh toán bưu chính",
)


@dataclass
class Cast:
    units: list[Unit] = field(default_factory=list)
    heads: dict[int, User] = field(default_factory=dict)
    officers: dict[int, list[User]] = field(default_factory=dict)
    leaders: list[Leader] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)
    office: Any = None
    minister: Any = None


def cast() -> Cast:
    """34 units with a head and their officers (1,020 people), 6 leaders, the ministry office."""
    if User.objects.filter(username="vanphong").exists():
        return _known()
    password = make_password(PASSWORD)

    def person(username: str, name: str, **post: Any) -> User:
        user = User.objects.create(username=username, full_name=name, password=password)
        Post.objects.create(user=user, starts_on=date(2020, 1, 1), **post)
        return user

    with transaction.atomic():
        root = Unit.objects.create(code="BO", name="Bộ", kind="ministry")
        office = Unit.objects.create(
            code="VP", name="Văn phòng Bộ", kind="office", is_office=True, parent=root
        )
        person("vanphong", "Chuyên viên Văn phòng", role=Role.OFFICE, unit=office)
        for n in range(LEADERS):
            leader = Leader.objects.create(code=f"lanh-dao-{n}", full_name=f"Lãnh đạo {n}")
            title = LeaderTerm.Title.DEPUTY_MINISTER if n else LeaderTerm.Title.MINISTER
            LeaderTerm.objects.create(leader=leader, title=title, starts_on=date(2020, 1, 1))
            person(f"lanhdao{n}", leader.full_name, role=Role.LEADER, leader=leader)
        for n in range(FIELDS):
            Field.objects.create(code=f"linh-vuc-{n}", name=f"Lĩnh vực {n}", order=n)
        for n in range(UNITS):
            unit = Unit.objects.create(
                code=f"DV{n:02}",
                name=f"Cục Quản lý {WORDS[n % len(WORDS)]} {n}",
                short_name=f"Cục {n}",
                kind="authority",
                parent=root,
            )
            person(f"truong{n:02}", f"Cục trưởng {n}", role=Role.HEAD, unit=unit)
            people = User.objects.bulk_create(
                User(username=f"cv{n:02}.{k:02}", full_name=f"Chuyên viên {n}.{k}", password=password)
                for k in range(OFFICERS_EACH)
            )
            Post.objects.bulk_create(
                Post(user=one, role=Role.OFFICER, unit=unit, starts_on=date(2020, 1, 1)) for one in people
            )
    return _known()


def _known() -> Cast:
    found = Cast(
        units=list(Unit.objects.filter(code__startswith="DV").order_by("code")),
        leaders=list(Leader.objects.filter(code__startswith="lanh-dao-").order_by("code")),
        fields=list(Field.objects.filter(code__startswith="linh-vuc-").order_by("code")),
        office=User.objects.get(username="vanphong"),
        minister=User.objects.get(username="lanhdao0"),
    )
    post: Any
    for post in Post.objects.filter(unit__in=found.units).select_related("user").order_by("pk"):
        if post.role == Role.HEAD:
            found.heads[post.unit_id] = post.user
        else:
            found.officers.setdefault(post.unit_id, []).append(post.user)
    return found


def fill_up_to(total: int) -> None:
    """Add what is missing until there are `total` assignments: the first thousands one by one, then copies of them."""
    who = cast()
    while (there := Assignment.objects.count()) < min(total, ORIGINALS):
        with transaction.atomic():
            _Chunk(who, list(range(there, min(there + CHUNK, total, ORIGINALS)))).write()
    while (there := Assignment.objects.count()) < total:
        with transaction.atomic():
            _copy(there // ORIGINALS, min(ORIGINALS, total - there))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _copy(nth: int, how_many: int) -> None:
    """The first `how_many` assignments again, in meetings of their own. The keys of a copy are those of the original
    and a shift; the database does it in one statement a table."""
    shift = nth * 100 * ORIGINALS
    first = Assignment.objects.order_by("pk").values_list("pk", "directive_id", "directive__meeting_id")
    row, directive, meeting = first[how_many - 1]
    renamed = {
        "code": f"replace(code, 'GB0', 'GB{nth}')",
        "search_text": f"replace(search_text, 'gb0', 'gb{nth}')",
    }
    # Tables, which rows of them, and which columns hold keys that shift.
    for model, rows, keys in (
        (Meeting, f"id <= {meeting}", {}),
        (Directive, f"id <= {directive}", {"meeting_id"}),
        (Assignment, f"id <= {row}", {"directive_id"}),
        (Deadline, f"assignment_id <= {row}", {"assignment_id"}),
        (ProgressReport, f"assignment_id <= {row}", {"assignment_id"}),
        (ExtensionRequest, f"assignment_id <= {row}", {"assignment_id"}),
        (
            Event,
            f"subject_id <= CASE subject_kind WHEN 'directive' THEN {directive} ELSE {row} END",
            {"subject_id"},
        ),
    ):
        _copy_table(model, rows, {"id", *keys}, renamed, shift)


def _copy_table(model: Any, rows: str, keys: set[str], renamed: dict[str, str], shift: int) -> None:
    columns = [column.column for column in model._meta.concrete_fields]
    values = [f"{name} + {shift}" if name in keys else renamed.get(name, f'"{name}"') for name in columns]
    names = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor:
        table = model._meta.db_table
        cursor.execute(
            f"INSERT INTO {table} ({names}) SELECT {', '.join(values)} FROM {table} "  # noqa: S608
            f"WHERE id < {100 * ORIGINALS} AND {rows}"
        )
        for statement in connection.ops.sequence_reset_sql(no_style(), [model]):
            cursor.execute(statement)


class _Chunk:
    """One assignment a directive, 60 directives a meeting; 65 % open, a fifth of all overdue."""

    def __init__(self, who: Cast, numbers: list[int]) -> None:
        self.who, self.numbers, self.day = who, numbers, today()
        self.events: list[Event] = []

    def write(self) -> None:
        plans = list(self._plans())
        meetings = {plan["meeting"]: plan["held_on"] for plan in plans}
        known = dict(Meeting.objects.filter(code__in=meetings).values_list("code", "pk"))
        new = [self._meeting(code, held) for code, held in meetings.items() if code not in known]
        known |= {meeting.code: meeting.pk for meeting in Meeting.objects.bulk_create(new)}
        directives = Directive.objects.bulk_create(self._directive(plan, known) for plan in plans)
        rows = Assignment.objects.bulk_create(
            self._row(plan, directive) for plan, directive in zip(plans, directives, strict=True)
        )
        Deadline.objects.bulk_create(self._deadline(row) for row in rows if row.due_on)
        Deadline.objects.bulk_create(self._no_deadline(row) for row in rows if not row.due_on)
        reports = [
            report for plan, row in zip(plans, rows, strict=True) for report in self._reports(plan, row)
        ]
        ProgressReport.objects.bulk_create(reports)
        ExtensionRequest.objects.bulk_create(
            self._request(row) for plan, row in zip(plans, rows, strict=True) if plan["asks"] and row.due_on
        )
        for plan, directive, row in zip(plans, directives, rows, strict=True):
            self._happened(plan, directive, row)
        Event.objects.bulk_create(self.events, batch_size=2_000)

    def _plans(self) -> Iterator[dict[str, Any]]:
        for n in self.numbers:
            dice = random.Random(n)  # noqa: S311  the same rows in every run
            share = dice.random()
            state = (
                "completed" if share < 0.35
                else "reported" if share < 0.38
                else "assigned" if share < 0.45
                else "declined" if share < 0.455
                else "in_progress"
            )  # fmt: skip
            issued_on = self.day - timedelta(days=dice.randrange(20, 400))
            due_on = max(self.day + timedelta(days=dice.randrange(-60, 140)), issued_on + timedelta(days=5))
            if state == "completed":
                due_on = issued_on + timedelta(days=dice.randrange(10, 60))
            unit = self.who.units[dice.randrange(UNITS)]
            code = f"GB{n // PER_MEETING:04}"
            yield {
                "n": n,
                "meeting": code,
                "held_on": self.day - timedelta(days=20 + n // PER_MEETING % 380),
                "title": f"{dice.choice(WORDS).capitalize()} và {dice.choice(WORDS)}, đợt {n}",
                "leader": self.who.leaders[dice.randrange(LEADERS)],
                "field": self.who.fields[dice.randrange(FIELDS)],
                "unit": unit,
                "state": state,
                "issued_on": issued_on,
                "due_on": None if dice.random() < 0.08 else due_on,
                "completed_on": min(self.day, issued_on + timedelta(days=dice.randrange(5, 70))),
                "officer": dice.choice(self.who.officers[unit.pk]) if dice.random() < 0.7 else None,
                "is_key": dice.random() < 0.1,
                "reports": 0 if state in ("assigned", "declined") else dice.choice((0, 0, 1, 1, 2)),
                "asks": state == "in_progress" and dice.random() < 0.02,
            }

    def _at(self, day: date) -> datetime:
        return datetime.combine(day, time(8), tzinfo=UTC)

    def _meeting(self, code: str, held_on: date) -> Meeting:
        title = f"Hội nghị giao ban {code}"
        return Meeting(
            code=code,
            kind="month",
            title=title,
            held_on=held_on,
            presided_by=self.who.leaders[0],
            search_text=fold(f"{code} {title}"),
        )

    def _directive(self, plan: dict[str, Any], meetings: dict[str, int]) -> Directive:
        number = plan["n"] % PER_MEETING + 1
        code, words = (
            f"{plan['meeting']}-{number:02}",
            f"Giao đơn vị {plan['title'].lower()}; báo cáo Bộ trưởng.",
        )
        return Directive(
            meeting_id=meetings[plan["meeting"]],
            number=number,
            code=code,
            title=plan["title"],
            words=words,
            source_item=f"Mục {number}",
            leader=plan["leader"],
            field=plan["field"],
            is_key=plan["is_key"],
            state="issued",
            issued_on=plan["issued_on"],
            search_text=fold(f"{code} {plan['title']} {words}"),
        )

    def _row(self, plan: dict[str, Any], directive: Directive) -> Assignment:
        is_done = plan["state"] in ("reported", "completed")
        state_on = plan["completed_on"] if is_done else plan["issued_on"] + timedelta(days=2)
        return Assignment(
            directive=directive,
            unit=plan["unit"],
            state=plan["state"],
            state_on=state_on,
            state_at=self._at(state_on),
            state_by=self._mover(plan),
            assigned_on=plan["issued_on"],
            deadline_kind="day" if plan["due_on"] else "none",
            due_on=plan["due_on"],
            first_due_on=plan["due_on"],
            completed_on=plan["completed_on"] if is_done else None,
            officer=plan["officer"],
            follower=self.who.office,
            result="Đã hoàn thành." if is_done else "",
            result_number=f"{plan['n']}/BC" if is_done else "",
            last_report_on=self._newest(plan, is_done=is_done),
        )

    def _newest(self, plan: dict[str, Any], *, is_done: bool) -> date | None:
        days = [self._report_day(plan, k) for k in range(plan["reports"])]
        return max([*days, plan["completed_on"]] if is_done else days, default=None)

    def _report_day(self, plan: dict[str, Any], k: int) -> date:
        return min(self.day, plan["completed_on"], plan["issued_on"] + timedelta(days=3 + 30 * k))

    def _mover(self, plan: dict[str, Any]) -> User:
        return (
            self.who.office if plan["state"] in ("assigned", "completed") else self.who.heads[plan["unit"].pk]
        )

    def _deadline(self, row: Assignment) -> Deadline:
        return Deadline(
            assignment=row, version=1, on=row.assigned_on, kind="day", precision="day",
            due_on=row.due_on, first_due_on=row.due_on, cause="assign",
        )  # fmt: skip

    def _no_deadline(self, row: Assignment) -> Deadline:
        return Deadline(
            assignment=row, version=1, on=row.assigned_on, kind="none", precision="none",
            cause="assign", reason="Không nêu thời hạn.",
        )  # fmt: skip

    def _reports(self, plan: dict[str, Any], row: Assignment) -> Iterator[ProgressReport]:
        by, is_done = self.who.heads[plan["unit"].pk], row.completed_on is not None
        for k in range(plan["reports"] + is_done):
            is_final = is_done and k == plan["reports"]
            text = "Đã hoàn thành." if is_final else f"Đã làm được một phần việc, lần {k + 1}."
            yield ProgressReport(
                assignment=row,
                on=plan["completed_on"] if is_final else self._report_day(plan, k),
                reported_by=by,
                is_final=is_final,
                text=text,
                search_text=fold(text),
            )

    def _request(self, row: Any) -> ExtensionRequest:
        return ExtensionRequest(
            assignment=row,
            asked_due_on=row.due_on + timedelta(days=20),
            current_due_on=row.due_on,
            reason="Chờ ý kiến của các đơn vị phối hợp.",
            requested_on=self.day,
            requested_by=self.who.heads[row.unit_id],
        )

    def _happened(self, plan: dict[str, Any], directive: Directive, row: Any) -> None:
        issued, office, head = plan["issued_on"], self.who.office, self.who.heads[plan["unit"].pk]
        self._event("draft", directive, "directive", issued, office, to_state="draft")
        self._event("issue", directive, "directive", issued, office, from_state="draft", to_state="issued")
        self._event("assigned", row, "assignment", issued, office, to_state="assigned")
        if plan["state"] == "assigned":
            return
        second = issued + timedelta(days=2)
        if plan["state"] == "declined":
            self._event(
                "decline", row, "assignment", second, head, from_state="assigned", to_state="declined"
            )
            return
        self._event("accept", row, "assignment", second, head, from_state="assigned", to_state="in_progress")
        for k in range(plan["reports"]):
            self._event("report_progress", row, "assignment", self._report_day(plan, k), head)
        if row.completed_on:
            moves = {"from_state": "in_progress", "to_state": "reported", "done_on": row.completed_on}
            self._event("report_done", row, "assignment", row.completed_on, head, **moves)
        if plan["state"] == "completed":
            moves = {"from_state": "reported", "to_state": "completed", "done_on": row.completed_on}
            self._event("confirm", row, "assignment", row.completed_on, office, **moves)
        if plan["asks"] and row.due_on:
            self._event("request_extension", row, "assignment", self.day, head)

    def _event(self, verb: str, subject: Any, kind: str, on: date, by: User, **what: Any) -> None:
        self.events.append(
            Event(
                verb=verb, subject_kind=kind, subject_id=subject.pk, on=on, by=by, is_backdated=True, **what
            )
        )
