"""The set-up of the front end takes files out of packages only when they are the locked ones."""

import base64
import hashlib
import io
import json
import tarfile
from pathlib import Path

import pytest

from script import front_end

ROOT = Path(__file__).parents[1]


@pytest.fixture
def archive(tmp_path):
    path = tmp_path / "a-1.0.0.tgz"
    with tarfile.open(path, "w:gz") as members:
        content = b"svg"
        member = tarfile.TarInfo("package/icons/x.svg")
        member.size = len(content)
        members.addfile(member, io.BytesIO(content))
    return path


def integrity(content: bytes) -> str:
    return "sha512-" + base64.b64encode(hashlib.sha512(content).digest()).decode()


def test_the_locked_archive_is_taken(archive, tmp_path):
    front_end.check_hash(archive, integrity(archive.read_bytes()))
    front_end.take_out(archive, {"icons/x.svg": "kept/x.svg"}, tmp_path)
    assert (tmp_path / "kept" / "x.svg").read_bytes() == b"svg"


def test_an_archive_that_differs_from_the_lock_is_refused(archive):
    locked = integrity(archive.read_bytes())
    archive.write_bytes(archive.read_bytes() + b"\0")
    with pytest.raises(front_end.CannotFetch):
        front_end.check_hash(archive, locked)


def test_a_file_that_is_not_there_is_named(archive, tmp_path):
    with pytest.raises(front_end.CannotFetch, match=r"icons/y\.svg"):
        front_end.take_out(archive, {"icons/y.svg": "y.svg"}, tmp_path)


def test_every_package_that_is_used_is_locked_by_its_hash():
    locked = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    for package in front_end.USED | front_end.USED_IN_TESTS:
        assert locked[f"node_modules/{package}"]["integrity"].startswith("sha512-")


@pytest.mark.parametrize(
    ("css", "kept"),
    [
        (".used{color:red}.other{color:blue}", ".used{color:red}"),
        ("a,.used .other,.used>b{top:0}", "a,.used>b{top:0}"),
        (".used:not(.other),.other:not(.used){top:0}", ".used:not(.other){top:0}"),
        (":is(.other,.used) p{top:0}", ":is(.other,.used) p{top:0}"),
        ("@media print{.other{top:0}}@media print{.used{top:0}}", "@media print{.used{top:0}}"),
        ('@charset "UTF-8";:root{--a:url("data:,{;}")}', '@charset "UTF-8";:root{--a:url("data:,{;}")}'),
        ("@keyframes spin{to{top:0}}.other{top:0}", "@keyframes spin{to{top:0}}"),
        (".used\\:wide,.w-1\\/2{top:0}", ".used\\:wide{top:0}"),
    ],
)
def test_of_the_styles_those_stay_that_can_meet_a_page(css, kept):
    assert front_end.only_used(css, {"used", "used:wide", "b"}) == kept


def test_the_words_of_a_page_are_those_of_templates_scripts_and_python():
    words = front_end.words_of_pages()
    assert {"btn-primary", "visually-hidden", "badge"} <= words
    assert "carousel-indicators" not in words
