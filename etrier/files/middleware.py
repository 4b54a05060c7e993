"""Asks why, before showing a file that another worker follows."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from etrier.files.reading import MotiveNeeded


class MotiveMiddleware:
    """Turns `MotiveNeeded` into the page that asks, which leads back to the page wanted."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, MotiveNeeded):
            return None
        page = request.get_full_path() if request.method == "GET" else ""
        ask = reverse("files:motive", args=[exception.file.uid])
        return redirect(f"{ask}?{urlencode({'next': page})}")
