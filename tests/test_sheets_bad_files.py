"""What is no workbook, or one that means harm: refused with its reason, nobody else is harmed."""

import io
import re
import zipfile

import openpyxl
import pytest
from django.core.exceptions import ValidationError

from sheets import actions, running
from sheets.models import Transfer
from sheets.reading import Unreadable, Why, read_apart
from tests.workbooks import brought_in, directives, uploaded, workbook
from units.standing import standing_of

HEAD = ["Mã đơn vị", "Tên đơn vị"]


def why(data: bytes, name: str = "tệp.xlsx", **more) -> Why:
    with pytest.raises(Unreadable) as refused:
        read_apart(data, name, **more)
    assert refused.value.message
    return refused.value.why


def with_entry(data: bytes, name: str, content: bytes) -> bytes:
    """The workbook with one part exchanged or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.filename != name:
                new.writestr(entry, old.read(entry))
        new.writestr(name, content)
    return out.getvalue()


def test_what_is_no_workbook_is_named():
    good = workbook([HEAD, ["A", "Cục A"]])
    assert why(b"") == Why.EMPTY
    assert why(b"Ma;Ten\nA;Cuc A") == Why.TYPE
    assert why(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600) == Why.OLD
    assert why(good[: len(good) // 2]) == Why.BROKEN
    assert why(with_entry(good, "xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row>")) == Why.BROKEN
    assert why(with_entry(good, "xl/workbook.xml", b"\x00\xff not xml")) == Why.BROKEN
    document = io.BytesIO()
    with zipfile.ZipFile(document, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert why(document.getvalue()) == Why.TYPE
    assert why(workbook([[""]])) == Why.NO_ROWS


def test_a_password_is_named():
    packed = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1024 + "EncryptedPackage".encode("utf-16-le")
    assert why(packed) == Why.PROTECTED
    good = bytearray(workbook([HEAD, ["A", "Cục A"]]))
    # The bit of the zip format that says "encrypted", in every header of the file.
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = good.find(sign)
        while at >= 0:
            good[at + place] |= 1
            at = good.find(sign, at + 4)
    assert why(bytes(good)) == Why.PROTECTED


def test_a_file_that_unpacks_to_300_mb_is_not_opened():
    bomb = with_entry(workbook([HEAD]), "xl/media/x.bin", b"0" * (300 * 1024 * 1024))
    assert len(bomb) < 2 * 1024 * 1024
    assert why(bomb) == Why.UNPACKS_TOO_BIG


def test_a_size_that_lies_does_not_get_further():
    bomb = bytearray(with_entry(workbook([HEAD]), "xl/worksheets/sheet1.xml", b" " * (200 * 1024 * 1024)))
    # The table of contents claims a kilobyte for the sheet of 200 MB.
    at = bomb.rfind(b"PK\x01\x02")
    while at >= 0:
        if bomb[at + 46 :].startswith(b"xl/worksheets/sheet1.xml"):
            bomb[at + 24 : at + 28] = (1024).to_bytes(4, "little")
            break
        at = bomb.rfind(b"PK\x01\x02", 0, at)
    assert why(bytes(bomb)) in (Why.BROKEN, Why.TOO_MUCH_WORK)


def test_entities_that_grow_and_loops_end_the_reader_alone():
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    sheet = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]><worksheet>&l11;</worksheet>'
    assert why(with_entry(workbook([HEAD]), "xl/worksheets/sheet1.xml", sheet.encode())) in (
        Why.BROKEN, Why.TOO_MUCH_WORK,
    )  # fmt: skip
    assert why(workbook([HEAD, ["A", "Cục A"]]), seconds=0.01) == Why.TOO_MUCH_WORK


def test_a_size_of_the_sheet_that_lies_costs_nothing():
    good = workbook([HEAD, ["A", "Cục A"]])
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    wide = re.sub('ref="A1:B2"', 'ref="A1:XFD1048576"', sheet, count=1)
    assert wide != sheet
    grid = read_apart(with_entry(good, "xl/worksheets/sheet1.xml", wide.encode()), "x.xlsx")
    assert [number for number, _cells in grid.rows] == [1, 2]


def test_too_many_rows_are_refused():
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for n in range(20_100):
        sheet.append([n])
    file = io.BytesIO()
    book.save(file)
    assert why(file.getvalue()) == Why.TOO_MANY_ROWS


@pytest.mark.django_db
def test_the_worker_lives_on_and_says_what_was_wrong(ministry):
    for data, words in (
        (b"PK\x03\x04 nothing", "bị hỏng"),
        (workbook([["gì đó"], ["khác"]]), "tiêu đề cột"),
        (with_entry(workbook([HEAD]), "xl/media/x.bin", b"0" * (300 * 1024 * 1024)), "giải nén"),
    ):
        transfer = brought_in(data, ministry.clerk)
        assert transfer.state == Transfer.State.FAILED
        assert words in transfer.problem
    assert brought_in(directives({"Mã cuộc họp": "GB06/2024"}), ministry.clerk).counts == {"same": 1}


@pytest.mark.django_db
def test_a_formula_that_ends_in_an_error_is_named(ministry):
    data = workbook([["Mã cuộc họp", "Việc phải làm"], ["GB06/2024", "Việc"]])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    cell = sheet[sheet.index('<c r="B2"') : sheet.index("</c>", sheet.index('<c r="B2"')) + 4]
    broken = sheet.replace(cell, '<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c>')
    transfer = brought_in(with_entry(data, "xl/worksheets/sheet1.xml", broken.encode()), ministry.clerk)
    assert [list(one) for row in transfer.rows.all() for one in row.problems] == [
        ["B2", "Công thức của ô này báo lỗi (#DIV/0!)."]
    ]


@pytest.mark.django_db
def test_a_file_of_another_name_or_size_is_refused_at_the_door(ministry, settings):
    who = {"by": ministry.clerk, "standing": standing_of(ministry.clerk)}
    settings.FILE_MAX_BYTES = 1000
    for upload in (uploaded(b"PK", "x.xls"), uploaded(b""), uploaded(b"P" * 1001)):
        with pytest.raises(ValidationError):
            actions.bring_in(upload, **who)
    assert running.work() == 0
