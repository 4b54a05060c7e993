"""Letters: archivable, accessible, French, the same bytes from the same facts."""

import io
from datetime import date

import pypdf
import pytest

from etrier.documents import letters

FACTS = {
    "organisation": "CCAS de Laval",
    "organisation_address": "1 place du Marché, 53000 Laval",
    "number": "2026-0042",
    "name": "Élodie Marchand",
    "address": "3 rue des Lilas",
    "postcode": "53000",
    "town": "Laval",
    "product": "Microcrédit classique",
    "holder": "Camille Rouault",
    "opinion": "favourable",
    "opinion_on": "9 avril 2026",
    "conditions": ["un rendez-vous par trimestre"],
    "condition_note": "",
    "reason": "budget trop fragile",
    "motives": "Le reste à vivre serait négatif.",
    "appeal_until": "9 juin 2026",
    "received_on": "12 mai 2026",
    "borrowers": ["Élodie Marchand"],
    "parties": ["Emprunteur", "CCAS", "Banque"],
    "documents": ["trois bulletins de salaire"],
    "due_on": "15 novembre 2026",
    "when": "lundi 7 décembre à 14 h",
    "amount": "86,85 €",
    "refund_amount": "84,39 €",
}
DAY = date(2026, 4, 10)


def text_of(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


@pytest.mark.covers("X5")
@pytest.mark.parametrize("code", letters.known())
def test_every_letter_is_an_accessible_archive(code):
    content = letters.pdf(code, FACTS, DAY)
    reader = pypdf.PdfReader(io.BytesIO(content))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "fr-FR"
    assert bool(root["/MarkInfo"]["/Marked"])
    assert "/StructTreeRoot" in root
    packet = root["/Metadata"].get_data().decode()
    assert "pdfaid:part" in packet
    assert "pdfuaid:part" in packet
    assert "2026-0042" in text_of(content)


def test_the_same_facts_give_the_same_bytes():
    assert letters.pdf("opinion", FACTS, DAY) == letters.pdf("opinion", FACTS, DAY)


def test_a_refusal_says_why_and_how_to_appeal():
    said = text_of(letters.pdf("refusal", FACTS, DAY))
    assert "Le reste à vivre serait négatif." in said
    assert "9 juin 2026" in said
    assert "R. 421-1" in said


def test_what_people_type_is_never_read_as_markup():
    said = text_of(letters.pdf("refusal", FACTS | {"motives": "#panic() *gras* $x$ <b>"}, DAY))
    assert "#panic() *gras* $x$ <b>" in said


def test_an_unknown_letter_is_refused():
    with pytest.raises(letters.Unwritable):
        letters.pdf("../secret", FACTS, DAY)
