"""`etrier worker`: does the jobs of the queue (papers checked, letters laid out, mail, daily sweep)."""

import argparse
import logging
from typing import Any

from procrastinate.contrib.django import app


def main(arguments: list[str]) -> int:
    """Work until interrupted, or until the queue is empty with `--once`."""
    parser = argparse.ArgumentParser(prog="etrier worker", description="Exécute les tâches de fond.")
    parser.add_argument("--once", action="store_true", help="s’arrête quand la file est vide")
    parser.add_argument("--concurrency", type=int, default=2, help="tâches menées à la fois")
    given = parser.parse_args(arguments)
    logging.getLogger("procrastinate").setLevel(logging.WARNING)
    run(once=given.once, concurrency=given.concurrency)
    return 0


def run(*, once: bool, concurrency: int = 2) -> None:
    """The worker, on a direct connection of its own (it listens)."""
    connector: Any = app.connector
    with app.replace_connector(connector.get_worker_connector()) as working:
        working.run_worker(
            wait=not once, concurrency=concurrency, install_signal_handlers=not once, listen_notify=not once
        )
