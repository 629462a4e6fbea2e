"""The one place that turns refusals into answers of the API.

{"error": {"code", "message", "fields"?, "changed"?, "steps"?}}: what went wrong, what to do, at which field, who was
quicker. Not found and not visible are the same answer.
"""

from typing import Any

from django.core.exceptions import (
    NON_FIELD_ERRORS,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
    ValidationError,
)
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions, views
from rest_framework.response import Response

from directives.lifecycle import NotNow, NotYours, Refused, UnknownStep

REFUSALS = {NotNow: "not_now", NotYours: "not_yours", UnknownStep: "unknown_step"}


def answer_for(exc: Exception, context: dict[str, Any]) -> Response | None:
    """The answer to `exc`; None (a 500, with its trace in the log) where it is a fault of ours."""
    if isinstance(exc, Refused):
        code = next((code for kind, code in REFUSALS.items() if isinstance(exc, kind)), "invalid")
        about = {"steps": exc.about["steps"]} if "steps" in exc.about else {"changed": exc.about}
        return _answer(exc.status, code, exc.message, **{name: what for name, what in about.items() if what})
    if isinstance(exc, ValidationError):
        return _invalid(_by_field(exc))
    if isinstance(exc, exceptions.ValidationError):
        return _invalid(_plain(exc.detail))
    if isinstance(exc, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return _answer(
            413, "too_large", _("More was sent than is read. Send files as multipart, one by one.")
        )
    if isinstance(exc, SuspiciousOperation):
        return _answer(400, "unreadable", _("The request could not be read."))
    if isinstance(exc, Http404 | exceptions.NotFound):
        return _answer(404, "not_found", _("There is nothing here, or nothing you may see."))
    if isinstance(exc, exceptions.NotAuthenticated | exceptions.AuthenticationFailed):
        return _answer(403, "not_signed_in", _("Sign in first."))
    if isinstance(exc, PermissionDenied):
        return _answer(403, "not_yours", str(exc) or _("This is not for you."))
    if isinstance(exc, exceptions.APIException):
        return _answered_by_framework(exc, context)
    return None


def _answered_by_framework(exc: exceptions.APIException, context: dict[str, Any]) -> Response | None:
    """The framework's status and headers (Retry-After), our shape."""
    known = {
        exceptions.ParseError: ("unreadable", _("The body could not be read.")),
        exceptions.MethodNotAllowed: ("method_not_allowed", ""),
        exceptions.UnsupportedMediaType: ("unsupported_media_type", _("Send JSON, or multipart with files.")),
        exceptions.NotAcceptable: ("not_acceptable", ""),
        exceptions.Throttled: ("throttled", ""),
        exceptions.PermissionDenied: ("not_yours", ""),
    }
    code, lead = next((words for kind, words in known.items() if isinstance(exc, kind)), ("refused", ""))
    message = f"{lead} {exc.detail}".strip()
    if isinstance(exc, exceptions.PermissionDenied) and str(exc.detail).startswith("CSRF"):
        code, lead = "no_token", _("Send the value of the cookie csrftoken in the header X-CSRFToken.")
        message = f"{lead} ({exc.detail})"
    response = views.exception_handler(exc, context)
    if response is not None:
        response.data = {"error": {"code": code, "message": message}}
    return response


def _answer(status: int, code: str, message: str, **more: Any) -> Response:
    return Response({"error": {"code": code, "message": message, **more}}, status=status)


def _invalid(fields: dict[str, list[str]]) -> Response:
    general = fields.pop(NON_FIELD_ERRORS, []) + fields.pop("non_field_errors", [])
    message = " ".join(general) or _("Some values are not accepted; correct the fields named here.")
    return _answer(400, "invalid", message, **({"fields": fields} if fields else {}))


def _by_field(exc: ValidationError) -> dict[str, list[str]]:
    if hasattr(exc, "error_dict"):
        return {name: [str(message) for message in found] for name, found in exc.message_dict.items()}
    return {NON_FIELD_ERRORS: [str(message) for message in exc.messages]}


def _plain(detail: Any) -> dict[str, list[str]]:
    if isinstance(detail, dict):
        return {
            name: [str(one) for one in (found if isinstance(found, list) else [found])]
            for name, found in detail.items()
        }
    return {NON_FIELD_ERRORS: [str(one) for one in (detail if isinstance(detail, list) else [detail])]}
