"""The forms of the steps on an assignment and on an extension request."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from directives import actions
from directives.forms.correct import CorrectForm
from directives.forms.fields import (
    DateField,
    DeadlineFieldsMixin,
    FilesField,
    LeaderField,
    PersonField,
    UnitField,
)
from directives.forms.step import ONE_OF_THESE, StepForm, long_text, one_of
from directives.models import ProgressReport
from units.models import Post, Role, User
from units.models.period import valid_on
from units.working_calendar import today


class OfficeLimitMixin:
    """Shows the office how far it may extend, before it types a day that is the leader's to grant."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        form: Any = self
        if form.case.deciding_leaders & form.standing.leader_ids:
            return
        is_limited, day = actions.office_limit(getattr(form.row, "assignment", form.row))
        if not is_limited:
            return
        words = _("The ministry office has extended as often as it may: this is for the leader.")
        if day:
            words = format_lazy(_("The ministry office may extend until {day}."), day=f"{day:%d/%m/%Y}")
        if "due_on" in form.fields:
            form.fields["due_on"].help_text = words
        elif day is None or form.row.asked_due_on > day:
            form.notice = format_lazy(
                "{} {}", words, _("The day asked for is beyond that: the leader decides.")
            )


class AcceptForm(StepForm):
    action = actions.accept


class DeclineForm(StepForm):
    reason = long_text(_("Reason"))
    proposed = forms.CharField(
        label=_("Proposed addressee"),
        max_length=300,
        help_text=_("Whose field of work it is; the office decides."),
    )
    action = actions.decline


class UpholdForm(StepForm):
    reason = long_text(_("Reason"))
    action = actions.uphold


class SendBackForm(StepForm):
    reason = long_text(
        _("What is missing"), help_text=_("The unit reads it at the head of its row; the clock runs again.")
    )
    action = actions.send_back


class ReopenForm(StepForm):
    reason = long_text(_("Reason"))
    action = actions.reopen


class ReassignForm(StepForm):
    unit = one_of(UnitField(label=_("New addressee"), required=False, help_text=ONE_OF_THESE))
    leader = one_of(LeaderField(label=_("or a leader in person"), required=False))
    reason = long_text(_("Reason"))
    action = actions.reassign


class HandOverForm(StepForm):
    officer = PersonField(label=_("Officer"), required=False, empty_label=_("– nobody –"))
    may_report = forms.BooleanField(
        label=_("May report it done"),
        required=False,
        help_text=_("Without it only the head reports completion."),
    )
    note = long_text(_("Note"), required=False, rows=2)
    action = actions.hand_over

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Of the unit itself or, where it has ended, of the unit that answers for it.
        posts = Post.objects.filter(
            valid_on(today()),
            unit__in=self.standing.member_of,
            role__in=[Role.OFFICER, Role.HEAD, Role.DEPUTY, Role.SUBSTITUTE],
        )
        self.fields["officer"].queryset = User.objects.filter(posts__in=posts, is_active=True).distinct()
        self.initial.setdefault("officer", self.row.officer)
        self.initial.setdefault("may_report", self.row.officer_may_report)
        self.fields.pop("evidence", None)

    def clean(self) -> dict[str, Any]:
        if "officer" not in self.data:
            # Left out is not the same as taken back.
            self.add_error("officer", _("Name the officer, or send it empty to take the work back."))
        return super().clean() or self.cleaned_data


class FollowForm(StepForm):
    follower = PersonField(label=_("Followed by"), required=False, empty_label=_("– nobody –"))
    action = actions.follow

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        posts = Post.objects.filter(valid_on(today()), role=Role.OFFICE)
        self.fields["follower"].queryset = User.objects.filter(posts__in=posts, is_active=True).distinct()
        self.initial.setdefault("follower", self.row.follower)


