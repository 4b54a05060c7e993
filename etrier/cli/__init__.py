"""The command line: each command is a module found by its name, loaded only when it is called."""

import os
import sys
from collections.abc import Sequence
from importlib import import_module

COMMANDS: tuple[tuple[str, str, str], ...] = (
    ("demo", "etrier.cli.demo", "remplit une démonstration et lance le site"),
    ("serve", "etrier.cli.serve", "sert le site"),
    ("worker", "etrier.cli.worker", "exécute les tâches de fond"),
    ("sweep", "etrier.cli.sweep", "fait le travail quotidien"),
    ("operator", "etrier.cli.operator", "invite le premier exploitant de l’instance"),
    ("database", "etrier.cli.database", "crée ou met à jour la base, ou arrête le PostgreSQL embarqué"),
    ("backup", "etrier.cli.backup", "sauvegarde toute l’instance dans un fichier"),
    ("restore", "etrier.cli.restore", "rétablit une sauvegarde et la vérifie"),
    ("loan", "etrier.cli.loan", "échéanciers et TAEG, en JSON Lines"),
    ("study", "etrier.cli.study", "étude budgétaire et éligibilité, en JSON Lines"),
    ("scheme", "etrier.cli.scheme", "modèles de dispositif : liste, détail, validation, comparaison"),
    ("bench", "etrier.cli.bench", "mesure les calculs, et vérifie d’abord qu’ils s’accordent"),
)
"""Name, module, what it does in a few words. The module has `main(arguments) -> exit status`."""

ON_SITE = frozenset({"operator", "sweep", "worker"})
"""The commands that work on the site's data: Django is ready before their module is read."""
AS_OWNER = frozenset({"restore"})
"""The same, as the owner of the tables."""

DONE, BAD_INPUT = 0, 2


def usage() -> str:
    """What `etrier --help` prints."""
    rows = "\n".join(f"  {name:<10} {words}" for name, _, words in COMMANDS)
    return (
        "Usage : etrier COMMANDE [options]\n\n"
        f"Commandes :\n{rows}\n\n"
        "« etrier COMMANDE --help » décrit chaque commande.\n"
        "Code de sortie : 0 si tout est fait, 2 si une entrée est mauvaise."
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status, 2 with one French line for a command that does not exist."""
    name, *arguments = (sys.argv[1:] if argv is None else list(argv)) or ["--help"]
    if name in ("--help", "-h", "help"):
        print(usage())
        return DONE
    module = next((module for command, module, _ in COMMANDS if command == name), None)
    if module is None:
        known = ", ".join(command for command, _, _ in COMMANDS)
        print(f"etrier : commande inconnue « {name[:40]} ». Commandes : {known}.", file=sys.stderr)
        return BAD_INPUT
    try:
        if name in ON_SITE | AS_OWNER:
            import_module("etrier.cli.site").ready("owner" if name in AS_OWNER else "")
        status: int = import_module(module).main(arguments)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader left: nothing more to say
        return DONE
    return status
