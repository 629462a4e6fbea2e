"""Reports made by themselves, as attachments to the office: claimed by a lease, sent outside any transaction."""

import logging
from datetime import date, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from reports.actions import written
from reports.models import Report
from reports.writing import TYPES
from units.models import Post, Role

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)


def deliver(day: date) -> int:
    """Send what waits to everybody at the office with an address; return how many reports went.

    A crash after the sending sends the same mail again, with the same Message-ID; never not at all.
    """
    sent = 0
    for pk in list(Report.objects.filter(_free()).values_list("pk", flat=True)):
        claimed = Report.objects.filter(_free(), pk=pk).update(mail_claimed_until=timezone.now() + LEASE)
        if claimed:
            sent += _send(Report.objects.get(pk=pk), day)
    return sent


def _free() -> Q:
    now = timezone.now()
    unclaimed = Q(mail_claimed_until=None) | Q(mail_claimed_until__lt=now)
    return unclaimed & Q(is_to_mail=True, mailed_at=None) & ~Q(state=Report.State.DISCARDED)


def _send(report: Report, day: date) -> bool:
    posts = Post.objects.valid_on(day).filter(role=Role.OFFICE, user__is_active=True)
    addresses = sorted(set(posts.exclude(user__email="").values_list("user__email", flat=True)))
    if not addresses:
        logger.warning("Report %s waits: nobody at the office has an address.", report.code)
        return False
    with override(settings.LANGUAGE_CODE):
        message = EmailMessage(
            subject=f"{report.code}: {report.title}",
            body=f"{report.title}\n\n"
            + _("Figures up to %(day)s. Read, freeze or discard it here: %(address)s")
            % {
                "day": f"{report.as_of:%d/%m/%Y}",
                "address": f"{settings.SITE_URL}{report.get_absolute_url()}",
            },
            to=addresses,
            headers={
                "Message-ID": f"<{report.code}.{report.pk}@dondoc>",
                "Auto-Submitted": "auto-generated",
            },
        )
        for form in ("docx", "pdf"):
            message.attach(f"{report.code}.{form}", written(report.paper, form), TYPES[form])
    try:
        message.send()
    except Exception as error:
        # Its lease runs out, and the next tick tries again.
        logger.warning("Report %s could not be sent: %s", report.code, error)
        return False
    Report.objects.filter(pk=report.pk).update(mailed_at=timezone.now(), mail_claimed_until=None)
    return True
