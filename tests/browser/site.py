"""The site, served to Chromium by the test itself, on a database of its own."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections

from tests.databases import copied


class Server(ThreadingMixIn, WSGIServer):
    """One thread per request, which leaves no connection open behind it."""

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            connections.close_all()


class Silent(WSGIRequestHandler):
    """Says nothing of each request; errors are the browser's to report."""

    def log_message(self, format: str, *arguments: object) -> None:
        return


@contextmanager
def served() -> Iterator[str]:
    """The address of the site while the block runs."""
    server = make_server("127.0.0.1", 0, get_wsgi_application(), server_class=Server, handler_class=Silent)
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
