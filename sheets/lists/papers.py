"""What came in and what went out on paper, as workbooks: reminder letters, documents of the ministry, minutes."""

from django.utils.translation import gettext as _

from intake.models import Minutes
from reminders.models import Digest
from reports.models import Report
from sheets.content import Asking, Book, Column, of_query


def of_letters(asking: Asking) -> Book:
    rows = Digest.objects.visible_to(asking.standing).select_related("recipient")
    about = [(_("List"), _("Reminder mails"))]
    state = asking.GET.get("state", "")
    if state in Digest.State.values:
        rows = rows.filter(state=state)
        about.append((_("Status"), str(Digest.State(state).label)))
    columns = [
        Column("day", _("Day"), lambda row: row.day, "day", 13),
        Column("subject", _("Subject"), lambda row: row.subject, width=60),
        Column("recipient", _("Recipient"), lambda row: str(row.recipient), width=30),
        Column("state", _("Status"), lambda row: str(row.get_state_display()), width=20),
        Column("error", _("Last error"), lambda row: row.last_error, width=40),
    ]
    return Book(_("Reminder mails"), [of_query(_("Reminder mails"), columns, rows)], about)


def of_documents(asking: Asking) -> Book:
    rows = Report.objects.visible_to(asking.standing).for_list().frozen()
    columns = [
        Column("code", _("Code"), lambda row: row.code, width=16),
        Column("title", _("Document"), lambda row: row.title, width=60),
        Column("kind", _("Kind"), lambda row: str(row.get_kind_display()), width=28),
        Column("unit", _("Unit"), lambda row: str(row.unit or ""), width=30),
        Column("as_of", _("Figures up to"), lambda row: row.as_of, "day", 13),
        Column("frozen", _("Frozen"), lambda row: row.frozen_at, "moment", 18),
        Column("by", _("Frozen by"), lambda row: str(row.frozen_by or ""), width=28),
    ]
    return Book(
        _("Reports and letters"),
        [of_query(_("Reports and letters"), columns, rows)],
        [(_("List"), _("Reports and letters"))],
    )


def of_minutes(asking: Asking) -> Book:
    rows = Minutes.objects.visible_to(asking.standing).for_list().order_by("-read_at", "-pk")
    columns = [
        Column("name", _("Minutes"), lambda row: row.name, width=60),
        Column("meeting", _("Meeting"), lambda row: str(row.meeting or ""), width=44),
        Column("read_at", _("Read"), lambda row: row.read_at, "moment", 18),
        Column("by", _("Read by"), lambda row: str(row.read_by or ""), width=28),
    ]
    return Book(_("Minutes in"), [of_query(_("Minutes in"), columns, rows)], [(_("List"), _("Minutes in"))])
