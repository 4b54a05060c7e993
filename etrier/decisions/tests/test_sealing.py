"""The pack as an encrypted file: the password is told once, opens it, and no other does."""

import io
import re

import pypdf
import pytest

from etrier.decisions.actions.transmissions import recall_transmission
from etrier.decisions.models import SealedPack
from etrier.decisions.sealed import ALPHABET, password
from etrier.decisions.tests.factories import with_bank
from etrier.domain.access import Role
from etrier.journal.models import Entry, Reading

pytestmark = pytest.mark.covers("A14")
PASSWORD = re.compile(rf"\b(?:[{ALPHABET}]{{4}}-){{3}}[{ALPHABET}]{{4}}\b")


@pytest.fixture
def sent(laval):
    return with_bank(laval.enter())


@pytest.fixture
def page(sent) -> str:
    return f"/dossiers/{sent.file.uid}/banque/{sent.uid}/"


def sealed(laval, sent, page: str) -> str:
    """The page of a new encrypted file."""
    answer = laval.client().post(f"{page}chiffrer/", {"revision": sent.revision})
    assert answer.status_code == 302
    return str(answer["Location"])


def told(text: str) -> list[str]:
    shown = re.sub(r"<[^>]+>", " ", text)
    return PASSWORD.findall(shown)


def test_the_bank_opens_it_with_what_the_worker_was_told(laval, sent, page):
    worker = laval.client()
    assert "Préparer un dossier chiffré" in worker.get(page).content.decode()
    where = sealed(laval, sent, page)
    (word,) = told(worker.get(where).content.decode())
    answer = worker.get(f"{where}dossier.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="dossier-{sent.reference}.pdf"'
    assert "no-store" in answer["Cache-Control"]
    name = sent.pack["name"].encode()
    assert name not in answer.content
    reader = pypdf.PdfReader(io.BytesIO(answer.content))
    assert reader.is_encrypted
    assert reader.trailer["/Encrypt"].get_object()["/R"] == 6
    assert reader.decrypt(word) is not pypdf.PasswordType.NOT_DECRYPTED
    read = "\n".join(one.extract_text() for one in reader.pages)
    assert sent.pack["name"] in read
    assert sent.pack["number"] in read
    for section in sent.pack["sections"]:
        assert section["title"] in read


@pytest.mark.parametrize("wrong", ["", "aaaa-bbbb-cccc-dddd", "mot de passe"])
def test_another_password_opens_nothing(laval, sent, page, wrong):
    content = laval.client().get(f"{sealed(laval, sent, page)}dossier.pdf").content
    reader = pypdf.PdfReader(io.BytesIO(content))
    assert reader.decrypt(wrong) is pypdf.PasswordType.NOT_DECRYPTED
    with pytest.raises(pypdf.errors.FileNotDecryptedError):
        reader.pages[0].extract_text()


def test_the_password_is_told_once_and_never_kept(laval, sent, page):
    worker, where = laval.client(), sealed(laval, sent, page)
    (word,) = told(worker.get(where).content.decode())
    again = worker.get(where).content.decode()
    assert told(again) == []
    assert "Préparer un autre fichier" in again
    laval.enter()
    row = SealedPack.objects.get()
    assert password(row) == word
    assert word not in repr(SealedPack.objects.values().get())
    another = sealed(laval, type(sent).objects.get(pk=sent.pk), page)
    assert told(worker.get(another).content.decode()) != [word]


def test_each_file_made_and_each_taking_is_written_down(laval, sent, page):
    where = sealed(laval, sent, page)
    laval.enter()
    entry = Entry.objects.get(act="seal_pack")
    assert (entry.file_id, entry.user_id, entry.data) == (sent.file_id, laval.user().pk, {})
    before = Reading.objects.filter(file_id=sent.file_id).count()
    laval.client().get(f"{where}dossier.pdf")
    laval.enter()
    assert Reading.objects.filter(file_id=sent.file_id).count() == before + 1


def test_who_does_not_read_the_file_takes_nothing(laval, tarbes, sent, page):
    laval.enter()
    where = sealed(laval, sent, page)
    for role in (Role.RECEPTION, Role.FINANCE, Role.ADMINISTRATOR):
        assert laval.client(role).get(f"{where}dossier.pdf").status_code == 403
    assert tarbes.client().get(f"{where}dossier.pdf").status_code == 404
    assert tarbes.client().post(f"{page}chiffrer/", {"revision": 0}).status_code == 404


def test_a_pack_taken_back_is_no_longer_sealed(laval, sent, page):
    laval.enter()
    recall_transmission(sent, by=laval.actor(), on=sent.sent_on)
    answer = laval.client().post(f"{page}chiffrer/", {"revision": sent.revision})
    assert answer.status_code == 422
    assert "n’est pas possible" in answer.content.decode()


def test_two_words_are_never_the_same():
    words = {password(SealedPack()) for _ in range(200)}
    assert len(words) == 200
    assert all(PASSWORD.fullmatch(word) for word in words)
