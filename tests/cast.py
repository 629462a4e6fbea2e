"""The fixed cast of the tests: units, leaders and people, and plain functions that walk the legal road.

Days are literals. `WHEN` is a Monday, a working day, before today: actions on it are backdated.
"""

from datetime import date

from directives import actions
from directives.models import Assignment, DeadlineTerms, Directive
from meetings.models import Meeting
from units.models import Field, Leader, LeaderTerm, Post, Role, Succession, Unit, User

WHEN = date(2024, 7, 8)
DUE = date(2024, 9, 30)


def make_unit(code: str, name: str = "", **fields) -> Unit:
    fields.setdefault("kind", "authority")
    return Unit.objects.create(code=code, name=name or f"Đơn vị {code}", **fields)


def make_user(username: str, *posts: dict, **fields) -> User:
    fields.setdefault("full_name", username.replace("_", " ").capitalize())
    fields.setdefault("email", f"{username}@example.vn")
    user = User.objects.create_user(username=username, password="mat-khau-dai-12", **fields)
    for post in posts:
        Post.objects.create(user=user, **post)
    return user


def make_leader(code: str, title: str = "deputy_minister", **term) -> Leader:
    leader = Leader.objects.create(code=code, full_name=code.replace("-", " ").title())
    LeaderTerm.objects.create(leader=leader, title=title, **term)
    return leader


class Ministry:
    """A ministry small enough to know by heart."""

    def __init__(self) -> None:
        self.field = Field.objects.create(code="vien-thong", name="Viễn thông")
        self.root = make_unit("BO", "Bộ", kind="ministry")
        self.office_unit = make_unit("VP", "Văn phòng Bộ", kind="office", is_office=True, parent=self.root)
        self.unit = make_unit("CVT", "Cục Viễn thông", parent=self.root)
        self.sub_unit = make_unit("CVT-TT", "Trung tâm thuộc Cục Viễn thông", parent=self.unit)
        self.old_unit = make_unit("CVT-CU", "Cục Viễn thông cũ", ends_on=date(2024, 12, 31), parent=self.root)
        Succession.objects.create(from_unit=self.old_unit, to_unit=self.unit, on=date(2025, 1, 1))
        self.other_unit = make_unit("CBC", "Cục Báo chí", parent=self.root)
        self.third_unit = make_unit("CTS", "Cục Tần số vô tuyến điện", parent=self.root)
        self.outsider = make_unit("NM", "Nhà mạng", kind="external", is_external=True)

        self.minister = make_leader("bo-truong", "minister")
        self.deputy_minister = make_leader("thu-truong")

        unit, office = {"unit": self.unit}, {"unit": self.office_unit}
        self.head = make_user("head", {"role": Role.HEAD, **unit})
        self.deputy = make_user("deputy", {"role": Role.DEPUTY, **unit})
        self.substitute = make_user("substitute", {"role": Role.SUBSTITUTE, **unit})
        self.officer = make_user("officer", {"role": Role.OFFICER, **unit})
        self.other_officer = make_user("other_officer", {"role": Role.OFFICER, **unit})
        self.sub_head = make_user("sub_head", {"role": Role.HEAD, "unit": self.sub_unit})
        self.other_head = make_user("other_head", {"role": Role.HEAD, "unit": self.other_unit})
        self.third_head = make_user("third_head", {"role": Role.HEAD, "unit": self.third_unit})
        self.office = make_user("office", {"role": Role.OFFICE, **office})
        self.office2 = make_user("office2", {"role": Role.OFFICE, **office})
        self.office_head = make_user(
            "office_head", {"role": Role.HEAD, **office}, {"role": Role.OFFICE, **office}
        )
        self.clerk = make_user("clerk", {"role": Role.DATA_ENTRY, **office})
        self.leader = make_user("leader", {"role": Role.LEADER, "leader": self.minister})
        self.other_leader = make_user("other_leader", {"role": Role.LEADER, "leader": self.deputy_minister})
        self.secretary = make_user("secretary", {"role": Role.SECRETARY, "leader": self.deputy_minister})
        self.administrator = make_user("administrator", {"role": Role.ADMINISTRATOR}, is_staff=True)
        self.ended = make_user("ended", {"role": Role.HEAD, "ends_on": date(2024, 1, 31), **unit})
        self.nobody = make_user("nobody")

        self.meeting = Meeting.objects.create(
            code="GB06/2024",
            kind="month",
            title="Hội nghị giao ban tháng 6/2024",
            period="2024-06",
            held_on=date(2024, 7, 4),
            presided_by=self.minister,
        )

    def draft(self, **fields) -> Directive:
        fields = {
            "title": "Phương án hỗ trợ người dân",
            "words": "Có phương án hỗ trợ người dân khi tắt sóng.",
            "source_item": "Mục 1",
            "leader": self.minister,
            "field": self.field,
            **fields,
        }
        return actions.draft(self.meeting, by=self.office, on=WHEN, is_backdated=True, **fields)

    def directive(self, **fields) -> Directive:
        directive = self.draft(**fields)
        actions.issue(directive, by=self.office, on=WHEN, is_backdated=True)
        return directive

    def assignment(
        self, *, unit=None, leader=None, due_on: date | None = DUE, directive=None, role="lead", **what
    ) -> Assignment:
        directive = directive or self.directive()
        terms = DeadlineTerms("day", due_on) if due_on else DeadlineTerms("none", reason="không nêu thời hạn")
        if unit is None and leader is None:
            unit = self.unit
        return actions.assign(
            directive,
            by=self.office,
            unit=unit,
            leader=leader,
            role=role,
            deadline=terms,
            on=WHEN,
            is_backdated=True,
            **what,
        )

    def in_state(self, state: str, *, by=None, **what) -> Assignment:
        """An assignment walked to `state` by legal steps, all on WHEN; `by` is who acts for the unit."""
        assignment = self.assignment(**what)
        by = by or self.head
        when = {"on": WHEN, "is_backdated": True}
        if state == "assigned":
            return assignment
        if state == "declined":
            actions.decline(assignment, by=by, reason="không thuộc chức năng", proposed="Cục Báo chí", **when)
        elif state == "paused":
            actions.pause(
                assignment, by=self.office2, condition="chờ luật", review_on=date(2024, 12, 2), **when
            )
        elif state == "replaced":
            actions.reassign(
                assignment, by=self.office2, unit=self.other_unit, reason="đúng chức năng", **when
            )
        elif state == "withdrawn":
            actions.withdraw(assignment, by=self.office2, reason="thôi", on_word_of="Bộ trưởng", **when)
        else:
            actions.accept(assignment, by=by, **when)
            if state in ("reported", "completed"):
                actions.report_done(
                    assignment, by=by, completed_on=WHEN, result="xong", result_number="12/BC", **when
                )
            if state == "completed":
                actions.confirm(assignment, by=self.office2, **when)
        assignment.refresh_from_db()
        return assignment