class ReportProgressForm(StepForm):
    outlook = forms.ChoiceField(
        label=_("Outlook"),
        choices=ProgressReport.Outlook.choices,
        widget=forms.RadioSelect,
    )
    # A person chooses; a program that leaves it out means that nothing is in the way.
    outlook.left_out = ProgressReport.Outlook.ON_TRACK
    text = one_of(
        long_text(_("What was done"), required=False),
        _("Fill in one of the two: what was done, or the value."),
    )
    value = one_of(
        forms.DecimalField(
            label=_("Value reached"), required=False, max_digits=18, decimal_places=2, localize=True
        )
    )
    percent = forms.IntegerField(label=_("Percent"), required=False, min_value=0, max_value=100)
    difficulties = long_text(_("Difficulties"), required=False, rows=2)
    proposals = long_text(
        _("Proposals"),
        required=False,
        rows=2,
        help_text=_("What others should decide or do; the ministry office reads it."),
    )
    files = FilesField()
    action = actions.report_progress
    field_order = ["outlook", "difficulties", "text", "value", "files", "percent", "proposals"]
    FOLDED = ("percent", "proposals")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The likeliest is ticked, so that an update takes two taps; what is late is not proposed as on track.
        Outlook = ProgressReport.Outlook
        is_late = bool(self.row.due_on and self.row.due_on < self.standing.on)
        self.initial.setdefault("outlook", Outlook.AT_RISK if is_late else Outlook.ON_TRACK)
        if self.row.measure:
            self.fields["value"].label = _("Value reached (%s)") % self.row.measure
        else:
            self.FOLDED = ("value", *self.FOLDED)


class ReportDoneForm(StepForm):
    completed_on = DateField(
        label=_("Completed on"),
        help_text=_("The day the work was really finished: it decides on time or late."),
    )
    result = long_text(_("Result"))
    result_number = one_of(
        forms.CharField(label=_("Number of the result document"), required=False, max_length=100),
        _("Give the number, or attach the evidence below."),
    )
    result_on = DateField(label=_("Date of the result document"), required=False)
    files = one_of(FilesField(label=_("Evidence")))
    action = actions.report_done

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.support = list(actions.open_support(self.row).select_related("unit", "leader"))
        for row in self.support:
            self.fields[f"support_{row.pk}"] = one_of(
                long_text(_("What %s has contributed") % row.addressee, required=False, rows=2)
            )
        # Sent back or reopened, what was said before is put right, not written again.
        for name in ("result", "result_number", "result_on"):
            self.initial.setdefault(name, getattr(self.row, name))

    def arguments(self) -> dict[str, Any]:
        words = {row.pk: self.cleaned_data.pop(f"support_{row.pk}") for row in self.support}
        return {**self.cleaned_data, "support_words": words}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for row in self.support:
            if not data.get(f"support_{row.pk}"):
                self.add_error(f"support_{row.pk}", _("Say what this unit has contributed."))
        return data


class ConfirmForm(StepForm):
    completed_on = DateField(
        label=_("Completed on"), required=False, help_text=_("Keep it, or change it and say why.")
    )
    reason = long_text(_("Remark"), required=False, rows=2)
    action = actions.confirm

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("completed_on", self.row.completed_on)


class PauseForm(StepForm):
    condition = long_text(_("What it waits for"), help_text=_("While it waits it is not overdue."))
    review_on = DateField(label=_("Review on"))
    action = actions.pause


class ResumeForm(DeadlineFieldsMixin, StepForm):
    reason = long_text(_("Remark"), required=False, rows=2)
    action = actions.resume

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("due_on", self.row.due_on)

    def arguments(self) -> dict[str, Any]:
        return {
            "deadline": self.terms(),
            "reason": self.cleaned_data["reason"],
            "version": self.cleaned_data["version"],
        }


