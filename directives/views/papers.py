"""The papers of a directive's rows: deadlines, milestones, reports, requests and urgings, in one question."""

from datetime import date
from typing import Any

from directives.gathering import Wanted, gather, hang
from directives.models import (
    Deadline,
    Directive,
    ExtensionFile,
    ExtensionRequest,
    Milestone,
    ProgressReport,
    ProposedAddressee,
    ReportFile,
    UrgedAssignment,
)
from directives.views.as_of import DayShown
from units.standing import Standing


def with_papers(
    rows: list[Any], directive: Directive, standing: Standing, shown: DayShown
) -> list[ProposedAddressee]:
    """Hang on each row what was there on the day shown, as its relations. Returns whom the source names and nobody
    has assigned yet: for those who write drafts and read them."""
    day = shown.day
    theirs = {"assignment__directive": directive}
    requests = ExtensionRequest.objects.visible_to(standing).filter(requested_on__lte=day, **theirs)
    reports = ProgressReport.objects.filter(on__lte=day, **theirs)
    # What was planned or reached later is not of that day; no history of it is kept.
    milestones = Milestone.objects.none() if shown.is_given else Milestone.objects.filter(**theirs)
    proposed = directive.proposed.all()
    if shown.is_given or directive.withdrawn_on or not standing.reads_all:
        proposed = proposed.none()
    found = gather(
        {
            "proposed": Wanted(proposed, ("unit", "leader", "group")),
            "deadlines": Wanted(Deadline.objects.filter(on__lte=day, **theirs)),
            "milestones": Wanted(milestones),
            "reports": Wanted(reports, ("reported_by",)),
            "report_files": Wanted(ReportFile.objects.filter(report__in=reports)),
            "extensions": Wanted(requests, ("requested_by", "decided_by")),
            "extension_files": Wanted(ExtensionFile.objects.filter(extension__in=requests)),
            "urged_rows": Wanted(
                UrgedAssignment.objects.filter(urging__urged_on__lte=day, **theirs),
                ("answered_by", "urging", "urging__urged_by"),
            ),
        }
    )
    for owners, files, by in (
        ("reports", "report_files", "report"),
        ("extensions", "extension_files", "extension"),
    ):
        hang(found[owners], "files", sorted(found[files], key=lambda one: one.pk), by=by)
    orders: dict[str, Any] = {
        "deadlines": lambda one: one.version,
        "milestones": lambda one: (one.due_on or date.max, one.pk),
        "reports": lambda one: (-one.on.toordinal(), -one.pk),
        "extensions": lambda one: (-one.requested_on.toordinal(), -one.pk),
        "urged_rows": lambda one: (-one.urging.urged_on.toordinal(), -one.pk),
    }
    for name, order in orders.items():
        hang(rows, name, sorted(found[name], key=order), by="assignment")
    return sorted(found["proposed"], key=lambda one: (one.role, one.pk))
