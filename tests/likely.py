"""Where the form of an act can be sent at once: the live thing in the state that the act wants.

Only for acts that the stages of `tests.keys` do not reach, or late; others try those one after the other.
What is shared there is only added to: a maker that moves something on makes its own.
"""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from etrier.accounts.actor import house
from etrier.applications.actions import add_co_borrower, close_application
from etrier.applications.tests import factories as applications
from etrier.decisions.actions.messages import send_message
from etrier.decisions.actions.sessions import Seat, record_attendance
from etrier.decisions.actions.transmissions import remind_bank
from etrier.decisions.models import MessageSide
from etrier.decisions.tests import factories as decisions
from etrier.documents import actions as papers
from etrier.domain.access import Role
from etrier.followup.tests import factories as followup
from etrier.loans.actions import default, measures
from etrier.loans.schedules import schedule_in_force
from etrier.loans.tests import factories as loans
from etrier.outcomes.actions import committee
from etrier.outcomes.actions.refunds import refuse_refund
from etrier.outcomes.judging import reasons_to_refuse
from etrier.outcomes.tests import factories as outcomes
from etrier.people.tests.factories import told
from etrier.team.actions import suspend_member
from tests.cast import join
from tests.filling import PDF
from tests.live import Place

Maker = Callable[[Place], Any]


def co_borrowed(p: Place) -> Any:
    application = applications.under_study(p.town, **p.names())
    return add_co_borrower(application, by=p.town.actor(), on=p.on, told=told(**p.names()))


def closed(p: Place) -> Any:
    application = applications.contact(p.town, **p.names())
    return close_application(application, by=p.town.actor(), on=p.on, reason="withdrawn")


def reminded(p: Place) -> Any:
    """A request that the bank leaves without an answer although it was reminded of it."""
    sent = loans.at_bank(p.town, on=p.on - timedelta(60), **p.names())
    return remind_bank(sent, by=p.town.actor(), on=p.on, channel="phone")


def asked_by_bank(p: Place) -> Any:
    """A request about which the bank wrote, unread."""
    send_message(p.sent, by=p.town.actor(), on=p.on, side=MessageSide.BANK, text="Le devis ?")
    return p.sent


def told_by_ccas(p: Place) -> Any:
    """The same, from the CCAS to the bank."""
    send_message(p.sent, by=p.town.actor(), on=p.on, side=MessageSide.CCAS, text="Le devis suit.")
    return p.sent


def seated(p: Place) -> Any:
    """A session whose seats are taken, not yet opened."""
    session = decisions.session(p.town)
    seats = {row.pk: Seat("Membre", True) for row in session.attendances.all()}
    return record_attendance(session, by=p.town.actor(Role.MANAGER), on=session.session_on, seats=seats)


def sitting(p: Place) -> Any:
    """A session under way, nothing left to examine."""
    return decisions.held(p.town, decisions.session(p.town))


def to_come(p: Place) -> Any:
    """A session to come."""
    return decisions.session(p.town, on=p.on, session_on=p.on + timedelta(7))


def ready_before_a_session(p: Place) -> Any:
    to_come(p)
    return p.ready


def appeal_before_a_session(p: Place) -> Any:
    to_come(p)
    return p.appeal


def paper(p: Place) -> Any:
    """A paper under analysis."""
    found = papers.receive_document(
        p.contact.file, by=p.town.actor(), on=p.on, kind_code="quote", content=PDF
    )
    return papers.check_document(found, by=house(p.town.organisation, "job"), on=p.on)


def laid_out(p: Place, content: bytes = PDF) -> Any:
    """A letter whose PDF was made; or could not be."""
    found = papers.write_letter(
        p.contact.file, by=p.town.actor(), on=p.on, letter_code="unpaid", data={"number": "1"}
    )
    return papers.finish_letter(found, by=house(p.town.organisation, "job"), on=p.on, content=content)


def helped(p: Place) -> Any:
    """A difficulty of someone who asked for an aid."""
    followup.aid(p.town, p.trouble.file)
    return p.trouble


def settled(p: Place) -> Any:
    """A difficulty for which the bank has granted a measure."""
    loan = loans.loan(p.town, **p.names())
    found = followup.signalled(p.town, loan)
    asked = loans.requested(p.town, loan, on=p.on, start=10)
    measures.grant_measure(asked, by=p.town.actor(), on=p.on, source=loans.PHONE)
    return found


def in_default(p: Place) -> Any:
    """A difficulty that ended by the guarantee."""
    loan = loans.loan(p.town, **p.names())
    found = followup.signalled(p.town, loan)
    by = p.town.actor(Role.MANAGER)
    default.accelerate(loan, by=by, on=p.on, source=loans.PHONE)
    default.call_guarantee(loan, by=by, on=p.on, amount=Decimal(100), source=loans.PHONE)
    return found


def expired(p: Place) -> Any:
    """An offer nobody signed in time."""
    return loans.offer(p.town, disbursed_on=p.on - timedelta(20), **p.names())