class AdjustDeadlineForm(OfficeLimitMixin, DeadlineFieldsMixin, StepForm):
    basis = forms.CharField(
        label=_("Basis document"),
        max_length=300,
        help_text=_("Number and date of the document, or of the meeting’s conclusion."),
    )
    reason = long_text(_("Reason"))
    action = actions.adjust_deadline

    def arguments(self) -> dict[str, Any]:
        names = ("basis", "reason", "version")
        return {"deadline": self.terms(), **{name: self.cleaned_data[name] for name in names}}


class RequestExtensionForm(StepForm):
    asked_due_on = DateField(
        label=_("New day asked for"),
        help_text=_("Later than the deadline of today; the first deadline stays visible beside it."),
    )
    reason = long_text(_("Reason"))
    files = FilesField(label=_("Evidence"))
    action = actions.request_extension

    def check_early(self) -> None:
        actions.check_may_ask(self.row)


class WithdrawForm(StepForm):
    reason = long_text(_("Reason"))
    on_word_of = forms.CharField(
        label=_("On whose word"),
        required=False,
        max_length=200,
        help_text=_("The office names the leader; a leader leaves it empty."),
    )
    action = actions.withdraw

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.case.deciding_leaders & self.standing.leader_ids:
            one_of(self.fields["on_word_of"])


class UrgeForm(StepForm):
    text = long_text(_("Text"))
    reply_by_on = DateField(label=_("Reply by"))

    def take(self, *, by: Any) -> Any:
        try:
            return actions.urge(
                [self.row],
                by=by,
                text=self.cleaned_data["text"],
                reply_by_on=self.cleaned_data["reply_by_on"],
                version=self.cleaned_data["version"],
            )
        except forms.ValidationError as error:
            self._show(error)
            return None


class EscalateForm(StepForm):
    text = long_text(_("Why the leader must know"))
    action = actions.escalate


class AnswerForm(StepForm):
    text = long_text(_("Answer"))
    action = actions.answer

    def check_early(self) -> None:
        actions.check_may_answer(self.row)


class CommentForm(StepForm):
    text = long_text(_("Comment"))
    action = actions.comment


class KeepMilestonesForm(StepForm):
    title = forms.CharField(label=_("Milestone"), max_length=200)
    due_on = DateField(
        label=_("Planned on"),
        required=False,
        help_text=_("A part of the work with a day of its own; it does not move the deadline."),
    )
    action = actions.add_milestone

    def arguments(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class ApproveForm(OfficeLimitMixin, StepForm):
    reason = long_text(_("Remark"), required=False, rows=2)
    action = actions.approve


class RefuseForm(StepForm):
    reason = long_text(_("Reason"))
    action = actions.refuse


class CounterForm(OfficeLimitMixin, StepForm):
    due_on = DateField(label=_("Until"))
    reason = long_text(_("Reason"))
    action = actions.counter


class CancelForm(StepForm):
    reason = long_text(_("Remark"), required=False, rows=2)
    action = actions.cancel


ASSIGNMENT_FORMS: dict[str, type[StepForm]] = {
    "accept": AcceptForm,
    "decline": DeclineForm,
    "uphold": UpholdForm,
    "reassign": ReassignForm,
    "hand_over": HandOverForm,
    "follow": FollowForm,
    "report_progress": ReportProgressForm,
    "keep_milestones": KeepMilestonesForm,
    "report_done": ReportDoneForm,
    "send_back": SendBackForm,
    "confirm": ConfirmForm,
    "pause": PauseForm,
    "resume": ResumeForm,
    "request_extension": RequestExtensionForm,
    "adjust_deadline": AdjustDeadlineForm,
    "reopen": ReopenForm,
    "withdraw": WithdrawForm,
    "correct": CorrectForm,
    "urge": UrgeForm,
    "escalate": EscalateForm,
    "answer": AnswerForm,
    "comment": CommentForm,
}
EXTENSION_FORMS: dict[str, type[StepForm]] = {
    "approve": ApproveForm,
    "refuse": RefuseForm,
    "counter": CounterForm,
    "cancel": CancelForm,
}
