"""Every page needs a signed-in person, unless it is named here: a new page cannot forget it."""

from django.contrib.auth.decorators import login_not_required  # noqa: F401  (public pages mark themselves)
from django.contrib.auth.middleware import LoginRequiredMiddleware


class SignInRequired(LoginRequiredMiddleware):
    """Django's own, except that the API answers 403 in JSON instead of redirecting to a form."""

    def handle_no_permission(self, request, view_func):
        if request.path.startswith("/api/"):
            return None
        return super().handle_no_permission(request, view_func)
