"""Views a person keeps of the table. They are his own tool: no step of the law, so no event."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from directives.lifecycle import NotYours
from directives.models import SavedView
from units.standing import standing_of


def save_view(*, by, name: str, query: str, columns: str, is_shared: bool = False) -> SavedView:
    """ "Keep what I see under this name." Under a name one has already, it takes the place of the old one."""
    view = SavedView.objects.owned_by(by).filter(name=name.strip()).first() or SavedView(owner=by)
    view.query, view.columns = query, columns
    return _keep(view, by=by, name=name, is_shared=is_shared)


def change_view(view: SavedView, *, by, name: str, is_shared: bool = False) -> SavedView:
    """ "Call it that; the colleagues may use it, or no longer." """
    _check_own(view, by)
    return _keep(view, by=by, name=name, is_shared=is_shared)


def delete_view(view: SavedView, *, by) -> None:
    """ "I no longer need it." """
    _check_own(view, by)
    view.delete()


def _check_own(view: SavedView, by) -> None:
    if view.owner_id != by.pk:
        raise NotYours(_("This view belongs to %s.") % view.owner)


def _keep(view: SavedView, *, by, name: str, is_shared: bool) -> SavedView:
    if is_shared and not standing_of(by).is_office:
        raise ValidationError({"is_shared": _("Only the ministry office shares its views.")})
    view.name, view.is_shared = name.strip(), is_shared
    view.full_clean(validate_unique=False, validate_constraints=False)
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError:
        raise ValidationError({"name": _("There is a view of this name already.")}) from None
    return view
