"""`etrier serve`: the site, by gunicorn."""

import argparse
import os
from typing import Any

from gunicorn.app.base import BaseApplication

from etrier.config.environment import text

THREADS = 4


class Site(BaseApplication):
    """gunicorn with our settings and nothing read from elsewhere."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        from etrier.config.wsgi import application

        return application


def options(arguments: argparse.Namespace) -> dict[str, Any]:
    """What gunicorn is told."""
    return {
        "bind": f"{arguments.host}:{arguments.port}",
        "workers": arguments.workers,
        "threads": THREADS,
        "worker_class": "gthread",
        "timeout": 60,
        "graceful_timeout": 20,
        "control_socket_disable": True,
        "proc_name": "etrier",
        "loglevel": "warning",
    }


def parser() -> argparse.ArgumentParser:
    """The options of the command."""
    made = argparse.ArgumentParser(prog="etrier serve", description="Sert le site.")
    made.add_argument("--host", default=text("ETRIER_HOST"), help="adresse d’écoute")
    made.add_argument("--port", type=int, default=text("ETRIER_PORT"), help="port d’écoute")
    made.add_argument("--workers", type=int, default=2, help="processus")
    return made


def main(arguments: list[str]) -> int:
    """Serve until interrupted."""
    given = parser().parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "etrier.config.settings")
    Site(options(given)).run()
    return 0
