"""The site, served to Chromium by the test itself, on a database of its own."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.test import override_settings

from tests.databases import copied

THREADS = 4
"""As many requests at once as Chromium makes for one page."""


class Server(WSGIServer):
    """A few threads, each with its connection to the database, as on the site."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.threads = ThreadPoolExecutor(THREADS)

    def process_request(self, request: Any, client_address: Any) -> None:
        self.threads.submit(self._answer, request, client_address)

    def _answer(self, request: Any, client_address: Any) -> None:
        try:
            self.finish_request(request, client_address)
        except OSError:  # the browser went elsewhere meanwhile
            return
        finally:
            self.shutdown_request(request)

    def server_close(self) -> None:
        """Wait for what is being answered, and leave no connection open."""
        super().server_close()
        together = threading.Barrier(THREADS)

        def let_go() -> None:
            together.wait()
            connections.close_all()

        for _ in range(THREADS):
            self.threads.submit(let_go)
        self.threads.shutdown()


class Silent(WSGIRequestHandler):
    """Says nothing of each request; errors are the browser's to report."""

    def log_message(self, format: str, *arguments: object) -> None:
        return


@contextmanager
def served() -> Iterator[str]:
    """The address of the site while the block runs."""
    with override_settings(WHITENOISE_AUTOREFRESH=False, WHITENOISE_MAX_AGE=3600):  # read as it starts
        site = get_wsgi_application()
    server = make_server("127.0.0.1", 0, site, server_class=Server, handler_class=Silent)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def own_database(purpose: str) -> Iterator[None]:
    """Point every thread of this process at a fresh copy of the template; what is written there stays."""
    connection = connections["default"]
    with copied(purpose) as name:
        connection.close()
        former = connection.settings_dict["NAME"]
        connection.settings_dict["NAME"] = name
        settings.DATABASES["default"]["NAME"] = name
        try:
            yield
        finally:
            connections.close_all()
            connection.settings_dict["NAME"] = former
            settings.DATABASES["default"]["NAME"] = former
