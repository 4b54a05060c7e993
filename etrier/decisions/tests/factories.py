"""Files at the commission, at the bank, accepted: made through the acts, whatever the town."""

from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from django.test import Client

from etrier.accounts.models import Membership, Partner
from etrier.applications.models import Application
from etrier.applications.tests.factories import ready
from etrier.decisions.actions import agenda, answers, opinions, sessions, transmissions
from etrier.decisions.models import AgendaItem, AnswerKind, ItemKind, Session, Transmission
from etrier.decisions.sheet import committee_sheet
from etrier.domain.access import Role
from etrier.schemes.models import Agreement
from tests.cast import Town, join

STUDIED_ON = date(2026, 11, 12)
SESSION_ON = date(2026, 11, 16)
SENT_ON = date(2026, 11, 17)
ANSWERED_ON = date(2026, 11, 20)


def session(town: Town, *, on: date = STUDIED_ON, session_on: date = SESSION_ON) -> Session:
    """A session convened, its agenda empty."""
    return sessions.convene_session(
        by=town.actor(Role.MANAGER),
        on=on,
        session_on=session_on,
        starts_at=time(14, 30),
        place="salle du conseil",
    )


def listed(town: Town, *, convened: Session | None = None, on: date = STUDIED_ON, **facts: Any) -> AgendaItem:
    """A request on the agenda of a session."""
    application = ready(town, on=on, **facts)
    return agenda.put_on_agenda(
        convened or session(town, on=on),
        application.file,
        kind=ItemKind.APPLICATION,
        sheet=committee_sheet(application, on),
        by=town.actor(),
        on=on,
    )


def held(town: Town, convened: Session, *, absent: int = 0) -> Session:
    """The session under way, every seat taken but the last ones."""
    by, on = town.actor(Role.MANAGER), convened.session_on
    rows = list(convened.attendances.all())
    seats = {
        row.pk: sessions.Seat(f"Membre {rank}", rank <= len(rows) - absent)
        for rank, row in enumerate(rows, start=1)
    }
    sessions.record_attendance(convened, by=by, on=on, seats=seats)
    return sessions.hold_session(convened, by=by, on=on)


def favourable(town: Town, *, close: bool = True, **facts: Any) -> AgendaItem:
    """A request with the commission's favourable opinion, its session closed."""
    item = listed(town, **facts)
    by = town.actor(Role.COMMITTEE_MEMBER)
    held(town, item.session)
    opinions.give_favourable_opinion(item, by=by, on=item.session.session_on)
    if close:
        sessions.close_session(item.session, by=by, on=item.session.session_on)
    return item


def unfavourable(town: Town, *, notified_on: date | None = None, **facts: Any) -> AgendaItem:
    """A request refused by the commission; notified on that day when one is given."""
    item = listed(town, **facts)
    by, on = town.actor(Role.COMMITTEE_MEMBER), item.session.session_on
    held(town, item.session)
    opinions.give_unfavourable_opinion(
        item, by=by, on=on, opinion_reason="not_bearable", motives="La mensualité dépasse le reste à vivre."
    )
    sessions.close_session(item.session, by=by, on=on)
    if notified_on is not None:
        opinions.notify_opinion(
            item, by=town.actor(), on=notified_on, notified_on=notified_on, channel="registered_letter"
        )
    return item


def may_be_sent(town: Town, **facts: Any) -> Application:
    """A request that waits for nothing but the choice of a bank, commission or not."""
    if town.dispositif.parsed.committee.before_bank:
        return favourable(town, **facts).file.application
    return ready(town, **facts)


def with_bank(
    town: Town,
    application: Application | None = None,
    *,
    bank: int = 0,
    agreement: Agreement | None = None,
    on: date = SENT_ON,
    **facts: Any,
) -> Transmission:
    """A request sent under an agreement, by default that of the town's `bank`-th bank."""
    application = application or may_be_sent(town, **facts)
    product = application.product
    promised = {}
    if product is not None and product.support.mode == "compulsory":
        promised = {"support_signed_on": on, "first_contact_on": on + timedelta(days=10)}
    return transmissions.transmit(
        application,
        by=town.actor(),
        on=on,
        agreement=agreement or town.agreements[bank],
        given_on=on,
        consent_channel="meeting",
        channel="bank_desk",
        **promised,
    )


def answered(
    town: Town, transmission: Transmission, kind: AnswerKind, *, on: date = ANSWERED_ON, **said: Any
) -> Transmission:
    """What the bank said by telephone, entered by the worker."""
    return answers.enter_answer(
        transmission, kind, by=town.actor(), on=on, channel="phone", received_on=on, **said
    )


def accepted(
    town: Town, transmission: Transmission | None = None, *, on: date = ANSWERED_ON, **facts: Any
) -> Transmission:
    """A request the bank accepted as asked, at its convention's rate."""
    transmission = transmission or with_bank(town, **facts)
    terms = transmission.agreement.terms(transmission.file.application.dispositif)
    rate = terms.rate(transmission.product_code)
    return answered(
        town,
        transmission,
        AnswerKind.ACCEPTED,
        on=on,
        amount=transmission.amount,
        months=transmission.months,
        yearly_rate=rate,
    )


def refused(
    town: Town, transmission: Transmission | None = None, *, on: date = ANSWERED_ON, **facts: Any
) -> Transmission:
    """A request the bank refused."""
    return answered(
        town, transmission or with_bank(town, **facts), AnswerKind.REFUSED, on=on, reason="debt_ratio"
    )


def countered(
    town: Town,
    transmission: Transmission | None = None,
    *,
    amount: Decimal | None = None,
    months: int | None = None,
    on: date = ANSWERED_ON,
    **facts: Any,
) -> Transmission:
    """A request to which the bank answered by other terms, by default 200 € less."""
    transmission = transmission or with_bank(town, **facts)
    terms = transmission.agreement.terms(transmission.file.application.dispositif)
    return answered(
        town,
        transmission,
        AnswerKind.COUNTER_OFFER,
        on=on,
        amount=amount or transmission.amount - 200,
        months=months or transmission.months,
        yearly_rate=terms.rate(transmission.product_code),
    )


def adviser(partner: Partner, first: str = "Anouk", last: str = "Fresnel") -> Membership:
    """The adviser of a bank: she belongs to it, not to a town."""
    return join(None, Role.BANK_ADVISER, first, last, partner=partner)


def adviser_client(partner: Partner, **names: str) -> Client:
    """A browser in which the bank's adviser has signed in."""
    client = Client()
    client.force_login(adviser(partner, **names).user)
    return client
