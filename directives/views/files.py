"""Files of reports and of extension requests, for those who may read the row they belong to."""

from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from directives.models import Assignment, ExtensionFile, ReportFile
from meetings.views import file_response, shown_response


def _readable(request):
    standing = request.standing
    return Assignment.objects.visible_to(standing).readable_by(standing)


def _report_file(request, pk: int) -> ReportFile:
    return get_object_or_404(ReportFile.objects.filter(report__assignment__in=_readable(request)), pk=pk)


def _extension_file(request, pk: int) -> ExtensionFile:
    files = ExtensionFile.objects.filter(extension__assignment__in=_readable(request))
    return get_object_or_404(files, pk=pk)


@require_safe
def report_file(request, pk: int):
    return file_response(_report_file(request, pk))


@require_safe
def report_file_view(request, pk: int):
    return shown_response(_report_file(request, pk))


@require_safe
def extension_file(request, pk: int):
    return file_response(_extension_file(request, pk))


@require_safe
def extension_file_view(request, pk: int):
    return shown_response(_extension_file(request, pk))
