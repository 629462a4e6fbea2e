"""`manage.py statistics`: the figures, for scripts and checks."""

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from directives.querysets import Klass
from directives.statistics import GROUPINGS, as_data, statistics
from units.day_argument import day_argument
from units.working_calendar import today


class Command(BaseCommand):
    help = "Print the figures as of a day: counts by class, official rate, update discipline."

    def add_arguments(self, parser):
        parser.add_argument("--as-of", metavar="DATE", help="30/09/2024 or 2024-09-30; today if left out")
        parser.add_argument("--by", metavar="GROUPING", help=", ".join(GROUPINGS))
        parser.add_argument("--json", action="store_true", help="the same as the API answers")

    def handle(self, *args, as_of: str | None, by: str | None, **options):
        if by is not None and by not in GROUPINGS:
            raise CommandError(_("There is no such grouping; there are: %s.") % ", ".join(GROUPINGS))
        day = today() if as_of is None else day_argument(as_of)
        found = as_data(statistics(day, by=by))
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(_table(found, day)))


def _table(found: dict[str, Any], day: date) -> list[str]:
    labels = [str(klass.label) for klass in Klass]
    width = max(len(label) for label in labels) + 2
    lines = [_("As of %s") % f"{day:%d/%m/%Y}", ""]
    lines += [
        f"{label:<{width}}{found['counts'][klass]:>6}"
        for klass, label in zip(Klass.values, labels, strict=True)
    ]
    rates = ((_("official rate"), "official_rate"), (_("update discipline"), "update_discipline"))
    lines += ["", *(f"{label:<{width}}{_percent(found[name]):>6}" for label, name in rates)]
    lines.append(f"{_('directives'):<{width}}{found['directives']['total']:>6}")
    for group in found["groups"]:
        overdue = group["counts"][Klass.OPEN_OVERDUE]
        total = sum(group["counts"].values())
        words = _("%(name)s: %(total)s, overdue %(overdue)s, official rate %(rate)s") % {
            "name": group["name"] or _("(none)"),
            "total": total,
            "overdue": overdue,
            "rate": _percent(group["official_rate"]),
        }
        lines += ["", words] if group is found["groups"][0] else [words]
    return lines


def _percent(rate: float | None) -> str:
    return "–" if rate is None else f"{number_format(rate * 100, 1)} %"
