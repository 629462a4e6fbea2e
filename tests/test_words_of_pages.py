"""0 English words on a Vietnamese page, and no Vietnamese message on an English one: every page, every role, the
refusals, the letters, what the API says. The pages are walked once, on SQLite: the database writes no words."""

import json
import re
import shutil
from copy import deepcopy
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse

from directives import lifecycle
from directives.actions.batch import BATCHES
from directives.lifecycle import Subject
from directives.statistics import GROUPINGS
from reminders import delivery
from reminders.mail import message_of
from reminders.models import Digest
from tests import every_page, snapshot
from tests.every_page import ROLES, Everything
from tests.words import foreign_words, seen_on, vietnamese_in

pytestmark = pytest.mark.skipif(
    "postgresql" in settings.DATABASES["default"]["ENGINE"], reason="the words are read once, on SQLite"
)
CATALOGUE = Path(__file__).parents[1] / "locale" / "vi" / "LC_MESSAGES" / "django.po"
# Names without an English one: the product's, and a holiday the library of holidays knows in Vietnamese alone.
UNTRANSLATED = {"Đôn Đốc", "Ngày Văn hóa Việt Nam"}
# Codes of the cast's units, leaders and fields.
CODES = {
    *("CVT", "CBC", "VP", "BO", "NM", "CTS", "TT", "CU"),
    *("bo-truong", "thu-truong", "vien-thong", "cac-cuc", "on-due"),
}


@pytest.fixture(scope="session")
def _made(tmp_path_factory) -> dict:
    """The world as the first test made it: its rows, its files, and whoever stands in them."""
    return {"files": tmp_path_factory.mktemp("world") / "files"}


@pytest.fixture
def world(db, settings, _made):
    if "rows" in _made:
        snapshot.put_in(_made["rows"])
        shutil.copytree(_made["files"], settings.MEDIA_ROOT)
        return deepcopy(_made["world"])
    world = Everything()
    shutil.copytree(settings.MEDIA_ROOT, _made["files"])
    _made.update(rows=snapshot.take(), world=deepcopy(world))
    return world


@pytest.fixture(scope="module")
def untranslated() -> set[str]:
    """Messages of ours as they stand in the code: a page that shows one of them whole was not translated."""
    with CATALOGUE.open("rb") as file:
        messages = [one for one in read_po(file, locale="vi") if one.id and isinstance(one.id, str)]
    return {one.id for one in messages if one.id.isascii() and one.string != one.id}


def visitor(world, role, language="vi") -> Client:
    client = Client(raise_request_exception=False)
    client.cookies["django_language"] = language
    if role:
        client.force_login(world.person(role))
    return client


def seen(response) -> list[str]:
    if response.streaming:
        b"".join(response.streaming_content)
        return []
    kind = response.headers.get("Content-Type", "")
    if kind.startswith("text/html"):
        return seen_on(response.content.decode())
    return response.content.decode().splitlines() if kind.startswith("text/plain") else []


class Found(dict):
    """Foreign words, each with the first place it stood at."""

    def __init__(self, untranslated: set[str], *, codes: set[str] = CODES) -> None:
        super().__init__()
        self.untranslated, self.codes = untranslated, codes

    def read(self, texts, where: str) -> None:
        for text in texts:
            words = foreign_words(text, known=self.codes) or ([text] if text in self.untranslated else [])
            if words:
                self.setdefault(f"{' '.join(words)} | {text[:100]}", where)

    def __str__(self) -> str:
        return "\n".join(f"{words}  <- {where}" for words, where in sorted(self.items()))


# --- the reader itself ---


@pytest.mark.parametrize(
    "text",
    [
        "Save",
        "Report done",
        "hạn due 15/09/2024",
        "No",
        "Search",
        "3 rows",
        "Lưu and gửi",
        "sign-in",
        "Đã ghi: Accept.",
        "OPEN",
        "and/or",
        "open, overdue",
        "Xem unit",
        "True",
    ],
)
def test_english_is_found(text):
    assert foreign_words(text)


@pytest.mark.parametrize(
    "text",
    [
        "Còn 3 ngày làm việc",
        "Giao cho chuyên viên theo dõi, xem trang sau",
        "GB06/2024-07",
        "cvt.truong@mic.gov.vn, Báo cáo.pdf",
        "Quy trình thanh tra, kiểm tra",
        "hoa quynh, khuya, ngoan ngoan, nghi",
        "Tệp PDF hoặc Word, tối đa 25 MB",
        "",
    ],
)
def test_vietnamese_is_not(text):
    assert foreign_words(text) == []


