"""Re-orientation (réorientation): an outcome in full, with where to, why, and what was done at once."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from etrier.accounts.models import User
from etrier.accounts.rows import OrganisationRow
from etrier.applications.models.application import Application
from etrier.database.links import ForeignKey
from etrier.documents.models import Letter
from etrier.domain.assessment import ReorientationReason
from etrier.domain.lifecycle import CODE_LABELS
from etrier.files.models import File


class Reorientation(OrganisationRow):
    """Where a request that ends without a loan was sent, the targets being those of its dispositif."""

    file = ForeignKey(File, models.PROTECT, related_name="+")
    application = ForeignKey(Application, models.PROTECT, related_name="reorientations")
    targets = ArrayField(models.CharField(max_length=60))
    reasons = ArrayField(models.CharField(max_length=40))
    explanation = models.TextField("ce qui est proposé", blank=True)
    contact = models.CharField("à qui s’adresser", max_length=200, blank=True)
    aid_code = models.CharField("aide du CCAS", max_length=60, blank=True)
    reoriented_on = models.DateField()
    reoriented_by = ForeignKey(User, models.PROTECT, null=True, related_name="+")
    letter = ForeignKey(Letter, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"réorientation {self.file_id}"

    @property
    def target_labels(self) -> list[str]:
        """As the request's dispositif words them."""
        known = {target.code: target.label for target in self.application.dispositif.parsed.reorientations}
        return [known.get(code, CODE_LABELS["reorientation"].get(code, code)) for code in self.targets]

    @property
    def reason_labels(self) -> list[str]:
        return [ReorientationReason(code).label for code in self.reasons]

    @property
    def aid_label(self) -> str:
        known = {aid.code: aid.label for aid in self.application.dispositif.parsed.aids}
        return known.get(self.aid_code, self.aid_code)
