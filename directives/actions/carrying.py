"""What is not finished goes on at the next meeting: said again there, each on its own timeline."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from directives.actions.correcting import repeat
from directives.models import Directive
from journal.models import Event
from meetings.models import Meeting


def said_again_at(meeting: Meeting) -> set[int]:
    """The directives of other meetings that were said again at this one."""
    events = Event.objects.filter(verb="repeat", subject_kind="directive", data__meeting=meeting.pk)
    return set(events.values_list("subject_id", flat=True))


@transaction.atomic
def carry_over(
    directives: Iterable[Directive], *, by, meeting: Meeting, words: str
) -> list[Event | Directive]:
    """ "These are said again at that meeting." All of them or none; what was said again there already is refused."""
    directives = list(directives)
    if not directives:
        raise ValidationError({"directives": _("Choose at least one directive.")})
    there = said_again_at(meeting)
    twice = [one.code for one in directives if one.pk in there]
    if twice:
        raise ValidationError(
            {"directives": _("Said again at that meeting already: %s.") % ", ".join(sorted(twice))}
        )
    if any(one.meeting_id == meeting.pk for one in directives):
        raise ValidationError({"meeting": _("Choose another meeting than the one it comes from.")})
    return [repeat(one, by=by, meeting=meeting, words=words) for one in directives]
