"""Every page for every role: who gets it, who is told that there is no such thing. The tables are typed from
docs, not read from the code."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from directives import actions
from directives.models import ReportFile
from meetings.actions import add_document
from meetings.models import Meeting
from tests.cast import WHEN

PDF = b"%PDF-1.4 test"
ALL_SEEING = {"office", "office2", "office_head", "leader", "other_leader"}
CVT = {"head", "deputy", "substitute", "officer", "other_officer"}
STRANGERS = {"administrator", "ended", "nobody"}
EVERYBODY = ALL_SEEING | CVT | STRANGERS | {"sub_head", "other_head", "third_head", "clerk", "secretary"}

# Who gets the page of which directive (200); everybody else gets 404.
DIRECTIVES = {
    "own": ALL_SEEING | CVT | {"third_head", "clerk"},  # CVT leads, CTS supports
    "of_predecessor": ALL_SEEING | CVT | {"clerk"},
    "of_sub_unit": ALL_SEEING | CVT | {"sub_head", "clerk"},
    "foreign": ALL_SEEING | {"other_head", "clerk"},
    "shared": ALL_SEEING | CVT | {"other_head", "clerk"},  # CVT and CBC both lead
    "in_person": ALL_SEEING | {"secretary", "clerk"},
    "draft": ALL_SEEING | {"clerk"},
}
# Who may download the file of the report on the row of CVT in "own", and of CBC in "shared".
FILES = {
    "own": ALL_SEEING | CVT | {"third_head", "clerk"},
    "shared": ALL_SEEING | {"other_head", "clerk"},
}
# Who gets the form of a step on CVT's row in "own" (in progress, handed to `officer`); who sees the directive
# but may not take the step gets 403, everybody else 404.
STEP_FORMS = {
    "report_progress": {"head", "deputy", "substitute", "officer"},
    "report_done": {"head", "deputy", "substitute"},
    "hand_over": {"head", "deputy", "substitute"},
    "request_extension": {"head", "deputy", "substitute"},
    "adjust_deadline": {"office", "office2", "office_head", "leader"},
    "pause": {"office", "office2", "office_head", "leader"},
    "withdraw": {"office", "office2", "office_head", "leader"},
    "urge": {"office", "office2", "office_head"},
    "comment": ALL_SEEING | CVT | {"third_head", "clerk"},
}
HOME = {
    **dict.fromkeys(ALL_SEEING, "/queues/"),
    **dict.fromkeys(CVT | {"sub_head", "other_head", "third_head", "secretary"}, "/desk/"),
    "clerk": "/directives/?state=draft",
    "administrator": "/first-run/",
    "ended": "/no-post/",
    "nobody": "/no-post/",
}
KEEPERS = {"office", "office2", "office_head", "clerk"}
OF_FIRST_MEETING = EVERYBODY - STRANGERS
OF_SECOND_MEETING = ALL_SEEING | {"other_head", "clerk"}


class World:
    """Directives in every relation to Cục Viễn thông."""

    def __init__(self, m):
        self.m = m
        when = {"on": WHEN, "is_backdated": True}
        lead = m.in_state("in_progress")
        m.assignment(directive=lead.directive, unit=m.third_unit, role="support")
        actions.hand_over(lead, by=m.head, officer=m.officer)
        actions.report_progress(
            lead,
            by=m.head,
            text="Đã trình dự thảo lần một",
            files=[SimpleUploadedFile("Báo cáo tiến độ.pdf", PDF)],
        )
        shared = m.assignment()
        theirs = m.assignment(directive=shared.directive, unit=m.other_unit)
        actions.accept(theirs, by=m.other_head, **when)
        actions.report_progress(
            theirs,
            by=m.other_head,
            text="Chuyện riêng của Cục Báo chí",
            files=[SimpleUploadedFile("riêng.pdf", PDF)],
        )
        self.lead, self.theirs = lead, theirs
        self.second_meeting = Meeting.objects.create(code="HN1", kind="thematic", title="Họp chuyên đề")
        first, m.meeting = m.meeting, self.second_meeting
        foreign = m.assignment(unit=m.other_unit).directive
        m.meeting = first
        self.directives = {
            "own": lead.directive,
            "of_predecessor": m.assignment(unit=m.old_unit).directive,
            "of_sub_unit": m.assignment(unit=m.sub_unit).directive,
            "foreign": foreign,
            "shared": shared.directive,
            "in_person": m.assignment(leader=m.deputy_minister).directive,
            "draft": m.draft(),
        }
        self.files = {
            "own": ReportFile.objects.get(report__assignment=lead),
            "shared": ReportFile.objects.get(report__assignment=theirs),
        }


@pytest.fixture
def world(ministry):
    return World(ministry)


def status(client, name, *args, query=""):
    response = client.get(reverse(name, args=args) + query)
    if response.streaming:
        # Read to the end: closing it by hand would close the test's database connection as well.
        b"".join(response.streaming_content)
    return response.status_code


def test_the_tables_name_everybody(ministry):
    assert all(hasattr(ministry, who) for who in EVERYBODY)
    assert set(HOME) == EVERYBODY


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_what_each_person_gets(client, world, who):
    client.force_login(getattr(world.m, who))
    assert client.get("/").url == HOME[who]
    for name in ("desk", "assignments", "directives", "meetings", "statistics", "no_post"):
        assert status(client, name) == 200, name
    assert status(client, "queues") == (200 if who in ALL_SEEING else 403)
    assert status(client, "quality") == (200 if who in ALL_SEEING else 403)
    assert status(client, "saved_views") == 200
    for queue in (
        "to-confirm",
        "extensions",
        "declined",
        "without-addressee",
        "overdue",
        "drafts",
        "without-deadline",
        "without-report",
    ):
        assert status(client, "queue", queue) == (200 if who in ALL_SEEING else 403), queue

    for name, directive in world.directives.items():
        expected = 200 if who in DIRECTIVES[name] else 404
        assert status(client, "directive", directive.pk) == expected, name
        assert status(client, "directive", directive.pk, query="?as_of=10/07/2024") == expected, name
        row = directive.assignments.first()
        if row:
            assert status(client, "assignment", row.pk) == (302 if expected == 200 else 404), name
    for name, file in world.files.items():
        assert status(client, "report_file", file.pk) == (200 if who in FILES[name] else 404), name
    sees = who in DIRECTIVES["own"]
    for verb, takers in STEP_FORMS.items():
        expected = 200 if who in takers else 403 if sees else 404
        assert status(client, "assignment_step", world.lead.pk, verb) == expected, verb

    assert status(client, "meeting", world.m.meeting.pk) == (200 if who in OF_FIRST_MEETING else 404)
    assert status(client, "meeting", world.second_meeting.pk) == (200 if who in OF_SECOND_MEETING else 404)
    assert status(client, "meeting_add") == (200 if who in KEEPERS else 403)
    in_first = 200 if who in KEEPERS else 403 if who in OF_FIRST_MEETING else 404
    assert status(client, "meeting_edit", world.m.meeting.pk) == in_first
    assert status(client, "directive_add", query=f"?meeting={world.m.meeting.pk}") == in_first


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_lists_and_figures_hold_what_the_person_sees(client, world, who):
    client.force_login(getattr(world.m, who))
    seen = {name for name, people in DIRECTIVES.items() if who in people}
    listed = client.get(reverse("directives")).context["page"].object_list
    assert {row.pk for row in listed} == {world.directives[name].pk for name in seen}
    rows = client.get(reverse("assignments")).context["page"].object_list
    assert {row.directive_id for row in rows} == {world.directives[n].pk for n in seen - {"draft"}}
    figures = client.get(reverse("statistics")).context["figures"]
    assert figures.directives["total"] == len(seen - {"draft"})


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_a_paper_of_a_meeting_is_for_those_who_attended(client, world, who):
    """Holding one directive of the meeting is not enough: the minutes hold the others' as well."""
    upload = SimpleUploadedFile("Thông báo.pdf", PDF)
    paper = add_document(world.second_meeting, by=world.m.office, upload=upload)
    world.second_meeting.attending_units.add(world.m.third_unit)
    client.force_login(getattr(world.m, who))
    attended = who in ALL_SEEING | {"clerk", "third_head"}
    assert status(client, "meeting_document", paper.pk) == (200 if attended else 404)


