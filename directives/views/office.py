"""The office desk: the figures, what waits for a decision or a question, and the big table below."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from directives.headline import headline
from directives.kept import kept
from directives.lifecycle import OPEN, ExtensionState, State
from directives.models import Assignment, Directive
from directives.quality import counts_of
from directives.views.as_of import DayShown, day_shown
from directives.views.pages import PAGE_SIZE, BoundedPaginator
from directives.views.table import USUAL, edit_row, table_of, without_edit
from units.working_calendar import today

# After so many days in progress without a word the office asks.
SILENT_FOR = timedelta(days=30)


@dataclass(frozen=True)
class Queue:
    label: str | Promise
    verb: str = ""  # the step a queue is there for
    columns: tuple[str, ...] = USUAL


QUEUES = {
    "to-confirm": Queue(gettext_lazy("To confirm"), "confirm", (*USUAL, "report")),
    "extensions": Queue(
        gettext_lazy("Extension requests"), "approve", ("code", "title", "unit", "due", "asked", "class")
    ),
    "declined": Queue(gettext_lazy("Waiting for reassignment")),
    "without-addressee": Queue(gettext_lazy("Without addressee")),
    "without-deadline": Queue(gettext_lazy("Without deadline"), "adjust_deadline"),
    "without-report": Queue(gettext_lazy("No report for 30 days"), "urge", (*USUAL, "report")),
    "overdue": Queue(gettext_lazy("Overdue"), "urge", (*USUAL, "report")),
    "drafts": Queue(gettext_lazy("Drafts to issue")),
}
OF_DIRECTIVES = ("without-addressee", "drafts")


def queue_rows(name: str, standing, day: date):
    """The rows of a queue; every one of them begins with what the person sees. Without a name: all open work."""
    if name in OF_DIRECTIVES:
        directives = Directive.objects.visible_to(standing).for_list()
        if name == "drafts":
            return directives.drafts().order_by("pk")
        return directives.without_addressee().order_by("issued_on", "code")
    rows = Assignment.objects.visible_to(standing)
    if name == "overdue":
        # Counted as in the figures: lead rows of tasks.
        return rows.overdue(day).lead().filter(directive__kind=Directive.Kind.TASK)
    rows = rows.classed(day).standing_on(day)
    if name == "to-confirm":
        return rows.filter(state=State.REPORTED)
    if name == "extensions":
        return rows.filter(extensions__state=ExtensionState.OPEN)
    if name == "declined":
        return rows.filter(state=State.DECLINED)
    if name == "without-deadline":
        return rows.without_deadline()
    if name == "without-report":
        return rows.silent_since(day - SILENT_FOR)
    return rows.filter(state__in=OPEN)


@require_http_methods(["GET", "HEAD", "POST"])
def queues(request, name: str = ""):
    """The desk; with a name, the rows of that queue in the table. A POST is the small form in a row."""
    standing = request.standing
    if not standing.sees_all:
        raise PermissionDenied(_("The queues are for the ministry office and the leaders."))
    if name and name not in QUEUES:
        raise Http404
    inline = edit_row(request) if request.method == "POST" else None
    if inline and inline.is_taken:
        return redirect(without_edit(request))
    shown = DayShown(day=today(), form=day_shown(request).form)
    rows, status = queue_rows(name, standing, shown.day), 200
    if name in OF_DIRECTIVES:
        page = BoundedPaginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
        context = {"page": page, **shown.context()}
    else:
        queue = QUEUES.get(name, Queue(_("Open assignments")))
        table = table_of(
            request,
            lambda: rows.marking_readable(standing),
            shown,
            usual=queue.columns,
            first_verb=queue.verb,
            inline=inline,
        )
        context, status = table.context, table.status
    over = kept(("office-desk", shown.day), lambda: _over_the_desk(standing, shown.day))
    context |= {
        "counts": [(one, QUEUES[one].label, n) for one, n in over["counts"].items()],
        "queue": name,
        "of_directives": name in OF_DIRECTIVES,
        "queue_words": QUEUES[name].label if name else _("Open assignments"),
        "headline": over["headline"],
        "queue_verb": QUEUES[name].verb if name else "",
    }
    return render(request, "directives/queues.html", context, status=400 if inline else status)


def _over_the_desk(standing, day: date) -> dict:
    """The same for everybody who has this desk: he sees all."""
    queued = {name: queue_rows(name, standing, day) for name in QUEUES}
    return {"headline": headline(day), "counts": counts_of(queued)}
