"""Invitations that no organisation sends: to work for a bank, or to run the instance."""

from django.db import models
from django.urls import reverse

from etrier.accounts.models import Partner
from etrier.database.fields import PublicIdField, RecordedAtField
from etrier.database.links import ForeignKey
from etrier.domain.access import Role
from etrier.journal.submit import CONSTRAINT_MESSAGES
from etrier.team.models import Invited

SALT = "etrier.instance.invitation"


class InstanceInvitation(Invited):
    """A person asked to be a bank's adviser or, without a bank, to run the instance."""

    SALT = SALT
    organisation_id = None
    uid = PublicIdField()
    partner = ForeignKey(Partner, models.PROTECT, null=True, related_name="+")
    recorded_at = RecordedAtField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "email"],
                condition=models.Q(state="sent"),
                name="instance_invitation_pending_once",
                nulls_distinct=False,
            )
        ]

    @property
    def role(self) -> Role:
        """What the person will be."""
        return Role.OPERATOR if self.partner_id is None else Role.BANK_ADVISER

    @property
    def place(self) -> str:
        """For whom the person will work."""
        return str(self.partner or "l’exploitation de l’instance")

    @property
    def address(self) -> str:
        """The path of its link."""
        return reverse("instance:accept_invitation", args=[self.token])


CONSTRAINT_MESSAGES.update(
    {"instance_invitation_pending_once": "Une invitation attend déjà cette adresse : renvoyez-la."}
)
