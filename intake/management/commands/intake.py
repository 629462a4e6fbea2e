"""manage.py intake FILE: the proposals of one file, printed; nothing is saved."""

import json
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils.translation import gettext as _

from intake.finding import EMPTY, Found, Register, find
from intake.finding.found import as_json
from intake.known import register
from intake.reading.apart import read_apart
from intake.reading.document import Unreadable


class Command(BaseCommand):
    help = "Reads minutes and prints the meeting and the directives proposed from them. Saves nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", help="print JSON instead of lines to read")
        parser.add_argument(
            "--published", type=date.fromisoformat, help="YYYY-MM-DD: settles years left open"
        )
        parser.add_argument("--no-register", action="store_true", help="without the names of the database")

    def handle(self, *args, **options):
        path: Path = options["file"]
        try:
            document = read_apart(path, path.name)
        except Unreadable as error:
            raise CommandError(error.message) from error
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        known = EMPTY if options["no_register"] else self._register()
        found = find(document.text, register=known, published_on=options["published"])
        for note in document.notes:
            self.stderr.write(note)
        if options["json"]:
            self.stdout.write(json.dumps(as_json(found), ensure_ascii=False, indent=2))
        else:
            self._lines(found)

    def _register(self) -> Register:
        try:
            return register()
        except DatabaseError:
            self.stderr.write(_("The register could not be read; names are taken as the text has them."))
            return EMPTY

    def _lines(self, found: Found) -> None:
        meeting = found.meeting
        self.stdout.write(f"{meeting.title or '–'} ({meeting.held_on or '–'})")
        if not found.directives:
            self.stdout.write(_("No directive was found."))
        for number, directive in enumerate(found.directives, 1):
            lead = "; ".join(unit.words for unit in directive.lead_units) or "–"
            due = directive.deadline.due_on or directive.deadline.words or "–"
            self.stdout.write(f"{number}. [{directive.kind}] {lead} | {due} | {directive.summary}")
