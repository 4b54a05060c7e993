"""Stories at the bank: sent, questioned, refused, counter-offered, accepted, offered, signed, paid out."""

from datetime import date, timedelta
from decimal import Decimal

from etrier.applications.actions.conclusion import return_to_study
from etrier.database.reading import hold
from etrier.decisions.actions import answers, transmissions
from etrier.demonstration import banks, requests
from etrier.demonstration.days import Story, working_day
from etrier.demonstration.refunds import look_back
from etrier.demonstration.scenes import Scene, bank_for
from etrier.demonstration.stories.before import judged
from etrier.demonstration.tales import Tale
from etrier.domain.evaluation import Moment
from etrier.loans.actions import endings, offers


def sent(scene: Scene, tale: Tale) -> Story:
    """The bank has it in hand."""
    yield from judged(scene, tale)
    day = tale.days.sent
    yield day
    banks.send(tale, day)
    if tale.rng.random() < 0.4:
        banks.write(tale, day, "Bonjour, le dossier est complet ; la personne est joignable l’après-midi.")


def questioned(scene: Scene, tale: Tale) -> Story:
    """The bank asks something before it answers."""
    yield from sent(scene, tale)
    day = tale.in_days(tale.days.sent, 2, 4)
    yield day
    banks.ask(tale, day, "Le contrat de travail est-il renouvelé au-delà du mois prochain ?")


def countered(scene: Scene, tale: Tale) -> Story:
    """The bank proposes less; the person has not said yes yet."""
    yield from sent(scene, tale)
    yield tale.days.answered
    banks.propose(tale, tale.days.answered, less(tale))


def less(tale: Tale) -> Decimal:
    """A fifth less than asked, in round figures."""
    return max(Decimal(300), Decimal(int(tale.wish.amount * 4 / 50) * 10))


def takes_less(scene: Scene, tale: Tale) -> Story:
    """The bank proposes less, the person says yes, the loan is made on those terms."""
    yield from countered(scene, tale)
    day = tale.in_days(tale.days.answered, 1, 3)
    yield day
    hold(tale.transmission)
    answers.accept_counter_offer(tale.transmission, by=tale.by, on=day)
    yield from paid_out(tale, day)


def accepted(scene: Scene, tale: Tale) -> Story:
    """The bank lends what was asked."""
    yield from sent(scene, tale)
    yield tale.days.answered
    banks.accept(tale, tale.days.answered)


def offered(scene: Scene, tale: Tale) -> Story:
    """The offer waits to be signed."""
    yield from accepted(scene, tale)
    day = tale.days.offered
    yield day
    banks.offer(tale, day, tale.days.disbursed)
    tale.facts["signature"] = requests.meet(tale, "signature", day, max(tale.days.signed, day))


def signed(scene: Scene, tale: Tale) -> Story:
    """Signed: no payment during seven days."""
    yield from offered(scene, tale)
    yield tale.days.signed
    requests.seen(tale, tale.facts["signature"], tale.days.signed)
    banks.sign(tale, tale.days.signed)


def lent(scene: Scene, tale: Tale) -> Story:
    """The loan is paid out."""
    yield from signed(scene, tale)
    yield tale.days.disbursed
    banks.disburse(tale, tale.days.disbursed)


def conditional(scene: Scene, tale: Tale) -> Story:
    """The commission agrees provided the support is accepted; it is, and the loan is made."""
    yield from judged(scene, tale, "conditional")
    yield tale.days.sent
    banks.send(tale, tale.days.sent)
    yield tale.days.answered
    banks.accept(tale, tale.days.answered)
    yield from paid_out(tale, tale.days.answered)


def paid_out(tale: Tale, day: date) -> Story:
    """From an agreement that came otherwise to the loan paid out."""
    offered_on = tale.in_days(day, 1, 4)
    yield offered_on
    disbursed_on = working_day(offered_on + timedelta(14))
    banks.offer(tale, offered_on, disbursed_on)
    signed_on = tale.in_days(offered_on, 2, 4)
    yield signed_on
    banks.sign(tale, signed_on)
    disbursed_on = working_day(max(disbursed_on, tale.offer.payable_from or disbursed_on))
    yield disbursed_on
    banks.disburse(tale, disbursed_on)


def refused_once(scene: Scene, tale: Tale) -> Story:
    """Refused by a first bank, and sent to another, which has it in hand."""
    yield from sent(scene, tale)
    yield tale.days.answered
    banks.refuse(tale, tale.days.answered)
    day = tale.in_days(tale.days.answered, 1, 3)
    yield day
    other = bank_for(
        scene.town, scene.product(tale.wish.product), tale.wish.amount, tale.rng, but=(tale.bank,)
    )
    banks.send(tale, day, other)
    tale.facts["resent"] = day


def refused_then_accepted(scene: Scene, tale: Tale) -> Story:
    """The second bank lends what the first would not."""
    yield from refused_once(scene, tale)
    day = tale.in_days(tale.facts["resent"], 4, 9)
    yield day
    banks.accept(tale, day)
    yield from paid_out(tale, day)


def refused(scene: Scene, tale: Tale) -> Story:
    """No bank lends: the request is closed, and somebody asks later how it went."""
    yield from sent(scene, tale)
    yield tale.days.answered
    banks.refuse(tale, tale.days.answered, tale.rng.choice(("ficp", "debt_ratio", "insufficient_income")))
    day = tale.in_days(tale.days.answered, 3, 9)
    yield day
    requests.close(tale, day, "refused_banks")
    day = tale.in_days(day, 30, 60)
    yield day
    look_back(tale, day, Moment.AFTER_REFUSAL)


def back_to_study(scene: Scene, tale: Tale) -> Story:
    """Refused for the project as it stands: the study is taken up again."""
    yield from sent(scene, tale)
    yield tale.days.answered
    banks.refuse(tale, tale.days.answered, "project")
    day = tale.in_days(tale.days.answered, 1, 3)
    yield day
    hold(tale.application)
    return_to_study(tale.application, by=tale.by, on=day, reason="bank_refusal")


def unanswered(scene: Scene, tale: Tale) -> Story:
    """The bank has said nothing at its delay; it was reminded."""
    yield from sent(scene, tale)
    due = working_day(tale.transmission.answer_due_on + timedelta(1))
    yield due
    transmissions.remind_bank(tale.transmission, by=tale.by, on=due, channel="phone")


def retracted(scene: Scene, tale: Tale) -> Story:
    """The person withdraws within fourteen days of her signature."""
    yield from signed(scene, tale)
    day = tale.in_days(tale.days.signed, 2, 6)
    yield day
    endings.retract_loan(tale.offer, by=tale.by, on=day, source=banks.LETTER)


def lapsed(scene: Scene, tale: Tale) -> Story:
    """The offer was not signed in time, and the request is closed."""
    yield from offered(scene, tale)
    yield tale.days.signed
    requests.missed(tale, tale.facts["signature"], tale.days.signed, excused=False)
    day = working_day(tale.offer.expires_on + timedelta(1))
    yield day
    hold(tale.offer)
    if tale.offer.state == "issued":
        offers.lapse_offer(tale.offer, by=tale.by, on=day)
    day = tale.in_days(day, 5, 12)
    yield day
    requests.close(tale, day, "offer_lapsed")
