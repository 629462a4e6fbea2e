"""The link of a letter: one progress report on one assignment by one person, without signing in.

The token is made from the letter, the assignment and the secret key, so that a letter sent again carries the same
one; stored is its hash alone.
"""

import hashlib
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import override

from directives import actions
from directives.lifecycle import NotNow
from directives.models import Assignment, ProgressReport
from reminders.models import Digest, LetterPolicy, ProgressLink

VALID_FOR = timedelta(hours=72)
SALT = "reminders.links"
# What the event of such a report says of how it came.
VIA = "mail_link"


def _token(digest: Digest, assignment_id: int, key: str) -> str:
    about = f"{digest.message_id}|{digest.recipient_id}|{digest.pk}|{assignment_id}"
    return salted_hmac(SALT, about, secret=key, algorithm="sha256").hexdigest()


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def write_links(digest: Digest) -> None:
    """The rows of the links this letter carries; called in the transaction that freezes it."""
    if digest.kind != Digest.DAILY or not LetterPolicy.current().has_progress_links:
        return
    expires_at = timezone.now() + VALID_FOR
    wanted = dict.fromkeys(line["assignment"] for line in digest.lines if line["may_report"])
    ProgressLink.objects.bulk_create(
        ProgressLink(
            digest=digest,
            assignment_id=assignment_id,
            token_hash=hash_of(_token(digest, assignment_id, settings.SECRET_KEY)),
            expires_at=expires_at,
        )
        for assignment_id in wanted
    )


def urls_of(digest: Digest) -> dict[int, str]:
    """Assignment -> the address of its link, the same every time it is asked for."""
    found = {}
    for link in digest.links.all():
        # After a change of the secret key the letters already written keep their links.
        for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
            token = _token(digest, link.assignment_id, key)
            if constant_time_compare(hash_of(token), link.token_hash):
                found[link.assignment_id] = settings.SITE_URL + reverse("progress_link", args=[token])
    return found


def link_of(token: str) -> ProgressLink | None:
    rows = ProgressLink.objects.select_related("digest__recipient", "assignment__directive")
    return rows.filter(token_hash=hash_of(token)).first()


@transaction.atomic
def report_by(link: ProgressLink, *, outlook: str, text: str = "") -> ProgressReport:
    """ "This is where we stand", said through the link. Right and state are those of today; what is refused
    leaves the link as it was."""
    used = ProgressLink.objects.filter(pk=link.pk, used_at=None, expires_at__gt=timezone.now())
    if not used.update(used_at=timezone.now()):
        raise NotNow(_("This link has been used or has expired."))
    is_blocked = outlook == ProgressReport.Outlook.BLOCKED
    words: dict[str, Any] = {"difficulties": text} if is_blocked else {}
    report = actions.report_progress(
        link.assignment,
        by=link.digest.recipient,
        text=text or wordless(outlook),
        outlook=outlook,
        via=VIA,
        **words,
    )
    ProgressLink.objects.filter(pk=link.pk).update(report=report)
    return report


def wordless(outlook: str) -> str:
    """What a report says where its writer chose an outlook and wrote nothing."""
    with override(settings.LANGUAGE_CODE):
        return str(ProgressReport.Outlook(outlook).label)


def said_the_same(assignment: Assignment) -> bool:
    """Whether the last report was "on track" and nothing more: said a second time it tells nobody anything."""
    last = assignment.reports.first()
    on_track = ProgressReport.Outlook.ON_TRACK
    return last is not None and (last.outlook, last.text) == (on_track, wordless(on_track))
