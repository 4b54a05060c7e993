"""Jobs asked for while the demonstration is made: those still of use are queued at its end."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.sql import queries

from etrier.documents.actions import LAY_OUT, queue


class Drawer(DjangoConnector):
    """Keeps the jobs that acts ask for instead of queueing them."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: list[Any] = []

    def execute_query_all(self, query: Any, **arguments: Any) -> Any:
        if query != queries["defer_jobs"]:
            return super().execute_query_all(query, **arguments)
        self.kept += arguments["jobs"]
        return [{"id": len(self.kept)} for _ in arguments["jobs"]]


@contextmanager
def jobs_held_back() -> Iterator[None]:
    """Queue nothing inside the block; at its end, the letters, which the worker lays out.

    Papers are checked by the stories on their day, and nobody is invited.
    """
    drawer = Drawer()
    with app.replace_connector(drawer):
        yield
    if letters := [job.args for job in drawer.kept if job.task_name == LAY_OUT]:
        queue(LAY_OUT, *letters)
