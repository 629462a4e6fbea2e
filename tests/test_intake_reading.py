"""Reading files: every kind, every encoding, and what is refused with a word why."""

import io
import os
import subprocess
import sys
import time
import unicodedata
import zipfile

import pytest
from docx import Document as new_docx
from pypdf import PdfReader, PdfWriter

from intake.reading import Note, Unreadable, Why, read_file
from intake.reading import apart as apart_module
from intake.reading.apart import read_apart
from intake.reading.encodings import recognise

TEXT = "Bộ trưởng yêu cầu các đơn vị hoàn thành trước ngày 30 tháng 9 và báo cáo. Người đứng đầu chịu trách nhiệm."
# The same words in the two old encodings, letter for letter, as Windows-1252 shows their bytes.
TCVN3 = "Bé tr\u00ad\u00ebng y\u00aau c\u00c7u c\u00b8c \u00ae\u00ac n v\u00de"
VNI = "Boä tröôûng yeâu caàu caùc ñôn vò hoaøn thaønh tröôùc ngaøy 30 thaùng 9"


def why(data: bytes, name: str) -> Why:
    with pytest.raises(Unreadable) as refused:
        read_file(data, name)
    assert refused.value.message
    return refused.value.why


def docx(build) -> bytes:
    document = new_docx()
    build(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def pdf(*pages: str) -> bytes:
    """A PDF with one text a page, written by hand: a font and its text operators are all it needs."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    for number, text in enumerate(pages):
        lines = "".join(f"({line}) Tj 0 -14 Td " for line in text.split("\n"))
        stream = f"BT /F1 12 Tf 72 720 Td {lines}ET".encode()
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n".encode() + stream + b"\nendstream")
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF".encode()
    return bytes(out)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_in_its_forms_is_read_as_it_stands(encoding):
    document = read_file(TEXT.encode(encoding), "biên bản.txt")
    assert (document.text, document.kind, document.notes) == (TEXT, "txt", ())
    decomposed = unicodedata.normalize("NFD", TEXT)
    assert read_file(decomposed.encode(encoding), "a.txt").text == decomposed


def test_old_encodings_are_recognised_converted_and_remarked():
    converted = read_file(VNI.encode("cp1252"), "cu.txt")
    assert converted.text == "Bộ trưởng yêu cầu các đơn vị hoàn thành trước ngày 30 tháng 9"
    assert [remark.note for remark in converted.remarks] == [Note.FROM_VNI]
    assert "VNI" in converted.notes[0]
    abc = read_file((TCVN3 + " hoµn thµnh").encode("cp1252"), "cu.txt")
    assert abc.text == "Bộ trưởng yêu cầu các đơ n vị hoàn thành"
    assert [remark.note for remark in abc.remarks] == [Note.FROM_TCVN3]
    # Pasted from a document set in an old font: Unicode by name only.
    assert recognise(VNI)[0].startswith("Bộ trưởng yêu cầu")
    assert recognise(TEXT) == (TEXT, ())


def test_letters_of_another_language_are_refused_not_guessed():
    assert why("Très élégant à Paris, où l'été déjà brûlé".encode("cp1252"), "a.txt") is Why.ENCODING


def test_word_paragraphs_numbers_tables_and_boxes_come_in_order():
    def build(document):
        document.add_paragraph("Kết luận như sau:")
        document.add_paragraph("Rà soát hồ sơ", style="List Number")
        document.add_paragraph("Lập danh mục", style="List Number")
        document.add_paragraph("Một gạch đầu dòng", style="List Bullet")
        table = document.add_table(rows=1, cols=2)
        table.cell(0, 0).text, table.cell(0, 1).text = "Cục A", "30/9/2024"
        document.add_paragraph("Hết")

    lines = read_file(docx(build), "a.docx").text.split("\n")
    assert lines[:4] == ["Kết luận như sau:", "1. Rà soát hồ sơ", "2. Lập danh mục", "- Một gạch đầu dòng"]
    assert lines[4:] == ["Cục A | 30/9/2024", "Hết"]


def test_a_bomb_named_docx_is_refused_before_it_is_unpacked():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 200_000_000)
    assert len(out.getvalue()) < 1_000_000
    started = time.monotonic()
    assert why(out.getvalue(), "a.docx") is Why.UNPACKS_TOO_BIG
    assert time.monotonic() - started < 1


def test_a_pdf_gives_its_text_without_what_every_page_repeats():
    body = "\n".join(f"dong thu {line} cua van ban" for line in "abcdefg")
    pages = (f"VAN PHONG BO\nTrang {page} noi ve cung ung cat\n{body}\n{page}" for page in "1234")
    document = read_file(pdf(*pages), "a.pdf")
    assert document.text.count("dong thu d cua van ban") == 4
    assert "VAN PHONG BO" not in document.text
    assert "\n4" not in document.text


def test_a_scanned_pdf_says_so_and_a_single_picture_page_is_named():
    assert why(pdf("", ""), "a.pdf") is Why.SCANNED
    document = read_file(pdf("Noi dung trang thu nhat cua bien ban hop", ""), "a.pdf")
    assert [str(remark) for remark in document.remarks][0].rstrip(".").endswith("2")


def test_a_locked_pdf_says_so():
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf("Noi dung"))))
    writer.encrypt("mat khau", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    assert why(out.getvalue(), "a.pdf") is Why.PROTECTED


def test_a_web_page_gives_its_article():
    page = (
        "<html><head><title>x</title><meta charset='utf-8'></head><body><nav>Trang chủ</nav><article><h1>Hội nghị</h1>"
        "<p>Bộ trưởng <b>yêu cầu</b> Cục A</p><ol><li>một<li>hai</ol><script>x()</script></article>"
        "<footer>Liên hệ</footer></body></html>"
    )
    text = read_file(page.encode(), "a.html").text
    assert text == "Hội nghị\n\nBộ trưởng yêu cầu Cục A\n\n1. một\n2. hai"


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"", "a.txt", Why.EMPTY),
        (b"  \n ", "a.txt", Why.NO_TEXT),
        (b"abc", "a.exe", Why.TYPE),
        (b"abc", "a", Why.TYPE),
        (b"abc", "a.docx", Why.BROKEN),
        (b"PK\x03\x04xxxx", "a.docx", Why.BROKEN),
        (b"abc", "a.pdf", Why.BROKEN),
        (b"%PDF-1.4 nothing", "a.pdf", Why.BROKEN),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.docx", Why.OLD_WORD),
        (b"a\0b\0\0\0c", "a.txt", Why.BROKEN),
        (b"a" * 500_001, "a.txt", Why.TOO_LONG),
    ],
)
def test_what_cannot_be_read_says_why(data, name, reason):
    assert why(data, name) is reason


def test_reading_apart_says_the_same(tmp_path):
    path = tmp_path / "biên bản.txt"
    path.write_text(TEXT, encoding="utf-8")
    assert read_apart(path, path.name) == read_file(TEXT.encode(), path.name)
    assert read_apart(TEXT.encode(), "a.txt").text == TEXT
    with pytest.raises(Unreadable) as refused:
        read_apart(b"", "a.txt")
    assert refused.value.why is Why.EMPTY


def test_a_reader_that_hangs_is_ended_and_one_that_ends_well_is_not(monkeypatch):
    real = subprocess.Popen

    def hanging(command, **options):
        return real([sys.executable, "-c", "import time; time.sleep(60)"], **options)

    monkeypatch.setattr(apart_module.subprocess, "Popen", hanging)
    started = time.monotonic()
    with pytest.raises(Unreadable) as refused:
        read_apart(b"abc", "a.txt", seconds=0.5)
    assert refused.value.why is Why.TOO_MUCH_WORK
    assert time.monotonic() - started < 20
    monkeypatch.undo()
    assert read_apart(b"abc", "a.txt").text == "abc"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to its memory")
def test_a_reader_that_takes_too_much_memory_is_refused(monkeypatch):
    real = subprocess.Popen
    greedy = "from intake.reading.child import limit; limit(); x = bytearray(3 * 1024 ** 3)"

    def swelling(command, **options):
        return real([sys.executable, "-c", greedy], **options)

    monkeypatch.setattr(apart_module.subprocess, "Popen", swelling)
    with pytest.raises(Unreadable) as refused:
        read_apart(b"abc", "a.txt")
    assert refused.value.why is Why.TOO_MUCH_WORK


def test_the_reader_knows_no_secret_of_ours(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "geheim")
    seen = {}
    real = subprocess.Popen

    def watching(command, **options):
        seen.update(options["env"])
        return real(command, **options)

    monkeypatch.setattr(apart_module.subprocess, "Popen", watching)
    read_apart(b"abc", "a.txt")
    assert "SECRET_KEY" in os.environ
    assert "SECRET_KEY" not in seen
