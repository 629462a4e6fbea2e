"""Every address of the product, each with rows to show: what the tests of all pages walk over.

The list is read from the resolver, so that a new page cannot be forgotten: an address without parameters is walked by
itself, one with parameters needs a line in `PARAMETERS`, and what is no page needs its reason in `NO_PAGE`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import URLPattern, get_resolver, reverse

from config.guide import PAGES as GUIDE
from directives import actions, lifecycle
from directives.actions.batch import BATCHES
from directives.lifecycle import Subject
from directives.models import Assignment, DeadlineTerms, Delegation, FigurePolicy, Milestone, ReportFile
from directives.views.office import QUEUES
from intake import actions as intake
from intake.views.proposals import VERBS as PROPOSED
from meetings.actions import add_document
from reminders import engine
from reminders.mail import message_of
from reminders.models import Digest, LetterPolicy, ReminderRule
from reports import actions as reports
from reports.making import Asked
from reports.models import ReportKind, ReportPolicy
from sheets import actions as sheets
from sheets import running
from tests.cast import Ministry
from tests.workbooks import brought_in
from tests.workbooks import directives as directives_file
from units.models import CalendarDay, GroupMember, Portfolio, UnitGroup, User
from units.standing import standing_of
from units.working_calendar import today

PDF = b"%PDF-1.4 test"
MINUTES = """THÔNG BÁO
Kết luận của Bộ trưởng tại Hội nghị giao ban tháng 9/2024

