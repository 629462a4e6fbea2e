"""A whole meeting at once: rows pasted from a spreadsheet, and what is unfinished carried over to the next."""

from datetime import date

import pytest
from django.urls import reverse

from directives import actions
from directives.actions import said_again_at
from directives.models import Directive
from journal.models import Event
from meetings.models import Meeting
from tests.test_web_pages import EVERYBODY, KEEPERS, OF_FIRST_MEETING, World

# Who carries over: the office alone says what was said again. Who sees the meeting gets 403, others 404.
CARRIERS = {"office", "office2", "office_head"}
PASTED = (
    "Nội dung\tÝ kiến\tLãnh đạo\tLĩnh vực\tThời hạn\tNguồn\r\n"
    'Rà soát quy hoạch\t"Rà soát, ""làm ngay""\nvà báo cáo"\tThứ trưởng Thu Truong\tviễn thông\t30/09/2024\tMục 2\r\n'
    "\t\t\t\t\t\r\n"
    "Trình đề án\t\t\t\t\t\r\n"
)


@pytest.fixture
def clerk(client, ministry):
    client.force_login(ministry.clerk)
    return client


def grid_url(ministry):
    return reverse("directive_grid", args=[ministry.meeting.pk])


def as_sent(page) -> dict[str, str]:
    """What the browser sends for the rows shown, as they stand."""
    rows = page.context["rows"]
    sent = {"row-TOTAL_FORMS": len(rows.forms), "row-INITIAL_FORMS": 0}
    for form in rows.forms:
        for field in form.visible_fields():
            if field.name != "DELETE":
                sent[field.html_name] = field.value() or ""
    return sent


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_what_each_person_gets(client, ministry, who):
    world = World(ministry)
    client.force_login(getattr(world.m, who))
    sees = who in OF_FIRST_MEETING
    for name, people in (("directive_grid", KEEPERS), ("carry_over", CARRIERS)):
        expected = 200 if who in people else 403 if sees else 404
        address = reverse(name, args=[world.m.meeting.pk])
        assert client.get(address).status_code == expected, name
        posted = client.post(address, {"pasted": "Một việc", "words": "x"}).status_code
        assert posted == (expected if expected != 200 or name == "directive_grid" else 400), name
    assert Directive.objects.count() == len(world.directives)


# --- many directives at once ---


def test_pasted_rows_are_shown_first_and_saved_after(clerk, ministry):
    shown = clerk.post(grid_url(ministry), {"pasted": PASTED})
    assert shown.status_code == 200
    assert not Directive.objects.exists()
    assert len(shown.context["rows"].forms) == 2
    answer = clerk.post(grid_url(ministry), as_sent(shown))
    assert answer.url == ministry.meeting.get_absolute_url()
    first, second = Directive.objects.order_by("number")
    assert (first.title, first.words) == ("Rà soát quy hoạch", 'Rà soát, "làm ngay"\nvà báo cáo')
    assert (first.leader, first.field) == (ministry.deputy_minister, ministry.field)
    assert (first.stated_due_on, first.source_item, first.state) == (date(2024, 9, 30), "Mục 2", "draft")
    assert (second.title, second.leader, second.stated_due_on) == ("Trình đề án", ministry.minister, None)
    assert Event.objects.filter(verb="draft").count() == 2


def test_the_deadline_of_the_source_is_offered_when_it_is_assigned(client, ministry):
    m = ministry
    directive = actions.draft(
        m.meeting,
        by=m.clerk,
        stated_due_on=date(2027, 3, 31),
        title="Trình đề án",
        words="Trình đề án",
        source_item="Mục 3",
        leader=m.minister,
    )
    actions.issue(directive, by=m.office)
    client.force_login(m.office)
    assert (
        "31/03/2027" in client.get(reverse("directive_step", args=[directive.pk, "assign"])).content.decode()
    )


def test_a_wrong_cell_is_marked_and_nothing_is_lost(clerk, ministry):
    pasted = "Việc một\tlời\tÔng Nào Đó\tkhông có\t31/02/2024\nViệc hai\n"
    shown = clerk.post(grid_url(ministry), {"pasted": pasted})
    errors = shown.context["rows"].forms[0].errors
    assert set(errors) == {"leader", "field", "due"}
    sent = as_sent(shown)
    answer = clerk.post(grid_url(ministry), sent)
    assert answer.status_code == 400
    page = answer.content.decode()
    for typed in ("Ông Nào Đó", "không có", "31/02/2024", "Việc hai"):
        assert typed in page
    assert not Directive.objects.exists()
    # Left out, the wrong row no longer stands in the way.
    assert clerk.post(grid_url(ministry), {**sent, "row-0-DELETE": "on"}).status_code == 302
    assert [one.title for one in Directive.objects.all()] == ["Việc hai"]


