"""Lists as workbooks: the rows of the page, as what they are; long ones by a worker, for their owner alone."""

from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from directives.statistics import statistics
from journal.refusals import NotNow
from sheets import actions, running
from sheets.content import Book, Column, of_query, of_rows
from sheets.lists import LISTS, asking_of
from sheets.models import Transfer
from sheets.views import going_out
from sheets.writing import write
from units.models import Post, User
from units.standing import standing_of
from units.working_calendar import today

pytestmark = pytest.mark.django_db
State = Transfer.State


def book_of(response):
    assert response.status_code == 200, response
    return load_workbook(BytesIO(b"".join(response.streaming_content)))


def rows_of(response, sheet: int = 0) -> list[list]:
    return [[cell.value for cell in row] for row in book_of(response).worksheets[sheet].iter_rows()]


def laid_ready(by, kind="assignments", query="") -> Transfer:
    return actions.ask_for_export(kind, by=by, standing=standing_of(by), query=query)


# --- the same as the page ---------------------------------------------------------------------------


def test_the_table_goes_out_with_the_columns_and_the_filter_of_the_page(ministry, client):
    late = ministry.assignment(due_on=date(2024, 9, 30))
    ministry.assignment(unit=ministry.other_unit, due_on=date(2024, 10, 15))
    ministry.assignment(unit=ministry.third_unit, due_on=None)
    client.force_login(ministry.office)
    query = "?col=code&col=unit&col=due&klass=open_overdue&sort=-due"
    page = client.get(reverse("assignments") + query)
    assert f'href="{reverse("sheet_out", args=["assignments"])}{query}' in page.content.decode().replace(
        "&amp;", "&"
    )

    found = rows_of(client.get(reverse("sheet_out", args=["assignments"]) + query))

    assert found[0] == ["Mã", "Việc phải làm", "Đơn vị thực hiện", "Vai trò", "Thời hạn"]
    assert [(row[2], row[4]) for row in found[1:]] == [
        ("Cục Báo chí", datetime(2024, 10, 15)),
        ("Cục Viễn thông", datetime(2024, 9, 30)),
    ]
    assert found[2][0] == late.directive.code


def test_a_unit_gets_its_rows_and_of_others_no_more_than_the_page_shows(ministry, client):
    shared = ministry.directive(title="Việc chung")
    ministry.assignment(directive=shared, due_on=date(2030, 1, 7))
    ministry.assignment(directive=shared, unit=ministry.other_unit, due_on=date(2031, 2, 8))
    ministry.assignment(unit=ministry.third_unit)
    client.force_login(ministry.head)
    found = rows_of(client.get(reverse("sheet_out", args=["assignments"]) + "?col=unit&col=due&col=state"))
    assert sorted(row[1:] for row in found[1:]) == [
        ["Cục Báo chí", "chủ trì", None, None],
        ["Cục Viễn thông", "chủ trì", datetime(2030, 1, 7), "chờ tiếp nhận"],
    ]
    directives = rows_of(client.get(reverse("sheet_out", args=["directives"])))
    deadline = directives[0].index("Thời hạn")
    assert [row[deadline] for row in directives[1:]] == [datetime(2030, 1, 7)]


def test_who_sees_nothing_gets_nothing_and_a_stranger_is_sent_to_sign_in(ministry, client):
    address = reverse("sheet_out", args=["assignments"])
    assert client.get(address).status_code == 302
    for who in (ministry.nobody, ministry.ended, ministry.administrator):
        client.force_login(who)
        assert client.get(address).status_code == 403
    client.force_login(ministry.head)
    for kind in ("people", "reminders", "queue-overdue", "khong-co"):
        assert client.get(reverse("sheet_out", args=[kind])).status_code == 403


@pytest.mark.parametrize("kind", sorted(LISTS))
def test_every_list_goes_out(ministry, client, kind):
    ministry.in_state("reported")
    ministry.draft(title="Dự thảo")
    ministry.administrator.is_superuser = True
    ministry.administrator.save()
    client.force_login(ministry.administrator if kind in ("people", "units") else ministry.office)
    book = book_of(client.get(reverse("sheet_out", args=[kind])))
    for sheet in book.worksheets[:-1]:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref


