"""Payments as the bank reports them, a missed instalment met, the end that the bank confirms."""

from datetime import date
from decimal import Decimal

from etrier.domain.schedule import Schedule
from etrier.ui.formats import day, euros
from tests.visitors import Visitor
from tests.walks.stage import Walk


def account(walk: Walk) -> Visitor:
    """The loan's own page."""
    worker = walk.at_file()
    worker.follow("Le prêt")
    return worker


def reported(walk: Walk) -> bool:
    """Whether the bank tells each payment, by its convention."""
    loan = walk.file.loan
    return bool(loan.reporting == "reported")


def statement(walk: Walk, first: int, last: int, on: date) -> None:
    """The bank's list of the payments it received; where it tells nothing, they are presumed."""
    walk.stage.clock.go_to(on)
    walk.stage.night()
    if not reported(walk):
        return
    worker = account(walk)
    worker.does(
        "Enregistrer un relevé",
        {f"Échéance {number} du > Le relevé la dit": "payée" for number in range(first, last + 1)},
    )


def missed(walk: Walk, schedule: Schedule, number: int) -> None:
    """Three days after its date the bank tells an instalment unpaid: the protocol opens."""
    stage, line = walk.stage, schedule.lines[number - 1]
    stage.clock.go_to(line.due_on)
    stage.days_later(3)
    stage.night()
    worker = account(walk)
    worker.does("Enregistrer un impayé", {"Échéance": f"n° {number} du", "Comment": "Par courriel"})
    worker.reads(f"{euros(line.amount)} d’impayé, depuis l’échéance {number} du {day(line.due_on)} (3 jours)")
    stage.night()
    trouble(walk).reads(
        f"Échéance {number} du {day(line.due_on)}, {euros(line.amount)} impayée",
        "Joindre la personne",
        "Refaire le point sur la situation",
    )


def trouble(walk: Walk) -> Visitor:
    """The page of her difficulty."""
    worker = walk.at_file()
    worker.follow("Difficultés")
    worker.follow("Difficulté du")
    return worker


def reach(walk: Walk) -> None:
    """The worker takes the difficulty up, reaches her, looks at her situation again."""
    trouble(walk).does("Prendre en charge")
    worker = trouble(walk)
    worker.does("Noter une tentative de contact", {"Comment": "Par téléphone", "Résultat": "Personne jointe"})
    worker = trouble(walk)
    worker.does(
        "Refaire le point", {"Cause": "Perte d’emploi", "Ce que montre": "Une mission s’est arrêtée."}
    )
    worker.reads("perte d’emploi")


def hold_one_month(walk: Walk, schedule: Schedule, number: int) -> date:
    """A hold of one month, its interest waived: compared, kept, asked of the bank, granted a week later."""
    stage = walk.stage
    worker = account(walk)
    worker.follow("Simuler une mesure")
    worker.press(
        "Garder cette mesure",
        {
            "Mesure": "Report d’échéances",
            "À partir de l’échéance": f"n° {number} du",
            "Report : nombre d’échéances": 1,
            "Report : intérêts": "Intérêts abandonnés",
        },
    )
    worker.reads("Simulée : rien n’est demandé à la banque.")
    worker.does(
        "Demander la mesure à la banque",
        {"Cause de la difficulté": "Perte d’emploi", "Ce que souhaite la personne": "Souffler un mois."},
    )
    worker.reads("Demandée à la banque le", "réponse attendue")
    stage.days_later(7)
    walk.at_file().does("Accorder la mesure")
    worker = account(walk)
    worker.reads(
        "Accordée le",
        f"{number} {schedule.lines[number - 1].due_on:%d/%m/%Y} {euros(Decimal(0))}",
        "en retard à sa date",
    )
    return stage.on


def emergency_aid(walk: Walk, amount: Decimal) -> None:
    """An emergency aid of the CCAS, linked to the difficulty it answers."""
    trouble(walk).does("Demander une aide", {"Aide": "Aide d’urgence", "Montant demandé": amount})
    worker = trouble(walk)
    worker.does("Accorder l’aide", {"Montant accordé": amount})
    trouble(walk).reads("Aide d’urgence", euros(amount))


def settle(walk: Walk) -> None:
    """The difficulty ends by the measure."""
    worker = trouble(walk)
    worker.follow("Clore par un aménagement")
    worker.press("", {"Aménagement accordé": "Report d’échéances"})
    trouble(walk).reads("prêt aménagé")


def confirmed_by_bank(walk: Walk) -> None:
    """Every instalment is settled; only the bank's word makes the loan paid off."""
    stage = walk.stage
    stage.days_later(walk.file.loan.presumption_days + 1)
    stage.night()
    account(walk).reads("à confirmer")
    walk.at_file().does("Confirmer la fin du prêt", {"Comment": "Par courrier"})
    stage.see()
    account(walk).reads("Soldé : la banque l’a confirmé")
