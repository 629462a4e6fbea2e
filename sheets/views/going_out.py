"""A list as a workbook: short ones at once, long ones laid ready by a worker."""

import tempfile
from pathlib import Path

from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from journal.refusals import NotNow
from sheets import actions
from sheets.running import file_name
from sheets.writing import write

# What takes about a second is waited for.
AT_ONCE = 2_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "HEAD", "POST"])
def sheet_out(request, kind: str):
    """GET hands the list out, or says how long it is; POST has it laid ready."""
    query = request.GET.urlencode()
    one, asking = actions.check_list(kind, request.user, request.standing, query)
    refusal = ""
    if request.method == "POST":
        try:
            transfer = actions.ask_for_export(kind, by=request.user, standing=request.standing, query=query)
        except NotNow as refused:
            refusal = refused.message
        else:
            return redirect(transfer)
    book = one.make(asking)
    if book.count <= AT_ONCE and not refusal:
        return workbook(book, file_name(str(one.label)))
    context = {"list": one, "count": book.count, "refusal": refusal, "query": query}
    return render(request, "sheets/out.html", context, status=409 if refusal else 200)


def workbook(book, name: str) -> FileResponse:
    with tempfile.TemporaryDirectory(prefix="dondoc-") as folder:
        path = Path(folder) / "list.xlsx"
        write(book, path)
        # The name is taken away with the folder, the file lives as long as it is being sent.
        return file_answer(path.open("rb"), name)


def file_answer(content, name: str) -> FileResponse:
    response = FileResponse(content, as_attachment=True, filename=name, content_type=XLSX)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def missing() -> Http404:
    return Http404(_("The file is missing from the storage; tell the administrator."))
