"""Finding, measured: on minutes of our own, on labelled minutes of others where they are at hand, and as laws."""

import os
import re
import textwrap
import unicodedata
from functools import cache
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from intake.finding import find
from intake.finding.found import as_json
from intake.measuring import Score, measure, score

OURS = Path(__file__).parent / "minutes"
GOLD = os.environ.get("INTAKE_GOLD")
TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in sorted(OURS.glob("*.txt"))}


def total(scores: dict[str, Score]) -> Score:
    return sum(scores.values(), Score())


def test_minutes_of_our_own_are_found():
    result = total(measure(OURS / "gold.jsonl", OURS))
    assert result.labelled == 96
    assert (result.f1, result.accuracy("leader"), result.accuracy("date")) >= (0.95, 1.0, 1.0), result.remarks
    assert result.accuracy("lead") >= 0.95, result.remarks
    assert result.accuracy("support") >= 0.95, result.remarks
    assert (result.invented_owners, result.invented_dates) == (0, 0), result.remarks


@pytest.mark.skipif(not GOLD, reason="INTAKE_GOLD names no folder of labelled minutes")
def test_labelled_minutes_of_others_are_found():
    folder = Path(GOLD or "")
    result = total(measure(folder / "gold-dev.jsonl", folder.parent))
    assert result.f1 >= 0.88, result.remarks
    assert result.accuracy("leader") >= 0.92, result.remarks
    assert result.accuracy("lead") >= 0.90, result.remarks
    assert result.accuracy("support") >= 0.85, result.remarks
    assert result.accuracy("date") >= 0.92, result.remarks
    assert (result.invented_owners, result.invented_dates) == (0, 0), result.remarks


def test_measuring_sees_a_miss_a_false_one_and_what_was_invented():
    text = "Bộ trưởng yêu cầu Sở A rà soát hồ sơ. Trời đẹp."
    labels = [
        {
            "id": "1",
            "quote": "Trời đẹp.",
            "leader": None,
            "lead_unit": None,
            "support_units": [],
            "deadline": {"kind": "none", "date": None, "recurrence": None},
        }
    ]
    missed = score(text, labels, find(text))
    assert (missed.matched, missed.labelled, missed.proposed) == (0, 1, 1)
    labels[0]["quote"] = "Bộ trưởng yêu cầu Sở A rà soát hồ sơ."
    met = score(text, labels, find(text))
    assert (met.matched, met.f1, met.right["lead"], met.invented_owners) == (1, 1.0, 0, 1)


@pytest.mark.parametrize("name", TEXTS)
def test_spans_are_exact_substrings(name):
    text = TEXTS[name]
    found = find(text)
    for directive in found.directives:
        assert text[directive.span.start : directive.span.end] == directive.quote
        assert directive.quote.strip() == directive.quote
        if directive.deadline.span:
            start, end = directive.deadline.span
            assert text[start:end] == directive.deadline.words
    spans = [directive.span for directive in found.directives]
    assert spans == sorted(spans)


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC"])
def test_the_form_of_unicode_does_not_matter(name, form):
    assert said(find(unicodedata.normalize(form, TEXTS[name]))) == said(find(TEXTS[name]))


@pytest.mark.parametrize("name", TEXTS)
def test_the_placement_of_tones_does_not_matter(name):
    other = TEXTS[name]
    for newer, older in (("ủy", "uỷ"), ("òa", "oà"), ("óa", "oá"), ("ọa", "oạ"), ("úy", "uý"), ("Ủy", "Uỷ")):
        other = re.sub(rf"(?<![qQ]){newer}(?!\w)", older, other)
    assert [fold(item) for item in said(find(other))] == [fold(item) for item in said(find(TEXTS[name]))]


def paragraphs_of(name: str) -> list[str]:
    return [line for line in TEXTS[name].split("\n") if line.strip()]


@cache
def said_of_whole_paragraphs(name: str) -> list[str]:
    return said(find("\n\n".join(paragraphs_of(name))))