def undrawn(p: Place) -> Any:
    """A loan just paid out, its withdrawal still possible."""
    return loans.loan(p.town, disbursed_on=p.on - timedelta(2), **p.names())


def before_committee(p: Place) -> Any:
    """A refund to present, and a session to come."""
    to_come(p)
    return p.known


def adjourned(p: Place) -> Any:
    found = outcomes.at_committee(p.town, **p.names())
    return outcomes.given(p.town, found, "adjourned", adjournment_reason="missing_document")


def favoured(p: Place) -> Any:
    return outcomes.given(p.town, outcomes.at_committee(p.town, **p.names()))


def late(p: Place) -> Any:
    """A refund that the policy refuses."""
    return outcomes.opened(p.town, outcomes.repaid_late(p.town, **p.names()))


def told_no(p: Place) -> Any:
    found = late(p)
    why = reasons_to_refuse(found)[0]
    return refuse_refund(
        found, by=p.town.actor(), on=found.opened_on, reason=why, notified_on=found.opened_on
    )


def contested(p: Place) -> Any:
    """A refusal against which the person appeals."""
    found = told_no(p)
    return committee.lodge_appeal(found, by=p.town.actor(), on=found.opened_on, received_on=found.opened_on)


def suspended(p: Place) -> Any:
    member = join(p.town.organisation, Role.OBSERVER, "Ana", "Petit")
    p.town.enter()
    return suspend_member(member, by=p.town.actor(Role.ADMINISTRATOR), on=p.on)


LIKELY: dict[str, Maker] = {
    "applications:open_study": lambda p: p.contact,
    "applications:remove_co_borrower": co_borrowed,
    "applications:reopen_application": closed,
    "applications:complete_study": lambda p: p.studied,
    "applications:return_to_study": lambda p: p.ready,
    "decisions:close_unanswered": reminded,
    "decisions:transmission": asked_by_bank,
    "decisions:answer_question": lambda p: p.questioned,
    "decisions:reopen_transmission": lambda p: p.unanswered,
    "decisions:hold_session": seated,
    "decisions:close_session": sitting,
    "decisions:give_favourable_opinion": lambda p: p.examined,
    "decisions:give_conditional_opinion": lambda p: p.examined,
    "decisions:adjourn_opinion": lambda p: p.examined,
    "decisions:give_unfavourable_opinion": lambda p: p.examined,
    "decisions:rectify_opinion": lambda p: p.conditional,
    "decisions:put_on_agenda": ready_before_a_session,
    "decisions:lodge_appeal": lambda p: p.refused_by_committee,
    "decisions:put_appeal_on_agenda": appeal_before_a_session,
    "documents:accept_document": paper,
    "documents:send_letter": laid_out,
    "documents:retry_letter": lambda p: laid_out(p, b""),
    "followup:link_aid": helped,
    "followup:settle_by_measure": settled,
    "followup:end_by_guarantee": in_default,
    "loans:issue_offer": lambda p: p.accepted,
    "loans:replace_offer": lambda p: p.offer,
    "loans:lapse_offer": expired,
    "loans:disburse": lambda p: p.signed,
    "loans:retract_loan": undrawn,
    "loans:reverse_movement": lambda p: p.late,
    "loans:sign_charter": lambda p: p.chartered,
    "loans:grant_measure": lambda p: p.asking,
    "loans:grant_otherwise": lambda p: p.asking,
    "loans:refuse_measure": lambda p: p.asking,
    "loans:return_capital": lambda p: p.retracted,
    "loans:reinstate": lambda p: p.accelerated,
    "loans:call_guarantee": lambda p: p.accelerated,
    "loans:pay_call": lambda p: p.called,
    "loans:refuse_call": lambda p: p.called,
    "loans:record_recovery": lambda p: p.called,
    "outcomes:send_refund_to_committee": before_committee,
    "outcomes:approve_refund": favoured,
    "outcomes:adjourn_refund": adjourned,
    "outcomes:grant_refund_by_exception": late,
    "outcomes:lodge_appeal": told_no,
    "outcomes:uphold_refusal": contested,
    "outcomes:reverse_refusal": contested,
    "outcomes:order_refund": lambda p: outcomes.approved(p.town, **p.names()),
    "outcomes:lapse_refund": lambda p: outcomes.asked(p.town, **p.names()),
    "outcomes:reopen_refund": lambda p: p.lapsed,
    "portal:request": told_by_ccas,
    "portal:reassure": lambda p: p.accepted,
    "team:restore_member": suspended,
}


def schedule_lines(p: Place) -> str:
    """The schedule of the loan as its bank would send it."""
    lines = schedule_in_force(p.loan).lines
    return "\n".join(
        f"{line.due_on} ; {line.principal} ; {line.interest}".replace(".", ",") for line in lines
    )


TYPED: dict[str, Callable[[Place], dict[str, Any]]] = {
    "loans:import_schedule": lambda p: {"lines": schedule_lines(p)},
}
"""What must be typed on one page, and depends on the thing it stands for."""
