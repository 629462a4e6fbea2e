"""What a step on many rows is taken with. Shape only: `actions.batch` says what may be done to which row."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from directives.forms.fields import DateField, PersonField, UnitField
from directives.forms.step import long_text
from units.models import Post, Role, User
from units.models.period import valid_on
from units.standing import Standing
from units.working_calendar import today

AT_THE_DESK = [Role.OFFICER, Role.HEAD, Role.DEPUTY, Role.SUBSTITUTE]


def _people(**posts: Any):
    holders = Post.objects.filter(valid_on(today()), **posts)
    return User.objects.filter(posts__in=holders, is_active=True).distinct()


class BatchForm(forms.Form):
    """A step that needs nothing but the rows."""

    def __init__(self, *args: Any, standing: Standing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.standing = standing


class UrgeBatch(BatchForm):
    text = long_text(_("Text"))
    reply_by_on = DateField(label=_("Reply by"))


class EscalateBatch(BatchForm):
    text = long_text(_("Why the leader must know"))


class ApproveBatch(BatchForm):
    reason = long_text(_("Remark"), required=False, rows=2)


class CounterBatch(BatchForm):
    due_on = DateField(label=_("Until"))
    reason = long_text(_("Reason"))


class AdjustDeadlineBatch(BatchForm):
    due_on = DateField(label=_("New deadline"))
    basis = forms.CharField(label=_("Basis document"), max_length=300)
    reason = long_text(_("Reason"))


class FollowBatch(BatchForm):
    follower = PersonField(label=_("Followed by"), required=False, empty_label=_("– nobody –"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["follower"].queryset = _people(role=Role.OFFICE)


class HandOverBatch(BatchForm):
    officer = PersonField(label=_("Officer"), required=False, empty_label=_("– nobody –"))
    may_report = forms.BooleanField(label=_("May report it done"), required=False)
    note = long_text(_("Note"), required=False, rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["officer"].queryset = _people(role__in=AT_THE_DESK, unit__in=self.standing.heads)


class ReopenBatch(BatchForm):
    reason = long_text(_("Reason"))


class SendBackBatch(BatchForm):
    reason = long_text(_("Reason"), help_text=_("What is missing; the unit reads it at the head of its row."))


class ReassignBatch(BatchForm):
    unit = UnitField(label=_("New addressee"))
    reason = long_text(_("Reason"))


class AdjustBackBatch(BatchForm):
    basis = forms.CharField(label=_("Basis document"), max_length=300)
    reason = long_text(_("Reason"))


BATCH_FORMS: dict[str, type[BatchForm]] = {
    "confirm": BatchForm,
    "urge": UrgeBatch,
    "escalate": EscalateBatch,
    "approve": ApproveBatch,
    "counter": CounterBatch,
    "adjust_deadline": AdjustDeadlineBatch,
    "follow": FollowBatch,
    "hand_over": HandOverBatch,
    "reopen": ReopenBatch,
    "send_back": SendBackBatch,
    "reassign": ReassignBatch,
    "adjust_back": AdjustBackBatch,
    "follow_back": BatchForm,
    "hand_back": BatchForm,
}