def test_what_is_read_out_is_read_too():
    page = """<html lang="vi"><title>Trang</title><body><a href=x aria-label="Close">x</a><img alt="Picture">
    <input placeholder="Type here"><button title="Send now"></button><input type=submit value="Go ahead">
    <script>var hidden</script><span lang="en">English</span><p hx-confirm="Really">Đóng</p></html>"""
    words = {word for text in seen_on(page) for word in foreign_words(text)}
    assert {"Close", "Picture", "Type", "here", "Send", "now", "ahead", "Really"} <= words
    assert not {"hidden", "English", "Trang"} & words


# --- the pages ---


def test_no_address_is_forgotten():
    assert every_page.forgotten() == []
    assert every_page.stale() == []


@pytest.mark.parametrize("role", ROLES)
def test_every_page_is_vietnamese(world, untranslated, role):
    client, found = visitor(world, role), Found(untranslated)
    for page in every_page.pages(world):
        found.read(seen(client.get(page.path)), page.path)
    assert not found, str(found)


# Where rows speak the ministry's language whatever the reader chose, and why.
KEPT_IN_VIETNAMESE = {
    "styleguide": "made-up rows of the components",
    "working_days": "names of holidays, as the law and the office write them",
    "who_is_told": "the lines of letters, as they will be sent",
    "proposal_step": "the words of the minutes, cut where they may be split",
}
# Vietnamese that an English sentence quotes.
QUOTED = ("Nơi nhận", "trong tháng 12", "KT. BỘ TRƯỞNG", "THỨ TRƯỞNG")


@pytest.mark.parametrize("role", ["head", "office", "administrator"])
def test_every_page_is_english_where_english_is_chosen(world, role):
    client, found, data = visitor(world, role, "en"), {}, every_page.data_words() | UNTRANSLATED
    marked = {words for words in data if not words.isascii()}
    # Words of the working calendar and of roles that rows keep in the ministry's language.
    for page in every_page.pages(world):
        if page.name in KEPT_IN_VIETNAMESE:
            continue
        response = client.get(page.path)
        if response.headers.get("Content-Type", "").startswith("text/plain"):
            continue  # a letter, as it was sent
        for text in seen(response):
            for words in QUOTED:
                text = text.replace(words, "")
            if not any(text in one for one in marked) and (left := vietnamese_in(text, known=marked)):
                found.setdefault(left[:100], page.path)
    assert not found, "\n".join(f"{left}  <- {path}" for left, path in found.items())


def _forms(world) -> list[str]:
    """Addresses that take a form."""
    paths = [
        page.path for page in every_page.pages(world) if page.name not in ("meeting_document", "mail_source")
    ]
    return [path for path in dict.fromkeys(paths) if "?" not in path or path.startswith("/directives/add/")]


SENT = {
    "nothing": {},
    "nonsense": {
        **dict.fromkeys(("due_on", "asked_due_on", "completed_on", "review_on", "reply_by_on", "held_on"), "31/02"),
        **dict.fromkeys(("unit", "leader", "officer", "kind", "role", "outlook", "field", "presided_by"), "khong-co"),
        **dict.fromkeys(("percent", "value", "version"), "chín mươi"),
        "text": "dài " * 7_500,
        "title": "tên " * 100,
        "email": "khong-phai-thu",
        "login": "ai-do",
        "password": "x",
        "new_password1": "1",
        "new_password2": "2",
        "password1": "1",
        "password2": "2",
        "oldpassword": "sai",
        "row": "khong",
        "pasted": "a\tb\tkhong\tkhong\tkhong\n",
        "row-TOTAL_FORMS": "1",
        "row-INITIAL_FORMS": "0",
        "row-0-due": "sai",
        "row-0-leader": "khong",
        "name": "c" * 300,
        "query": "%%%",
    },
}  # fmt: skip


@pytest.mark.parametrize("what", SENT)
@pytest.mark.parametrize("role", ["", "head", "office", "superuser"])
def test_every_refusal_of_a_form_is_vietnamese(world, untranslated, role, what):
    client, found = visitor(world, role), Found(untranslated)
    for path in _forms(world):
        if path.startswith("/accounts/logout") or (path.endswith("/delete/") and "/views/" in path):
            continue
        found.read(seen(client.post(path, SENT[what])), f"POST {path}")
    # What was kept for the next page.
    found.read(seen(client.get("/", follow=True)), "messages")
    assert not found, str(found)


