"""Files of reports and of extension requests, for those who may read the row they belong to."""

from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from directives.models import Assignment, ExtensionFile, ReportFile
from meetings.views import file_response


def _readable(request):
    standing = request.standing
    return Assignment.objects.visible_to(standing).readable_by(standing)


@require_safe
def report_file(request, pk: int):
    files = ReportFile.objects.filter(report__assignment__in=_readable(request))
    return file_response(get_object_or_404(files, pk=pk))


@require_safe
def extension_file(request, pk: int):
    files = ExtensionFile.objects.filter(extension__assignment__in=_readable(request))
    return file_response(get_object_or_404(files, pk=pk))