def test_the_workbook_of_figures_says_what_the_page_says(ministry, client):
    ministry.in_state("completed")
    ministry.assignment(due_on=date(2024, 9, 30))
    ministry.assignment(unit=ministry.other_unit, due_on=None)
    client.force_login(ministry.office)
    found = rows_of(client.get(reverse("sheet_out", args=["statistics"]) + "?by=unit"))
    # By hand: of Cục Viễn thông one completed in time and one overdue, of Cục Báo chí one without a day.
    assert found[1][:7] == ["Cục Viễn thông", 1, 0, 0, 0, 1, 0]
    assert found[2][:7] == ["Cục Báo chí", 0, 0, 0, 0, 0, 1]
    assert found[3][0] == "Tổng số"
    assert found[3][8] == 0.5
    assert found[3][1:7] == list(statistics(today()).counts.values())


# --- what people typed ------------------------------------------------------------------------------


def test_no_cell_is_a_formula_and_no_text_breaks_the_file(ministry, client):
    nasty = [
        "=1+1",
        "+84 912",
        "-5",
        "@sum(A1)",
        '=HYPERLINK("http://x")',
        "http://example.vn",
        "\x01\ud7ff<&>'\"",
    ]
    for text in nasty:
        ministry.assignment(directive=ministry.directive(title=text))
    long = ministry.directive(title="Dài", words="đ" * 40_000)
    ministry.assignment(directive=long)
    client.force_login(ministry.office)
    book = book_of(client.get(reverse("sheet_out", args=["assignments"]) + "?col=title&sort=code"))
    cells = [row[0] for row in book.worksheets[0].iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == [*nasty[:-1], "\ud7ff<&>'\"", "Dài"]
    assert {cell.data_type for cell in cells} == {"s"}
    assert not any(cell.hyperlink for cell in cells)
    words = rows_of(client.get(reverse("sheet_out", args=["directives"]) + "?q=dai"))
    assert len(words[1][words[0].index("Nội dung chỉ đạo")]) == 32_767


def test_a_table_longer_than_a_sheet_goes_on_on_the_next(tmp_path, monkeypatch):
    monkeypatch.setattr("sheets.writing.MOST_ROWS", 4)
    column = Column("n", "Số", lambda n: n, "number")
    write(Book("Dài", [of_rows("Dài", [column], range(1, 8))]), tmp_path / "x.xlsx")
    sheets = load_workbook(tmp_path / "x.xlsx").worksheets
    assert [[cell.value for cell in row] for row in sheets[0]["A1:A4"]] == [["Số"], [1], [2], [3]]
    assert [sheet.max_row for sheet in sheets] == [4, 4, 2]


def test_rows_come_in_pieces_in_the_order_of_the_page(ministry, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr("sheets.content.PIECE", 2)
    names = [unit.code for unit in type(ministry.unit).objects.order_by("-code")]
    table = of_query("x", [], type(ministry.unit).objects.order_by("-code"))
    pieces = list(table.pieces())
    assert [len(piece) for piece in pieces[:2]] == [2, 2]
    assert [unit.code for piece in pieces for unit in piece] == names


# --- long lists -------------------------------------------------------------------------------------


@pytest.fixture
def long_lists(monkeypatch):
    monkeypatch.setattr(going_out, "AT_ONCE", 0)


def test_a_long_list_is_laid_ready_for_its_owner_alone(ministry, client, long_lists):
    ministry.assignment()
    client.force_login(ministry.office)
    address = reverse("sheet_out", args=["assignments"]) + "?unit=CVT"
    page = client.get(address)
    assert "1 dòng" in page.content.decode()
    assert not Transfer.objects.exists()
    answer = client.post(address)
    transfer = Transfer.objects.get()
    assert answer.url == transfer.get_absolute_url()
    assert "progress" in client.get(answer.url).content.decode()
    assert client.get(reverse("transfer_file", args=[transfer.pk])).status_code == 404

    assert running.work() == 1

    transfer.refresh_from_db()
    assert (transfer.state, transfer.done, transfer.total) == (State.DONE, 1, 1)
    file = client.get(reverse("transfer_file", args=[transfer.pk]))
    assert rows_of(file)[1][2] == "Cục Viễn thông"
    client.force_login(ministry.office2)
    for name in ("transfer", "transfer_file"):
        assert client.get(reverse(name, args=[transfer.pk])).status_code == 404
    assert client.post(reverse("transfer_cancel", args=[transfer.pk])).status_code == 404


def test_who_lost_his_post_gets_neither_the_rows_nor_the_file(ministry, client):
    ministry.assignment()
    ready, waiting = laid_ready(ministry.head), laid_ready(ministry.deputy)
    Post.objects.filter(user=ministry.deputy).delete()
    running.work()
    waiting.refresh_from_db()
    assert (waiting.state, waiting.file.name) == (State.FAILED, "")
    client.force_login(ministry.head)
    address = reverse("transfer_file", args=[ready.pk])
    assert rows_of(client.get(address))[1][2] == "Cục Viễn thông"
    Post.objects.filter(user=ministry.head).update(role="officer", unit=ministry.other_unit)
    assert client.get(address).status_code == 302


def test_what_a_killed_worker_left_is_taken_up_when_its_lease_is_over(ministry):
    ministry.assignment()
    transfer = laid_ready(ministry.office)
    assert running.claim() is not None  # and the worker is ended here
    assert running.work() == 0
    Transfer.objects.filter(pk=transfer.pk).update(claimed_until=timezone.now() - timedelta(seconds=1))
    assert running.work() == 1
    transfer.refresh_from_db()
    assert (transfer.state, transfer.attempts) == (State.DONE, 2)


def test_a_worker_that_was_taken_for_dead_cannot_end_what_another_has_begun(ministry):
    transfer = laid_ready(ministry.office)
    slow = running.Held(running.claim())
    Transfer.objects.filter(pk=transfer.pk).update(claimed_until=timezone.now() - timedelta(seconds=1))
    quick = running.Held(running.claim())
    with pytest.raises(running.Stopped):
        slow.progress(1)
    with pytest.raises(running.Stopped):
        slow.end(State.DONE)
    quick.end(State.DONE)


def test_cancelled_on_the_way_it_stops_at_the_next_piece_and_leaves_no_file(ministry, monkeypatch, settings):
    for _n in range(5):
        ministry.assignment()
    monkeypatch.setattr("sheets.content.PIECE", 2)
    transfer = laid_ready(ministry.office)
    seen = []

    def cancelling(held, done, total=None):
        seen.append(done)
        if done == 2:
            actions.cancel(transfer)
        return progress(held, done, total)

    progress = running.Held.progress
    monkeypatch.setattr(running.Held, "progress", cancelling)
    running.work()
    transfer.refresh_from_db()
    assert (transfer.state, seen, transfer.file) == (State.CANCELLED, [0, 2], "")
    assert not list(settings.MEDIA_ROOT.rglob("*.xlsx"))


def test_what_fails_every_time_ends_with_a_word(ministry, monkeypatch):
    transfer = laid_ready(ministry.office)
    monkeypatch.setattr(running, "write", lambda *_args: 1 / 0)
    for _n in range(running.MOST_ATTEMPTS + 1):
        running.work()
        Transfer.objects.filter(state=State.RUNNING).update(claimed_until=timezone.now() - timedelta(1))
    transfer.refresh_from_db()
    assert transfer.state == State.FAILED
    assert transfer.problem


def test_nobody_has_more_than_three_under_way(ministry):
    for _n in range(3):
        laid_ready(ministry.office)
    with pytest.raises(NotNow):
        laid_ready(ministry.office)
    laid_ready(ministry.office2)


def test_a_file_is_gone_when_its_time_is_over(ministry, settings):
    ministry.assignment()
    transfer = laid_ready(ministry.office)
    running.work()
    assert len(list(settings.MEDIA_ROOT.rglob("*.xlsx"))) == 1
    assert running.clear_away() == 0
    Transfer.objects.filter(pk=transfer.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert running.clear_away() == 1
    assert not list(settings.MEDIA_ROOT.rglob("*.xlsx"))
    assert not Transfer.objects.exists()


def test_the_file_is_written_in_the_language_it_was_asked_in(ministry, client):
    ministry.assignment()
    transfer = laid_ready(ministry.office)
    Transfer.objects.filter(pk=transfer.pk).update(language="en")
    running.work()
    transfer.refresh_from_db()
    with transfer.file.open("rb") as file:
        assert load_workbook(file).worksheets[0]["A1"].value == "Code"


def test_asking_needs_no_request(ministry):
    asking = asking_of(ministry.office, standing_of(ministry.office), "unit=CVT&officer=head")
    assert LISTS["assignments"].make(asking).count == 0
    assert User.objects.exists()
