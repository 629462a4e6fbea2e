"""What a workbook of a long list costs: script/bench-excel postgres://…/scratch [--rows 100000].

Fills a scratch database by SQL, then lets a worker's process of its own write the whole table of assignments, with
every column, as a person of the office would ask for it. Prints seconds, peak memory of that process, rows and size.
"""

import argparse
import os
import subprocess
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

DIRECTIVES = """
INSERT INTO directives_directive (meeting_id, number, code, title, words, source_item, leader_id, field_id, urgency,
  is_key, kind, expected_product, stated_kind, stated_words, stated_recurrence, state, issued_on, version, search_text)
SELECT %(meeting)s, n, 'DO01/2024-' || n, 'Rà soát, hoàn thiện phương án hỗ trợ người dân tại địa bàn số ' || n,
  repeat('Giao đơn vị chủ trì phối hợp với các đơn vị liên quan. ', 4), 'Mục ' || n, %(leader)s, %(field)s, 'normal',
  false, 'task', '', '', '', '', 'issued', DATE '2024-07-08', 1, ''
FROM generate_series(1, %(directives)s) AS n
"""
ASSIGNMENTS = """
INSERT INTO directives_assignment (directive_id, unit_id, role, state, state_on, state_at, assigned_on, deadline_kind,
  due_on, first_due_on, extension_count, officer_id, officer_may_report, result, result_number, measure, period,
  recurrence, paused_from, pause_condition, version, last_report_on)
SELECT d.id, u.id, 'lead', 'in_progress', DATE '2024-07-08', now(), DATE '2024-07-08', 'day',
  DATE '2024-09-01' + (d.number %% 900), DATE '2024-09-01' + (d.number %% 900), 0, %(officer)s, false, '', '', '', '',
  '', '', '', 1, DATE '2024-08-01' + (d.number %% 90)
FROM directives_directive d CROSS JOIN units_unit u WHERE u.code LIKE 'DO%%' AND d.meeting_id = %(meeting)s
"""
UNITS = 34
COLUMNS = (
    "code", "title", "unit", "leader", "meeting", "field", "due", "asked", "class", "state", "officer", "follower",
    "report",
)  # fmt: skip


def fill(rows: int) -> None:
    from django.db import connection

    from directives.models import Assignment
    from meetings.models import Meeting
    from units.models import Field, Leader, Post, Role, Unit, User

    if Assignment.objects.exists():
        return
    units = [
        Unit.objects.create(code=f"DO{n:02}", name=f"Cục Đo lường số {n}", kind="authority")
        for n in range(UNITS)
    ]
    leader = Leader.objects.create(code="lanh-dao-do", full_name="Lãnh đạo đo")
    field = Field.objects.create(code="linh-vuc-do", name="Lĩnh vực đo")
    meeting = Meeting.objects.create(
        code="DO01/2024", kind="month", title="Hội nghị giao ban đo", period="2024-01"
    )
    office = User.objects.create(username="vanphong.do", full_name="Văn phòng đo")
    Post.objects.create(user=office, role=Role.OFFICE, unit=units[0])
    given = {
        "meeting": meeting.pk, "leader": leader.pk, "field": field.pk, "officer": office.pk,
        "directives": -(-rows // UNITS),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(DIRECTIVES, given)
        cursor.execute(ASSIGNMENTS, given)
        cursor.execute("ANALYZE")


def ask() -> int:
    from sheets import actions
    from units.models import User
    from units.standing import standing_of

    office = User.objects.get(username="vanphong.do")
    query = "&".join(f"col={name}" for name in COLUMNS)
    return actions.ask_for_export("assignments", by=office, standing=standing_of(office), query=query).pk


def work() -> None:
    """In a process of its own, so that its memory is the worker's and not ours."""
    import resource

    from sheets import running
    from sheets.models import Transfer

    begun, used = time.monotonic(), time.process_time()
    running.work()
    seconds, used = time.monotonic() - begun, time.process_time() - used
    transfer = Transfer.objects.latest("pk")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        "| rows | state | seconds | of the processor | peak memory, MB | size, MB |\n|---|---|---|---|---|---|"
    )
    size = transfer.file.size / 1024**2
    print(f"| {transfer.done:,} | {transfer.state} | {seconds:.1f} | {used:.1f} | {peak:.0f} | {size:.1f} |")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--rows", type=int, default=100_000)
    asked.add_argument("--work", action="store_true", help=argparse.SUPPRESS)
    given = asked.parse_args()
    django.setup()
    if given.work:
        work()
        return
    from django.core.management import call_command
    from django.db import connection

    if connection.vendor != "postgresql":
        sys.exit("A scratch database on PostgreSQL is needed: its rows are made by its own SQL.")
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    fill(given.rows)
    ask()
    subprocess.run([sys.executable, "-m", "script.measuring.workbook", "--work"], check=True)


main()
