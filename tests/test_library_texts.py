"""What libraries say is Vietnamese too: signing in, passwords, the administration, answers of the API."""

import re
from datetime import date

import pytest
from django.urls import reverse

ENGLISH = [
    "The username and/or password",
    "Successfully signed in",
    "You have signed out",
    "Please type your current password",
    "You must type the same password",
    "Current Password",
    "New Password",
    "This password is too",
    "This field is required",
    "Select a valid choice",
    "Please correct the error",
    "Skip to main content",
    "Show counts",
    "Hide counts",
    "Model name",
    "Add link",
    "Change or view list link",
    "Filter navigation items",
    "Breadcrumbs",
    "Sidebar",
    "Welcome",
    "Site administration",
    "Email",
]
PASSWORD = "mat-khau-rat-dai-2024"


def check(response, *wanted: str) -> None:
    text = re.sub(r"<script.*?</script>", "", response.content.decode(), flags=re.DOTALL)
    text = " ".join(re.sub(r"<[^>]+>", " ", text).split())
    assert [words for words in ENGLISH if words in text] == []
    assert not re.search(r"\bbạn\b", text, re.IGNORECASE)
    for words in wanted:
        assert words in text


@pytest.fixture
def head(ministry):
    ministry.head.set_password(PASSWORD)
    ministry.head.save()
    return ministry.head


@pytest.fixture
def root(client, ministry):
    user = ministry.administrator
    user.is_staff = user.is_superuser = True
    user.save()
    client.force_login(user)
    return user


def test_signing_in_and_out(client, head):
    door = reverse("account_login")
    check(
        client.post(door, {"login": head.username, "password": "sai"}),
        "Tên tài khoản hoặc mật khẩu không đúng.",
    )
    check(client.post(door, {"login": "", "password": ""}), "Cần điền mục này.")
    answer = client.post(door, {"login": head.username, "password": PASSWORD}, follow=True)
    check(answer, "Đã đăng nhập")
    check(client.post(reverse("account_logout"), follow=True), "Đã đăng xuất.")


def test_changing_a_password_badly(client, head):
    client.force_login(head)
    page = reverse("account_change_password")
    check(client.get(page), "Mật khẩu hiện tại", "Mật khẩu mới (nhập lại)")
    wrong = {"oldpassword": "sai", "password1": "123", "password2": "1234"}
    check(client.post(page, wrong), "Nhập mật khẩu hiện tại.", "Mật khẩu quá ngắn; cần ít nhất 12 ký tự.")
    different = {"oldpassword": PASSWORD, "password1": PASSWORD + "1", "password2": PASSWORD + "2"}
    check(client.post(page, different), "Hai lần nhập mật khẩu phải giống nhau.")
    check(client.get(reverse("account_reset_password")))


def test_the_administration(client, ministry, root):
    check(client.get(reverse("admin:index")), "Quản trị")
    for model in ("units_unit", "units_user", "units_post", "journal_event", "reminders_reminder"):
        check(client.get(reverse(f"admin:{model}_changelist")))
    for user in (root, ministry.head):
        check(client.get(reverse("admin:units_user_change", args=[user.pk])))
    unit = reverse("admin:units_unit_change", args=[ministry.unit.pk])
    check(client.get(unit))
    check(client.post(unit, {"name": ""}))


def test_a_post_is_refused_in_vietnamese(client, root):
    check(client.post(reverse("admin:units_post_add"), {"role": "x"}), "Cần điền mục này.")


@pytest.mark.parametrize("model", ["post", "succession", "unit", "user"])
def test_nothing_is_deleted_that_has_been(client, ministry, root, model):
    from django.contrib import admin
    from django.test import RequestFactory

    from units import models

    request = RequestFactory().get("/")
    request.user = root
    named = {"post": models.Post, "succession": models.Succession, "unit": models.Unit, "user": models.User}
    kept = admin.site.get_model_admin(named[model])
    assert not kept.has_delete_permission(request)
    assert "delete_selected" not in kept.get_actions(request)
    names = {"UnitName", "UnitParent", "LeaderTerm", "Portfolio", "Post"}
    for inline in [
        one for each in admin.site._registry.values() for one in each.get_inline_instances(request)
    ]:
        if inline.model.__name__ in names:
            assert not inline.has_delete_permission(request)
            assert not inline.can_delete


def test_no_code_is_shown_in_the_administration(client, ministry, root):
    from reminders import engine

    ministry.assignment(due_on=date(2024, 9, 30))
    engine.sweep(date(2024, 9, 25))
    for model in ("journal_event", "reminders_digest", "reminders_reminder"):
        page = client.get(reverse(f"admin:{model}_changelist")).content.decode()
        cells = re.findall(r"<t[dh] class=\"field-[^>]*>(?:<a [^>]*>)?([^<]*)<", page)
        assert cells
        coded = r"^(issue|assign|assigned|draft|issued|daily|in_progress|event[:-].*|(before|deadline)-\d+)$"
        assert [cell for cell in cells if re.search(coded, cell)] == []


def test_the_icon_by_its_old_name(client):
    answer = client.get("/favicon.ico")
    assert answer.status_code == 302
    assert answer["Location"] == "/static/favicon.svg"
