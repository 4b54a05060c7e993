"""Every environment variable, its default and its reason: read by the settings and by `docs/settings.md`."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable; `default` is what the program reads when it is absent, `otherwise` says it in French."""

    name: str
    meaning: str
    default: str = ""
    otherwise: str = ""


VARIABLES: Mapping[str, tuple[Variable, ...]] = {
    "Le site": (
        Variable(
            "ETRIER_HOSTS",
            "noms sous lesquels le site répond, séparés par des virgules",
            "localhost,127.0.0.1,[::1]",
        ),
        Variable(
            "ETRIER_ORIGINS",
            "adresses complètes dont un formulaire est accepté, séparées par des virgules "
            "(`https://microcredit.exemple.fr`), quand un mandataire change le nom ou le port",
            otherwise="le site lui-même",
        ),
        Variable(
            "ETRIER_ADDRESS", "adresse publique du site, écrite dans les courriels", "http://localhost:8000"
        ),
        Variable(
            "ETRIER_HTTPS",
            "`1` derrière un mandataire HTTPS, qui envoie `X-Forwarded-Proto` et `X-Forwarded-For` : cookies "
            "sûrs, HSTS, redirection, essais de connexion comptés par adresse",
            otherwise="non",
        ),
        Variable("ETRIER_HOST", "adresse d’écoute de `etrier serve`", "127.0.0.1"),
        Variable("ETRIER_PORT", "port d’écoute de `etrier serve`", "8000"),
        Variable("ETRIER_SESSION_HOURS", "durée d’une session, en heures", "8"),
        Variable(
            "ETRIER_OPERATOR_SECOND_FACTOR",
            "`0` dispense les exploitants de l’instance de la double authentification ; seule la "
            "démonstration le fait",
            "1",
        ),
        Variable(
            "ETRIER_STATIC_ROOT",
            "dossier où `python -m django collectstatic` a rangé styles, scripts et polices",
            otherwise="ils sont servis depuis le paquet",
        ),
        Variable("ETRIER_DEBUG", "`1` montre le détail des erreurs ; jamais en production", otherwise="non"),
    ),
    "Les secrets et les données": (
        Variable(
            "ETRIER_SECRET_KEY",
            "signe les sessions et les liens",
            otherwise="tirée au sort et gardée dans `secret_key`",
        ),
        Variable(
            "ETRIER_MASTER_KEY",
            "enveloppe la clé de chaque document (32 octets en base64) ; perdue, les documents le sont aussi",
            otherwise="tirée au sort et gardée dans `master_key`",
        ),
        Variable(
            "ETRIER_INSTANCE",
            "dossier des secrets tirés au sort et du coffre des documents (`vault`)",
            otherwise="`.etrier` dans le dépôt cloné",
        ),
    ),
    "La base de données": (
        Variable(
            "DATABASE_URL",
            "adresse PostgreSQL du rôle du site, qui ne possède rien",
            otherwise="le PostgreSQL embarqué",
        ),
        Variable(
            "ETRIER_PREPARE",
            "`1` laisse PostgreSQL retenir le plan des requêtes fréquentes : un dixième de temps en moins. À "
            "ne pas donner quand un répartiteur de connexions (pgbouncer en mode transaction) est entre le "
            "site et la base",
            otherwise="non ; oui avec le PostgreSQL embarqué",
        ),
        Variable(
            "ETRIER_OWNER_URL",
            "adresse PostgreSQL du migrateur, propriétaire des tables ; à donner avec la précédente",
            otherwise="le PostgreSQL embarqué",
        ),
        Variable(
            "ETRIER_ROLE",
            "`owner` fait travailler Django sous le migrateur ; `etrier database prepare` s’en charge",
            "site",
        ),
    ),
    "Le courriel": (
        Variable(
            "ETRIER_EMAIL_BACKEND",
            "moteur d’envoi de Django ; pour un vrai serveur, `django.core.mail.backends.smtp.EmailBackend`",
            "django.core.mail.backends.console.EmailBackend",
        ),
        Variable("ETRIER_EMAIL_HOST", "serveur SMTP", "localhost"),
        Variable("ETRIER_EMAIL_PORT", "port du serveur SMTP", "25"),
        Variable("ETRIER_EMAIL_USER", "compte du serveur SMTP", otherwise="aucun"),
        Variable("ETRIER_EMAIL_PASSWORD", "mot de passe de ce compte", otherwise="aucun"),
        Variable("ETRIER_EMAIL_TLS", "`1` chiffre l’échange (STARTTLS)", otherwise="non"),
        Variable("ETRIER_EMAIL_FROM", "expéditeur des courriels", "etrier@localhost"),
    ),
    "Les vérifications": (
        Variable(
            "ETRIER_TEST",
            "posée par `make test` et `make check` : un PostgreSQL à part, qui peut tout perdre",
            otherwise="non",
        ),
        Variable(
            "ETRIER_NO_BROWSER",
            "`1` saute les tests de navigateur ; la dernière ligne dit combien",
            otherwise="non",
        ),
        Variable(
            "ETRIER_PICTURES",
            "dossier où les tests de navigateur gardent une image des pages qu’ils ouvrent",
            otherwise="aucune image",
        ),
    ),
}
"""By chapter of the document."""

DEFAULTS: Mapping[str, str] = {row.name: row.default for rows in VARIABLES.values() for row in rows}

HEAD = """# Les réglages

Ce document est imprimé depuis `etrier/config/variables.py` par `make docs` : ne le modifiez pas.

Tout réglage est une variable d’environnement. Aucune n’est obligatoire pour essayer ; celles d’une mise en
service sont dans [operations.md](operations.md). Oui s’écrit `1`, `true`, `yes` ou `oui`.
"""


def settings_document() -> str:
    """`docs/settings.md`: each variable, what it does, what holds without it."""
    return "\n".join([HEAD, *(_chapter(title, rows) for title, rows in VARIABLES.items())])


def _chapter(title: str, rows: tuple[Variable, ...]) -> str:
    head = f"## {title}\n\n| variable | à quoi elle sert | sans elle |\n| --- | --- | --- |\n"
    lines = (f"| `{row.name}` | {row.meaning} | {row.otherwise or f'`{row.default}`'} |\n" for row in rows)
    return head + "".join(lines)