@settings(max_examples=25, deadline=None)
@given(name=st.sampled_from(sorted(set(TEXTS) - {"conclusion-notice"})), width=st.integers(60, 120))
def test_line_wrapping_does_not_matter(name, width):
    paragraphs = paragraphs_of(name)
    wrapped = "\n\n".join(
        textwrap.fill(line, width, break_long_words=False, break_on_hyphens=False) for line in paragraphs
    )
    assert said(find(wrapped)) == said_of_whole_paragraphs(name)


@settings(max_examples=25, deadline=None)
@given(name=st.sampled_from(sorted(set(TEXTS) - {"conclusion-notice"})), width=st.integers(50, 130))
def test_line_wrapping_without_empty_lines_does_not_matter_where_it_can_be_seen(name, width):
    """A paragraph whose last line has no room for the next word looks as if it went on: such widths say nothing."""
    paragraphs = paragraphs_of(name)
    wrapped = [
        textwrap.fill(line, width, break_long_words=False, break_on_hyphens=False) for line in paragraphs
    ]
    widest = max(len(line) for text in wrapped for line in text.split("\n") if len(line) <= width)
    lasts = zip(wrapped, wrapped[1:], strict=False)
    assume(all(len(one.split("\n")[-1]) + 1 + len(other.split()[0]) <= widest for one, other in lasts))
    assert said(find("\n".join(wrapped))) == said_of_whole_paragraphs(name)


WORDS = sorted({word for text in TEXTS.values() for word in text.split()})


@settings(max_examples=80, deadline=None)
@given(
    st.one_of(
        st.text(max_size=400),
        st.lists(st.sampled_from([*WORDS, "\n", "\n\n", ";", ":", "- ", "a) ", "1. "]), max_size=120).map(
            " ".join
        ),
    )
)
def test_any_text_is_borne_and_the_answer_is_always_the_same(text):
    found = find(text)
    assert found == find(text)
    for directive in found.directives:
        assert text[directive.span.start : directive.span.end] == directive.quote
        for unit in (*directive.lead_units, *directive.support_units):
            assert 0 <= unit.span.start <= unit.span.end <= len(text)
        assert directive.deadline.due_on is None or directive.deadline.words
    as_json(found)


def test_an_empty_text_has_nothing_in_it():
    for text in ("", " \n\t\n", "null"):
        assert find(text).directives == ()
        assert find(text).meeting.title is None


def said(found) -> list[str]:
    """What was found, without places and line breaks."""
    return [
        re.sub(
            r"\s+",
            " ",
            unicodedata.normalize(
                "NFC",
                f"{item.kind}|{item.quote}|{item.leader.name}|{item.leader.title}"
                f"|{[unit.words for unit in item.lead_units]}|{[unit.words for unit in item.support_units]}"
                f"|{item.deadline.kind}|{item.deadline.due_on}|{item.deadline.recurrence}",
            ),
        )
        for item in found.directives
    ]


def fold(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))


def test_bold_letters_that_go_over_lines_and_wide_addresses_do_not_part_a_sentence():
    text = (
        "Ngày 04/7/2024, Bộ trưởng Nguyễn Văn Mẫu chủ trì hội nghị giao ban tháng 6/2024.\n\n"
        "**Sắp xếp lại\nkho lưu trữ**\n\n"
        "Bộ trưởng yêu cầu Văn phòng Bộ lập danh mục hồ sơ của mọi đơn vị,\nBáo cáo kết quả trước ngày 30/9/2024.\n\n"
        "Nguồn: https://example.gov.vn/mot-dia-chi-rat-dai-khong-ai-ngat-dong-o-giua-duong-dan-cua-no-ca.htm"
    )
    (found,) = find(text).directives
    assert found.quote.startswith("Bộ trưởng yêu cầu")
    assert found.quote.endswith("30/9/2024.")
    assert [unit.words for unit in found.lead_units] == ["Văn phòng Bộ"]
