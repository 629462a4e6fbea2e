"""The doors of taking in minutes: who gets what, what bad input is answered with, what works without a script."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from directives.models import Directive, Proposed
from intake import actions
from intake.models import Minutes, Proposal, UnsentDecision
from meetings.models import Meeting
from tests.test_intake_actions import (
    SECOND,
    TEXT,
    _found,  # noqa: F401 - what is found is always the same here too
    decide_all,
    minutes,  # noqa: F401
    pair,  # noqa: F401
)
from tests.test_web_pages import EVERYBODY

TAKES_IN = {"office", "office2", "office_head", "clerk"}


@pytest.fixture
def clerk(client, ministry):
    client.force_login(ministry.clerk)
    return client


def step(proposal, verb: str) -> str:
    return reverse("proposal_step", args=[proposal.pk, verb])


def text_of(page) -> str:
    return page.content.decode()


def upload(client, name: str, data: bytes):
    return client.post(reverse("intakes"), {"text": "", "upload": SimpleUploadedFile(name, data)})


# --- who ---


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_what_each_person_gets(client, ministry, minutes, pair, who):  # noqa: F811
    client.force_login(getattr(ministry, who))
    expected = 200 if who in TAKES_IN else 404
    addresses = [
        reverse("intakes"),
        reverse("intake_accuracy"),
        minutes.get_absolute_url(),
        step(pair[0], "edit"),
        step(pair[1], "split"),
        reverse("intake_add", args=[minutes.pk]),
        reverse("meeting_minutes", args=[ministry.meeting.pk]),
    ]
    for address in addresses:
        assert client.get(address).status_code == expected, address
    if who not in TAKES_IN:
        for name in ("intake_hand_over", "intake_issue", "intake_meeting", "intake_add"):
            assert client.post(reverse(name, args=[minutes.pk])).status_code == 404, name
        assert client.post(step(pair[0], "accept"), {"version": 1}).status_code == 404
        assert client.post(reverse("proposal_unsent", args=[pair[0].pk])).status_code == 404
        assert client.post(reverse("intakes"), {"text": TEXT}).status_code == 404
        assert client.post("/api/intake/", {"text": TEXT}).status_code == 403
        pair[0].refresh_from_db()
        assert pair[0].state == "open"


def test_the_menu_and_the_meeting_lead_there(clerk, ministry):
    page = text_of(clerk.get(reverse("meeting", args=[ministry.meeting.pk])))
    assert reverse("intakes") in page
    assert reverse("meeting_minutes", args=[ministry.meeting.pk]) in page


def test_from_the_meeting_straight_to_its_minutes(clerk, ministry, minutes):  # noqa: F811
    address = reverse("meeting_minutes", args=[ministry.meeting.pk])
    assert f"?meeting={ministry.meeting.pk}" in text_of(clerk.get(address))
    actions.choose_meeting(minutes, by=ministry.clerk, meeting=ministry.meeting)
    assert clerk.get(address).url == minutes.get_absolute_url()


# --- coming in ---


def test_pasted_text_becomes_a_screen_with_the_text_unchanged(clerk):
    answer = clerk.post(reverse("intakes"), {"text": TEXT})
    minutes = Minutes.objects.get()  # noqa: F811
    assert answer.url == minutes.get_absolute_url()
    page = clerk.get(answer.url)
    shown = "".join(piece.text for piece in page.context["pieces"])
    assert shown == TEXT
    assert [piece.number for piece in page.context["pieces"] if piece.number] == [1, 2]


def test_the_same_text_again_leads_to_the_first_and_says_who_brought_it(client, ministry, minutes):  # noqa: F811
    client.force_login(ministry.office)
    page = client.post(reverse("intakes"), {"text": TEXT}, follow=True)
    assert page.redirect_chain[0][0] == minutes.get_absolute_url()
    assert "đã được nhập" in text_of(page)
    assert "do Clerk nhập" in text_of(page)


def bomb() -> bytes:
    """A docx of some kilobytes that unpacks to 200 MB."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w", force_zip64=True) as entry:
            for _ in range(200):
                entry.write(b"\0" * 1024 * 1024)
    return buffer.getvalue()


