"""script/bench: fills a scratch database, starts the servers, prints tables in Markdown."""

import argparse
import os
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402

from directives.models import Assignment  # noqa: E402
from meetings.models import Meeting  # noqa: E402
from script.measuring.browser import in_browser  # noqa: E402
from script.measuring.pages import (  # noqa: E402
    MODEL_BACKEND,
    Visitor,
    client_of,
    queries_of,
    served,
    session_of,
    take_a_step,
    timed,
)
from script.measuring.rows import fill_up_to  # noqa: E402

FILTERS = {
    "no filter": "",
    "text, with marks": "q=tắt+sóng+2G",
    "text, without": "q=tat+song+2g",
    "a rare word": "q=GB0007-11",
    "unit": "unit=DV03",
    "leader": "leader=lanh-dao-2",
    "meeting": "meeting=GB0005",
    "field": "field=linh-vuc-4",
    "class": "klass=open_overdue",
    "state": "state=reported",
    "key tasks": "key=true",
    "officer": "officer=cv03.05",
    "follower": "follower=vanphong",
    "without deadline": "lacking=deadline",
    "without officer": "lacking=officer",
    "silent for 30 days": "silent_for=30",
    "due within": "due_from=01/01/2020&due_to=31/12/2099",
    **{
        f"sort by {name}": f"sort={name}"
        for name in ("due", "code", "unit", "class", "leader", "meeting", "report")
    },
    **{f"sort by {name}": f"sort=-{name}" for name in ("due", "report")},
}


def pages() -> dict[str, tuple[str, str]]:
    meeting = Meeting.objects.order_by("pk")[3].pk
    row = Assignment.objects.filter(unit__code="DV00", state="in_progress").order_by("pk")[0]
    return {
        "desk of a unit": ("truong00", "/desk/"),
        "office table": ("vanphong", "/assignments/"),
        "office desk": ("vanphong", "/queues/"),
        "to confirm": ("vanphong", "/queues/to-confirm/"),
        "assignments of a unit": ("truong00", "/assignments/"),
        "directives": ("vanphong", "/directives/"),
        "directive": ("vanphong", f"/directives/{row.directive_id}/"),
        "directive, by the unit": ("truong00", f"/directives/{row.directive_id}/"),
        "meeting": ("vanphong", f"/meetings/{meeting}/"),
        "meetings": ("vanphong", "/meetings/"),
        "meeting room": ("vanphong", f"/meetings/{meeting}/room/"),
        "leader": ("lanhdao0", "/leader/"),
        "calendar": ("vanphong", "/calendar/"),
        "figures": ("vanphong", "/statistics/"),
        "figures of a unit": ("truong00", "/statistics/"),
        "heat table": ("vanphong", "/heat/"),
        "data quality": ("vanphong", "/quality/"),
        "search": ("vanphong", "/search/?q=tat+song+2g"),
        "mails": ("vanphong", "/mails/"),
        "step form": ("truong00", f"/assignments/{row.pk}/report_progress/"),
    }


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", type=int, nargs=2, default=(10_000, 100_000), metavar=("FEW", "MANY"))
    asked.add_argument("--port", type=int, default=8110)
    asked.add_argument("--rounds", type=int, default=9)
    asked.add_argument("--no-browser", action="store_true")
    given = asked.parse_args()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    few, many = given.rows
    is_fresh = Assignment.objects.count() <= few
    print(f"{settings.DATABASES['default']['ENGINE'].rsplit('.', 1)[-1]}, {os.cpu_count()} cores, "
          f"load {os.getloadavg()[0]:.1f}\n")  # fmt: skip
    growth = {size: _filters(size, given) for size in (few, many)} if is_fresh else {}
    fill_up_to(many)
    _print_pages(given)
    if is_fresh:
        _print_growth(growth, few, many)
    else:
        print("\nThe database held more than the fewer rows already: how the filters grow was not measured.")
    if not given.no_browser:
        log = str(Path(settings.DATA_DIR) / "browser.log")
        with served("config.wsgi", given.port, log):
            who = ("truong00", "vanphong", "lanhdao0")
            sessions = {one: session_of(one, settings.AUTHENTICATION_BACKENDS[0]) for one in who}
            in_browser(given.port, sessions)


def _filters(size: int, given) -> dict[str, tuple[float, float]]:
    """Milliseconds while nothing happens, and of the first reading after a step."""
    fill_up_to(size)
    with served("config.wsgi", given.port, str(Path(settings.DATA_DIR) / "web.log")) as port:
        office = Visitor(port, session_of("vanphong", settings.AUTHENTICATION_BACKENDS[0]))
        visits = [(office, _quoted(f"/assignments/?{query}")) for query in FILTERS.values()]
        quiet = timed(visits, given.rounds)
        first = timed(visits, given.rounds, before=take_a_step)
        return {name: (one.ms, other.ms) for name, one, other in zip(FILTERS, quiet, first, strict=True)}


def _print_growth(growth: dict[int, dict[str, tuple[float, float]]], few: int, many: int) -> None:
    print(f"\n| filter or sort of the table | {few:,} ms | {many:,} ms | growth | first after a step: {few:,} ms "
          f"| {many:,} ms | growth |\n|---|---|---|---|---|---|---|")  # fmt: skip
    for name in FILTERS:
        cells = [name]
        for before, after in zip(growth[few][name], growth[many][name], strict=True):
            cells += [f"{before:.0f}", f"{after:.0f}", f"{after / before:.2f}"]
        print(f"| {' | '.join(cells)} |")


def _cards_on_a_desk() -> int:
    return client_of("truong00").get("/desk/").content.count(b'<article class="card')


def _quoted(path: str) -> str:
    return (
        path.encode().decode("latin-1")
        if path.isascii()
        else "".join(
            letter if letter.isascii() else "".join(f"%{byte:02X}" for byte in letter.encode())
            for letter in path
        )
    )


def _print_pages(given) -> None:
    # The plain view shows as many rows as the page; those of the desk are its cards.
    floor_of = {
        "desk of a unit": f"/unit/?unit=DV00&rows={_cards_on_a_desk()}",
        "assignments of a unit": "/unit/?unit=DV00&rows=50",
        "office table": "/table/",
    }
    log = str(Path(settings.DATA_DIR) / "pages.log")
    with (
        served("config.wsgi", given.port, log) as port,
        served("script.measuring.plain_view", given.port + 1, log) as plain_port,
    ):
        plain = Visitor(plain_port, session_of("vanphong", MODEL_BACKEND))
        found = pages()
        visits = [(plain, path) for path in floor_of.values()]
        visits += [
            (Visitor(port, session_of(who, settings.AUTHENTICATION_BACKENDS[0])), path)
            for who, path in found.values()
        ]
        floors = timed(visits, given.rounds)
        first = timed(visits[len(floor_of) :], given.rounds, before=take_a_step)
        floors, rest = floors[: len(floor_of)], floors[len(floor_of) :]
        measured = dict(zip(found, rest, strict=True))
    print(
        "| page | queries | median ms | first after a step, ms | plain view ms | ratio | KB, compressed |\n"
        "|---|---|---|---|---|---|---|"
    )
    floor = dict(zip(floor_of, floors, strict=True))
    for (name, (who, path)), anew in zip(found.items(), first, strict=True):
        one, beside = measured[name], floor.get(name)
        ratio = f"{beside.ms:.1f} | {one.ms / beside.ms:.2f}" if beside else " | "
        kilobytes = f"{one.compressed / 1024:.1f}"
        print(f"| {name} | {queries_of(who, path)} | {one.ms:.1f} | {anew.ms:.1f} | {ratio} | {kilobytes} |")


main()
