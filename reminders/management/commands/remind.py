"""remind: run the sweep of a day by hand, or look at who would be told what, and who not and why."""

from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import override

from reminders import engine, wording
from units.day_argument import day_argument
from units.working_calendar import WorkingCalendar, today


class Command(BaseCommand):
    help = "Remind everybody of what is due to be said by a day, and print who is told what and who is not."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--as-of", metavar="DATE", help="30/09/2024 or 2024-09-30; today if left out")
        parser.add_argument("--dry-run", action="store_true", help="print only: write nothing, send nothing")

    def handle(self, *args, as_of: str | None, dry_run: bool, **options) -> None:
        day = today() if as_of is None else day_argument(as_of)
        if settings.IS_PRODUCTION and day != today() and not dry_run:
            raise CommandError(
                _("Only today's reminders are sent from here. Add --dry-run to look at another day.")
            )
        with override(settings.LANGUAGE_CODE):
            self._print(engine.sweep(day, is_dry_run=dry_run, is_explained=True))

    def _print(self, result: engine.SweepResult) -> None:
        day = f"{result.day:%d/%m/%Y}"
        if result.is_day_off:
            following = WorkingCalendar().nth_working_day(result.day, 1)
            self.stdout.write(
                _("%(day)s is a day off: nobody is told anything. Next working day: %(next)s.")
                % {"day": day, "next": f"{following:%d/%m/%Y}"}
            )
            return
        self.stdout.write(_("Told on %(day)s:") % {"day": day})
        rules = wording.rule_names()
        for user, lines in result.lines.items():
            self.stdout.write(f"  {user} <{user.email or '–'}>")
            for line in lines:
                self.stdout.write(f"    {_told(line, rules)}")
        self.stdout.write(_("Not told:"))
        for entry in result.not_told:
            assignment = entry.assignment
            due_on = getattr(assignment, "due_then", assignment.due_on)
            self.stdout.write(
                f"  {assignment.addressee} | {assignment.directive.code} "
                f"{wording.one_line(assignment.directive.title)} | {_due(due_on)} | {entry.why}"
            )
        counts = {"planned": result.planned, "superseded": result.superseded, "letters": result.digests}
        if result.is_dry_run:
            said = _(
                "Dry run, nothing written: %(planned)s planned, %(superseded)s superseded, %(letters)s letters."
            )
            self.stdout.write(said % counts)
        else:
            said = _(
                "%(planned)s planned, %(superseded)s superseded, "
                "%(letters)s letters, %(sent)s sent, %(failed)s failed."
            )
            self.stdout.write(said % {**counts, "sent": result.sent, "failed": result.failed})


def _due(due_on: date | None) -> str:
    return _("due %(day)s") % {"day": f"{due_on:%d/%m/%Y}"} if due_on else _("no due date")


def _told(line: dict[str, Any], rules: dict[str, str]) -> str:
    due_on = line["due_on"] and date.fromisoformat(line["due_on"])
    why = wording.rule_label(line["rule"], rules)
    since = f"{date.fromisoformat(line['occurrence_on']):%d/%m/%Y}"
    return f"{line['addressee']} | {line['code']} {line['title']} | {_due(due_on)} | {line['words']} | " + _(
        "%(rule)s, from %(day)s"
    ) % {"rule": why, "day": since}
