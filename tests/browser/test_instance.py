"""An instance comes to life in Chromium: a CCAS and who runs it, a bank and its adviser, the directory."""

from collections.abc import Callable

import pytest

from etrier.accounts.models import Organisation, User
from etrier.database.isolation import NOBODY, Scope, scoped
from etrier.decisions.tests.factories import with_bank
from etrier.domain.access import Role
from etrier.instance.models import InstanceInvitation
from etrier.team.models import Invitation
from tests.browser.conftest import PASSWORD, SIZE
from tests.browser.screen import Screen
from tests.cast import join, raise_town

pytestmark = pytest.mark.browser
CHOSEN = {"Mot de passe": PASSWORD, "Le même, une seconde fois": PASSWORD}
PAUL = {"Courriel professionnel": "paul.hoarau@example.org", "Prénom": "Paul", "Nom": "Hoarau"}
ANOUK = "anouk@bocage.example.org"


@pytest.fixture
def screen(site, browser, looked_at, settings):
    """Gives a browser of one's own; who runs the instance is spared her second factor."""
    settings.OPERATOR_SECOND_FACTOR = False
    contexts = []

    def opened() -> Screen:
        contexts.append(browser.new_context(locale="fr-FR", **SIZE))
        return Screen(contexts[-1], site, looked_at)

    yield opened
    for context in contexts:
        context.close()


def signed_in(screen: Screen, user: User) -> Screen:
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    screen.open("/compte/connexion/")
    screen.press("Se connecter", {"Courriel": user.email, "Mot de passe": PASSWORD})
    return screen


def operator(screen: Screen) -> Screen:
    with scoped(NOBODY):
        user = join(None, Role.OPERATOR, "Dominique", "Vidal").user
    return signed_in(screen, user)


@pytest.mark.covers("X1", "X2")
def test_a_ccas_is_opened_and_its_administrator_takes_it_over(screen: Callable[[], Screen]):
    hers = operator(screen())
    hers.reads("Aucune organisation")
    hers.does(
        "Ouvrir une organisation",
        {
            "Nom": "CCAS de Saint-Denis",
            "Où se trouve l’organisation": "La Réunion",
            "Double authentification obligatoire pour ses membres": False,
        },
    )
    hers.reads("Personne ne l’administre encore")
    hers.does("Inviter un administrateur", PAUL)
    hers.reads("attend une réponse", "Paul Hoarau")
    town = Organisation.objects.get()
    with scoped(Scope(organisation=town.pk)):
        link = Invitation.objects.select_related("organisation").get().address
    his = screen()
    his.open(link)
    his.reads("Bonjour Paul")
    his.press("Rejoindre", CHOSEN)
    his.reads("1 personne travaille ici")
    hers.follow("Organisations")
    hers.follow("CCAS de Saint-Denis")
    hers.reads("Ses membres y travaillent", "La Réunion")
    hers.does_not_read("Inviter un administrateur", "Hoarau")


@pytest.mark.covers("D8", "X2")
def test_a_worker_asks_for_an_account_and_the_adviser_comes(screen: Callable[[], Screen]):
    with scoped(NOBODY):
        town = raise_town("laval")
    with scoped(Scope(organisation=town.organisation.pk)):
        bank = town.agreements[0].partner
        with_bank(town)
    worker = signed_in(screen(), town.user())
    worker.follow("Dispositif")
    worker.follow(bank.name)
    worker.press("Ajouter à l’annuaire")
    worker.does("Ajouter une personne", {"Prénom": "Anouk", "Nom": "Fresnel", "Fonction": "Conseillère"})
    worker.does("Demander un compte pour Anouk Fresnel", {"Courriel professionnel": ANOUK})
    worker.reads("demandé")
    hers = operator(screen())
    hers.follow("Banques")
    hers.reads("CCAS de Laval", "1 demande de compte attend")
    hers.does("Inviter ce conseiller, Anouk Fresnel", {})
    hers.follow(bank.name)
    hers.reads(ANOUK)
    with scoped(Scope(operator=True)):
        link = InstanceInvitation.objects.get().address
    adviser = screen()
    adviser.open(link)
    adviser.press("Rejoindre", CHOSEN)
    adviser.reads("1 demande attend votre réponse", "CCAS de Laval")
    hers.follow("Exploitants")
    hers.reads("Invitation acceptée")
    worker.follow("Partenaires")
    worker.follow(bank.name)
    worker.reads("accordé")


@pytest.mark.covers("A14")
def test_the_encrypted_pack_and_its_password(screen: Callable[[], Screen]):
    with scoped(NOBODY):
        town = raise_town("laval")
    with scoped(Scope(organisation=town.organisation.pk)):
        sent = with_bank(town)
        address = f"/dossiers/{sent.file.uid}/banque/{sent.uid}/"
    worker = signed_in(screen(), town.user())
    worker.open(address)
    worker.does("Préparer un dossier chiffré")
    worker.reads("Notez le mot de passe maintenant", "Quatre groupes de quatre signes")
    with worker.tab.expect_download() as taken:
        worker.tab.get_by_role("link", name="Télécharger le fichier").click()
    assert taken.value.suggested_filename == f"dossier-{sent.reference}.pdf"
    worker.open(worker.path)
    worker.reads("a déjà été montré")
