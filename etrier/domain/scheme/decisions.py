"""Who gives an opinion, and how files go to the banks."""

from dataclasses import dataclass

from etrier.domain.scheme.fields import value


@dataclass(frozen=True, slots=True, kw_only=True)
class Transmission:
    """How files go to the banks."""

    several_at_once: bool = value("plusieurs banques saisies en même temps")


@dataclass(frozen=True, slots=True, kw_only=True)
class Committee:
    """The commission: where it sits, and how it decides. It gives an opinion; the bank decides."""

    before_bank: bool = value("avis de la commission avant la banque")
    before_refund: bool = value("passage en commission avant le remboursement des intérêts")
    quorum: int = value("quorum", "membres", 0, 100)
    members: tuple[str, ...] = value("membres")
    conditions: tuple[str, ...] = value("conditions d’un avis favorable")

    @property
    def sits(self) -> bool:
        return self.before_bank or self.before_refund
