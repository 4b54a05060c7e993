"""Words of the assessment (instruction): the closed lists that the study's pages offer, in French."""

from etrier.domain.labelled import Labelled


class DebtKind(Labelled):
    """What is owed: a credit still running, a bill or a debt in arrears, an overdraft of the account."""

    CREDIT = "credit", "Crédit en cours"
    DEBT = "debt", "Dette ou facture en retard"
    OVERDRAFT = "overdraft", "Découvert bancaire"


class BudgetMoment(Labelled):
    """Why the budget was frozen (version figée): what was judged on it."""

    STUDY = "study", "fin de l’étude"
    DECISION = "decision", "décision"
    DIFFICULTY = "difficulty", "difficulté pendant le prêt"
    END = "end", "fin du prêt"


class FundingKind(Labelled):
    """Where the money beside the loan comes from (plan de financement)."""

    OWN_FUNDS = "own_funds", "Apport de la personne"
    AID = "aid", "Aide d’un organisme"
    RELATIVES = "relatives", "Famille ou proches"
    OTHER = "other", "Autre financement"


class OrdinaryRight(Labelled):
    """Rights to ask for before borrowing (droits ordinaires), those that social workers check first."""

    MINIMUM_INCOME = "minimum_income", "RSA"
    ACTIVITY_BONUS = "activity_bonus", "Prime d’activité"
    HOUSING_BENEFIT = "housing_benefit", "Aide au logement"
    FAMILY_BENEFITS = "family_benefits", "Prestations familiales"
    UNEMPLOYMENT = "unemployment", "Allocation chômage"
    DISABILITY_ALLOWANCE = "disability_allowance", "Allocation aux adultes handicapés ou PCH"
    OLD_AGE_ALLOWANCE = "old_age_allowance", "Allocation de solidarité aux personnes âgées"
    HEALTH_COVER = "health_cover", "Complémentaire santé solidaire"
    ENERGY_VOUCHER = "energy_voucher", "Chèque énergie"
    HOUSING_FUND = "housing_fund", "Fonds de solidarité pour le logement"
    MOBILITY_AID = "mobility_aid", "Aide à la mobilité (France Travail, région)"
    CHILD_SUPPORT = "child_support", "Pension alimentaire"
    OTHER = "other", "Autre droit ou aide"


class RightOutcome(Labelled):
    """What came of a right that was looked into."""

    TO_ASK = "to_ask", "à demander"
    ASKED = "asked", "demandé, réponse attendue"
    HELD = "held", "déjà perçu"
    GRANTED = "granted", "obtenu"
    REFUSED = "refused", "refusé"
    NOT_CONCERNED = "not_concerned", "sans objet"


class ReorientationReason(Labelled):
    """Why another way is better than this loan (réorientation)."""

    OTHER_SOLUTION = "other_solution", "une autre aide répond mieux au besoin"
    RIGHTS_FIRST = "rights_first", "des droits sont à faire valoir d’abord"
    NOT_BEARABLE = "not_bearable", "le budget ne supporte pas de mensualité"
    OVER_INDEBTED = "over_indebted", "l’endettement relève d’un autre traitement"
    OUTSIDE_SCHEME = "outside_scheme", "la demande n’entre pas dans le dispositif"
    PROJECT_TOO_EARLY = "project_too_early", "le projet n’est pas mûr"
    OTHER_TERRITORY = "other_territory", "la personne habite une autre commune"
    NO_ANSWER_HERE = "no_answer_here", "aucune réponse n’existe ici : besoin non couvert"
