"""Every state of a loan's life is reached by acts on screens: by the walks, or by the scenes below.

A scene begins where factories leave a file (through the acts too), then people act on pages.
"""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from etrier.decisions.tests import factories as decisions
from etrier.domain.access import Role
from etrier.domain.lifecycle import LIFECYCLES
from etrier.files.reading import SESSION_KEY
from etrier.followup.tests import factories as followup
from etrier.journal.models import Entry
from etrier.loans.tests import factories as loans
from etrier.outcomes.tests import factories as outcomes
from tests.clock import turned_to
from tests.test_walk import STATES
from tests.visitors import Reader

TODAY = date(2026, 11, 23)
SUBJECTS = ("application", "transmission", "loan", "commitment", "measure", "difficulty", "refund")
PLAYED = {
    "application": {"adjourned", "unfavourable", "closed"},
    "transmission": {"questioned", "counter_offer", "recalled", "unanswered"},
    "loan": {"retracted", "accelerated", "guarantee_called", "closed_with_loss"},
    "commitment": {"called", "refused", "paid", "recovered", "released"},
    "measure": {"granted_otherwise", "refused", "withdrawn"},
    "difficulty": {"solved", "guarantee_called"},
    "refund": {"returned", "lapsed"},
}
"""What the scenes below add."""


def test_none_is_left_out():
    for subject in SUBJECTS:
        known = {str(state) for state in LIFECYCLES[subject].states}
        assert STATES[subject] | PLAYED[subject] == known, subject


@pytest.fixture
def clock():
    with turned_to(TODAY) as clock:
        yield clock


class Scene:
    """A file, and people who act on it from its page."""

    def __init__(self, town, file, clock):
        self.town, self.file, self.clock = town, file, clock
        self.screens = {}

    def at_file(self, role):
        if role not in self.screens:
            client = self.town.client(role)
            session = client.session
            session[SESSION_KEY] = {str(self.file.uid): "supervision"}
            session.save()
            self.screens[role] = Reader(client)
        self.screens[role].open(f"/dossiers/{self.file.uid}/")
        return self.screens[role]

    def act(self, *links, role=Role.SOCIAL_WORKER, **answers):
        """Follow links from the page of the file, then answer everything that the last page asks."""
        visitor = self.at_file(role)
        for words in links:
            visitor.follow(words)
        visitor.press("", plausible(visitor.page, self.clock.today) | answers)
        self.town.enter()
        return visitor

    def reaches(self, subject, *states):
        """The journal says that something of the file came to these states, in this order."""
        entries = Entry.objects.filter(file_id=self.file.pk, subject=subject).order_by("pk")
        seen = [entry.to_state for entry in entries if entry.to_state != entry.from_state]
        assert seen[-len(states) :] == list(states), (subject, seen)
        assert set(states) & PLAYED[subject]


def plausible(page, on):
    """Answers to what is asked and still empty."""
    found = {}
    for one in page.controls(page.main):
        label = " > ".join([*reversed(one.within[1:]), one.label]) if one.kind == "text" else one.label
        if (
            one.hidden
            or one.kind in ("file", "checkbox")
            or one.chosen
            or one.value
            or "facultatif" in one.label
        ):
            continue
        if one.kind in ("radio", "select"):
            found[label] = next(words for words, value, _ in one.choices if value)
        else:
            found[label] = {"date": on, "textarea": "Texte."}.get(one.kind, "12")
    return found


@pytest.mark.covers("A15")
def test_a_bank_that_asks_proposes_and_stays_silent(laval, clock):
    sent = decisions.with_bank(laval)
    scene = Scene(laval, sent.file, clock)
    scene.act("Poser une question")
    scene.reaches("transmission", "questioned")
    scene.act("Répondre")
    scene.act("Faire une contre-proposition", **{"Montant proposé": sent.amount - 300, "Durée proposée": 24})
    scene.reaches("transmission", "questioned", "sent", "counter_offer")
    scene.act("Décliner")
    scene.reaches("transmission", "counter_offer", "recalled")
    scene.act("Transmettre à la banque", **{"Banque choisie": "Caisse du Bocage"})
    scene.act("Relancer la banque")
    clock.go_to(clock.today + timedelta(40))
    scene.act("Clore sans réponse")
    scene.reaches("transmission", "sent", "unanswered")
    scene.act("Clore la demande", **{"Pour quelle raison": "Retirée par la personne"})
    scene.reaches("application", "closed")


