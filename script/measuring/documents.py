"""What documents and figures cost: python -m script.measuring.documents [--rows 20000].

DATABASE_URL names a scratch database that is filled with made-up rows. Prints the seconds of the period report in each
form, and of the statistics page with cold and kept figures.
"""

import argparse
import os
import resource
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.core.cache import cache  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402

from reports.making import Asked, make  # noqa: E402
from reports.writing import WRITERS  # noqa: E402
from script.measuring.rows import fill_up_to  # noqa: E402
from units.models import User  # noqa: E402
from units.working_calendar import today  # noqa: E402


def timed(what: str, act: Callable[[], Any]) -> Any:
    since, cpu = time.perf_counter(), time.process_time()
    result = act()
    print(f"| {what} | {time.perf_counter() - since:.2f} | {time.process_time() - cpu:.2f} |", flush=True)
    return result


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", type=int, default=20_000)
    given = asked.parse_args()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    fill_up_to(given.rows)
    print(
        f"{given.rows:,} assignments, load {os.getloadavg()[0]:.1f}\n\n| | seconds | of them CPU |\n|---|---|---|"
    )
    paper = timed("period report, made", lambda: make(Asked("period", today())))
    for form, write in WRITERS.items():
        size = len(timed(f"period report, written as {form}", partial(write, paper)))
        print(f"| – {size / 1024:,.0f} KB | | |")
    client = Client(HTTP_HOST=settings.ALLOWED_HOSTS[0] if settings.ALLOWED_HOSTS else "localhost")
    client.force_login(User.objects.get(username="vanphong"), backend=settings.AUTHENTICATION_BACKENDS[0])
    client.get("/statistics/")
    cache.clear()
    timed("statistics page, cold", lambda: client.get("/statistics/"))
    for _ in range(3):
        timed("statistics page, kept", lambda: client.get("/statistics/"))
    print(f"\npeak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


main()