def test_of_a_co_addressee_only_name_role_and_class_are_shown(client, world):
    client.force_login(world.m.head)
    page = client.get(reverse("directive", args=[world.directives["shared"].pk])).content.decode()
    assert "Cục Báo chí" in page
    assert "Chuyện riêng" not in page
    assert "riêng.pdf" not in page
    row = page[page.index(f'id="a{world.theirs.pk}"') :].split("</article>")[0]
    assert "30/09/2024" not in row
    assert "badge overdue" in row
    listed = client.get(reverse("assignments") + "?unit=CBC").content.decode()
    assert "Cục Báo chí" in listed
    assert "30/09/2024" not in listed


def test_what_may_not_be_read_cannot_be_asked_after(client, world):
    client.force_login(world.m.head)
    for query in ("state=in_progress", "due_to=01/10/2024", "due_from=29/09/2024"):
        page = client.get(reverse("assignments") + f"?unit=CBC&{query}")
        assert page.context["page"].paginator.count == 0, query
    client.force_login(world.m.office)
    assert client.get(reverse("assignments") + "?unit=CBC&state=in_progress").context["page"].object_list


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("q=giai doan", set()),
        ("q=phuong an", {"own", "of_predecessor", "of_sub_unit", "foreign", "shared", "in_person"}),
        ("unit=CVT", {"own", "shared"}),
        ("addressee=thu-truong", {"in_person"}),
        ("meeting=HN1", {"foreign"}),
        ("officer=officer", {"own"}),
        ("role=support", {"own"}),
        ("state=in_progress&unit=CBC", {"shared"}),
        ("key=true", set()),
        ("due_from=01/10/2024", set()),
        ("klass=open_overdue&unit=CVT-TT", {"of_sub_unit"}),
        ("as_of=01/07/2024", set()),
    ],
)
def test_the_list_is_narrowed(client, world, query, names):
    client.force_login(world.m.office)
    found = client.get(reverse("assignments") + f"?{query}").context["page"].object_list
    assert {row.directive_id for row in found} == {world.directives[name].pk for name in names}