@pytest.mark.covers("A13")
@pytest.mark.parametrize(
    ("words", "state"), [("Ajourner", "adjourned"), ("Rendre un avis défavorable", "unfavourable")]
)
def test_a_commission_that_does_not_say_yes(tarbes, clock, words, state):
    item = decisions.listed(tarbes)
    decisions.held(tarbes, item.session)
    scene = Scene(tarbes, item.file, clock)
    member = Reader(tarbes.client(Role.COMMITTEE_MEMBER))
    member.open("/commission/")
    member.follow("Séance du")
    member.follow("Affaire n° 1")
    member.follow(words)
    member.press("", plausible(member.page, TODAY))
    tarbes.enter()
    scene.reaches("application", state)


def guaranteed(town):
    """The code of the product that the CCAS guarantees itself."""
    return next(one.code for one in town.dispositif.parsed.products if one.guaranteed_by_ccas)


@pytest.mark.covers("A16")
def test_a_loan_taken_back_within_fourteen_days(laval, clock):
    loan = loans.loan(
        laval, product_code=guaranteed(laval), disbursed_on=TODAY - timedelta(2), amount=Decimal(900)
    )
    scene = Scene(laval, loan.file, clock)
    scene.act("Enregistrer la rétractation")
    scene.reaches("loan", "running", "retracted")
    scene.reaches("commitment", "committed", "released")


@pytest.mark.covers("R10", "D9")
def test_a_default_that_the_guarantee_pays(laval, clock):
    loan = followup.late_loan(
        laval, product_code=guaranteed(laval), disbursed_on=date(2026, 2, 16), amount=Decimal(900)
    )
    followup.difficulty(laval, loan, on=TODAY)
    scene = Scene(laval, loan.file, clock)
    scene.act("Enregistrer la déchéance du terme")
    scene.reaches("loan", "running", "accelerated")
    scene.act("Mettre en jeu la garantie", role=Role.MANAGER, Montant=Decimal(200))
    scene.reaches("loan", "accelerated", "guarantee_called")
    scene.act("Enregistrer le refus de la garantie", role=Role.MANAGER)
    scene.act("Mettre en jeu la garantie", role=Role.MANAGER, Montant=Decimal(200))
    scene.act("Enregistrer le paiement de la garantie", role=Role.MANAGER, Montant=Decimal(200))
    scene.act("Enregistrer un recouvrement", role=Role.MANAGER, Montant=Decimal(50))
    scene.reaches("commitment", "committed", "called", "refused", "called", "paid", "recovered")
    scene.act("Difficultés", "Difficulté du", "Clore par la garantie")
    scene.reaches("difficulty", "guarantee_called")
    scene.act("Clore avec une perte", role=Role.MANAGER, Montant=Decimal(100))
    scene.reaches("loan", "guarantee_called", "closed_with_loss")


@pytest.mark.covers("R5")
@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("Accorder autrement", "granted_otherwise"),
        ("Refuser la mesure", "refused"),
        ("Renoncer à la mesure", "withdrawn"),
    ],
)
def test_a_measure_that_is_not_simply_granted(laval, clock, words, state):
    loan = followup.late_loan(laval, disbursed_on=date(2026, 3, 16))
    loans.simulated(laval, loan, on=TODAY, start=8)
    scene = Scene(laval, loan.file, clock)
    scene.act("Demander la mesure à la banque")
    more = {"À partir de l’échéance": "n° 8", "Report : nombre": 2} if state == "granted_otherwise" else {}
    scene.act(words, **more)
    scene.reaches("measure", "requested", state)


@pytest.mark.covers("R4")
def test_a_difficulty_that_ends_well(laval, clock):
    loan = loans.loan(laval, disbursed_on=date(2026, 3, 16))
    followup.signalled(laval, loan, on=TODAY)
    scene = Scene(laval, loan.file, clock)
    scene.act("Difficultés", "Difficulté du", "Clore la difficulté")
    scene.reaches("difficulty", "open", "solved")


@pytest.mark.covers("E1")
def test_a_refund_that_nobody_claims_then_comes_back(laval, clock):
    loan = outcomes.repaid(laval, disbursed_on=date(2026, 3, 16))
    scene = Scene(laval, loan.file, clock)
    scene.act("Ouvrir le remboursement")
    scene.act("Le remboursement des intérêts", "Demander le RIB")
    scene.act("Le remboursement des intérêts", "Clore faute de RIB")
    scene.reaches("refund", "to_open", "bank_details_awaited", "lapsed")
    scene.act("Le remboursement des intérêts", "Rouvrir")
    iban = {"IBAN": "FR76 3000 6000 0112 3456 7890 189"}
    scene.act("Le remboursement des intérêts", "Enregistrer le RIB", **iban)
    scene.act("Le remboursement des intérêts", "Mandater le remboursement", role=Role.MANAGER)
    scene.act("Le remboursement des intérêts", "Enregistrer le rejet du virement", role=Role.MANAGER)
    scene.reaches("refund", "bank_details_awaited", "ordered", "returned")
