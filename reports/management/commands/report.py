"""`manage.py report`: the same documents as the buttons make, for scripts."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from directives.models import FigurePolicy
from meetings.models import Meeting
from meetings.periods import PATTERN
from reports.actions import letters, with_previous, written
from reports.making import Asked, late_units, make
from reports.models import Edition, ReportKind
from reports.periods import bounds, period_words
from reports.writing import WRITERS
from units.day_argument import day_argument
from units.models import Unit
from units.working_calendar import WorkingCalendar, today

REPLY_WITHIN = 5


class Command(BaseCommand):
    help = "Write a document: conclusion, period, urging or briefing, as .docx, .pdf or .xlsx."

    def add_arguments(self, parser):
        parser.add_argument("kind", choices=ReportKind.values)
        parser.add_argument(
            "--meeting", metavar="CODE", help="of a conclusion or a briefing, such as GB06/2024"
        )
        parser.add_argument(
            "--unit", metavar="CODE", help="of an urging letter; without it, all late units (.zip)"
        )
        parser.add_argument("--period", metavar="PERIOD", help="2024-06, 2024-Q2, 2024-H1 or 2024")
        parser.add_argument("--from", dest="start", metavar="DATE")
        parser.add_argument("--to", dest="end", metavar="DATE")
        parser.add_argument("--as-of", metavar="DATE", help="figures up to; --to or today if left out")
        parser.add_argument("--reply-by", metavar="DATE", help="of an urging letter; in five working days")
        parser.add_argument("--internal", action="store_true", help="the edition with officers' names")
        parser.add_argument(
            "--out", required=True, metavar="FILE", help=".docx, .pdf, .xlsx, or .zip of letters"
        )

    def handle(self, *args, kind: str, out: str, **options):
        path = Path(out)
        form = path.suffix.lstrip(".").lower()
        forms = [*WRITERS, "zip"] if kind == ReportKind.URGING and not options["unit"] else [*WRITERS]
        if form not in forms:
            raise CommandError(_("The name of the file says its form; there are: %s.") % ", ".join(forms))
        asked = self._asked(kind, **options)
        if kind == ReportKind.URGING and asked.unit is None:
            self._all_late(asked, path, form)
        else:
            path.write_bytes(written(make(asked), form))
            self.stdout.write(str(path))

    def _asked(self, kind: str, **options) -> Asked:
        start = day_argument(options["start"]) if options["start"] else None
        end = day_argument(options["end"]) if options["end"] else None
        words = ""
        if options["period"]:
            if not PATTERN.fullmatch(options["period"]):
                raise CommandError(_("Write the period as 2024-06, 2023-Q2, 2023-H1 or 2023."))
            start, end = bounds(options["period"], FigurePolicy.current().period_last_day)
            words = period_words(options["period"])
        as_of = day_argument(options["as_of"]) if options["as_of"] else min(end or today(), today())
        if as_of > today():
            raise CommandError(_("The day lies ahead; figures end today."))
        if start and start > as_of:
            raise CommandError(_("The period begins after the day of the figures."))
        meeting = None
        if kind in (ReportKind.CONCLUSION, ReportKind.BRIEFING):
            meeting = Meeting.objects.filter(code=options["meeting"]).first()
            if meeting is None:
                raise CommandError(_("There is no such meeting: name its code in --meeting."))
        unit = Unit.objects.filter(code=options["unit"]).first() if options["unit"] else None
        if options["unit"] and unit is None:
            raise CommandError(_("There is no unit with this code."))
        reply_by = WorkingCalendar().nth_working_day(today(), REPLY_WITHIN)
        if options["reply_by"]:
            reply_by = day_argument(options["reply_by"])
        asked = Asked(
            kind,
            as_of,
            starts_on=start,
            period=words,
            edition=Edition.INTERNAL if options["internal"] else Edition.LEADERS,
            meeting=meeting,
            unit=unit,
            reply_by_on=reply_by,
        )
        return with_previous(asked)

    def _all_late(self, asked: Asked, path: Path, form: str) -> None:
        units = late_units(asked.as_of)
        if not units:
            raise CommandError(_("No unit owes anything overdue on this day."))
        if form != "zip":
            raise CommandError(_("Letters to all late units are written into a .zip; or name one in --unit."))
        path.write_bytes(letters(asked, units))
        self.stdout.write(f"{path}: {len(units)}")
