"""Pages of errors: what happened, what to do, nothing about the machine."""

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403; the reason when the refusal gave one, in French as all our refusals are."""
    reason = str(exception or "")
    return render(request, "403.html", {"reason": reason}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, without request context: nothing may be read from the database any more."""
    return HttpResponseServerError(render_to_string("500.html"))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page stayed open too long, was opened before signing in, or refuses cookies."""
    return HttpResponse(render_to_string("403_csrf.html", {"address": request.path}), status=403)
