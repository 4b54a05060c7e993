"""`etrier scheme`: the dispositif models, listed, shown, validated, compared."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from etrier.domain.french import typeset
from etrier.domain.scheme import LONGEST_TEXT, Entry, Scheme, SchemeError, diff, entries, load
from etrier.domain.wording import plural
from etrier.shipped import scheme_names, scheme_text

HELP = """Usage : etrier scheme list
        etrier scheme show NOM
        etrier scheme validate FICHIER
        etrier scheme diff A B

list       les modèles de dispositif livrés
show       un modèle, valeur par valeur, avec sa source ou l’hypothèse
validate   tout ce qui est à corriger dans un fichier, ligne par ligne
diff       ce qui distingue deux modèles, en phrases
NOM, A et B : un modèle livré (tarbes, laval) ou le chemin d’un fichier .toml.
Code de sortie : 0 si tout est fait, 2 si une entrée est mauvaise."""


class _Unusable(Exception):
    """An argument that leads to no dispositif; its message is one line."""


def main(arguments: Sequence[str]) -> int:
    """Run one subcommand; 0 done, 2 bad input with one line on standard error."""
    if not arguments or any(argument in ("--help", "-h") for argument in arguments):
        print(HELP)
        return 0 if arguments else 2
    name, *rest = arguments
    command, count = COMMANDS.get(name, (None, 0))
    if command is None or len(rest) != count:
        print("etrier scheme : commande ou arguments inconnus (voir etrier scheme --help).", file=sys.stderr)
        return 2
    try:
        command(*rest)
    except _Unusable as unusable:
        print(unusable, file=sys.stderr)
        return 2
    return 0


def _list() -> None:
    for name in scheme_names():
        scheme = load(scheme_text(name))
        products = ", ".join(product.label for product in scheme.products)
        print(f"{name}\t{scheme.name}\t{products}")


def _show(name: str) -> None:
    scheme = _opened(name)
    print(scheme.name)
    heading = ""
    for entry in entries(scheme):
        if entry.heading != heading:
            heading = entry.heading
            print(f"\n{heading}")
        print(f"  {_line(entry)}")


def _line(entry: Entry) -> str:
    known = entry.provenance
    if known is None:
        origin = ""
    elif known.assumed:
        origin = f" [hypothèse : {known.assumption}]"
    else:
        origin = f" [source : {known.source}]"
    return typeset(f"{entry.label} : {entry.text}{origin}")


def _validate(path: str) -> None:
    scheme = _opened(path)
    print(typeset(f"{path} : dispositif valide, « {scheme.name} », {len(scheme.products)} produit(s)."))


def _diff(left: str, right: str) -> None:
    differences = diff(_opened(left), _opened(right))
    for difference in differences:
        print(difference.sentence)
    if not differences:
        print("Les deux dispositifs disent la même chose.")


def _opened(name: str) -> Scheme:
    """A shipped model by its name, or the file of that path."""
    try:
        return load(scheme_text(name) if name in scheme_names() else _text_of(Path(name)))
    except SchemeError as error:
        for finding in error.findings:
            print(finding)
        count = plural(len(error.findings), "point")
        raise _Unusable(typeset(f"{name[:200]} : {count} à corriger.")) from None


def _text_of(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(4 * LONGEST_TEXT + 1)
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _Unusable(typeset(f"{path} : ce fichier n’est pas du texte en UTF-8.")) from None
    except (OSError, ValueError):
        known = ", ".join(scheme_names())
        raise _Unusable(
            typeset(f"{str(path)[:200]} : ni modèle livré ({known}), ni fichier lisible.")
        ) from None


COMMANDS: dict[str, tuple[Callable[..., None], int]] = {
    "list": (_list, 0),
    "show": (_show, 1),
    "validate": (_validate, 1),
    "diff": (_diff, 2),
}