def scanned() -> bytes:
    """A PDF of one page without any text."""
    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("rong.txt", bytes),
        ("quet.pdf", scanned),
        ("bom.docx", bomb),
        ("hong.docx", lambda: b"PK\x03\x04 no zip"),
        ("hong.pdf", lambda: b"%PDF-1.4 no pdf"),
        ("bang.xlsx", lambda: b"PK\x03\x04"),
        ("chuong.exe", lambda: b"MZ"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_at_its_field_by_name(clerk, name, make):
    page = upload(clerk, name, make())
    assert page.status_code == 400
    assert name in str(page.context["form"].errors["upload"])
    assert not Minutes.objects.exists()


def test_old_letters_are_recognised_and_the_reader_is_told(clerk):
    # "Bộ trưởng yêu cầu các đơn vị báo cáo kết quả trước ngày 15" as TCVN3 wrote it.
    line = (
        "B\u00e9 tr\u00ad\u00ebng y\u00aau c\u00c7u c\u00b8c \u00ae\u00acn v\u00de b\u00b8o c\u00b8o "
        "k\u00d5t qu\u00b6 tr\u00ad\u00edc ng\u00b5y 15. "
    )
    shown = text_of(clerk.get(upload(clerk, "cu.txt", (line * 8).encode("latin-1")).url))
    assert "TCVN3" in shown
    assert "Bộ trưởng yêu cầu các đơn vị báo cáo kết quả trước ngày 15" in shown


def test_neither_text_nor_file_is_said_at_the_text(clerk):
    page = clerk.post(reverse("intakes"), {"text": "  "})
    assert page.status_code == 400
    assert "text" in page.context["form"].errors


def test_a_text_without_any_directive_says_so_and_shows_the_manual_way(clerk):
    answer = clerk.post(reverse("intakes"), {"text": "Hôm nay trời đẹp."}, follow=True)
    page = text_of(answer)
    assert "Không tìm thấy ý kiến chỉ đạo nào" in page
    assert 'name="first"' in page
    minutes = Minutes.objects.get()  # noqa: F811
    added = clerk.post(reverse("intake_add", args=[minutes.pk]), {"first": "trời", "last": "đẹp"})
    proposal = Proposal.objects.get()
    assert added.url == step(proposal, "edit")
    assert minutes.text[proposal.start : proposal.end] == "trời đẹp"


def test_markup_in_a_text_stays_text(clerk):
    answer = clerk.post(reverse("intakes"), {"text": "<script>alert(1)</script> & <b>"}, follow=True)
    assert "<script>alert" not in text_of(answer)
    assert "&lt;script&gt;alert(1)" in text_of(answer)


# --- the meeting ---


def test_a_meeting_of_the_same_period_is_suggested_and_taken_with_one_press(clerk, ministry, minutes):  # noqa: F811
    page = clerk.get(minutes.get_absolute_url())
    assert [one.code for one in page.context["near"]] == ["GB06/2024"]
    clerk.post(reverse("intake_meeting", args=[minutes.pk]), {"existing": ministry.meeting.pk, "version": 1})
    minutes.refresh_from_db()
    assert minutes.meeting == ministry.meeting


def test_a_new_meeting_is_made_as_the_text_names_it(clerk, ministry, minutes):  # noqa: F811
    Meeting.objects.all().delete()
    page = clerk.get(minutes.get_absolute_url())
    header = page.context["header"]
    assert (header["title"].value(), header["period"].value()) == (
        "Hội nghị giao ban tháng 6/2024",
        "2024-06",
    )
    assert header["held_on"].value() is None
    sent = {
        "kind": "month",
        "title": "Hội nghị giao ban tháng 6/2024",
        "period": "6/2024",
        "held_on": "31/06/2024",
        "form": "in_person",
        "place": "Hà Nội",
        "version": 1,
    }
    address = reverse("intake_meeting", args=[minutes.pk])
    wrong = clerk.post(address, sent)
    assert wrong.status_code == 400
    assert 'value="Hà Nội"' in text_of(wrong)
    assert clerk.post(address, {**sent, "held_on": "04/07/2024"}).status_code == 302
    minutes.refresh_from_db()
    assert (minutes.meeting.code, minutes.meeting.place) == ("GB06/2024", "Hà Nội")


# --- deciding, without a script ---


def test_every_decision_is_a_plain_form(clerk, pair):  # noqa: F811
    first, second = pair
    answer = clerk.post(step(first, "accept"), {"version": first.version})
    assert answer.url.endswith(f"#p{first.pk}")
    clerk.post(step(second, "reject"), {"version": second.version, "reason": "trùng"})
    first.refresh_from_db(), second.refresh_from_db()
    assert (first.state, second.state, second.note) == ("accepted", "rejected", "trùng")
    clerk.post(step(first, "reopen"), {"version": first.version})
    first.refresh_from_db()
    assert first.state == "open"


def fields_of(page) -> dict:
    """What the browser would send of the form that is open."""
    form = next(card.form for card in page.context["cards"] if card.form)
    return {name: form[name].value() or "" for name in form.fields}


def test_edited_everything_a_person_can_say_is_kept(clerk, pair):  # noqa: F811
    first, _second = pair
    page = clerk.get(step(first, "edit"))
    sent = {
        **fields_of(page),
        "title": "Rà soát toàn bộ trạm",
        "leader": "thu-truong",
        "lead_units": ["cuc bao chi", ""],
        "support_units": ["Cục Viễn thông; Viện mới"],
        "deadline_kind": "quarter",
        "due_on": "15/08/2027",
        "urgency": "flash",
        "is_key": "on",
        "source_item": "Mục 3",
    }
    assert clerk.post(step(first, "edit"), sent).status_code == 302
    first.refresh_from_db()
    kept = first.fields
    assert first.state == "accepted"
    assert (kept["title"], kept["leader"], kept["urgency"], kept["is_key"]) == (
        "Rà soát toàn bộ trạm",
        "thu-truong",
        "flash",
        True,
    )
    assert (kept["lead_units"], kept["support_units"]) == (["cuc bao chi"], ["Cục Viễn thông", "Viện mới"])
    assert (kept["deadline_kind"], kept["due_on"], kept["source_item"]) == ("quarter", "2027-08-15", "Mục 3")


def test_saved_without_a_correction_nothing_counts_as_corrected(clerk, pair):  # noqa: F811
    first, _second = pair
    sent = fields_of(clerk.get(step(first, "edit")))
    sent["due_on"] = f"{sent['due_on']:%d/%m/%Y}"
    clerk.post(step(first, "edit"), sent)
    first.refresh_from_db()
    assert (first.state, first.changed_fields) == ("accepted", [])


def test_a_wrong_day_is_marked_and_nothing_typed_is_lost(clerk, pair):  # noqa: F811
    sent = {**fields_of(clerk.get(step(pair[0], "edit"))), "due_on": "31/02/2027", "title": "Tên vừa gõ"}
    page = clerk.post(step(pair[0], "edit"), sent)
    assert page.status_code == 400
    assert "31/02/2027" in text_of(page)
    assert "Tên vừa gõ" in text_of(page)


def test_the_second_clerk_is_told_what_the_first_did_and_keeps_his_words(client, ministry, pair):  # noqa: F811
    client.force_login(ministry.office)
    sent = {**fields_of(client.get(step(pair[0], "edit"))), "due_on": "", "title": "Tên của người thứ hai"}
    actions.accept(Proposal.objects.get(pk=pair[0].pk), by=ministry.clerk)
    page = client.post(step(pair[0], "edit"), sent)
    assert page.status_code == 409
    assert "Clerk" in text_of(page)
    assert "Tên của người thứ hai" in text_of(page)
    # Having read it, he may send it again as it stands there.
    again = {**sent, "version": Proposal.objects.get(pk=pair[0].pk).version}
    assert client.post(step(pair[0], "edit"), again).status_code == 302
    pair[0].refresh_from_db()
    assert pair[0].fields["title"] == "Tên của người thứ hai"


def test_what_is_typed_is_there_again_after_the_browser_was_closed(client, ministry, pair):  # noqa: F811
    client.force_login(ministry.clerk)
    sent = {**fields_of(client.get(step(pair[0], "edit"))), "due_on": "31/02", "title": "Đang gõ dở"}
    client.post(reverse("proposal_unsent", args=[pair[0].pk]), sent)
    client.logout()
    client.force_login(ministry.clerk)
    page = text_of(client.get(step(pair[0], "edit")))
    assert "Đang gõ dở" in page
    assert "31/02" in page
    client.force_login(ministry.office)
    assert "Đang gõ dở" not in text_of(client.get(step(pair[0], "edit")))
    actions.accept(Proposal.objects.get(pk=pair[0].pk), by=ministry.clerk)
    assert not UnsentDecision.objects.exists()


def test_split_offers_the_places_between_clauses(clerk, pair):  # noqa: F811
    second = pair[1]
    page = clerk.get(step(second, "split"))
    places = next(card.breaks for card in page.context["cards"] if card.breaks)
    at = next(place for place, words in places if words.startswith("gửi về Bộ"))
    clerk.post(step(second, "split"), {"version": second.version, "at": at})
    words = [TEXT[one.start : one.end] for one in Proposal.objects.standing().order_by("start")][1:]
    assert words == [SECOND[: SECOND.index(" gửi")], "gửi về Bộ."]


@pytest.mark.parametrize("at", ["", "x", "-1", "99999999999"])
def test_split_at_no_place_is_refused(clerk, pair, at):  # noqa: F811
    assert clerk.post(step(pair[1], "split"), {"version": 1, "at": at}).status_code == 400


def test_merged_with_the_next(clerk, minutes, pair):  # noqa: F811
    clerk.post(step(pair[0], "merge"), {"version": pair[0].version})
    assert minutes.proposals.standing().count() == 1
    # An old page still shows the two: its buttons lead to what became of them.
    assert clerk.post(step(pair[0], "accept"), {"version": 1}).url == minutes.get_absolute_url()


def test_an_unknown_step_is_not_found(clerk, pair):  # noqa: F811
    assert clerk.get(step(pair[0], "dance")).status_code == 404


def test_over_htmx_the_card_alone_is_answered_with_the_bar(clerk, pair):  # noqa: F811
    answer = clerk.post(step(pair[0], "accept"), {"version": 1}, headers={"HX-Request": "true"})
    page = text_of(answer)
    assert answer.status_code == 200
    assert page.strip().startswith("<article")
    assert 'hx-swap-oob="true"' in page
    assert "<html" not in page


def test_unknown_units_are_marked_and_near_names_offered(clerk, pair):  # noqa: F811
    actions.edit(pair[1], by=_clerk(), fields={"lead_units": ["Cục Báo chi mới"]})
    page = text_of(clerk.get(step(pair[1], "edit")))
    assert "mới, chưa có trong danh mục" in page
    assert 'data-name="Cục Báo chí"' in page


def _clerk():
    from units.models import User

    return User.objects.get(username="clerk")


# --- likely the same ---


def test_what_is_much_like_an_open_directive_is_pointed_out_with_the_way_to_say_it_again(
    clerk,
    ministry,
    minutes,  # noqa: F811
    pair,  # noqa: F811
):
    other = Meeting.objects.create(code="HN5", kind="thematic", title="Họp trước")
    same, ministry.meeting = ministry.meeting, other
    said = ministry.directive(
        title="Rà soát trạm phát sóng, báo cáo kết quả", words="Rà soát trạm phát sóng."
    )
    ministry.meeting = same
    page = clerk.get(minutes.get_absolute_url())
    likely = {card.number: [one.directive for one in card.likely] for card in page.context["cards"]}
    assert likely == {1: [said], 2: []}
    clerk.post(step(pair[0], "repeat"), {"version": 1, "directive": said.pk})
    pair[0].refresh_from_db()
    assert (pair[0].state, pair[0].repeats) == ("accepted", said)


# --- handing over and issuing ---


def test_the_clerk_hands_over_and_the_office_issues(client, ministry, minutes):  # noqa: F811
    decide_all(minutes, ministry)
    client.force_login(ministry.clerk)
    page = text_of(client.get(minutes.get_absolute_url()))
    assert reverse("intake_hand_over", args=[minutes.pk]) in page
    assert reverse("intake_issue", args=[minutes.pk]) not in page
    assert client.post(reverse("intake_issue", args=[minutes.pk])).status_code == 403
    client.post(reverse("intake_hand_over", args=[minutes.pk]), {"version": Minutes.objects.get().version})
    client.force_login(ministry.office)
    assert minutes.get_absolute_url() in text_of(client.get(reverse("intakes")))
    stale = client.post(reverse("intake_issue", args=[minutes.pk]), {"version": 1})
    assert stale.status_code == 409
    assert "Chuyển ban hành" in text_of(stale)
    done = client.post(
        reverse("intake_issue", args=[minutes.pk]), {"version": Minutes.objects.get().version}, follow=True
    )
    assert "Đã ban hành 1 ý kiến chỉ đạo." in text_of(done)
    assert "Đề xuất 2 chưa ban hành được" in text_of(done)
    assert Directive.objects.issued().count() == 1


def test_units_the_register_lacks_are_listed_for_who_keeps_it(clerk, ministry):
    from directives import actions as directives

    directives.draft(
        ministry.meeting, by=ministry.clerk, title="Một việc", proposed=[Proposed("Viện rất mới")]
    )
    assert "Viện rất mới" in text_of(clerk.get(reverse("intakes")))


# --- the API ---


def test_the_api_answers_what_it_finds_and_keeps_nothing(clerk):
    answer = clerk.post("/api/intake/", {"text": TEXT}, content_type="application/json")
    assert answer.status_code == 200
    found = answer.json()
    assert found["meeting"]["title"] == "Hội nghị giao ban tháng 6/2024"
    assert [one["lead_units"] for one in found["directives"]] == [["Cục Viễn thông"], ["Cục Báo chí"]]
    assert TEXT[slice(*found["directives"][0]["span"])] == found["directives"][0]["quote"]
    assert not Minutes.objects.exists()


def test_the_api_reads_a_file_too_and_refuses_as_the_page_does(clerk):
    good = SimpleUploadedFile("a.txt", TEXT.encode())
    assert len(clerk.post("/api/intake", {"upload": good}).json()["directives"]) == 2
    for body in ({}, {"text": " "}, {"upload": SimpleUploadedFile("a.pdf", scanned())}):
        answer = clerk.post("/api/intake/", body)
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, "invalid")
    wrong = clerk.post("/api/intake/", {"text": TEXT, "published_on": "hôm qua"})
    assert "published_on" in wrong.json()["error"]["fields"]
    assert clerk.get("/api/intake/").status_code == 405


def test_the_page_of_figures_and_the_administration_open(client, ministry, minutes, pair):  # noqa: F811
    actions.accept(pair[0], by=ministry.clerk)
    client.force_login(ministry.office)
    page = text_of(client.get(reverse("intake_accuracy")))
    assert "100,0" in page
    ministry.office.is_staff = ministry.office.is_superuser = True
    ministry.office.save()
    for model, row in (("minutes", minutes), ("proposal", pair[0])):
        assert client.get(f"/admin/intake/{model}/{row.pk}/change/").status_code == 200


def test_the_screen_costs_the_same_with_many_proposals(clerk, minutes):  # noqa: F811
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    clerk.get(minutes.get_absolute_url())  # master data is read once and kept
    with CaptureQueriesContext(connection) as few:
        clerk.get(minutes.get_absolute_url())
    for start in range(0, 60, 2):
        Proposal.objects.create(
            minutes=minutes,
            start=start,
            end=start + 2,
            origin="hand",
            fields={"title": "Việc", "words": "Việc"},
        )
    with CaptureQueriesContext(connection) as many:
        clerk.get(minutes.get_absolute_url())
    assert len(many) == len(few) <= 20
