"""The guide inside the product is the guide in docs, and no link or picture of it leads nowhere."""

import re
from pathlib import Path

import pytest
from django.urls import reverse

from config.guide import FOLDER, PAGES


@pytest.mark.parametrize("name", PAGES)
def test_links_and_pictures_of_the_guide_are_there(client, ministry, name):
    client.force_login(ministry.head)
    page = client.get(reverse("guide_page", args=[name])).content.decode()
    source = (Path(FOLDER) / f"{name}.md").read_text(encoding="utf-8")
    title = re.match(r"# (.+)", source)[1]
    assert f">{title}</h1>" in page
    for picture in re.findall(r"\(pictures/([\w-]+\.png)\)", source):
        assert (Path(FOLDER) / "pictures" / picture).is_file()
        assert f"/static/guide/{picture}" in page
    for other in re.findall(r"\(([\w-]+)\.md\)", source):
        assert reverse("guide_page", args=[other]) in page


def test_every_page_of_the_folder_is_in_the_guide():
    assert {path.stem for path in Path(FOLDER).glob("*.md")} == set(PAGES)


def test_a_page_that_is_not_there_is_404(client, ministry):
    client.force_login(ministry.head)
    assert client.get("/guide/khong-co/").status_code == 404
    assert client.get("/guide/..%2fARCHITECTURE/").status_code == 404
