"""The closed lists a dispositif chooses from: a code for the file, a French label for the page."""

from etrier.domain.labelled import Labelled


class Guarantor(Labelled):
    """Who guarantees a share of the loan beside the bank (garant)."""

    FCS = "fcs", "Fonds de cohésion sociale"
    CCAS = "ccas", "CCAS"
    NONE = "none", "aucun garant"


class SupportMode(Labelled):
    """Whether support (accompagnement) goes with the product."""

    OFFERED = "offered", "proposé"
    COMPULSORY = "compulsory", "obligatoire"


class SupportLevel(Labelled):
    """How close the support is (niveau d'accompagnement)."""

    LIGHT = "light", "léger"
    REGULAR = "regular", "régulier"
    REINFORCED = "reinforced", "renforcé"


class Channel(Labelled):
    """How a support contact is made."""

    PHONE = "phone", "point téléphonique"
    MEETING = "meeting", "rendez-vous"


class ReportingMode(Labelled):
    """What silence means: nothing known (reported), or paid until told otherwise (presumed)."""

    REPORTED = "reported", "paiements déclarés par la banque"
    PRESUMED = "presumed", "paiements présumés sauf impayé déclaré"


class CallBase(Labelled):
    """What a guarantee call (mise en jeu de la garantie) is computed on."""

    PRINCIPAL = "principal", "capital restant dû"
    PRINCIPAL_AND_INTEREST = "principal_and_interest", "capital restant dû et intérêts échus"


class Charter(Labelled):
    """Who signs the charte de l'accompagnement."""

    NONE = "none", "pas de charte"
    TWO_PARTIES = "two_parties", "charte à deux parties (la personne, le CCAS)"
    THREE_PARTIES = "three_parties", "charte à trois parties (la personne, le CCAS, la banque)"


class RefundPolicy(Labelled):
    """When the CCAS gives the interest back (remboursement des intérêts)."""

    NONE = "none", "pas de remboursement des intérêts"
    ONCE_REPAID = "once_repaid", "une fois le prêt entièrement remboursé"
    WITHOUT_LATE_INSTALMENT = (
        "without_late_instalment",
        "une fois le prêt entièrement remboursé, sans échéance en retard",
    )


class Divisor(Labelled):
    """What the household's residual income (reste à vivre) is divided by."""

    NONE = "none", "le foyer entier"
    PERSONS = "persons", "le nombre de personnes"
    CONSUMPTION_UNITS = "consumption_units", "le nombre d’unités de consommation"
    CAF_PARTS = "caf_parts", "le nombre de parts CAF"


class Period(Labelled):
    """Over how long the residual income is counted."""

    MONTH = "month", "par mois"
    DAY_30 = "day_30", "par jour (mois de 30 jours)"
    DAY_30_42 = "day_30_42", "par jour (mois de 30,42 jours)"


class Holder(Labelled):
    """Who has to bring a supporting document (pièce justificative)."""

    APPLICANT = "applicant", "le demandeur"
    EACH_BORROWER = "each_borrower", "chaque emprunteur"
    EACH_ADULT = "each_adult", "chaque adulte du foyer"
    HOUSEHOLD = "household", "le foyer"
    SELLER = "seller", "le vendeur ou le prestataire"


class Employment(Labelled):
    """Employment situations a document or a figure may depend on."""

    PERMANENT = "permanent", "salarié en CDI"
    TEMPORARY = "temporary", "salarié en CDD ou intérim"
    SUBSIDISED = "subsidised", "contrat aidé ou insertion"
    SELF_EMPLOYED = "self_employed", "travailleur indépendant"
    UNEMPLOYED = "unemployed", "demandeur d’emploi"
    RETIRED = "retired", "retraité"
    DISABLED = "disabled", "en invalidité ou reconnu handicapé"
    STUDENT = "student", "en études ou formation"
    INACTIVE = "inactive", "sans activité"


class Housing(Labelled):
    """Housing situations a document may depend on."""

    TENANT = "tenant", "locataire"
    OWNER = "owner", "propriétaire"
    HOSTED = "hosted", "hébergé"
    TEMPORARY_HOUSING = "temporary_housing", "hébergement temporaire"


class Circumstance(Labelled):
    """Facts of a household or of its debts that call for a document."""

    COUPLE = "couple", "vie en couple"
    CHILDREN = "children", "enfants à charge"
    BENEFITS = "benefits", "prestations perçues"
    LEGAL_PROTECTION = "legal_protection", "mesure de protection juridique"
    DEBTS = "debts", "dettes ou retards de paiement"
    CREDITS = "credits", "crédits en cours"
    OVERDRAFT = "overdraft", "découvert bancaire"
    OVER_INDEBTEDNESS = "over_indebtedness", "dossier ou plan de surendettement"
