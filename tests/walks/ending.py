"""After the last instalment: what the refund's policy says, the account, the order, the look back."""

from decimal import Decimal

from etrier.domain.access import Role
from etrier.ui.formats import euros
from tests.visitors import Visitor
from tests.walks import commission
from tests.walks.stage import Walk

IBAN = "FR76 3000 6000 0112 3456 7890 189"
WRONG = "FR76 3000 6000 0112 3456 7890 188"


def refund(walk: Walk, role: Role = Role.SOCIAL_WORKER) -> Visitor:
    """The page of the refund: the night after the bank's word has opened it."""
    if role is Role.FINANCE:
        finance = walk.stage.visitor(role)
        finance.open("/")
        return finance
    worker = walk.at_file()
    worker.follow("Le remboursement des intérêts")
    return worker


def refused_as_late(walk: Walk) -> None:
    """One instalment was late: the policy refuses, and says why."""
    walk.stage.night()
    worker = refund(walk)
    worker.reads("pas de remboursement")
    worker.follow("Refuser le remboursement")
    worker.press("", {"Motif": worker.page.control("Motif").choices[0][0]})
    worker.reads("Refusé le", "Recours possible jusqu’au")
    walk.stage.jobs()


def asked(walk: Walk, amount: Decimal) -> None:
    """She is told that her interest comes back, and gives her account; a wrong key is refused."""
    walk.stage.night()
    worker = refund(walk)
    worker.reads(f"{euros(amount)} à rembourser")
    worker.does("Demander le RIB")
    walk.stage.jobs()
    walk.stage.days_later(6)
    worker = refund(walk)
    worker.follow("Enregistrer le RIB")
    worker.press("", {"IBAN": WRONG}, taken=False)
    worker.press("", {"IBAN": IBAN})
    worker.reads("RIB reçu le", IBAN[:9])


def through_commission(walk: Walk) -> None:
    """Where the commission sits before the refund, it agrees."""
    day = commission.convene(walk.stage)
    worker = refund(walk)
    worker.follow("Présenter")
    worker.press("", {"Séance": worker.page.control("Séance").choices[-1][0]})
    commission.favourable(walk, day)
    refund(walk).does("Approuver le remboursement")


def ordered_and_paid(walk: Walk, amount: Decimal) -> None:
    """Finance orders it with the others, the accountant pays."""
    finance = refund(walk, Role.FINANCE)
    finance.does("Mandater les remboursements", {}, "Préparer le mandat")
    finance.reads(euros(amount))
    walk.stage.days_later(5)
    finance.open("/")  # her room opens where something waits
    finance.reads("Mandatés")
    finance.follow(walk.wish.full_name)
    if "Pourquoi ouvrir" in finance.page.heading:
        finance.press("", {"Pourquoi ouvrez-vous": finance.page.control("Pourquoi").choices[0][0]})
    finance.does("Confirmer le paiement")
    finance.reads(f"{euros(amount)} payés")


def look_back(walk: Walk) -> None:
    """The end-of-loan meeting: held, then what changed."""
    worker = walk.at_file()
    worker.follow("Bilans")
    worker.follow("Faire le bilan")
    worker.press(
        "",
        {
            "Emploi et mobilité > Évolution": "Amélioration",
            "Ce que dit la personne": "On m’appelait, je répondais, c’est tout.",
        },
    )
    worker.reads("On m’appelait, je répondais, c’est tout.")
