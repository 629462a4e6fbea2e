"""Every component in every state, with made-up rows: to look at while developing. Not in production."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from directives.filters import DirectiveFilter
from directives.forms.fields import DateField, FilesField
from directives.forms.step import long_text
from directives.lifecycle import State
from directives.models import Assignment, Directive, ProgressReport
from directives.querysets import Klass
from directives.views.buttons import Button, Buttons
from directives.views.timeline import Line
from units.working_calendar import WorkingCalendar, today


class SampleForm(forms.Form):
    outlook = forms.ChoiceField(
        label="Đánh giá tiến độ",
        choices=ProgressReport.Outlook.choices,
        initial=ProgressReport.Outlook.ON_TRACK,
        widget=forms.RadioSelect,
    )
    text = long_text("Việc đã làm")
    day = DateField(label="Ngày hoàn thành")
    papers = FilesField()
    percent = forms.IntegerField(label="Tỷ lệ %", required=False)
    FOLDED = ("percent",)


@login_not_required
@require_safe
def styleguide(request):
    day = today()
    return render(
        request,
        "directives/styleguide.html",
        {
            "day": day,
            "calendar": WorkingCalendar(),
            "rows": list(_rows(day)),
            "icons": (
                "camera",
                "chevron-down",
                "dots",
                "inbox",
                "message-circle",
                "send",
                "star",
                "user",
                "x",
            ),
            "buttons": Buttons(
                Button("accept", "Tiếp nhận", "#"), [Button("decline", "Đề nghị điều chỉnh", "#")]
            ),
            "tagged": Directive(code="GB06/2024-07", urgency="flash", is_key=True, kind="orientation"),
            "timeline": list(_timeline()),
            "page": Paginator(range(150), 50).page(2),
            "filter": DirectiveFilter(request.GET, queryset=Directive.objects.none(), request=request),
            "form": SampleForm(),
            "wrong": SampleForm({"day": "31/02/2024"}, auto_id="wrong_%s"),
        },
    )


def _rows(day):
    """One row for each wording of class and deadline."""
    for state, klass, days, done in (
        (State.IN_PROGRESS, Klass.OPEN_OVERDUE, -12, None),
        (State.IN_PROGRESS, Klass.OPEN_WITHIN, 0, None),
        (State.ASSIGNED, Klass.OPEN_WITHIN, 5, None),
        (State.IN_PROGRESS, Klass.OPEN_WITHIN, 40, None),
        (State.IN_PROGRESS, Klass.OPEN_WITHIN, 200, None),
        (State.IN_PROGRESS, Klass.OPEN_NO_DEADLINE, None, None),
        (State.PAUSED, Klass.OPEN_NO_DEADLINE, 30, None),
        (State.REPORTED, Klass.OPEN_WITHIN, 3, -1),
        (State.COMPLETED, Klass.COMPLETED_ON_TIME, -3, -4),
        (State.COMPLETED, Klass.COMPLETED_LATE, -9, -4),
        (State.COMPLETED, Klass.COMPLETED_NO_DEADLINE, None, -4),
    ):
        row: Any = Assignment(state=state, deadline_kind="none" if days is None else "day")
        row.state_then, row.klass = state, klass
        row.due_then = row.first_due_then = None if days is None else day + timedelta(days=days)
        if days == 40:
            row.first_due_then = day + timedelta(days=10)
        row.done_then = None if done is None else day + timedelta(days=done)
        yield row


def _timeline():
    for verb, label, states, note, is_backdated in (
        ("send_back", "Trả lại", (State.REPORTED, State.IN_PROGRESS), "thiếu văn bản kết quả", False),
        ("report_done", "Báo cáo hoàn thành", (State.IN_PROGRESS, State.REPORTED), "", False),
        ("assign", "Giao nhiệm vụ", ("", ""), "", True),
    ):
        event: Any = SimpleNamespace(
            verb=verb,
            on=today(),
            at=timezone.now(),
            is_backdated=is_backdated,
            from_state=states[0],
            to_state=states[1],
            note=note,
            by="Văn phòng Bộ",
            by_role="",
        )
        yield Line(event=event, label=label, addressees=["Cục Viễn thông"])
