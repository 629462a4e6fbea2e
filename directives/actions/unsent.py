"""What somebody is typing and has not sent: kept on the server, so that another device finds it too."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from directives import lifecycle
from directives.models import Assignment, UnsentForm
from units.standing import standing_of

# Longer texts than this are not typed by hand.
MAX_CHARACTERS = 60_000


@transaction.atomic
def keep_unsent(assignment: Assignment, *, by, verb: str, typed: Mapping[str, str]) -> UnsentForm | None:
    """ "I have not finished writing." Only for a step this person may take now; nothing typed keeps nothing."""
    standing = standing_of(by)
    lifecycle.check(verb, standing, assignment.case(standing))
    typed = {name: text for name, text in typed.items() if text.strip()}
    if sum(map(len, typed.values())) > MAX_CHARACTERS:
        raise ValidationError(_("The text is too long. Shorten it or attach it as a file."))
    if not typed:
        forget_unsent(assignment, by=by, verb=verb)
        return None
    return UnsentForm.objects.update_or_create(
        user=by, assignment=assignment, verb=verb, defaults={"typed": typed}
    )[0]


def forget_unsent(assignment: Assignment, *, by, verb: str) -> None:
    """ "It is sent", or "I do not want it any more"."""
    UnsentForm.objects.filter(user=by, assignment=assignment, verb=verb).delete()
