"""All change of the documents: prepared, frozen, thrown away; templates kept and taken away."""

import hashlib
import json
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from directives import actions as directive_actions
from journal.actions import record
from journal.models import Event
from journal.refusals import NotNow, NotYours
from reports.content import Paper, as_data
from reports.making import Asked, make
from reports.making.urging import owed_late
from reports.models import Report, ReportFile, ReportKind, ReportTemplate
from reports.templates import check, template_of
from reports.writing import WRITERS, write_docx
from units.models import Unit
from units.standing import Standing, standing_of
from units.working_calendar import today

PREFIX = {"conclusion": "TB", "period": "BC", "urging": "CV", "briefing": "BTH"}
# So far back of the newest event the numbers are looked at for one still under way.
LOOKED_BACK = 2000
FROZEN_AS = ("docx", "pdf")


def may_make(standing: Standing, kind: str) -> bool:
    """Office and leaders: every document. Data entry: those about a meeting, which it prepares."""
    return standing.sees_all or (
        standing.is_data_entry and kind in (ReportKind.CONCLUSION, ReportKind.BRIEFING)
    )


def may_freeze(standing: Standing) -> bool:
    return standing.is_office


def written(paper: Paper, form: str) -> bytes:
    """The file of that form; Word in the office's template where it has one."""
    if form == "docx":
        return write_docx(paper, template_of(paper.kind))
    return WRITERS[form](paper)


def letters(asked: Asked, units: list[Unit], form: str = "docx") -> bytes:
    """The urging letters to all these units, one file each, in a zip."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for unit in units:
            paper = make(replace(asked, unit=unit))
            archive.writestr(f"cong-van-don-doc-{slugify(unit.code)}.{form}", written(paper, form))
    return file.getvalue()


def fingerprint(paper: Paper) -> str:
    """Two papers with the same are the same, figure by figure."""
    return hashlib.sha256(json.dumps(as_data(paper), sort_keys=True).encode()).hexdigest()


def previous_of(asked: Asked) -> Report | None:
    """The period report that went out last before this one."""
    return (
        Report.objects.frozen()
        .filter(kind=ReportKind.PERIOD, edition=asked.edition, as_of__lt=asked.as_of)
        .order_by("-as_of", "-pk")
        .first()
    )


def prepare(asked: Asked, *, by=None, occasion: str | None = None, is_to_mail: bool = False) -> Report:
    """Make it and lay it in the office's inbox; for one occasion once, else IntegrityError."""
    with transaction.atomic():
        newest = newest_events()
        report = _made(asked, make(asked), newest, by=by, occasion=occasion)
        if is_to_mail:
            Report.objects.filter(pk=report.pk).update(is_to_mail=True)
        record(report, "prepare_report", by=by, on=today(), note=str(report))
    return report


def newest_events() -> tuple[int, list[int]]:
    """The newest event, and the numbers below it that are not there (yet): a transaction still under way."""
    newest = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    floor = max(0, newest - LOOKED_BACK)
    there = set(Event.objects.filter(pk__gt=floor, pk__lte=newest).values_list("pk", flat=True))
    return newest, [pk for pk in range(floor + 1, newest) if pk not in there]


def _made(
    asked: Asked, paper: Paper, newest: tuple[int, list[int]], *, by, occasion: str | None = None
) -> Report:
    for _try in range(5):
        try:
            with transaction.atomic():
                return Report.objects.create(
                    kind=asked.kind,
                    edition=asked.edition,
                    code=_next_code(asked.kind, today()),
                    title=paper.about[:1].upper() + paper.about[1:400],
                    as_of=asked.as_of,
                    starts_on=asked.starts_on,
                    meeting=asked.meeting,
                    unit=asked.unit,
                    data=as_data(paper),
                    newest_event=newest[0],
                    missing_events=newest[1],
                    occasion=occasion,
                    made_by=by,
                )
        except IntegrityError:
            if occasion and Report.objects.filter(occasion=occasion).exists():
                raise
    raise NotNow(_("Somebody else is making a document at this moment. Try again."))


def _next_code(kind: str, day: date) -> str:
    start = f"{PREFIX[kind]}-{day.year}-"
    codes = Report.objects.filter(code__startswith=start).values_list("code", flat=True)
    return f"{start}{max((int(code.rpartition('-')[2]) for code in codes), default=0) + 1:03}"


