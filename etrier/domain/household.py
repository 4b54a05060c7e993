"""Words of the household (foyer) and of the first contact: closed lists, with their French labels."""

from etrier.domain.labelled import Labelled


class Family(Labelled):
    """How a person lives, in the civil sense that papers and budgets ask for."""

    SINGLE = "single", "célibataire"
    COUPLE = "couple", "en couple (mariage, PACS, union libre)"
    SEPARATED = "separated", "séparé ou divorcé"
    WIDOWED = "widowed", "veuf ou veuve"


class Relation(Labelled):
    """What someone of the household is to the applicant."""

    APPLICANT = "applicant", "demandeur"
    CO_BORROWER = "co_borrower", "co-emprunteur"
    PARTNER = "partner", "conjoint ou conjointe"
    CHILD = "child", "enfant"
    PARENT = "parent", "père ou mère"
    OTHER = "other", "autre personne du foyer"


BORROWERS = (Relation.APPLICANT, Relation.CO_BORROWER)
ADULT_AGE = 18


class Explained(Labelled):
    """What is said of the microcredit at the first contact, before anything is asked."""

    NOT_A_GIFT = "not_a_gift", "Ce n’est pas une aide : c’est un prêt, qui se rembourse chaque mois."
    COST = "cost", "Il coûte des intérêts, même faibles."
    SUPPORTED = "supported", "Il est accompagné : le CCAS reste aux côtés de la personne jusqu’au bout."
    BANK_DECIDES = "bank_decides", "La banque décide et prête ; le CCAS prépare le dossier et donne un avis."
    PROJECT = "project", "Il finance un projet précis, sur devis, pas des dépenses courantes."
    CONSENT = "consent", "Rien n’est transmis à la banque sans l’accord de la personne."
    OTHER_WAYS = "other_ways", "D’autres solutions peuvent être meilleures : le CCAS les cherche d’abord."
