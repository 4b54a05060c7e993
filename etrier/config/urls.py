"""Addresses: the life of a loan, in order; French words, since people read them."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

handler400 = "etrier.ui.views.bad_request"
handler403 = "etrier.ui.views.forbidden"
handler404 = "etrier.ui.views.not_found"
handler500 = "etrier.ui.views.server_error"


def alive(request: HttpRequest) -> HttpResponse:
    """For the machine that watches: the site answers and its database too."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [
    path("", include("etrier.desk.urls")),
    path("sante", alive, name="alive"),
    path("compte/", include("etrier.accounts.urls")),
    path("equipe/", include("etrier.team.urls")),
    path("dossiers/", include("etrier.files.urls")),
    path("dossiers/", include("etrier.documents.urls")),
    path("dossiers/", include("etrier.people.urls")),
    path("dossiers/", include("etrier.applications.urls")),
    path("", include("etrier.decisions.urls")),
    path("", include("etrier.loans.urls")),
    path("", include("etrier.followup.urls")),
    path("", include("etrier.outcomes.urls")),
    path("dispositif/", include("etrier.schemes.urls")),
    path("dispositif/enveloppe/risque/", include("etrier.reporting.risk.urls")),
    path("dispositif/enveloppe/", include("etrier.funds.urls")),
    path("partenaires/", include("etrier.partners.urls")),
    path("banque/", include("etrier.portal.urls")),
    path("instance/", include("etrier.instance.urls")),
    path("pilotage/", include("etrier.reporting.urls")),
]
