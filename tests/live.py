"""A town at work, and its live things: one file at each stage of the life of a loan."""

from datetime import timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.core import signing
from django.utils import timezone

from etrier.accounts.actor import house
from etrier.applications.budget import freeze_budget
from etrier.applications.models import BudgetVersion
from etrier.applications.tests import factories as applications
from etrier.decisions.actions.appeals import lodge_appeal
from etrier.decisions.actions.opinions import give_conditional_opinion
from etrier.decisions.actions.sealing import seal_pack
from etrier.decisions.actions.transmissions import close_unanswered, remind_bank
from etrier.decisions.models import AnswerKind
from etrier.decisions.tests import factories as decisions
from etrier.documents.actions import check_document, receive_document, write_letter
from etrier.domain.access import Role
from etrier.domain.lifecycle import CODE_LABELS
from etrier.followup.tests import factories as followup
from etrier.funds.models import Envelope
from etrier.funds.tests.factories import envelope
from etrier.loans.actions import default
from etrier.loans.actions.charters import draw_up_charter
from etrier.loans.actions.endings import retract_loan
from etrier.loans.tests import factories as loans
from etrier.outcomes.actions.orders import order_refund
from etrier.outcomes.actions.refunds import lapse_refund, refuse_refund
from etrier.outcomes.models import PaymentOrder
from etrier.outcomes.tests import factories as outcomes
from etrier.partners.actions import add_contact, add_partner, ask_account, retire_partner
from etrier.partners.models import AccountRequest
from etrier.schemes.actions import draft_scheme
from etrier.shipped import scheme_text
from etrier.team.actions import invite_member, suspend_member
from etrier.team.models import SALT
from tests.cast import Town, join
from tests.filling import PDF


