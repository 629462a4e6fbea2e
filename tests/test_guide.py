"""The guide in the product: every page, every link and every picture is there, for whoever has signed in."""

import re

import pytest
from django.urls import reverse

from config.guide import FOLDER, PAGES, PICTURES

LINK = re.compile(r'(?:href|src)="(/help/[^"]*)"')


@pytest.mark.parametrize("name", sorted(PAGES))
def test_every_page_is_rendered_and_leads_somewhere(client, ministry, name):
    client.force_login(ministry.nobody)
    address = reverse("guide") if name == "index" else reverse("guide_page", args=[name])
    answer = client.get(address)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<h1>" in page
    assert "](" not in page
    assert ".md" not in page
    for link in set(LINK.findall(page)):
        found = client.get(link)
        assert (link, found.status_code) == (link, 200)
        if found.streaming:
            assert b"".join(found.streaming_content).startswith(b"\x89PNG")


def test_no_picture_lies_about_that_no_page_shows():
    shown = {
        name
        for page in FOLDER.glob("*.md")
        for name in re.findall(r"\(hinh/([a-z-]+\.png)\)", page.read_text())
    }
    assert shown
    assert {one.name for one in PICTURES.iterdir()} == shown


def test_what_is_no_page_of_the_guide_is_not_found(client, ministry):
    client.force_login(ministry.nobody)
    assert client.get("/help/khong-co/").status_code == 404
    assert client.get("/help/pictures/khong-co.png").status_code == 404
    assert client.get("/help/pictures/..%2F..%2FREADME.png").status_code == 404


def test_the_menu_of_the_person_leads_to_it(client, ministry):
    client.force_login(ministry.head)
    assert f'href="{reverse("guide")}"' in client.get(reverse("desk")).content.decode()
    client.logout()
    assert client.get(reverse("guide")).status_code == 302
