from reports.models.policy import ReportPolicy
from reports.models.report import Edition, Report, ReportFile, ReportKind
from reports.models.template import ReportTemplate

__all__ = ["Edition", "Report", "ReportFile", "ReportKind", "ReportPolicy", "ReportTemplate"]
