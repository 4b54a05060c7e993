"""What may be done to a dispositif and to an agreement."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError

from etrier.accounts.actor import Actor
from etrier.accounts.models import Organisation, Partner
from etrier.domain import scheme
from etrier.domain.lifecycle import Act
from etrier.journal.door import acting, opening
from etrier.schemes.models import Agreement, Dispositif, reading


def organisation_of(by: Actor) -> Organisation:
    """The organisation in whose name one acts."""
    if by.organisation is None:
        raise ValueError("a dispositif belongs to an organisation")
    return by.organisation


def checked(model: str) -> scheme.Scheme:
    """The model of a text; a `ValidationError` lists every finding, with its line and its remedy."""
    found = reading(model)
    if found.scheme is None:
        raise ValidationError([str(finding) for finding in found.findings])
    return found.scheme


def draft_scheme(*, by: Actor, on: date, model: str) -> Dispositif:
    """Keep a model as a draft; nothing is judged by it yet."""
    read = checked(model)
    dispositif = Dispositif(
        organisation=organisation_of(by),
        name=read.name,
        model=model,
        valid_from=read.valid_from,
        valid_to=read.valid_to,
        resolution=read.board_resolution or "",
    )
    with opening(dispositif, Act.DRAFT_SCHEME, by=by, on=on):
        pass
    return dispositif


def edit_scheme(
    dispositif: Dispositif, *, by: Actor, on: date, model: str, revision: int | None = None
) -> Dispositif:
    """Change the text of a draft."""
    read = checked(model)
    with acting(dispositif, Act.EDIT_SCHEME, by=by, on=on, revision=revision):
        dispositif.model, dispositif.name = model, read.name
        dispositif.valid_from, dispositif.valid_to = read.valid_from, read.valid_to
        dispositif.resolution = read.board_resolution or ""
    return dispositif


def put_scheme_in_force(
    dispositif: Dispositif, *, by: Actor, on: date, valid_from: date, resolution: str
) -> Dispositif:
    """Judge requests by this version from a day on; the one before ends the day before."""
    former = Dispositif.objects.in_force(organisation_of(by), valid_from)
    if former is not None:
        if former.valid_from >= valid_from:
            raise ValidationError(
                "Une version est déjà en vigueur à cette date : choisissez un jour postérieur au"
                f" {former.valid_from:%d/%m/%Y}."
            )
        with acting(former, Act.REPLACE_SCHEME, by=by, on=on, from_on=valid_from):
            former.valid_to = valid_from - timedelta(days=1)
    with acting(dispositif, Act.PUT_SCHEME_IN_FORCE, by=by, on=on, from_on=valid_from):
        dispositif.valid_from, dispositif.resolution = valid_from, resolution
    return dispositif


def drop_scheme(dispositif: Dispositif, *, by: Actor, on: date) -> Dispositif:
    """Give a draft up."""
    with acting(dispositif, Act.DROP_SCHEME, by=by, on=on):
        pass
    return dispositif


def sign_agreement(
    *, by: Actor, on: date, partner: Partner, code: str, valid_from: date, valid_to: date | None = None
) -> Agreement:
    """Record the convention signed with a bank; its terms are in the dispositif under `code`."""
    agreement = Agreement(
        organisation=organisation_of(by), partner=partner, code=code, valid_from=valid_from, valid_to=valid_to
    )
    with opening(agreement, Act.SIGN_AGREEMENT, by=by, on=on, from_on=valid_from):
        pass
    return agreement


def end_agreement(agreement: Agreement, *, by: Actor, on: date, valid_to: date) -> Agreement:
    """End a convention: loans go on under it, nothing new is sent."""
    with acting(agreement, Act.END_AGREEMENT, by=by, on=on, until_on=valid_to):
        agreement.valid_to = valid_to
    return agreement
