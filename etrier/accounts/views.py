"""Pages of one's own account that django-allauth does not have."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from etrier.accounts.middleware import SESSION_KEY
from etrier.accounts.request import Asked


@login_required
@require_POST
def switch(request: Asked) -> HttpResponse:
    """Work for another of one's organisations; the middleware judges the choice again at each request."""
    wanted = request.POST.get("membership", "")
    known = {str(membership.uid) for membership in request.memberships}
    if wanted not in known:
        raise Http404("Vous ne travaillez pas pour cette organisation.")
    request.session[SESSION_KEY] = wanted
    request.session.pop("reading_motives", None)
    return redirect("/")


def closed(request: Asked) -> HttpResponse:
    """A door that does not exist here: one joins by invitation."""
    raise Http404("On rejoint Étrier sur invitation de son organisation.")
