"""One letter as a mail: text first, HTML beside it, no image, nothing that has to be fetched."""

from email.utils import format_datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from reminders import digests, links
from reminders.models import Digest


def message_of(digest: Digest, *, with_links: bool = True) -> EmailMultiAlternatives:
    """The mail of this letter; every time the same, whenever it is made.

    Its links are the recipient's own: shown to anybody else it is made without them.
    """
    urls = links.urls_of(digest) if with_links else {}
    with override(settings.LANGUAGE_CODE):
        context = {
            "digest": digest,
            "groups": digests.grouped(digest.lines, urls),
            "has_links": bool(urls),
            "language": settings.LANGUAGE_CODE,
            "opening": opening_of(digest),
            "inbox_url": settings.SITE_URL + reverse("inbox"),
        }
        text = render_to_string("reminders/digest.txt", context)
        html = render_to_string("reminders/digest.html", context)
    message = EmailMultiAlternatives(
        subject=digest.subject,
        body=text,
        to=[digest.address],
        headers={
            "Message-ID": digest.message_id,
            "Date": format_datetime(timezone.localtime(digest.planned_at)),
            # So that no holiday notice answers it.
            "Auto-Submitted": "auto-generated",
        },
    )
    message.attach_alternative(html, "text/html")
    return message


def opening_of(digest: Digest) -> str:
    """The sentence above the lines."""
    if digest.kind == Digest.OFFICE:
        return _("This waits for the ministry office today:")
    if digest.kind == Digest.WEEKLY:
        return _("This became of what you said:")
    if digest.kind == Digest.ESCALATION:
        return _("In these assignments those who owe them have not acted in time:")
    return _("The system Đôn Đốc begs to inform of these assignments:")
