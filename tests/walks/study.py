"""From the first contact to the worker's recommendation."""

from datetime import date, timedelta
from decimal import Decimal

from etrier.domain.lifecycle import CODE_LABELS
from tests.walks.stage import Walk

BUDGET = {
    "Ressource 1 : nature": "Salaire",
    "Ressource 1 : montant par mois": Decimal(1150),
    "Ressource 2 : nature": "Aide au logement",
    "Ressource 2 : montant par mois": Decimal(180),
    "Ressource 3 : nature": "RSA ou prime d’activité",
    "Ressource 3 : montant par mois": Decimal(160),
    "Loyer et charges locatives : montant": Decimal(480),
    "Énergie : montant": Decimal(75),
    "Assurances et mutuelle : montant": Decimal(40),
    "Téléphone et internet : montant": Decimal(35),
    "Transport : montant": Decimal(60),
    "Alimentation : montant": Decimal(300),
    "Habillement : montant": Decimal(40),
    "Dette 1 : nature": "Crédit en cours",
    "Dette 1 : créancier": "Crédit Soleil",
    "Dette 1 : reste dû": Decimal(450),
    "Dette 1 : mensualité": Decimal(45),
    "Dette 1 : retard": Decimal(0),
    "Revenu annuel du dernier avis": Decimal(13200),
}
"""1 490 € a month, of which 690 € of fixed charges, 340 € of expenses, a credit of 45 €."""
TOLD = (
    "Ce n’est pas une aide",
    "Il coûte des intérêts",
    "Il est accompagné",
    "La banque décide",
    "Rien n’est transmis",
)


def first_contact(walk: Walk) -> None:
    """She telephones; what microcredit is and is not is explained at once."""
    wish, worker = walk.wish, walk.stage.worker
    worker.open("/")
    worker.does(
        "Enregistrer un premier contact",
        {
            "Prénom": wish.first_name,
            "Nom": wish.last_name,
            "Date de naissance": wish.birth_date,
            "Téléphone": wish.phone,
            "Adresse": "3 rue des Lavandières",
            "Code postal": "53000",
            "Commune": walk.stage.scheme.organisation.territory,
            "Ce que la personne souhaite": "Réparer la voiture pour reprendre le travail.",
            "Pour quoi faire": walk.purpose,
            "Montant souhaité": wish.amount,
            "Durée souhaitée": wish.months,
            f"Habite {walk.stage.scheme.organisation.territory}": "Oui",
            "Une banque a déjà refusé": "Oui",
            "A des ressources régulières": "Oui",
            "Ce qui a été expliqué": TOLD,
            "Moyen du contact": "Par téléphone",
            "Comment la personne est-elle venue": "La personne elle-même",
        },
        "Enregistrer le premier contact",
    )
    worker.reads(wish.full_name, "premier contact", "Pour")
    walk.number = worker.page.text.split("Dossiers ")[1].split()[0]


def meet(walk: Walk, kind: str = "Premier entretien", *, note: str = "") -> None:
    """An appointment planned for the next week, then held."""
    worker = walk.at_file()
    worker.follow("Rendez-vous")
    day = walk.stage.on + timedelta(7)
    worker.does("Fixer un rendez-vous", {"Pour quoi": kind, "Jour": day, "Heure": "09:30"})
    worker.reads(kind)
    walk.stage.days_later(7)
    worker = walk.at_file()
    worker.follow("Rendez-vous")
    worker.does("Noter que la personne est venue", {"Ce qu’il faut retenir": note} if note else {})
    worker.reads("tenu")


def open_study(walk: Walk) -> None:
    """The study begins."""
    worker = walk.at_file()
    worker.does("Ouvrir l’étude", {"Produit étudié": f"{walk.product.label}\u00a0:"})
    worker.reads("L’étude est en cours.")


def describe_household(walk: Walk) -> None:
    """A mother and her child."""
    worker = walk.at_file()
    worker.follow("La personne et le foyer")
    worker.does(
        "Décrire le foyer",
        {
            "Situation de famille": "Séparé ou divorcé",
            "Logement": "Locataire",
            "Personne 1 : lien": "enfant",
            "Personne 1 : prénom": "Lina",
            "Personne 1 : date de naissance": date(2017, 5, 4),
            "Personne 1 : à charge": True,
        },
    )
    worker = walk.at_file()
    worker.does(
        "Modifier la situation",
        {
            f"Habite {walk.stage.scheme.organisation.territory}": "Oui",
            "Y habite depuis": date(2012, 9, 1),
            "Situation professionnelle": "Salarié en CDD",
            "Métier, employeur": "Aide à domicile",
            "Une banque a déjà refusé": "Oui",
            "A des ressources régulières": "Oui",
            "Le foyer a": ["Prestations perçues"],
            "Microcrédits en cours": 0,
            "Surendettement": "Aucun dossier",
        },
    )
    worker = walk.at_file()
    worker.does(
        "Évaluer le besoin d’accompagnement",
        {"Quel accompagnement": ["Accompagnement budgétaire"], "À quel niveau": "Régulier"},
    )


def describe_budget(walk: Walk) -> None:
    """Income, charges, debts."""
    worker = walk.at_file()
    answers = dict(BUDGET)
    for rank, (creditor, amount) in enumerate(walk.wish.debts, start=2):
        answers |= {
            f"Dette {rank} : nature": "Dette ou facture en retard",
            f"Dette {rank} : créancier": creditor,
            f"Dette {rank} : reste dû": amount,
            f"Dette {rank} : mensualité": Decimal(0),
            f"Dette {rank} : retard": amount,
            f"soldée (Dette {rank})": True,
        }
    worker.does("Modifier le budget", answers)


def describe_project(walk: Walk) -> None:
    """What the loan pays, on a quote of the day."""
    worker, wish = walk.at_file(), walk.wish
    worker.does(
        "Modifier le projet",
        {
            "Produit": walk.product.label,
            "Montant demandé": wish.amount,
            "Durée demandée": wish.months,
            "Le projet, en quelques mots": "Reprendre un emploi à vingt kilomètres.",
            "Dépense 1 : objet": walk.purpose,
            "Dépense 1 : vendeur": "Garage des Remparts",
            "Dépense 1 : devis du": walk.stage.on,
            "Dépense 1 : coût": wish.amount,
        },
    )


def bring_papers(walk: Walk) -> None:
    """Each paper asked for is brought; the house checks them."""
    worker = walk.at_file()
    worker.follow("L’étude")
    worker.follow("Pièces justificatives")
    for wanted in [words for words in worker.page.links() if words.startswith("Déposer")]:
        worker.does(wanted, {"Fichier": "pièce", "Date portée": walk.stage.on})
        worker.reads("analyse en cours")
    walk.stage.jobs()
    worker = walk.at_file()
    worker.follow("L’étude")
    worker.follow("Pièces justificatives")
    worker.does_not_read("analyse en cours", "manquante")


def conclude(walk: Walk, recommendation: str = "Favorable") -> None:
    """The worker recommends."""
    assert recommendation.lower() in [label.lower() for label in CODE_LABELS["recommendation"].values()]
    worker = walk.at_file()
    worker.does(
        "Terminer l’étude",
        {"Votre préconisation": recommendation, "Ce qui la fonde": "Le budget supporte la mensualité."},
    )


def study(walk: Walk) -> None:
    """All of it, in three weeks."""
    first_contact(walk)
    meet(walk)
    open_study(walk)
    describe_household(walk)
    describe_budget(walk)
    describe_project(walk)
    walk.stage.days_later(7)
    bring_papers(walk)
    conclude(walk)
