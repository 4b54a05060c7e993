"""`etrier operator`: the first person who runs the instance, invited from the machine itself."""

import argparse
import sys

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from etrier.accounts.actor import doorkeeper
from etrier.accounts.models import Membership
from etrier.database.isolation import scoped
from etrier.instance import actions
from etrier.instance.models import InstanceInvitation


def parser() -> argparse.ArgumentParser:
    """The options of the command."""
    made = argparse.ArgumentParser(
        prog="etrier operator", description="Les exploitants de l’instance : inviter le premier, lister."
    )
    what = made.add_subparsers(dest="what", required=True)
    invite = what.add_parser("invite", help="invite une personne et imprime son lien, valable sept jours")
    invite.add_argument("email", help="son adresse")
    invite.add_argument("--first-name", default="", metavar="PRÉNOM")
    invite.add_argument("--last-name", default="", metavar="NOM")
    what.add_parser("list", help="qui exploite l’instance, qui est invité")
    return made


def main(arguments: list[str]) -> int:
    """Do it; 2 with one French line when it cannot be done."""
    given = parser().parse_args(arguments)
    with scoped(doorkeeper("command").scope):
        if given.what == "list":
            return tell()
        try:
            validate_email(given.email)
            link = asked(given.email, given.first_name or given.email.partition("@")[0], given.last_name)
        except ValidationError as error:
            sys.stderr.write(f"etrier operator : {' '.join(error.messages)}\n")
            return 2
    print(f"Invitation prête. Le lien, à donner à cette personne seule, vaut une fois, sept jours :\n{link}")
    return 0


def asked(email: str, first_name: str, last_name: str) -> str:
    """The link of a new invitation, or of the one already waiting, sent again."""
    by, now = doorkeeper("command"), timezone.now()
    on = timezone.localdate(now)
    waiting = InstanceInvitation.objects.filter(partner=None, email=email.lower(), state="sent").first()
    if waiting is not None:
        invitation = actions.renew(waiting, by=by, on=on, now=now)
    else:
        invitation = actions.invite(
            None, by=by, on=on, now=now, email=email, first_name=first_name, last_name=last_name
        )
    return settings.ADDRESS + invitation.address


def tell() -> int:
    """One line by person."""
    people = Membership.objects.filter(organisation=None, partner=None).exclude(state="ended")
    for membership in people.select_related("user").order_by("pk"):
        print(f"{membership.user.email}\t{membership.user.full_name}\t{membership.state_label}")
    for invitation in InstanceInvitation.objects.filter(partner=None, state="sent").order_by("pk"):
        print(f"{invitation.email}\t{invitation.full_name}\tinvitation {invitation.state_label}")
    return 0
