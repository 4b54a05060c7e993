"""Papers: kept encrypted, checked by a job, shown to those who may, refused in French."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from etrier.documents import jobs, vault
from etrier.documents.actions import receive_document, remove_document, write_letter
from etrier.documents.models import Document, Letter
from etrier.domain.access import Role
from etrier.files.actions import open_file
from etrier.journal.models import Reading

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n%%EOF\n"


@pytest.fixture(autouse=True)
def vault_of_the_test(settings, tmp_path):
    settings.VAULT = tmp_path


@pytest.fixture
def file(laval, on):
    laval.enter()
    return open_file(by=laval.actor(), on=on, cover="Nassim Belkacem", holder=laval.user())


@pytest.fixture
def paper(laval, file, on) -> Document:
    return receive_document(file, by=laval.actor(), on=on, kind_code="quote", content=PDF)


def check(paper: Document) -> Document:
    jobs.check_document.func(organisation=paper.organisation_id, document=paper.pk)
    paper.refresh_from_db()
    return paper


@pytest.mark.covers("X5", "A11")
def test_a_paper_is_added_then_checked(laval, file):
    client = laval.client()
    upload = SimpleUploadedFile("devis.pdf", PDF)
    answer = client.post(f"/dossiers/{file.uid}/pieces/ajouter/", {"kind_code": "quote", "content": upload})
    assert answer.status_code == 302
    laval.enter()
    paper = Document.objects.get()
    assert paper.state == "received"
    assert PDF not in vault.place(paper.uid).read_bytes()
    assert check(paper).state == "accepted"
    page = client.get(f"/dossiers/{file.uid}/pieces/").content.decode()
    assert "Devis" in page
    assert "acceptée" in page


def test_a_job_run_twice_changes_nothing(paper):
    assert check(paper).revision == check(paper).revision


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("devis.pdf", b"MZ\x90\x00" + b"\x00" * 200, "ni un PDF ni une photo"),
        ("vide.pdf", b"", "vide"),
        ("gros.pdf", PDF + b"0" * (10 * 1024 * 1024), "10\xa0Mo"),
    ],
)
def test_what_is_not_a_paper_is_refused_in_french(laval, file, name, content, sentence):
    sent = {"kind_code": "quote", "content": SimpleUploadedFile(name, content), "dated_on": "2026-11-01"}
    answer = laval.client().post(f"/dossiers/{file.uid}/pieces/ajouter/", sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert sentence.replace("\xa0", " ") in page.replace("\xa0", " ").replace("\u202f", " ")
    assert "2026-11-01" in page


def test_a_pdf_that_runs_something_is_rejected(laval, file, on):
    active = PDF.replace(b"/Catalog", b"/Catalog /OpenAction << /JavaScript (x) >>")
    paper = receive_document(file, by=laval.actor(), on=on, kind_code="quote", content=active)
    assert check(paper).reason == "infected"


def test_the_paper_is_shown_and_its_reading_kept(laval, file, paper):
    answer = laval.client().get(f"/dossiers/{file.uid}/pieces/{paper.uid}/")
    assert answer.content == PDF
    assert "sandbox" in answer["Content-Security-Policy"]
    laval.enter()
    assert Reading.objects.filter(file_id=file.pk).exists()


def test_a_paper_removed_cannot_be_read_again(laval, file, paper, on):
    remove_document(paper, by=laval.actor(), on=on)
    assert laval.client().get(f"/dossiers/{file.uid}/pieces/{paper.uid}/").status_code == 404


def test_one_papers_bytes_do_not_open_as_anothers(laval, file, paper, on):
    other = receive_document(file, by=laval.actor(), on=on, kind_code="quote", content=PDF + b"2")
    vault.place(paper.uid).write_bytes(vault.place(other.uid).read_bytes())
    sealed = vault.Sealed(bytes(paper.wrapped_key), bytes(paper.digest), paper.size)
    with pytest.raises(vault.Damaged):
        vault.read(paper.uid, sealed)


def test_a_paper_kept_in_a_folder_of_its_own_is_brought_where_it_is_looked_for(paper):
    here = vault.place(paper.uid)
    former = here.parent / here.name[-4:-2] / here.name
    former.parent.mkdir()
    here.rename(former)
    sealed = vault.Sealed(bytes(paper.wrapped_key), bytes(paper.digest), paper.size)
    with pytest.raises(vault.Damaged):
        vault.read(paper.uid, sealed)
    for _ in range(2):
        vault.gather()
        assert vault.read(paper.uid, sealed) == PDF
    assert not former.parent.exists()


def test_medical_papers_need_their_own_right(laval, file, on):
    paper = receive_document(
        file, by=laval.actor(), on=on, kind_code="disability-decision", content=PDF, medical=True
    )
    assert Document.objects.visible_to(laval.actor()).filter(pk=paper.pk).exists()
    assert not Document.objects.visible_to(laval.actor(Role.FINANCE)).filter(pk=paper.pk).exists()


def test_a_stranger_finds_nothing(laval, tarbes, file, paper):
    stranger = tarbes.client()
    assert stranger.get(f"/dossiers/{file.uid}/pieces/").status_code == 404
    assert stranger.get(f"/dossiers/{file.uid}/pieces/{paper.uid}/").status_code == 404


def test_a_letter_is_laid_out_by_a_job_and_its_sending_noted(laval, file, on):
    letter = write_letter(
        file, by=laval.actor(), on=on, letter_code="appeal_received",
        data={"organisation": "CCAS de Laval", "number": file.number, "received_on": "12 mai 2026"},
    )  # fmt: skip
    jobs.lay_out_letter.func(organisation=file.organisation_id, letter=letter.pk)
    letter.refresh_from_db()
    assert letter.state == "ready"
    client = laval.client()
    shown = client.get(f"/dossiers/{file.uid}/pieces/{letter.document.uid}/")
    assert shown.content.startswith(b"%PDF")
    answer = client.post(f"/dossiers/{file.uid}/courriers/{letter.uid}/envoyer/", {"channel": "letter"})
    assert answer.status_code == 302
    laval.enter()
    assert Letter.objects.get().state == "sent"


def test_a_letter_that_cannot_be_laid_out_says_so_and_is_tried_again(laval, file, on):
    letter = write_letter(file, by=laval.actor(), on=on, letter_code="feedback", data={})
    jobs.lay_out_letter.func(organisation=file.organisation_id, letter=letter.pk)
    letter.refresh_from_db()
    assert letter.state == "failed"
    answer = laval.client().post(f"/dossiers/{file.uid}/courriers/{letter.uid}/relancer/", {"key": ""})
    assert answer.status_code == 302
