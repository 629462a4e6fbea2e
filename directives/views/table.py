"""The big table of assignments: columns one chooses, order, filters, pages, and the small form in a row."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils.functional import Promise, SimpleLazyObject, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directives.actions import batch
from directives.filters import AssignmentFilter
from directives.forms.inline import InlineForm
from directives.forms.saved_view import NewViewForm
from directives.lifecycle import NotNow, NotYours
from directives.models import Assignment, SavedView
from directives.orders import TABLE_SORTINGS, heads
from directives.querysets import AssignmentQuerySet
from directives.views.as_of import DayShown
from directives.views.pages import PAGE_SIZE, BoundedPaginator
from units import register
from units.working_calendar import today


@dataclass(frozen=True)
class Column:
    name: str
    label: str | Promise
    sort: str = ""


COLUMNS = {
    column.name: column
    for column in (
        Column("code", gettext_lazy("Code"), "code"),
        Column("title", gettext_lazy("What is to be done")),
        Column("unit", gettext_lazy("Addressee"), "unit"),
        Column("leader", gettext_lazy("Leader"), "leader"),
        Column("meeting", gettext_lazy("Meeting"), "meeting"),
        Column("field", gettext_lazy("Field")),
        Column("due", gettext_lazy("Deadline"), "due"),
        Column("asked", gettext_lazy("Asked for")),
        Column("class", gettext_lazy("Class"), "class"),
        Column("state", gettext_lazy("State")),
        Column("officer", gettext_lazy("Officer")),
        Column("follower", gettext_lazy("Followed by")),
        Column("report", gettext_lazy("Last report"), "report"),
    )
}
USUAL = ("code", "title", "unit", "due", "class", "state", "officer")
ALWAYS = "title"
# Beside the filters, what the address of a table may hold.
KEPT = ("sort", "col", "as_of")


@dataclass
class Asked:
    """What an address asks of `all_rows`: filter, columns and order, and what in it was not understood."""

    all_rows: Callable[[], AssignmentQuerySet]
    filter: AssignmentFilter
    columns: tuple[str, ...]
    sorting: str
    problems: list[str]

    @cached_property
    def rows(self) -> AssignmentQuerySet:
        return self._in_order(self.filter.narrow(self.all_rows()))

    @cached_property
    def common(self) -> AssignmentQuerySet:
        """The same rows, asked for as where the words searched for are common."""
        return self._in_order(self.filter.narrow(self.all_rows(), is_common=True))

    def _in_order(self, rows: AssignmentQuerySet) -> AssignmentQuerySet:
        rows = _with_columns(rows, self.columns, self.sorting)
        return rows.with_due_shown().order_by(*TABLE_SORTINGS[self.sorting])


@dataclass
class Table:
    """What the template draws, and the status of its answer."""

    context: dict[str, Any]
    status: int


def table_of(
    request,
    rows: Callable[[], AssignmentQuerySet],
    shown: DayShown,
    *,
    usual: tuple[str, ...] = USUAL,
    first_verb: str = "",
    inline: InlineForm | None = None,
) -> Table:
    """The table of `rows` (classed, marked readable; made only where they are looked for) as the address asks for
    it. What the address asks for wrongly is said in place and left out."""
    asked, standing = asked_of(request, rows, usual), request.standing
    pages = BoundedPaginator(
        SimpleLazyObject(lambda: asked.rows),
        PAGE_SIZE,
        heads=lambda: heads(asked.sorting),
        common=SimpleLazyObject(lambda: asked.common) if request.GET.get("q") else None,
        whole=_whole(standing, shown.day, asked.columns),
        question=_question(request, shown),
        # What a unit or a secretary sees; office and leaders see all.
        few=not standing.reads_all,
    )
    page = pages.get_page(request.GET.get("page"))
    _name(page)
    is_now = not shown.is_given or shown.day >= today()
    context = {
        "page": page,
        "filter": asked.filter,
        "sorting": asked.sorting,
        "columns": [(name, COLUMNS[name]) for name in asked.columns],
        "all_columns": [(column, name in asked.columns, name == ALWAYS) for name, column in COLUMNS.items()],
        "problems": asked.problems,
        "views": list(SavedView.objects.visible_to(standing)),
        "view_shown": request.GET.get("view", ""),
        "view_form": NewViewForm(standing=standing, initial={"query": kept_query(request.GET)}),
        "batches": _batches(standing, first_verb) if is_now else [],
        "may_edit": is_now,
        "inline": inline or (_inline(request, page) if is_now else None),
        **shown.context(),
    }
    return Table(context, shown.status if not asked.problems else 400)


def asked_of(request, rows: Callable[[], AssignmentQuerySet], usual: tuple[str, ...] = USUAL) -> Asked:
    """What the address asks of `rows`; page and workbook begin here. `request` needs its GET and standing only."""
    problems: list[str] = []
    asked = AssignmentFilter(request.GET, request=request)
    columns = _columns(request, usual, problems)
    sorting = _sorting(request, problems)
    if not asked.is_valid():
        problems += [
            _("“%(field)s” in the address is not understood and was left out: %(why)s")
            % {
                "field": asked.form.fields[name].label if name in asked.form.fields else name,
                "why": errors[0],
            }
            for name, errors in asked.form.errors.items()
        ]
    return Asked(rows, asked, columns, sorting, problems)


def kept_query(asked) -> str:
    """The parts of an address that make a view: filters, order and columns; no page, nothing unknown."""
    known = {*AssignmentFilter.base_filters, *KEPT}
    kept = asked.copy()
    for name in list(kept):
        kept.setlist(name, [value for value in kept.getlist(name) if value])
        if name not in known or not kept.getlist(name):
            del kept[name]
    return kept.urlencode()


def _columns(request, usual: tuple[str, ...], problems: list[str]) -> tuple[str, ...]:
    asked = request.GET.getlist("col")
    unknown = [name for name in asked if name not in COLUMNS]
    if unknown:
        problems.append(_("There is no column “%s”.") % unknown[0][:40])
    chosen = {*asked, ALWAYS} if set(asked) - set(unknown) else set(usual)
    return tuple(name for name in COLUMNS if name in chosen)


def _sorting(request, problems: list[str]) -> str:
    sorting = request.GET.get("sort", "")
    if sorting and sorting not in TABLE_SORTINGS:
        problems.append(_("The table cannot be sorted by “%s”.") % sorting[:40])
    return sorting if sorting in TABLE_SORTINGS else "due"


def _name(rows: Iterable[Assignment]) -> None:
    """Units, leaders and fields stand in memory: to join them to every row costs more than the rest of the row."""
    known = register.current()
    fields = {field.pk: field for field in known.fields}
    for row in rows:
        row.unit, row.leader = known.units.get(row.unit_id or 0), known.leaders.get(row.leader_id or 0)
        row.directive.leader = known.leaders.get(row.directive.leader_id or 0)
        row.directive.field = fields.get(row.directive.field_id or 0)


def _question(request, shown: DayShown) -> Hashable:
    """What is asked, by whom and of which day, but for the page: the address names the rows and their order. What of
    it is understood depends on all that he stands for."""
    asked = tuple((name, *values) for name, values in request.GET.lists() if name not in ("page", "edit"))
    return request.path, asked, shown.day, request.standing


def _whole(standing, day: date, columns: tuple[str, ...]) -> AssignmentQuerySet:
    """All rows as the page shows them; whoever shows them names units, leaders and fields."""
    rows = Assignment.objects.classed(day).marking_readable(standing)
    people = [name for name in ("officer", "follower") if name in columns]
    return _with_columns(rows.select_related("directive__meeting", *people), columns)


def _with_columns(
    rows: AssignmentQuerySet, columns: tuple[str, ...], sorting: str = ""
) -> AssignmentQuerySet:
    if "report" in columns or sorting.endswith("report"):
        rows = rows.with_last_report()
    return rows.with_open_request() if "asked" in columns else rows


def _batches(standing, first: str) -> list[tuple[str, str]]:
    """The steps for chosen rows; the one a queue is there for comes first."""
    verbs = sorted(batch.offered(standing), key=lambda verb: verb != first)
    return [(verb, batch.label(verb)) for verb in verbs]


def _inline(request, page) -> InlineForm | None:
    """The form of the row the address names, where that row is on this page and may be read."""
    wanted = request.GET.get("edit", "")
    row = next((row for row in page if str(row.pk) == wanted and row.readable), None)
    return InlineForm(row=row, standing=request.standing) if row else None


def edit_row(request) -> InlineForm:
    """Take what was typed in a row; where it was not taken, the form is shown again with what was typed."""
    edited = request.GET.get("edit", "")
    rows = Assignment.objects.visible_to(request.standing).readable_by(request.standing)
    rows = rows.classed(today()).for_list().select_related("follower")
    row = get_object_or_404(rows, pk=int(edited) if edited.isdecimal() and len(edited) < 16 else 0)
    form = InlineForm(request.POST, row=row, standing=request.standing)
    try:
        if form.is_valid() and form.take(by=request.user):
            messages.success(request, _("Saved: %s.") % row.directive.code)
    except NotYours as refusal:
        raise PermissionDenied(refusal.message) from None
    except NotNow as refusal:
        form.too_late(refusal.message)
    return form


def without_edit(request) -> str:
    """The same table with the row closed again, and the eye on it."""
    asked = request.GET.copy()
    edited = asked.pop("edit", [""])[-1]
    return f"{request.path}?{asked.urlencode()}#r{edited}"
