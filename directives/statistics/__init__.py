"""The figures, as of any day. Every page, mail, document and answer takes them from here.

Official rate (report 1270/BC-TCTTTg): completed ÷ (completed + open overdue), dated work only; what is not due
yet is left out. Update discipline: assignments reported on ÷ assignments that owed a report in the period.
"""

from directives.statistics.charts import BurnUp, MonthRate, burn_up, open_by_age, rate_by_month
from directives.statistics.counting import class_of_rows, directive_classes, statistics
from directives.statistics.figures import (
    AGAINST,
    GROUPINGS,
    OWES_AFTER_WORKING_DAYS,
    Figures,
    Group,
    Statistics,
    as_data,
)
from directives.statistics.kept import kept_charts, kept_rate, kept_statistics

__all__ = [
    "AGAINST",
    "BurnUp",
    "MonthRate",
    "GROUPINGS",
    "OWES_AFTER_WORKING_DAYS",
    "Figures",
    "Group",
    "Statistics",
    "as_data",
    "burn_up",
    "class_of_rows",
    "directive_classes",
    "kept_charts",
    "kept_rate",
    "kept_statistics",
    "open_by_age",
    "rate_by_month",
    "statistics",
]
