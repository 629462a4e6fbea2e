"""Minutes through the API: read and searched; nothing is kept."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from intake import actions
from intake.finding.found import as_json
from intake.querysets import takes_in
from journal.refusals import NotYours
from units.api import Asked, day_from, form_data


class FindView(Asked):
    """`POST {"text": …}` or a file as `upload`, with `published_on` where the text names no year: what
    `manage.py intake FILE --json` prints."""

    def post(self, request: Request) -> Response:
        if not takes_in(self.standing):
            raise NotYours(_("Minutes are taken in by data entry and the ministry office."))
        data = form_data(request.data)
        given = data.get("published_on", "")
        day = day_from("published_on", given) if given else None
        upload: Any = request.FILES.get("upload")
        if upload is None and not data.get("text", "").strip():
            raise ValidationError({"text": _("Paste the text of the minutes, or choose a file.")})
        text: str = actions.read_upload(upload).text if upload is not None else data.get("text", "")
        return Response(as_json(actions.find_in(text, published_on=day)))