def test_the_pages_of_errors_are_vietnamese(world, untranslated, monkeypatch, settings):
    found, client = Found(untranslated), visitor(world, "head")
    answers = {
        400: lambda: client.get("/", headers={"host": "khong dung"}),
        404: lambda: client.get("/khong-co/"),
        403: lambda: client.get("/queues/"),
    }
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(world.head)
    strict.cookies["django_language"] = "vi"
    answers["csrf"] = lambda: strict.post(f"/assignments/{world.row.pk}/report_progress/", {})
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    step = f"/assignments/{world.row.pk}/report_progress/"
    answers[413] = lambda: client.post(
        step, "text=" + "a" * 300, content_type="application/x-www-form-urlencoded"
    )

    def broken(*args, **kwargs):
        raise RuntimeError("made by the test")

    monkeypatch.setattr("directives.views.desk._cards", broken)
    answers[500] = lambda: client.get("/desk/")
    for status, ask in answers.items():
        response = ask()
        assert response.status_code == (403 if status == "csrf" else status)
        assert seen(response), status
        found.read(seen(response), str(status))
    assert not found, str(found)


# --- letters ---


def test_every_letter_is_vietnamese(db, untranslated):
    # Made here: what was sent while it was made is read too.
    world, found = Everything(), Found(untranslated)
    delivery.deliver(day=world.letter.day)
    visitor(world, "").post(reverse("account_reset_password"), {"email": world.head.email})
    assert len(mail.outbox) > Digest.objects.filter(state="sent").count() > 3
    for letter in [*mail.outbox, *(message_of(one) for one in Digest.objects.all())]:
        found.read([letter.subject, *letter.body.splitlines()], f"letter {letter.subject}")
        for html, _kind in getattr(letter, "alternatives", []):
            found.read(seen_on(html), f"letter {letter.subject}, HTML")
    assert not found, str(found)


# --- the API ---


WRONG = {"due_on": "31/02/2024", "unit": "khong-co", "text": ["a"], "value": "chín", "reason": ""}


# What a program must write exactly so: steps, groupings, methods, types.
OF_THE_API = {verb for steps in lifecycle.STEPS.values() for verb in steps} | {
    *(*GROUPINGS, "DELETE", "multipart", "text/csv")
}


def _said(error) -> list[str]:
    """The sentences of a refusal; codes and names of fields are for programs."""
    fields = [one for texts in error.get("fields", {}).values() for one in texts]
    return [error["message"], *fields]


@pytest.mark.parametrize("role", ["", "head", "office", "clerk", "nobody"])
def test_every_refusal_of_the_api_is_vietnamese(world, untranslated, role):
    client, found = visitor(world, role), Found(untranslated, codes=CODES | OF_THE_API)
    lists = (
        "units",
        "leaders",
        "fields",
        "groups",
        "meetings",
        "directives",
        "assignments",
        "extensions",
        "reports",
    )
    asked = [
        f"/api/{name}/{rest}"
        for name in (*lists, "events", "statistics")
        for rest in ("?as_of=sai", "?page=sai")
    ]
    asked += [f"/api/{name}/khong-co/" for name in lists]
    asked += [
        "/api/assignments/?due_from=sai&state=sai&unit=sai",
        "/api/statistics/?by=sai",
        "/api/khong-co/",
    ]
    answers = [(path, client.get(path)) for path in asked]
    rows = {
        Subject.DIRECTIVE: ("directives", world.written.pk),
        Subject.ASSIGNMENT: ("assignments", world.row.pk),
        Subject.EXTENSION: ("extensions", world.asked.pk),
    }
    for subject, (name, pk) in rows.items():
        for verb in (*lifecycle.STEPS[subject], "khong-co"):
            for body in (
                {},
                {"due_on": "31/02/2024", "unit": "khong-co", "text": ["a"], "value": "chín", "reason": ""},
            ):
                path = f"/api/{name}/{pk}/{verb}/"
                answers.append((path, client.post(path, json.dumps(body), "application/json")))
    step = f"/api/assignments/{world.row.pk}/report_progress/"
    answers.append((step, client.post(step, "{khong", "application/json")))
    answers.append((step, client.post(step, "a", "text/csv")))
    answers.append((step, client.delete(step)))
    refused = [
        (path, json.loads(answer.content)["error"]) for path, answer in answers if answer.status_code >= 400
    ]
    assert len(refused) > 60
    for path, error in refused:
        found.read(_said(error), path)
    assert not found, str(found)
    assert connection.vendor == "sqlite"


def test_every_batch_has_its_pages():
    """The walk posts to each: a new one is walked too."""
    assert set(BATCHES) <= {args[0] for args in every_page.PARAMETERS["batch"](None)}


def test_the_catalogue_is_read(untranslated):
    assert len(untranslated) > 500
    assert not any(re.search(r"[à-ỹ]", one) for one in untranslated)