def test_a_wrong_day_in_a_filter_is_said_at_its_field(client, world):
    client.force_login(world.m.office)
    answer = client.get(reverse("assignments") + "?due_from=2024/31/12")
    assert answer.status_code == 400
    assert answer.context["filter"].form.errors["due_from"]
    assert client.get(reverse("statistics") + "?as_of=31/02/2024").status_code == 400


def test_a_file_is_handed_out_under_its_own_name_and_never_as_a_page(client, world):
    client.force_login(world.m.head)
    response = client.get(reverse("report_file", args=[world.files["own"].pk]))
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"].startswith("attachment")
    assert "filename*=utf-8''B%C3%A1o%20c%C3%A1o" in response["Content-Disposition"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox"


def test_as_of_a_day_the_page_shows_that_day_and_no_buttons(client, ministry):
    row = ministry.in_state("completed")
    client.force_login(ministry.office)
    today = client.get(row.directive.get_absolute_url()).context["rows"][0]
    before = client.get(row.directive.get_absolute_url() + "?as_of=09/07/2024").context["rows"][0]
    assert (today.assignment.state_then, bool(today.buttons)) == ("completed", True)
    assert (before.assignment.state_then, before.buttons) == ("completed", None)
    assert not client.get(row.directive.get_absolute_url() + "?as_of=07/07/2024").context["rows"]


def test_without_signing_in_every_page_leads_to_the_sign_in(client, world):
    for name in ("home", "desk", "queues", "assignments", "directives", "meetings", "statistics"):
        assert client.get(reverse(name)).url.startswith("/accounts/login/")
    assert client.get("/admin/", follow=True).redirect_chain[-1][0].startswith("/accounts/login/")
    assert client.get("/accounts/login/").status_code == 200
    assert client.get("/accounts/password/reset/").status_code == 200


def test_signing_in_by_name_and_out_again(client, ministry):
    sent = {"login": "head", "password": "mat-khau-dai-12"}
    assert client.post("/accounts/login/", sent).url == "/"
    assert client.get("/accounts/password/change/").status_code == 200
    assert client.get("/accounts/logout/").status_code == 200
    assert client.post("/accounts/logout/").url == "/accounts/login/"


def test_the_language_is_changed_from_any_page(client, ministry):
    answer = client.post("/i18n/setlang/", {"language": "en", "next": "/accounts/login/"})
    assert answer.status_code == 302
    assert 'lang="en"' in client.get("/accounts/login/").content.decode()


def test_the_password_of_a_stranger_is_not_told_apart(client, ministry, mailoutbox):
    for address in ("head@example.vn", "nobody-here@example.vn"):
        assert client.post("/accounts/password/reset/", {"email": address}).status_code == 302
    assert [mail.to for mail in mailoutbox] == [["head@example.vn"]]


ADMIN_LISTS = {
    "units": ("unit", "succession", "unitgroup", "field", "leader", "user", "post", "calendarday"),
    "meetings": ("meeting",),
    "directives": (
        "directive",
        "assignment",
        "deadline",
        "progressreport",
        "extensionrequest",
        "delegation",
    ),
    "journal": ("event",),
}


def test_an_administrator_keeps_the_system_and_sees_no_content(client, world):
    client.force_login(world.m.administrator)
    assert client.get("/admin/").status_code == 200
    for app, models in ADMIN_LISTS.items():
        for model in models:
            assert client.get(reverse(f"admin:{app}_{model}_changelist")).status_code == 200, model
    for model, row in (("directive", world.lead.directive), ("assignment", world.lead)):
        page = client.get(reverse(f"admin:directives_{model}_changelist")).content.decode()
        assert "GB06/2024" not in page
        shown = client.get(reverse(f"admin:directives_{model}_change", args=[row.pk]))
        assert shown.status_code == 302  # "does not exist"
        assert client.get(reverse(f"admin:directives_{model}_add")).status_code == 403
    events = client.get(reverse("admin:journal_event_changelist")).content.decode()
    assert "report_progress" in events
    assert "Đã trình dự thảo" not in events
    for model, row in (("unit", world.m.unit), ("user", world.m.head), ("leader", world.m.minister)):
        assert client.get(reverse(f"admin:units_{model}_change", args=[row.pk])).status_code == 200
        assert client.get(reverse(f"admin:units_{model}_add")).status_code == 200


def test_who_is_no_administrator_does_not_get_in(client, world):
    client.force_login(world.m.head)
    assert client.get("/admin/").status_code in (302, 403)
    world.m.ended.is_staff = True
    world.m.ended.save()
    client.force_login(world.m.ended)
    assert client.get(reverse("admin:units_unit_changelist")).status_code == 403


def test_a_renamed_unit_bears_its_newest_name(client, ministry):
    client.force_login(ministry.administrator)
    unit = ministry.third_unit
    address = reverse("admin:units_unit_change", args=[unit.pk])
    form = client.get(address).context["adminform"].form
    sent = {name: value if value is not None else "" for name, value in form.initial.items()}
    for prefix in ("names", "parents", "aliases"):
        sent |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
    sent |= {
        "names-TOTAL_FORMS": "1",
        "names-0-name": "Cục Tần số mới",
        "names-0-short_name": "CTSM",
        "names-0-starts_on": "01/03/2025",
        "names-0-unit": unit.pk,
    }
    assert client.post(address, sent).status_code == 302
    unit.refresh_from_db()
    assert (unit.name, unit.short_name) == ("Cục Tần số mới", "CTSM")
