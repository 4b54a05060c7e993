"""Messages that invite to a bank's desk or to running the instance."""

from django.conf import settings
from django.core.mail import send_mail
from procrastinate.contrib.django import app

from etrier.accounts.actor import doorkeeper
from etrier.database.isolation import scoped
from etrier.instance.actions import SEND
from etrier.instance.models import InstanceInvitation

TEXT = """Bonjour,

Vous êtes invité à rejoindre Étrier, l’outil de suivi des microcrédits accompagnés, pour {place}.

Ouvrez ce lien pour choisir votre mot de passe (il fonctionne une fois, pendant sept jours) :
{link}

Si vous n’attendiez pas ce message, ignorez-le : rien ne sera créé.
"""


@app.task(name=SEND, queue="mail", retry=5)
def send_invitation(*, invitation: int) -> None:
    """Send the link of an invitation still pending."""
    with scoped(doorkeeper().scope):
        found = InstanceInvitation.objects.select_related("partner").get(pk=invitation)
    if found.state != "sent":
        return
    text = TEXT.format(place=found.place, link=settings.ADDRESS + found.address)
    send_mail(f"Étrier — invitation pour {found.place}", text, None, [found.email])
