"""The papers of a request: asked, brought, analysed, refused, expired, waived, asked for by a letter."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from etrier.applications import actions
from etrier.applications.checklist import checklist_of, missing_blocking
from etrier.applications.models import SupportingDocument, Waiver
from etrier.applications.tests.factories import PDF, bring_papers, studied
from etrier.documents import jobs, letters
from etrier.documents.actions import receive_document, reject_document
from etrier.documents.models import Document, Letter
from etrier.domain.access import Role
from etrier.domain.checklist import Status
from etrier.journal.models import Entry
from etrier.journal.sentences import told
from etrier.people.tests.factories import person


@pytest.fixture
def application(laval):
    laval.enter()
    return studied(laval, papers=False)


def address(application, page: str = "") -> str:
    return f"/dossiers/{application.file.uid}/etude/pieces/{page}"


def line(application, on, code: str):
    return next(one for one in checklist_of(application, on) if one.code == code)


def check(document: Document) -> Document:
    jobs.check_document.func(organisation=document.organisation_id, document=document.pk)
    document.refresh_from_db()
    return document


def upload(content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile("piece.pdf", content)


@pytest.mark.covers("A11")
def test_the_list_follows_product_purpose_household_and_debts(laval, application, on):
    codes = {one.code for one in checklist_of(application, on)}
    assert {"identity", "payslips", "rent-receipt", "driving-licence", "credit-statements"} <= codes
    assert not {"pension", "property-charges", "over-indebtedness", "debt-statements"} & codes
    page = laval.client().get(address(application)).content.decode()
    assert "bloque la transmission à la banque" in page
    assert "Masquez le numéro de sécurité sociale" in page
    assert application.applicant.full_name in page


@pytest.mark.covers("A11", "X5")
def test_a_paper_is_brought_analysed_and_accepted(laval, application, on):
    client = laval.client()
    wanted = line(application, on, "payslips")
    assert wanted.status is Status.MISSING
    url = address(application, "deposer/")
    assert client.get(f"{url}?piece={wanted.key}").status_code == 200
    sent = {"piece": wanted.key, "content": upload(), "dated_on": "2026-10-31"}
    assert client.post(url, sent).status_code == 302
    assert "analyse en cours" in client.get(address(application)).content.decode()
    laval.enter()
    link = SupportingDocument.objects.get()
    assert link.person == application.applicant
    check(link.document)
    found = line(application, on, "payslips")
    assert (found.status, found.checked.expires_on) == (Status.PROVIDED, date(2027, 1, 31))
    assert "valable jusqu’au 31\u00a0janvier 2027" in client.get(address(application)).content.decode()
    laval.enter()
    sentences = [
        one.sentence for one in told(Entry.objects.filter(file_id=application.file_id).order_by("pk"))
    ]
    assert any("bulletins de salaire" in sentence for sentence in sentences)
    later = date(2027, 2, 1)
    assert line(application, later, "payslips").status is Status.EXPIRED


def test_each_borrower_brings_her_own(laval, on):
    laval.enter()
    application = studied(laval, papers=False)
    identity = {
        "first_name": "Awa",
        "last_name": "Diallo",
        "birth_date": date(1988, 4, 2),
        "phone": "0639980199",
    }
    actions.add_co_borrower(application, by=laval.actor(), on=on, told=identity)
    both = [one for one in checklist_of(application, on) if one.code == "identity"]
    assert [one.owner_label for one in both] == [person.full_name for person in application.borrowers]
    check(actions.bring_document(application, by=laval.actor(), on=on, piece=both[1].key, content=PDF))
    statuses = [one.status for one in checklist_of(application, on) if one.code == "identity"]
    assert statuses == [Status.MISSING, Status.PROVIDED]


def test_papers_follow_a_person_whose_two_sheets_are_joined(laval, application, on):
    piece = line(application, on, "identity").key
    check(actions.bring_document(application, by=laval.actor(), on=on, piece=piece, content=PDF))
    kept = person(laval)
    actions.merge_person(application.applicant, into=kept, by=laval.actor(), on=on, file=application.file)
    application.refresh_from_db()
    found = line(application, on, "identity")
    assert (found.owner_label, found.status) == (kept.full_name, Status.PROVIDED)


def test_a_paper_received_elsewhere_counts_for_the_first_who_owes_it(laval, application, on):
    document = receive_document(application.file, by=laval.actor(), on=on, kind_code="identity", content=PDF)
    check(document)
    assert line(application, on, "identity").status is Status.PROVIDED


@pytest.mark.covers("A11")
def test_a_refused_paper_says_why_and_is_asked_again(laval, application, on):
    wanted = line(application, on, "identity")
    document = actions.bring_document(application, by=laval.actor(), on=on, piece=wanted.key, content=PDF)
    reject_document(document, by=laval.actor(), on=on, reason="unreadable")
    assert line(application, on, "identity").status is Status.REFUSED
    page = laval.client().get(address(application)).content.decode()
    assert "Motif du rejet" in page
    assert "illisible" in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"piece": ""}, "Choisissez une des réponses"),
        ({"dated_on": ""}, "Écrivez la date portée sur la pièce"),
        ({"dated_on": "2090-01-01"}, "Choisissez une date jusqu’au"),
        ({"content": ""}, "Choisissez un fichier"),
    ],
)
def test_a_faulty_deposit_is_told(laval, application, on, changes, sentence):
    sent = {"piece": line(application, on, "payslips").key, "dated_on": "2026-10-31", "content": upload()}
    answer = laval.client().post(address(application, "deposer/"), sent | changes)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    laval.enter()
    assert not Document.objects.exists()


def test_an_executable_named_pdf_is_refused(laval, application, on):
    sent = {"piece": line(application, on, "identity").key, "content": upload(b"MZ\x90\x00" * 50)}
    answer = laval.client().post(address(application, "deposer/"), sent)
    assert answer.status_code == 422
    assert "ni un PDF ni une photo" in answer.content.decode()


@pytest.mark.covers("A11")
def test_a_paper_is_waived_with_a_motive(laval, application, on):
    wanted = line(application, on, "rent-receipt")
    client, url = laval.client(), address(application, "dispenser/")
    assert client.get(url).status_code == 200
    bad = client.post(url, {"piece": wanted.key, "motive": ""})
    assert bad.status_code == 422
    sent = {"piece": wanted.key, "motive": "Le bailleur atteste par téléphone."}
    assert client.post(url, sent).status_code == 302
    laval.enter()
    assert Waiver.objects.get().document_code == "rent-receipt"
    assert line(application, on, "rent-receipt").status is Status.WAIVED
    assert told(Entry.objects.filter(act="waive_document").order_by("pk"))[0].sentence == (
        "Dispense de pièce\u00a0: quittance de loyer"
    )
    assert "Le bailleur atteste" in client.get(address(application)).content.decode()


@pytest.mark.covers("A11")
def test_when_all_is_there_nothing_holds_the_file_back(laval, application, on):
    assert missing_blocking(application, on)
    bring_papers(application, laval, on=on)
    assert missing_blocking(application, on) == ()
    assert "rien ne retient" in laval.client().get(address(application)).content.decode()


@pytest.mark.covers("A11")
def test_missing_papers_are_asked_for_by_a_letter(laval, application, on):
    client, url = laval.client(), address(application, "demander/")
    assert "Permis de conduire" in client.get(url).content.decode()
    assert client.post(url, {}).status_code == 302
    laval.enter()
    letter = Letter.objects.get()
    assert letter.letter_code == "missing_documents"
    assert any("Permis de conduire" in words for words in letter.data["documents"])
    assert letters.pdf(letter.letter_code, letter.data, on).startswith(b"%PDF")


def test_a_letter_never_carries_an_address_the_person_forbids(laval, on):
    laval.enter()
    application = studied(laval, papers=False, letters_allowed=False)
    letter = actions.ask_missing_documents(application, by=laval.actor(), on=on)
    assert letter.data["address"] == ""
    page = laval.client().get(address(application, "demander/")).content.decode()
    assert "en main propre" in page


def test_no_letter_when_nothing_is_missing(laval, application, on):
    bring_papers(application, laval, on=on)
    answer = laval.client().post(address(application, "demander/"), {})
    assert answer.status_code == 422
    assert "Aucune pièce ne manque" in answer.content.decode()


def test_the_list_costs_the_same_with_and_without_papers(laval, application, on):
    client = laval.client()

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address(application)).status_code == 200
        return len(captured)

    cost()
    few = cost()
    laval.enter()
    bring_papers(application, laval, on=on)
    assert cost() == few


@pytest.mark.parametrize("page", ["", "deposer/", "dispenser/", "demander/"])
def test_who_may_not_is_refused(laval, tarbes, application, page):
    assert tarbes.client().get(address(application, page)).status_code == 404
    assert laval.client(Role.RECEPTION).get(address(application, page)).status_code == 403
