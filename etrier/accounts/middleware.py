"""Each request: one transaction, one author, one day; and the guards before any page."""

import datetime
from collections.abc import Callable
from operator import attrgetter

from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from etrier.accounts.actor import Actor, member
from etrier.accounts.models import Membership
from etrier.database.isolation import NOBODY, Scope, enter, scoped
from etrier.database.reading import attach, rows_where

SESSION_KEY = "membership"
FREE_PREFIXES = ("/compte/", "/static/", "/sante")
ANYONE = Actor(organisation=None)


class TransactionMiddleware:
    """Opens the transaction of the request before anything reads the database.

    An answer of error 500 or an exception undoes all of it. Nothing is streamed: a streamed answer would
    outlive the transaction, and so its scope.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with scoped(NOBODY):
            response = self.get_response(request)
            if response.streaming and not request.path.startswith("/static/"):
                raise ImproperlyConfigured("A page may not stream: it would outlive its transaction.")
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response


def current_membership(request: HttpRequest) -> Membership | None:
    """The membership chosen in this session, else the first; read each time, so revoking works at once."""
    chosen = request.session.get(SESSION_KEY)
    found = rows_where(Membership, user=request.user, state="active")
    found.sort(key=attrgetter("pk"))  # a handful: the database would spend more on it
    attach(found, "organisation")
    attach(found, "partner")
    request.memberships = found  # type: ignore[attr-defined]  # for the switch in the rail
    for membership in found:
        if str(membership.uid) == chosen:
            return membership
    return found[0] if found else None


class ActorMiddleware:
    """Finds who asks, enters their scope and tells the day it is where they work."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor, request.membership, request.memberships = ANYONE, None, []  # type: ignore[attr-defined]  # an `Asked` from here on
        now = timezone.now()
        request.now, request.on = now, timezone.localdate(now)  # type: ignore[attr-defined]  # an `Asked` from here on
        user = request.user
        if user.is_authenticated:
            enter(Scope(user=user.pk))
            membership = current_membership(request)
            if membership is not None:
                membership.user = user
                request.membership, request.actor = membership, member(membership)  # type: ignore[attr-defined]  # an `Asked` from here on
                enter(request.actor.scope)  # type: ignore[attr-defined]  # an `Asked` from here on
                if membership.organisation is not None:
                    request.on = membership.organisation.today(now)  # type: ignore[attr-defined]  # an `Asked` from here on
                    timezone.activate(membership.organisation.zone)
        try:
            return self.guard(request) or self.get_response(request)
        finally:
            timezone.deactivate()

    def guard(self, request: HttpRequest) -> HttpResponse | None:
        """Where to go first: choosing a second factor, where it is compulsory."""
        if not request.user.is_authenticated or request.path.startswith(FREE_PREFIXES):
            return None
        membership: Membership | None = request.membership  # type: ignore[attr-defined]  # an `Asked` from here on
        if membership is not None and membership.asks_second_factor and not has_second_factor(request):
            return redirect(reverse("mfa_activate_totp"))
        return None


def has_second_factor(request: HttpRequest) -> bool:
    """Whether the user has enrolled one; asked each time, since it may have been taken away since."""
    return bool(request.user.authenticator_set.filter(type="totp").exists())  # type: ignore[union-attr]  # signed in


def day_of(now: datetime.datetime, actor: Actor) -> datetime.date:
    """The day it is where an author works."""
    return actor.organisation.today(now) if actor.organisation else timezone.localdate(now)
