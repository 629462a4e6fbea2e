"""The policy, edited by the office, with what a change would do before it is saved."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from reminders import actions, wording
from reminders.foresight import consequences
from reminders.forms import LetterPolicyForm, RuleForm
from reminders.models import LetterPolicy, ReminderRule
from units.working_calendar import WorkingCalendar, today


def _only_the_office(request) -> None:
    if not (request.standing.sees_all or request.standing.is_administrator):
        raise Http404


@require_http_methods(["GET", "HEAD", "POST"])
def policy(request):
    """All rules, and what letters carry."""
    _only_the_office(request)
    form = LetterPolicyForm(
        request.POST if request.method == "POST" else None, instance=LetterPolicy.current()
    )
    if request.method == "POST":
        if not request.standing.is_office:
            raise Http404
        if form.is_valid():
            actions.change_policy(form.save(commit=False), by=request.user)
            messages.success(request, _("The policy is saved."))
            return redirect("policy")
    return render(
        request,
        "reminders/policy.html",
        {
            "rules": ReminderRule.objects.select_related("field").order_by("-is_active", "kind", "-days"),
            "form": form,
            "may_edit": request.standing.is_office,
        },
        status=400 if form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def rule(request, pk: int | None = None):
    """One rule. "Preview" shows what the next working day would be, before and after; "save" keeps it."""
    if not request.standing.is_office:
        raise Http404
    row = get_object_or_404(ReminderRule, pk=pk) if pk else ReminderRule()
    form = RuleForm(request.POST if request.method == "POST" else None, instance=row)
    preview = None
    if request.method == "POST" and form.is_valid():
        changed = form.save(commit=False)
        if "save" in request.POST:
            actions.change_policy(changed, by=request.user)
            messages.success(request, _("The rule is saved."))
            return redirect("policy")
        preview = _preview(changed)
    return render(
        request,
        "reminders/rule.html",
        {"form": form, "rule": row if pk else None, "preview": preview},
        status=400 if form.errors else 200,
    )


def _preview(changed: ReminderRule) -> dict:
    day = WorkingCalendar().nth_working_day(today(), 1)
    before = consequences(day)
    is_new = changed.pk is None
    after = consequences(day, changed)
    names = wording.rule_names() | {changed.code: str(changed)}
    if is_new:
        # It was saved and taken back again: nothing of it may look as if it were kept.
        changed.pk = None
    codes = sorted(before.by_rule.keys() | after.by_rule.keys())
    return {
        "day": day,
        "before": before,
        "after": after,
        "by_rule": [(names.get(code, code), before.by_rule[code], after.by_rule[code]) for code in codes],
    }