@transaction.atomic
def freeze(asked: Asked, *, by, seen: str = "") -> Report:
    """ "This goes out." `seen` is the fingerprint of what the person read; where the figures have moved since,
    NotNow. An urging letter is an urging of its assignments as well."""
    _check_office(by)
    # Before the figures are read: what is written meanwhile is then stated in the next report, never lost.
    newest = newest_events()
    paper = make(asked)
    if seen and seen != fingerprint(paper):
        raise NotNow(_("The figures have changed since this was opened. Read it again, then freeze it."))
    return _send_out(asked, paper, newest, by=by)


def _send_out(
    asked: Asked, paper: Paper, newest: tuple[int, list[int]], *, by, occasion: str | None = None
) -> Report:
    report = _made(asked, paper, newest, by=by, occasion=occasion)
    if asked.kind == ReportKind.URGING and asked.unit and asked.reply_by_on:
        _urge(asked.unit, asked.reply_by_on, report, by=by)
    return _freeze(report, by=by)


def freeze_letters(asked: Asked, units: Iterable[Unit], *, by) -> list[Report]:
    """ "A letter goes to each late unit": all of them or none, each an urging as well. A unit that was written to so
    on that day is left out, so pressed twice, or by two, nobody is urged twice."""
    _check_office(by)
    newest = newest_events()
    sent = []
    try:
        with transaction.atomic():
            for unit in units:
                occasion = f"letter-{asked.as_of:%Y%m%d}-{unit.pk}"
                if not Report.objects.filter(occasion=occasion).exists():
                    one = replace(asked, unit=unit)
                    sent.append(_send_out(one, make(one), newest, by=by, occasion=occasion))
    except IntegrityError:
        raise NotNow(_("Somebody else is making a document at this moment. Try again.")) from None
    if not sent:
        raise NotNow(_("Each of these units has been written to today already."))
    return sent


@transaction.atomic
def freeze_prepared(report: Report, *, by) -> Report:
    """ "What was made by itself goes out", as it was made."""
    _check_office(by)
    return _freeze(report, by=by)


def _freeze(report: Report, *, by) -> Report:
    now = timezone.now()
    moved = Report.objects.filter(pk=report.pk, state=Report.State.PREPARED).update(
        state=Report.State.FROZEN, frozen_at=now, frozen_by=by
    )
    if not moved:
        raise NotNow(_("It is frozen already."))
    report.refresh_from_db()
    paper = report.paper
    for form in FROZEN_AS:
        name = f"{report.code}-{slugify(report.get_kind_display())}.{form}"
        ReportFile.from_upload(SimpleUploadedFile(name, written(paper, form)), by=by, report=report)
    record(report, "freeze_report", by=by, on=today(), note=str(report))
    return report


def _urge(unit: Unit, reply_by_on: date, report: Report, *, by) -> None:
    rows = list(owed_late(unit, report.as_of).open())
    if rows:
        text = _("Urging letter %(code)s: overdue, figures up to %(day)s.")
        directive_actions.urge(
            rows,
            by=by,
            text=text % {"code": report.code, "day": f"{report.as_of:%d/%m/%Y}"},
            reply_by_on=reply_by_on,
        )


@transaction.atomic
def discard(report: Report, *, by) -> None:
    """ "This one does not go out." Only what is not frozen; it is not made by itself a second time."""
    _check_office(by)
    if not Report.objects.filter(pk=report.pk, state=Report.State.PREPARED).exists():
        raise NotNow(_("What went out is kept as it went out."))
    record(report, "discard_report", by=by, on=today(), note=str(report))
    Report.objects.filter(pk=report.pk).update(state=Report.State.DISCARDED)


def _check_office(by) -> None:
    if not may_freeze(standing_of(by)):
        raise NotYours(_("This is for the ministry office."))


@transaction.atomic
def keep_template(upload, *, by, kind: str) -> ReportTemplate:
    _check_office(by)
    if not upload.name.lower().endswith(".docx"):
        raise ValidationError({"file": _("This is not a Word file (.docx) that can be opened.")})
    content = upload.read()
    upload.seek(0)
    try:
        check(content)
    except ValidationError as error:
        raise ValidationError({"file": error.messages}) from None
    return ReportTemplate.from_upload(ContentFile(content, name=upload.name), by=by, kind=kind)


@transaction.atomic
def drop_template(template: ReportTemplate, *, by) -> None:
    """Ours, or the one before, is used again."""
    _check_office(by)
    template.delete()


def with_previous(asked: Asked) -> Asked:
    """A period report states what changed in the figures of the one before."""
    return replace(asked, previous=previous_of(asked)) if asked.kind == ReportKind.PERIOD else asked