class Place:
    """A town at work; each thing is made the first time it is asked for."""

    def __init__(self, town: Town, rank: int = 0) -> None:
        self.town, self.rank = town, rank
        self.on = timezone.localdate()

    def names(self) -> dict[str, str]:
        """Another borrower each time, so that the alert on doubles stays silent."""
        self.rank += 1
        return {"last_name": f"Personne{self.rank}", "phone": f"06399801{self.rank:02}"}

    @cached_property
    def contact(self) -> Any:
        return applications.contact(self.town, **self.names())

    @cached_property
    def under_study(self) -> Any:
        return applications.under_study(self.town, **self.names())

    @cached_property
    def studied(self) -> Any:
        return applications.studied(self.town, **self.names())

    @cached_property
    def ready(self) -> Any:
        return applications.ready(self.town, **self.names())

    @cached_property
    def sendable(self) -> Any:
        return decisions.may_be_sent(self.town, **self.names())

    @cached_property
    def sent(self) -> Any:
        return decisions.with_bank(self.town, **self.names())

    @cached_property
    def sealed_pack(self) -> Any:
        return seal_pack(self.sent, by=self.town.actor(), on=self.on)

    @cached_property
    def countered(self) -> Any:
        return decisions.countered(self.town, **self.names())

    @cached_property
    def questioned(self) -> Any:
        """A request about which the bank asks something."""
        sent = decisions.with_bank(self.town, **self.names())
        return decisions.answered(self.town, sent, AnswerKind.QUESTION, text="Le devis est-il valable ?")

    @cached_property
    def unanswered(self) -> Any:
        """A request that the bank left without an answer, reminded all the same."""
        sent = decisions.with_bank(self.town, **self.names())
        late = sent.answer_due_on + timedelta(10)
        remind_bank(sent, by=self.town.actor(), on=late, channel="phone")
        return close_unanswered(sent, by=self.town.actor(), on=late)

    @cached_property
    def refused(self) -> Any:
        return decisions.refused(self.town, **self.names())

    @cached_property
    def accepted(self) -> Any:
        return loans.accepted(self.town, on=self.on - timedelta(3), **self.names())

    @cached_property
    def offer(self) -> Any:
        return loans.offer(self.town, **self.names())

    @cached_property
    def signed(self) -> Any:
        return loans.signed(self.town, **self.names())

    @cached_property
    def loan(self) -> Any:
        return loans.loan(self.town, **self.names())

    @cached_property
    def threshold(self) -> Any:
        """The usury thresholds of a quarter, entered here."""
        return loans.threshold(self.town)

    @cached_property
    def late(self) -> Any:
        return followup.late_loan(self.town, **self.names())

    @cached_property
    def trouble(self) -> Any:
        """A difficulty opened on the unpaid instalment."""
        return followup.difficulty(self.town, self.late)

    @cached_property
    def closed_trouble(self) -> Any:
        return followup.solved(self.town, loans.loan(self.town, **self.names()))

    @cached_property
    def support_contact(self) -> Any:
        return followup.contact(self.town, self.loan.file)

    @cached_property
    def support_plan(self) -> Any:
        return followup.plan(self.town, self.loan)

    @cached_property
    def paid_off(self) -> Any:
        return outcomes.repaid(self.town, **self.names())

    @cached_property
    def judged(self) -> Any:
        """A refund of which the policy has spoken."""
        return outcomes.opened(self.town, **self.names())

    @cached_property
    def known(self) -> Any:
        """A refund whose account is known."""
        return outcomes.with_details(self.town, **self.names())

    @cached_property
    def presented(self) -> Any:
        """A refund on the agenda of the commission, where there is one."""
        return outcomes.at_committee(self.town, **self.names())

    @cached_property
    def declined(self) -> Any:
        """A refund refused."""
        found = outcomes.opened(self.town, **self.names())
        return refuse_refund(found, by=self.town.actor(), on=found.opened_on, reason="declined")

    @cached_property
    def lapsed(self) -> Any:
        """A refund nobody claimed."""
        found = outcomes.asked(self.town, **self.names())
        return lapse_refund(found, by=self.town.actor(), on=self.on)

    @cached_property
    def ordered(self) -> Any:
        """A refund on its way, in its order."""
        found = outcomes.approved(self.town, **self.names())
        order_refund(found, by=self.town.actor(Role.FINANCE), on=self.on)
        return found

    @cached_property
    def payment_order(self) -> Any:
        return PaymentOrder.objects.get(lines__refund=self.ordered)

    @cached_property
    def chartered(self) -> Any:
        """A signed offer whose charter waits for signatures."""
        offer = loans.signed(self.town, **self.names())
        draw_up_charter(offer.file, by=self.town.actor(), on=self.on)
        return offer

    @cached_property
    def asking(self) -> Any:
        """A loan for which a measure was asked of the bank."""
        found = loans.loan(self.town, **self.names())
        loans.requested(self.town, found, on=self.on, start=10)
        return found

    @cached_property
    def retracted(self) -> Any:
        """A loan withdrawn from within fourteen days."""
        found = loans.loan(self.town, disbursed_on=self.on - timedelta(2), **self.names())
        retract_loan(found.offer, by=self.town.actor(), on=self.on, source=loans.PHONE)
        return found

    @cached_property
    def accelerated(self) -> Any:
        """A loan called in by the bank."""
        found = loans.loan(self.town, **self.names())
        return default.accelerate(found, by=self.town.actor(Role.MANAGER), on=self.on, source=loans.PHONE)

    @cached_property
    def called(self) -> Any:
        """A loan whose guarantee was called."""
        found = loans.loan(self.town, **self.names())
        by = self.town.actor(Role.MANAGER)
        default.accelerate(found, by=by, on=self.on, source=loans.PHONE)
        return default.call_guarantee(found, by=by, on=self.on, amount=Decimal(100), source=loans.PHONE)

    @cached_property
    def envelope(self) -> Any:
        return Envelope.objects.in_force(self.town.organisation, self.on) or envelope(self.town)

    @cached_property
    def budget_version(self) -> Any:
        version = BudgetVersion.objects.filter(application=self.ready).first()
        return version or freeze_budget(self.studied, by=self.town.actor(), on=self.on, reason="study")

    @cached_property
    def listed(self) -> Any:
        """A request on the agenda of a session to come."""
        return decisions.listed(self.town, **self.names())

    @cached_property
    def examined(self) -> Any:
        """A request on the agenda of a session under way."""
        item = decisions.listed(self.town, **self.names())
        decisions.held(self.town, item.session)
        item.refresh_from_db()
        return item

    @cached_property
    def favoured(self) -> Any:
        return decisions.favourable(self.town, **self.names())

    @cached_property
    def conditional(self) -> Any:
        """A favourable opinion with a condition still to be met, in a session under way."""
        item = decisions.listed(self.town, **self.names())
        decisions.held(self.town, item.session)
        by = self.town.actor(Role.COMMITTEE_MEMBER)
        conditions = [next(iter(CODE_LABELS["condition"]))]
        give_conditional_opinion(item, by=by, on=item.session.session_on, conditions=conditions)
        return item

    @cached_property
    def refused_by_committee(self) -> Any:
        return decisions.unfavourable(self.town, notified_on=self.on, **self.names())

    @cached_property
    def appeal(self) -> Any:
        item = decisions.unfavourable(self.town, notified_on=self.on, **self.names())
        return lodge_appeal(item, by=self.town.actor(), on=self.on, received_on=self.on)

    @cached_property
    def session(self) -> Any:
        return decisions.session(self.town)

    @cached_property
    def document(self) -> Any:
        return receive_document(
            self.contact.file, by=self.town.actor(), on=self.on, kind_code="quote", content=PDF
        )

    @cached_property
    def checked(self) -> Any:
        """A paper that the job has read, waiting for someone's eyes."""
        found = receive_document(
            self.contact.file, by=self.town.actor(), on=self.on, kind_code="payslip", content=PDF
        )
        return check_document(found, by=house(self.town.organisation, "job"), on=self.on)

    @cached_property
    def suspended(self) -> Any:
        """A member whose access is withdrawn for a while."""
        found = join(self.town.organisation, Role.OBSERVER, "Jo", "Marin")
        self.town.enter()
        return suspend_member(found, by=self.town.actor(Role.ADMINISTRATOR), on=self.on)

    @cached_property
    def letter(self) -> Any:
        return write_letter(
            self.contact.file, by=self.town.actor(), on=self.on, letter_code="unpaid", data={"number": "1"}
        )

    @cached_property
    def draft(self) -> Any:
        administrator = self.town.actor(Role.ADMINISTRATOR)
        return draft_scheme(by=administrator, on=self.on, model=scheme_text("laval"))

    @cached_property
    def invitation(self) -> Any:
        return invite_member(
            by=self.town.actor(Role.ADMINISTRATOR),
            on=self.on,
            now=timezone.now(),
            email=f"invitee-{self.town.organisation.code}@example.org",
            first_name="Lise",
            last_name="Morel",
            roles=["reception"],
        )

    @cached_property
    def local_partner(self) -> Any:
        """A bank of the directory, with someone known there and an account asked for her."""
        by, bank = self.town.actor(), self.town.agreements[0].partner
        found = add_partner(by=by, on=self.on, kind="bank", name=bank.name, bank=bank)
        add_contact(found, by=by, on=self.on, first_name="Anouk", last_name="Fresnel")
        person = {"first_name": "Anouk", "last_name": "Fresnel", "email": "anouk@banque.example.org"}
        ask_account(bank, by=by, on=self.on, **person)
        return found

    @cached_property
    def retired_partner(self) -> Any:
        by = self.town.actor()
        return retire_partner(add_partner(by=by, on=self.on, kind="clic", name="CLIC"), by=by, on=self.on)

    @cached_property
    def account_request(self) -> Any:
        return AccountRequest.objects.get(bank=self.local_partner.bank)

    @cached_property
    def token(self) -> str:
        return signing.dumps([str(self.invitation.uid), 1], salt=SALT)