1. Cục Viễn thông rà soát phương án hỗ trợ người dân khi tắt sóng, báo cáo Bộ trước ngày 30/10/2024.
2. Cục Báo chí chủ trì, phối hợp với Cục Tần số vô tuyến điện xây dựng đề án, trình Bộ trong quý IV/2024.
"""
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64
# How a person of the cast is called on a page; the user name holds a dot, so that it is never taken for a word.
PEOPLE = {
    "head": "Cục trưởng",
    "deputy": "Phó cục trưởng",
    "substitute": "Quyền cục trưởng",
    "officer": "Chuyên viên đầu mối",
    "other_officer": "Chuyên viên khác",
    "sub_head": "Giám đốc trung tâm",
    "other_head": "Cục trưởng khác",
    "third_head": "Cục trưởng thứ ba",
    "office": "Chuyên viên văn phòng",
    "office2": "Chuyên viên văn phòng thứ hai",
    "office_head": "Chánh văn phòng",
    "clerk": "Chuyên viên nhập liệu",
    "leader": "Lãnh đạo Bộ thứ nhất",
    "other_leader": "Lãnh đạo Bộ thứ hai",
    "secretary": "Thư ký lãnh đạo",
    "administrator": "Quản trị viên",
    "ended": "Người hết nhiệm kỳ",
    "nobody": "Người không chức vụ",
}
# Whoever gets pages of his own. "" is a visitor; the superuser is the account of the first day.
ROLES = (
    "", "head", "officer", "office", "leader", "secretary", "clerk", "administrator", "nobody", "superuser",
)  # fmt: skip


class Everything(Ministry):
    """The ministry of the cast with at least one of each thing that has a page, in words of the trade."""

    def __init__(self) -> None:
        super().__init__()
        self._name_people()
        self.superuser = User.objects.create_superuser("tk.superuser", password="mat-khau-dai-12")
        self.superuser.full_name = "Tài khoản ban đầu"
        self.superuser.save()
        self._keep_register()
        self._say_and_owe()
        self._hand_in()
        self._remind()
        self._read_and_write_papers()

    def _name_people(self) -> None:
        for name, words in PEOPLE.items():
            user = getattr(self, name)
            user.username, user.full_name, user.email = f"tk.{name}", words, f"tk.{name}@example.vn"
            user.save()
        self.minister.full_name, self.deputy_minister.full_name = "Lãnh đạo Một", "Lãnh đạo Hai"
        self.minister.save()
        self.deputy_minister.save()

    def _keep_register(self) -> None:
        self.group = UnitGroup.objects.create(code="cac-cuc", name="Các cục")
        GroupMember.objects.create(group=self.group, unit=self.unit)
        Portfolio.objects.create(leader=self.deputy_minister, field=self.field)
        CalendarDay.objects.create(on=date(2026, 9, 2), is_working=False, name="Quốc khánh")
        Delegation().save()
        for policy in (LetterPolicy, ReportPolicy, FigurePolicy):
            policy().save()
        Group.objects.create(name="Nhóm tài khoản")
        for kind, days in (("before_due", 3), ("on_due", 0), ("overdue", 3)):
            ReminderRule.objects.get_or_create(code=f"r{days}", defaults={"kind": kind, "days": days})

    def _say_and_owe(self) -> None:
        self.meeting.attending_units.add(self.unit)
        self.paper = add_document(
            self.meeting, by=self.office, upload=SimpleUploadedFile("Thông báo.pdf", PDF), title="Thông báo"
        )
        self.written = self.draft(title="Dự thảo chưa ban hành")
        self.unaddressed = self.directive(title="Chưa rõ đơn vị chủ trì")
        self.rows = {state: self.in_state(state) for state in lifecycle.State if state != "in_progress"}
        self.row = self.in_state("in_progress", leader=None)
        self.directive_shown = self.row.directive
        self.support = self.assignment(directive=self.directive_shown, unit=self.third_unit, role="support")
        self.in_person = self.assignment(leader=self.deputy_minister)
        self.of_office = self.in_state("reported", unit=self.office_unit, by=self.office_head)
        self.outside = self.assignment(unit=self.outsider)
        self.soon = self.assignment(due_on=today() + timedelta(days=3))
        self.without_day = self.assignment(due_on=None)
        self.moved = self.assignment()
        actions.adjust_deadline(
            self.moved,
            by=self.leader,
            deadline=DeadlineTerms("day", today() + timedelta(days=9)),
            reason="Chờ Nghị định",
            basis="Công văn 12/BTTTT",
        )
        actions.repeat(self.directive_shown, by=self.office, meeting=self.meeting, words="Nhắc lại lần hai")

    def _hand_in(self) -> None:
        row = self.row
        actions.hand_over(row, by=self.head, officer=self.officer)
        actions.add_milestone(row, by=self.head, title="Trình dự thảo", due_on=date(2024, 8, 15))
        actions.report_progress(
            row,
            by=self.officer,
            text="Đã trình dự thảo lần một",
            outlook="blocked",
            difficulties="Chưa có định mức",
            files=[SimpleUploadedFile("Báo cáo.pdf", PDF), SimpleUploadedFile("Ảnh.png", PNG)],
        )
        self.asked = actions.request_extension(
            row,
            by=self.head,
            asked_due_on=today() + timedelta(days=30),
            reason="Chờ ý kiến các bộ",
            files=[SimpleUploadedFile("Công văn.pdf", PDF)],
        )
        row.refresh_from_db()
        actions.urge([row], by=self.office, text="Đề nghị báo cáo", reply_by_on=today() + timedelta(days=5))
        actions.comment(row, by=self.leader, text="Làm sớm hơn")
        actions.keep_unsent(row, by=self.head, verb="report_progress", typed={"text": "Đang soạn dở"})
        self.views = [
            actions.save_view(by=who, name="Việc quá hạn", query="klass=open_overdue", columns="code,due")
            for who in (self.head, self.office, self.leader, self.clerk)
        ]
        row.refresh_from_db()

    def _remind(self) -> None:
        self.reminded = self.in_state("in_progress", due_on=date(2024, 9, 30), title_of="Việc được nhắc")
        engine.sweep(date(2024, 9, 25))
        self.letter = Digest.objects.get(recipient=self.head)
        self.token = _path_in(message_of(self.letter).body)

    def _read_and_write_papers(self) -> None:
        self.minutes = intake.take_in(MINUTES, by=self.clerk)[0]
        text = self.minutes.text
        start = text.index("Cục Báo chí")
        if not self.minutes.proposals.exists():
            intake.add(self.minutes, by=self.clerk, start=start, end=text.index("\n", start))
        self._take_out_and_bring_in()
        self.frozen = reports.freeze(Asked("period", date(2024, 10, 14)), by=self.office)

    def _take_out_and_bring_in(self) -> None:
        standing = standing_of(self.office)
        self.transfers = [
            sheets.ask_for_export(
                "assignments", by=self.office, standing=standing, query="klass=open_overdue"
            )
            for _n in range(3)
        ]
        sheets.cancel(self.transfers[1])
        for by, data in self._files():
            self.transfers.append(brought_in(data, by))
        sheets.ask_for_export("queue", by=self.office2, standing=standing_of(self.office2), query="")
        running.claim()

    def _files(self) -> list[tuple[User, bytes]]:
        """Files that come in: with right and wrong rows, entered in part, and one that is none."""
        new = {
            "Mã cuộc họp": "GB06/2024",
            "Việc phải làm": "Việc nhập từ tệp",
            "Đơn vị chủ trì": "Cục Viễn thông cũ",
        }
        wrong = {**new, "Việc phải làm": "Việc sai", "Thời hạn": "31/02/2027", "Lãnh đạo": "Không Có"}
        return [
            (self.clerk, directives_file(new, wrong)),
            (self.office, directives_file(new)),
            (self.clerk, b"PK"),
        ]

    def in_state(self, state: str, *, title_of: str = "", **what) -> Assignment:
        if title_of:
            what["directive"] = self.directive(title=title_of)
        return super().in_state(state, **what)

    def person(self, role: str) -> User | None:
        return getattr(self, role) if role else None


def _path_in(text: str) -> str:
    return text[text.index("/update/") :].split("/")[2]


@dataclass(frozen=True)
class Page:
    name: str  # of the address
    path: str


def _steps(subject: Subject, *pks: int) -> list[tuple]:
    return [(pk, verb) for pk in pks for verb in lifecycle.STEPS[subject]]


def _assignment_steps(world: Everything) -> list[tuple]:
    """Each step where it may be taken, and where it is too late for it."""
    found = []
    for verb, step in lifecycle.STEPS[Subject.ASSIGNMENT].items():
        rows = [world.row, *world.rows.values()]
        found += [(row.pk, verb) for row in rows if row.state in step.sources][:2]
        found += [(row.pk, verb) for row in rows if row.state not in step.sources][:1]
    return [*found, (world.outside.pk, "accept"), (world.of_office.pk, "confirm"), (world.row.pk, "answer")]


def _directive_steps(world: Everything) -> list[tuple]:
    return _steps(Subject.DIRECTIVE, world.written.pk, world.unaddressed.pk)


# The arguments an address with parameters is walked with.
PARAMETERS: dict[str, Callable[[Everything], list[tuple]]] = {
    "transfer": lambda w: [(one.pk,) for one in w.transfers],
    "transfer_enter": lambda w: [(one.pk,) for one in w.transfers],
    "transfer_cancel": lambda w: [(one.pk,) for one in w.transfers],
    "meeting_minutes": lambda w: [(w.meeting.pk,)],
    "meeting_briefing": lambda w: [(w.meeting.pk,)],
    "meeting_conclusion": lambda w: [(w.meeting.pk,)],
    "intake": lambda w: [(w.minutes.pk,)],
    "intake_meeting": lambda w: [(w.minutes.pk,)],
    "intake_add": lambda w: [(w.minutes.pk,)],
    "intake_hand_over": lambda w: [(w.minutes.pk,)],
    "intake_issue": lambda w: [(w.minutes.pk,)],
    "proposal_step": lambda w: [(one.pk, verb) for one in w.minutes.proposals.all()[:1] for verb in PROPOSED],
    "proposal_unsent": lambda w: [(one.pk,) for one in w.minutes.proposals.all()[:1]],
    "report": lambda w: [(w.frozen.pk,)],
    "report_new": lambda w: [(kind,) for kind in ReportKind.values],
    "report_step": lambda w: [(w.frozen.pk, "freeze"), (w.frozen.pk, "discard")],
    "guide_page": lambda w: [(name,) for name in GUIDE],
    "meeting": lambda w: [(w.meeting.pk,)],
    "meeting_edit": lambda w: [(w.meeting.pk,)],
    "meeting_document_add": lambda w: [(w.meeting.pk,)],
    "meeting_document": lambda w: [(w.paper.pk,)],
    "meeting_room": lambda w: [(w.meeting.pk,)],
    "meeting_progress": lambda w: [(w.meeting.pk,)],
    "directive_grid": lambda w: [(w.meeting.pk,)],
    "carry_over": lambda w: [(w.meeting.pk,)],
    "queue": lambda w: [(name,) for name in QUEUES],
    "batch": lambda w: [(verb,) for verb in BATCHES],
    "assignment": lambda w: [(w.row.pk,)],
    "assignment_step": _assignment_steps,
    "unsent_form": lambda w: [(w.row.pk, "report_progress")],
    "saved_view": lambda w: [(view.pk,) for view in w.views],
    "saved_view_change": lambda w: [(view.pk,) for view in w.views],
    "saved_view_delete": lambda w: [(view.pk,) for view in w.views],
    "directive": lambda w: [(w.directive_shown.pk,), (w.written.pk,), (w.rows["completed"].directive_id,)],
    "directive_step": _directive_steps,
    "extension_step": lambda w: _steps(Subject.EXTENSION, w.asked.pk),
    "milestone_reach": lambda w: [(Milestone.objects.get().pk,)],
    "report_file": lambda w: [(file.pk,) for file in ReportFile.objects.order_by("pk")[:2]],
    "extension_file": lambda w: [(w.asked.files.get().pk,)],
    "mail": lambda w: [(w.letter.pk,)],
    "mail_text": lambda w: [(w.letter.pk,)],
    "mail_source": lambda w: [(w.letter.pk,)],
    "progress_link": lambda w: [(w.token,), ("khong-co",)],
    "directive_reminders": lambda w: [(w.reminded.directive_id,)],
    "rule": lambda w: [(rule.pk,) for rule in ReminderRule.objects.order_by("pk")[:2]],
    "account_reset_password_from_key": lambda w: [("zz", "khong-dung"), _key_of(w)],
    "admin:app_list": lambda w: [(app,) for app in sorted({m._meta.app_label for m in admin.site._registry})],
    "admin:auth_user_password_change": lambda w: [(w.head.pk,)],
}
# Asked of the same address, with what a reader may add to it.
QUESTIONS: dict[str, tuple[str, ...]] = {
    "assignments": (
        "?unit=CVT&sort=-due",
        "?q=khong+co+gi+nhu+vay",
        "?due_from=sai",
        "?as_of=sai",
        "?as_of=10/07/2024",
        "?sort=sai&klass=sai",
    ),
    "directives": ("?q=phuong+an", "?state=sai", "?as_of=10/07/2024"),
    "statistics": ("?as_of=31/02/2024", "?by=unit", "?by=leader", "?by=sai"),
    "search": ("?q=phuong+an", "?q=khongcogi", "?q=" + "a" * 300),
    "calendar": ("?view=week", "?month=sai"),
    "heat": ("?as_of=sai",),
    "directive": ("?as_of=10/07/2024", "?as_of=sai"),
    "desk": ("?rows=mine", "?rows=all"),
}
# No page of ours is shown there, each with the reason.
NO_PAGE = {
    "sheet_out": "hands out a file; its page for a long list is held by test_sheets_out",
    "transfer_file": "hands out a file",
    "sheet_template": "hands out a file",
    "admin:jsi18n": "Django's own words for its scripts, in the language of the page",
    "admin:autocomplete": "answers JSON to a field of a form",
    "admin:view_on_site": "redirects",
    "intake_file": "hands out a file",
    "report_document": "hands out a file",
    "report_download": "hands out a file",
    "report_template": "hands out a file",
    "report_template_own": "hands out a file",
    "report_template_drop": "takes a button alone, and redirects",
    "report_file_view": "hands out a file, to be looked at",
    "extension_file_view": "hands out a file, to be looked at",
    "meeting_document_view": "hands out a file, to be looked at",
    "guide_picture": "hands out a picture",
    "set_language": "redirects",
    "set_theme": "redirects",
    "manifest": "JSON, held by test_web_front_end",
    "healthz": "a word for machines",
    "readyz": "a word for machines",
    "see": "takes a button alone, and redirects",
    "see_all": "takes a button alone, and redirects",
    "clear_day": "takes a button alone, and redirects",
}
API = "api"


def _key_of(world: Everything) -> tuple[str, str]:
    from allauth.account.forms import default_token_generator
    from allauth.account.utils import user_pk_to_url_str

    return user_pk_to_url_str(world.head), default_token_generator.make_token(world.head)


def addresses() -> Iterator[tuple[str, list[str]]]:
    """(name, its parameters) of everything the resolver knows; without a name the route stands for it."""

    def walk(patterns, namespace: str, route: str):
        for one in patterns:
            if isinstance(one, URLPattern):
                where = route + str(one.pattern)
                name = namespace + one.name if one.name else where
                yield name, [*one.pattern.converters, *one.pattern.regex.groupindex]
            else:
                inner = f"{namespace}{one.namespace}:" if one.namespace else namespace
                yield from walk(one.url_patterns, inner, route + str(one.pattern))

    return walk(get_resolver().url_patterns, "", "")


def _of_admin() -> dict[str, tuple[str, type]]:
    """Address of the administration pages that take a row -> what is done there, to which model."""
    return {
        f"admin:{model._meta.app_label}_{model._meta.model_name}_{what}": (what, model)
        for model in admin.site._registry
        for what in ("change", "delete", "history")
    }


def is_api(name: str) -> bool:
    return name == API or name.startswith(("api-", "api/"))


def forgotten() -> list[str]:
    """Addresses with parameters that nobody has said how to walk."""
    known = {*PARAMETERS, *NO_PAGE, *_of_admin()}
    return sorted(
        {
            name
            for name, parameters in addresses()
            # Without a name in the administration: redirects for old addresses and the page that is not there.
            if parameters and name not in known and not is_api(name) and not name.startswith("admin/")
        }
    )


def stale() -> list[str]:
    """Lines of the lists above for addresses that are none any more."""
    names = {name for name, _parameters in addresses()}
    return sorted({*PARAMETERS, *NO_PAGE, *QUESTIONS} - names)


def pages(world: Everything) -> list[Page]:
    found = [Page("no such page", "/khong-co-trang-nay/"), Page("admin: no such page", "/admin/khong/co/")]
    of_admin = _of_admin()
    for name, parameters in dict(addresses()).items():
        if name in NO_PAGE or is_api(name) or not _has_own_name(name):
            continue
        arguments: list[tuple[Any, ...]] = [()]
        if name in PARAMETERS:
            arguments = PARAMETERS[name](world)
        elif name in of_admin:
            row = of_admin[name][1]._base_manager.first()
            assert row is not None, f"the world has no row for {name}"
            arguments = [(row.pk,)]
        elif parameters:
            continue  # `forgotten` says so
        for one in arguments:
            path = reverse(name, args=one)
            found += [Page(name, path + question) for question in ("", *QUESTIONS.get(name, ()))]
    found.append(Page("directive_add", f"{reverse('directive_add')}?meeting={world.meeting.pk}"))
    return found


def _has_own_name(name: str) -> bool:
    return "/" not in name and not name.endswith(".ico")


def data_words() -> set[str]:
    """Every text of the world as it stands in its rows."""
    found: set[str] = set()
    for model in apps.get_models():
        fields = [one.attname for one in model._meta.concrete_fields]
        for values in model._base_manager.values_list(*fields):
            for value in values:
                found |= set(_texts(value))
    return found


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield " ".join(value.split())
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
