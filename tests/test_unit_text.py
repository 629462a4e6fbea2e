"""The order of the Vietnamese alphabet."""

import random
import unicodedata

import pytest

from units.text import sort_key

IN_ORDER = [
    ["Tạp chí Thông tin", "Thanh tra", "Tổng công ty", "Trường Đào tạo"],
    ["ma", "mà", "mả", "mã", "má", "mạ"],
    ["an", "ăn", "ân", "ban", "dân", "đan", "e", "ê", "o", "ô", "ơ", "u", "ư", "y"],
    ["Ban", "Bàn", "Bản", "Ban Cơ yếu", "Bàn giao"],
    ["Cục Báo chí", "Cục Bưu chính", "Cục Viễn thông", "Cục Xuất bản"],
    ["Sở 2", "Sở An Giang", "Sở Đà Nẵng"],
]


@pytest.mark.parametrize("names", IN_ORDER)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_order(names, form):
    mixed = [unicodedata.normalize(form, name) for name in names]
    random.Random(7).shuffle(mixed)
    assert [unicodedata.normalize("NFC", name) for name in sorted(mixed, key=sort_key)] == names


def test_the_key_is_digits_in_every_database():
    assert sort_key("  “Đậu” – Tỉnh\u0301 3 ").isdigit()
