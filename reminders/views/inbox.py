"""What I was told, and how I want to be told."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reminders import actions, wording
from reminders.forms import ChoiceForm
from reminders.models import NoticeChoice, Reminder

PER_PAGE = 30


@require_http_methods(["GET", "HEAD"])
def inbox(request):
    """The newest first. Looking changes nothing: what was seen is said by a button, or by opening its work."""
    told = Reminder.objects.told_to(request.standing)
    only_new = request.GET.get("rows", "") == "new"
    rows = told.unseen() if only_new else told
    rows = rows.select_related("assignment__directive", "assignment__unit", "assignment__leader")
    page = Paginator(rows.order_by("-pk"), PER_PAGE).get_page(request.GET.get("page"))
    names = wording.rule_names()
    shown = [
        (row, wording.notice_words(row) if row.verb else wording.rule_label(row.rule, names)) for row in page
    ]
    return render(
        request,
        "reminders/inbox.html",
        {"page": page, "rows": shown, "only_new": only_new, "unseen": told.unseen().count()},
    )


@require_safe
def inbox_count(request):
    """How much is new, for the header of every page; it counts to a hundred."""
    unseen = Reminder.objects.filter(recipient=request.user).unseen().exclude(state=Reminder.State.SUPERSEDED)
    return render(request, "reminders/_count.html", {"unseen": unseen[:100].count()})


@require_POST
def see(request, pk: int | None = None):
    """One row, which leads on to its work; or all."""
    mine = Reminder.objects.told_to(request.standing)
    if pk is None:
        actions.see(request.user)
        return redirect("inbox")
    row = mine.filter(pk=pk).select_related("assignment__directive").first()
    if row is None:
        raise Http404
    actions.see(request.user, Reminder.objects.filter(pk=pk))
    return redirect(f"{row.assignment.directive.get_absolute_url()}#a{row.assignment_id}")


@require_http_methods(["GET", "HEAD", "POST"])
def notice_choice(request):
    """ "Thông báo của tôi"."""
    choice = NoticeChoice.objects.filter(user=request.user).first() or NoticeChoice(user=request.user)
    form = ChoiceForm(request.POST if request.method == "POST" else None, instance=choice)
    if request.method == "POST" and form.is_valid():
        actions.choose(form.save(commit=False), by=request.user)
        messages.success(request, _("The choice is kept."))
        return redirect("notice_choice")
    status = 400 if form.errors else 200
    return render(request, "reminders/choice.html", {"form": form}, status=status)
