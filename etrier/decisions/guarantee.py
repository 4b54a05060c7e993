"""The CCAS's own guarantee, from the alert before sending to the reservation at the bank's acceptance."""

from datetime import date

from etrier.accounts.actor import Actor
from etrier.applications.models import Application
from etrier.decisions.models import Transmission
from etrier.domain.scheme.products import Product
from etrier.funds.actions import obstacle, release_guarantee, reserve_guarantee
from etrier.funds.models import Commitment, Envelope


def guaranteed_product(application: Application, product_code: str) -> Product | None:
    """The product, when it is the CCAS that guarantees it."""
    product = application.dispositif.parsed.product(product_code)
    return product if product and product.guaranteed_by_ccas else None


def envelope_alert(application: Application, on: date) -> str:
    """Why the envelope could not bear this loan, said before the file is sent; empty when it could."""
    product = guaranteed_product(application, application.product_code)
    if product is None or application.amount is None:
        return ""
    envelope = Envelope.objects.in_force(application.organisation, on)
    return obstacle(envelope, application.amount, product.guarantee.share, on)


def reserve_for(transmission: Transmission, *, by: Actor, on: date) -> None:
    """Reserve the CCAS's share of what the bank lends; a `ValidationError` undoes the acceptance."""
    product = guaranteed_product(transmission.file.application, transmission.product_code)
    if product is None or transmission.agreed_amount is None:
        return
    reserve_guarantee(
        transmission.file,
        by=by,
        on=on,
        principal=transmission.agreed_amount,
        share=product.guarantee.share,
    )


def release_reserved(transmission: Transmission, *, by: Actor, on: date) -> None:
    """Free the guarantee of a file taken back from the bank that had accepted it."""
    commitment = Commitment.objects.live_of(transmission.file)
    if commitment is not None and commitment.state == "reserved":
        release_guarantee(commitment, by=by, on=on, reason="recalled")
