"""What every template knows: who is signed in and the ways out of the page."""

from typing import Any

from django.http import HttpRequest


def account(request: HttpRequest) -> dict[str, Any]:
    """The author, the memberships to switch to, the day."""
    return {
        "actor": getattr(request, "actor", None),
        "membership": getattr(request, "membership", None),
        "memberships": getattr(request, "memberships", []),
        "today": getattr(request, "on", None),
    }
