"""The ledger of reminders as a workbook."""

from django.utils.translation import gettext as _

from reminders import wording
from reminders.views.ledger import ledger_asked
from sheets.content import Asking, Book, Column, of_query
from sheets.wording import filter_words


def of_list(asking: Asking) -> Book:
    rows, form = ledger_asked(asking)
    names = wording.rule_names()
    columns = [
        Column("on", _("Fell due on"), lambda row: row.occurrence_on, "day", 13),
        Column("code", _("Code"), lambda row: row.assignment.directive.code, width=18),
        Column("title", _("What is to be done"), lambda row: row.assignment.directive.title, width=50),
        Column("unit", _("Addressee"), lambda row: str(row.assignment.addressee), width=32),
        Column("rule", _("Rule"), lambda row: str(wording.rule_label(row.rule, names)), width=32),
        Column("recipient", _("Recipient"), lambda row: str(row.recipient), width=28),
        Column("rung", _("Recipient stands as"), lambda row: str(row.get_rung_display() or ""), width=22),
        Column("state", _("Status"), lambda row: str(row.get_state_display()), width=20),
        Column("reason", _("Reason"), lambda row: str(row.get_reason_display() or ""), width=30),
    ]
    table = of_query(_("Ledger of reminders"), columns, rows)
    about = [(_("List"), _("Ledger of reminders")), *filter_words(form)]
    return Book(_("Ledger of reminders"), [table], about)
