"""What somebody typed when his session had ended: kept until he has signed in again, then shown once more."""

from django.http import HttpRequest, QueryDict

NAME = "kept_input"
# Longer texts than this are not typed by hand; a stranger must not fill the session store.
MAX_CHARACTERS = 60_000
# A sign-in or an administrator's form is not repeated by itself.
NEVER = ("/accounts/", "/admin/", "/i18n/")


def keep(request: HttpRequest) -> bool:
    """Put the posted form aside; returns whether there was one that can be kept."""
    if request.method != "POST" or request.path.startswith(NEVER):
        return False
    posted = request.POST.copy()
    posted.pop("csrfmiddlewaretoken", None)
    # The session that knew him is gone; the form says whose it was.
    by = posted.get("typed_by", "")
    # Counted as typed: written for an address a Vietnamese letter would count nine.
    if not by or sum(len(text) for _name, texts in posted.lists() for text in texts) > MAX_CHARACTERS:
        return False
    text = posted.urlencode()
    request.session[NAME] = {"path": request.path, "by": by, "data": text}
    return True


def take(request: HttpRequest) -> QueryDict | None:
    """The form kept for this address, once."""
    kept = request.session.get(NAME)
    if request.method != "GET" or not kept or kept["path"] != request.path:
        return None
    del request.session[NAME]
    # Somebody else may have signed in on this machine.
    return QueryDict(kept["data"]) if kept["by"] == str(request.user.pk) else None