@pytest.mark.parametrize("pasted", ["", " \n\t\n", "Việc\n" * 101, "x" * 200_000])
def test_nothing_or_too_much_is_said_and_the_text_stays(clerk, ministry, pasted):
    answer = clerk.post(grid_url(ministry), {"pasted": pasted})
    assert answer.status_code == 400
    assert answer.context["refusal"]
    assert answer.context["pasted"] == pasted
    assert not Directive.objects.exists()


def test_a_long_cell_is_refused_at_its_place(clerk, ministry):
    shown = clerk.post(grid_url(ministry), {"pasted": "v" * 301 + "\t" + "w" * 5001})
    assert set(shown.context["rows"].forms[0].errors) == {"title", "words"}


def test_a_hundred_rows_fit_into_one_request(clerk, ministry):
    shown = clerk.post(grid_url(ministry), {"pasted": "".join(f"Việc {n}\tlời\n" for n in range(100))})
    sent = as_sent(shown) | {f"row-{n}-DELETE": "on" for n in range(98)}
    assert clerk.post(grid_url(ministry), sent).status_code == 302
    assert Directive.objects.count() == 2


def test_rows_typed_when_the_session_ended_are_shown_again(client, ministry):
    address = grid_url(ministry)
    assert client.post(address, {"pasted": "Việc một\tlời", "typed_by": ministry.clerk.pk}).status_code == 302
    client.post("/accounts/login/", {"login": "clerk", "password": "mat-khau-dai-12"})
    assert "Việc một" in client.get(address).content.decode()


# --- carrying over ---


@pytest.fixture
def later(ministry):
    return Meeting.objects.create(code="GB07/2024", kind="month", title="Giao ban tháng 7")


def carry(client, m, later, *directives, **changes):
    sent = {"meeting": later.pk, "words": "Làm tiếp", "directives": [one.pk for one in directives], **changes}
    return client.post(reverse("carry_over", args=[m.meeting.pk]), sent)


def test_what_is_unfinished_is_offered(client, ministry, later):
    m = ministry
    owed, nobody = m.assignment().directive, m.directive(title="Chưa rõ ai làm")
    m.in_state("completed")
    m.draft()
    client.force_login(m.office)
    page = client.get(reverse("carry_over", args=[m.meeting.pk]))
    assert set(page.context["directives"]) == {owed, nobody}


def test_carried_over_it_stays_one_obligation_with_a_word_on_its_timeline(client, ministry, later):
    m = ministry
    first, second = m.assignment().directive, m.assignment().directive
    client.force_login(m.office)
    assert carry(client, m, later, first).url == later.get_absolute_url()
    event = Event.objects.get(verb="repeat")
    assert (event.subject_id, event.note, event.by) == (first.pk, "Làm tiếp", m.office)
    assert said_again_at(later) == {first.pk}
    assert Directive.objects.count() == 2
    assert "GB07/2024" in client.get(first.get_absolute_url()).content.decode()
    room = client.get(reverse("meeting_room", args=[later.pk])).context["page"]
    assert [one.directive for one in room] == [first]
    assert second.pk not in said_again_at(later)


def test_not_twice_not_to_itself_and_not_nothing(client, ministry, later):
    m = ministry
    first, second = m.assignment().directive, m.assignment().directive
    client.force_login(m.office)
    carry(client, m, later, first)
    for answer in (
        carry(client, m, later, first, second),
        carry(client, m, m.meeting, second),
        carry(client, m, later),
        carry(client, m, later, second, words=" "),
    ):
        assert answer.status_code == 400
        assert answer.context["form"].errors
    assert Event.objects.filter(verb="repeat").count() == 1


def test_a_directive_of_another_meeting_or_finished_meanwhile_is_not_taken(client, ministry, later):
    m = ministry
    done = m.in_state("completed").directive
    client.force_login(m.office)
    answer = carry(client, m, later, done)
    assert answer.status_code == 400
    assert not Event.objects.filter(verb="repeat").exists()


def test_the_rows_sent_twice_are_saved_once(clerk, ministry):
    shown = clerk.post(grid_url(ministry), {"pasted": PASTED})
    sent = {**as_sent(shown), "once": shown.context["once"]}
    for _again in range(2):
        assert clerk.post(grid_url(ministry), sent).url == ministry.meeting.get_absolute_url()
    assert Directive.objects.count() == 2
    # The negative control: pasted anew they are other rows.
    again = clerk.post(grid_url(ministry), {"pasted": PASTED})
    clerk.post(grid_url(ministry), {**sent, "once": again.context["once"]})
    assert Directive.objects.count() == 4
