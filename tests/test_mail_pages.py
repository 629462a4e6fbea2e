"""Letters and the ledger in the browser: who sees them, and that they look as they went out."""

from datetime import date
from email import message_from_bytes

import pytest
from django.apps import apps
from django.urls import reverse

from directives import actions
from directives.models import Directive
from reminders import engine
from reminders.models import Digest, ReminderRule
from units.models import Post

pytestmark = pytest.mark.usefixtures("deadlines_only")

DUE = date(2024, 9, 30)
DAY = date(2024, 9, 25)
PAGES = ("mail", "mail_text", "mail_source")


@pytest.fixture(autouse=True)
def _english(settings, tmp_path):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def digest(ministry):
    ministry.assignment(directive=ministry.directive(title='Việc <b>"lớn"</b>'), due_on=DUE)
    engine.sweep(DAY)
    return Digest.objects.get()


def get(client, user, name, *args):
    client.force_login(user)
    return client.get(reverse(name, args=args), headers={"accept-language": "en"})


@pytest.mark.parametrize("who", ["head", "office", "office2", "office_head", "leader", "other_leader"])
def test_who_sees_a_letter(client, ministry, digest, who):
    user = getattr(ministry, who)
    for name in PAGES:
        assert get(client, user, name, digest.pk).status_code == 200
    assert digest.subject in get(client, user, "mails").content.decode()


@pytest.mark.parametrize(
    "who",
    ["deputy", "officer", "sub_head", "other_head", "secretary", "clerk", "administrator", "ended", "nobody"],
)
def test_who_does_not(client, ministry, digest, who):
    user = getattr(ministry, who)
    for name in PAGES:
        # Some are stopped before: an account without a post is shown the page that says so.
        assert get(client, user, name, digest.pk).status_code in (404, 403, 302)
    assert digest.subject not in get(client, user, "mails").content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_a_letter_that_is_not_there_answers_the_same(client, ministry, digest, name):
    assert get(client, ministry.other_head, name, digest.pk).status_code == 404
    assert get(client, ministry.other_head, name, 999999).status_code == 404


def test_an_own_letter_is_gone_with_the_right_to_its_lines(client, ministry, digest):
    Post.objects.filter(user=ministry.head).update(unit=ministry.other_unit)
    assert get(client, ministry.head, "mail", digest.pk).status_code == 404
    assert digest.subject not in get(client, ministry.head, "mails").content.decode()


def test_the_letter_as_it_went_out(client, ministry, digest, mailoutbox):
    Directive.objects.update(title="Tên mới")
    page = get(client, ministry.head, "mail", digest.pk).content.decode()
    for words in (
        digest.subject,
        digest.message_id.strip("<>"),
        "head@example.vn",
        "Việc &lt;b&gt;&quot;lớn&quot;&lt;/b&gt;",
        "30/09/2024",
        "3 working days left",
        f"#a{digest.lines[0]['assignment']}",
    ):
        assert words in page
    assert "style=" not in page
    assert "Tên mới" not in page
    text = get(client, ministry.head, "mail_text", digest.pk)
    assert text["Content-Type"] == "text/plain; charset=utf-8"
    assert text.content.decode() == mailoutbox[0].body


def test_the_mail_as_a_file(client, ministry, digest):
    response = get(client, ministry.head, "mail_source", digest.pk)
    assert response["Content-Type"] == "message/rfc822"
    assert response["Content-Disposition"] == f'attachment; filename="dondoc-2024-09-25-{digest.pk}.eml"'
    parsed = message_from_bytes(response.content)
    assert parsed["Message-ID"] == digest.message_id
    assert parsed["To"] == "head@example.vn"


def test_a_letter_that_failed_says_why(client, ministry):
    ministry.head.email = ""
    ministry.head.save()
    ministry.assignment(due_on=DUE)
    engine.sweep(DAY)
    page = get(client, ministry.office, "mail", Digest.objects.get().pk).content.decode()
    assert "Head has no mail address." in page
    assert "Head has no mail address." in get(client, ministry.office, "mails").content.decode()
    assert get(client, ministry.office, "mail_source", Digest.objects.get().pk).status_code == 200


