"""The page a person came from, so that a step leads back to it."""

from django.utils.http import url_has_allowed_host_and_scheme


def came_from(request) -> str:
    """Its address, if that is a page of ours; else nothing."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else ""
