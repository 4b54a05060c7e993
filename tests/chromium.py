"""The browser of the tests: found, installed when permitted, or skipped aloud when asked.

`python -m tests.chromium` installs it; loaded by pytest, it skips or refuses the tests marked `browser`.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.db import connections
from playwright.sync_api import Browser, sync_playwright

PACKAGE = "chromium-headless-shell"
"""Debian's Chromium without its windows: the same pages, for a seventh less of the processor."""
NAMES = (PACKAGE, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-features=RenderDocument"]
"""Root's browser has no sandbox; where there is no graphics card, drawing as if there were one is slow. A new
frame for each page, of no use here, costs a quarter of the time to come to it."""
UNWANTED = "ETRIER_NO_BROWSER"
CLIENT = "test_walk.py"
"""Where the stories are played through the test client."""
ADVICE = (
    f"Chromium manque pour les tests de navigateur. Installez-le (apt-get install {PACKAGE}, ou "
    f".venv/bin/playwright install chromium), ou passez-vous d’eux : {UNWANTED}=1 make test."
)
skipped = pytest.StashKey[int]()


@cache
def find() -> str | None:
    """The path of the system's Chromium, else of Playwright's."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, else Playwright's: one for a process, which cannot have Playwright twice."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's own loop runs in this thread
    path = find()
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield launched
        connections.close_all()  # under Playwright's loop this thread has connections of its own
        launched.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def install() -> None:
    """Try what this user may do: the system's package as root, else Playwright's download."""
    attempts = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        package = ["apt-get", "install", "-y", "-qq", "--no-install-recommends"]
        lighter, whole = [*package, PACKAGE], [*package, "chromium"]
        attempts = [lighter, ["apt-get", "update", "-qq"], lighter, whole, *attempts]
    for attempt in attempts:
        print(f"Chromium manque : {' '.join(attempt)}", flush=True)
        done = subprocess.run(attempt, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        find.cache_clear()
        if done.returncode == 0 and find():
            return


def main() -> int:
    if unwanted() or find():
        return 0
    install()
    if find():
        return 0
    print(ADVICE, file=sys.stderr)
    return 1


def unwanted() -> bool:
    return os.environ.get(UNWANTED, "") not in {"", "0"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip what needs Chromium where it is not wanted; where it is, a story played in it is played once."""
    concerned = [item for item in items if item.get_closest_marker("browser")]
    if unwanted():
        for item in concerned:
            item.add_marker(pytest.mark.skip(reason=f"{UNWANTED}=1"))
        return
    if concerned and not find():
        raise pytest.UsageError(ADVICE)
    shown = {item.name for item in concerned}
    again = [item for item in items if item.path.name == CLIENT and item.name in shown]
    if again:
        config.hook.pytest_deselected(items=again)
        items[:] = [item for item in items if item not in again]


def pytest_configure(config: pytest.Config) -> None:
    config.stash[skipped] = 0
    config.pluginmanager.register(_Count(config))


class _Count:
    """Counts what was skipped, in the process that hears of every test."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.skipped and "browser" in report.keywords:
            self.config.stash[skipped] += 1


def pytest_unconfigure(config: pytest.Config) -> None:
    if unwanted() and not hasattr(config, "workerinput"):
        print(f"{config.stash[skipped]} tests de navigateur sautés ({UNWANTED}=1).")


if __name__ == "__main__":
    sys.exit(main())