@pytest.mark.parametrize("who", ["office", "office2", "leader", "other_leader"])
def test_the_ledger_of_a_directive(client, ministry, digest, who):
    directive = Directive.objects.get()
    page = get(client, getattr(ministry, who), "directive_reminders", directive.pk).content.decode()
    assert page.count(reverse("mail", args=[digest.pk])) == 1
    # before-7 of 19/9 was outrun by before-3 of 25/9.
    assert "19/09/2024" in page
    assert "25/09/2024" in page
    assert "a later reminder took its place" in page


@pytest.mark.parametrize("who", ["head", "officer", "secretary", "clerk", "other_head", "administrator"])
def test_the_ledger_is_not_for_the_others(client, ministry, digest, who):
    response = get(client, getattr(ministry, who), "directive_reminders", Directive.objects.get().pk)
    assert response.status_code in (404, 302)
    assert get(client, ministry.office, "directive_reminders", 999999).status_code == 404


def test_looking_changes_nothing(client, ministry, digest):
    for name in PAGES:
        client.force_login(ministry.head)
        # A letter is sent again by the office alone; to others there is nothing to post to.
        expected = 404 if name == "mail" else 405
        assert client.post(reverse(name, args=[digest.pk])).status_code == expected
    before = Digest.objects.values().get()
    get(client, ministry.head, "mail", digest.pk)
    assert Digest.objects.values().get() == before


def test_pages_cost_what_they_show(client, ministry, django_assert_max_num_queries):
    for number in range(5):
        ministry.assignment(directive=ministry.directive(title=f"Việc {number}"), due_on=DUE)
        engine.sweep(date(2024, 9, 19 + number)) if number < 2 else None
    engine.sweep(DAY)
    client.force_login(ministry.office)
    with django_assert_max_num_queries(15):
        client.get(reverse("mails"))
    assignment = Directive.objects.first().assignments.get()
    actions.comment(assignment, by=ministry.office, text="Nhớ gửi")
    with django_assert_max_num_queries(15):
        client.get(reverse("directive_reminders", args=[assignment.directive_id]))


# --- the administrator --------------------------------------------------------------------------------

ADMIN = ("digest", "reminder", "sweep", "reminderrule")


@pytest.mark.parametrize("name", ADMIN)
def test_the_administrator_reads_no_directive(client, ministry, digest, name):
    client.force_login(ministry.administrator)
    page = client.get(reverse(f"admin:reminders_{name}_changelist"))
    assert page.status_code == 200
    assert "lớn" not in page.content.decode()
    model = Digest if name == "digest" else apps.get_model("reminders", name)
    pk = model.objects.first().pk
    page = client.get(reverse(f"admin:reminders_{name}_change", args=[pk]))
    assert page.status_code == 200
    assert "lớn" not in page.content.decode()


@pytest.mark.parametrize("name", ["digest", "reminder", "sweep"])
def test_what_the_engine_wrote_is_not_changed(client, ministry, digest, name):
    client.force_login(ministry.administrator)
    model = apps.get_model("reminders", name)
    pk = model.objects.first().pk
    for url in (
        reverse(f"admin:reminders_{name}_add"),
        reverse(f"admin:reminders_{name}_change", args=[pk]),
        reverse(f"admin:reminders_{name}_delete", args=[pk]),
    ):
        assert client.post(url, {"state": "planned"}).status_code == 403


def test_the_administrator_edits_the_policy(client, ministry):
    client.force_login(ministry.administrator)
    url = reverse("admin:reminders_reminderrule_add")
    client.post(
        url,
        {
            "code": "before-5",
            "kind": "before_due",
            "days": "5",
            "hours": "0",
            "head_after": "0",
            "is_active": "on",
        },
    )
    assert ReminderRule.objects.filter(code="before-5", days=5).exists()
    page = client.post(url, {"code": "none", "kind": "overdue", "days": "0", "is_active": "on"})
    assert page.status_code == 200
    assert not ReminderRule.objects.filter(code="none").exists()


@pytest.mark.parametrize("who", ["head", "office", "leader", "nobody"])
def test_others_do_not_enter(client, ministry, who):
    user = getattr(ministry, who)
    user.is_staff = True
    user.save()
    client.force_login(user)
    assert client.get(reverse("admin:reminders_reminderrule_changelist")).status_code == 403
