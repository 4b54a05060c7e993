"""Messages about joining; nothing personal in them but the address they go to."""

from django.conf import settings
from django.core.mail import send_mail
from procrastinate.contrib.django import app

from etrier.accounts.actor import acting_for
from etrier.accounts.models import Organisation
from etrier.team.actions import SEND
from etrier.team.models import Invitation

TEXT = """Bonjour,

{organisation} vous invite à rejoindre Étrier, son outil de suivi des microcrédits accompagnés.

Ouvrez ce lien pour choisir votre mot de passe (il fonctionne une fois, pendant sept jours) :
{link}

Si vous n’attendiez pas ce message, ignorez-le : rien ne sera créé.
"""


@app.task(name=SEND, queue="mail", retry=5)
def send_invitation(*, organisation: int, invitation: int) -> None:
    """Send the link of an invitation still pending."""
    town = Organisation.objects.get(pk=organisation)
    with acting_for(town):
        found = Invitation.objects.select_related("organisation").get(pk=invitation)
    if found.state != "sent":
        return
    text = TEXT.format(organisation=town.name, link=settings.ADDRESS + found.address)
    send_mail(f"Étrier — invitation de {town.name}", text, None, [found.email])
