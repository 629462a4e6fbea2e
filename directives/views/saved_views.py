"""The views a person keeps: opened by their address, saved from the table, kept in order on one page."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from directives import actions
from directives.forms.saved_view import NewViewForm, SavedViewForm
from directives.lifecycle import NotYours
from directives.models import SavedView
from directives.views.came_from import came_from
from directives.views.table import kept_query


@require_safe
def saved_views(request):
    return _page(request)


@require_safe
def saved_view(request, pk: int):
    """The table as it was saved."""
    view = get_object_or_404(SavedView.objects.visible_to(request.standing), pk=pk)
    asked = QueryDict(view.query, mutable=True)
    if view.columns:
        asked.setlist("col", view.columns.split(","))
    asked["view"] = str(view.pk)
    return redirect(f"{reverse('assignments')}?{asked.urlencode()}")


@require_POST
def view_add(request):
    form = NewViewForm(request.POST, standing=request.standing)
    if form.is_valid():
        data = form.cleaned_data
        asked = QueryDict(kept_query(QueryDict(data["query"])), mutable=True)
        columns = ",".join(asked.pop("col", []))
        try:
            view = actions.save_view(
                by=request.user,
                name=data["name"],
                query=asked.urlencode(),
                columns=columns,
                is_shared=data.get("is_shared", False),
            )
        except ValidationError as error:
            form.show(error)
        else:
            messages.success(request, _("Saved as “%s”.") % view.name)
            return redirect(view)
    messages.error(request, _("The view was not saved: %s") % _first_error(form))
    return redirect(came_from(request) or reverse("assignments"))


@require_POST
def view_change(request, pk: int):
    view = get_object_or_404(SavedView.objects.visible_to(request.standing), pk=pk)
    form = SavedViewForm(request.POST, standing=request.standing, prefix=f"v{pk}")
    try:
        if form.is_valid():
            data = form.cleaned_data
            shared = data.get("is_shared", False)
            actions.change_view(view, by=request.user, name=data["name"], is_shared=shared)
            messages.success(request, _("Saved as “%s”.") % view.name)
            return redirect("saved_views")
    except ValidationError as error:
        form.show(error)
    except NotYours as refusal:
        raise PermissionDenied(refusal.message) from None
    return _page(request, changed=(pk, form), status=400)


@require_POST
def view_delete(request, pk: int):
    view = get_object_or_404(SavedView.objects.visible_to(request.standing), pk=pk)
    try:
        actions.delete_view(view, by=request.user)
    except NotYours as refusal:
        raise PermissionDenied(refusal.message) from None
    messages.success(request, _("The view “%s” is gone.") % view.name)
    return redirect("saved_views")


def _first_error(form) -> str:
    return next(str(errors[0]) for errors in form.errors.values())


def _page(request, *, changed=(0, None), status: int = 200):
    views = SavedView.objects.visible_to(request.standing).select_related("owner")
    own, shared = [], []
    for view in views:
        if view.owner_id != request.user.pk:
            shared.append(view)
            continue
        form = SavedViewForm(
            initial={"name": view.name, "is_shared": view.is_shared},
            standing=request.standing,
            prefix=f"v{view.pk}",
        )
        own.append((view, changed[1] if changed[0] == view.pk else form))
    context = {"own": own, "shared": shared}
    return render(request, "directives/saved_views.html", context, status=status)
