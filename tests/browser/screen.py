"""A person in front of Chromium. Each page she comes to is looked at: console, axe, language, labels."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from axe_playwright_python.base import AXE_SCRIPT as AXE
from playwright.sync_api import BrowserContext, ConsoleMessage, Locator
from playwright.sync_api import Page as Tab

from tests.filling import PDF
from tests.french import english, unnamed
from tests.page import Control, Page
from tests.visitors import Answers, Visitor, written

TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
RUN = "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})"
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class LookedAt:
    """The kinds of page already examined: one empty file for each, so that processes share them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def claim(self, kind: str) -> bool:
        """Whether nobody has examined this kind; from now on somebody has."""
        try:
            (self.folder / quote(kind, safe="")).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True


class Screen(Visitor):
    """Reads and writes through a browser's tab."""

    def __init__(self, context: BrowserContext, site: str, looked_at: LookedAt) -> None:
        self.tab: Tab = context.new_page()
        self.site, self.looked_at = site, looked_at
        self.faults: list[str] = []
        self.expected = ["422"]
        self.tab.on("console", self._hear)
        self.tab.on("pageerror", lambda error: self.faults.append(f"script : {error}"))

    def _hear(self, message: ConsoleMessage) -> None:
        """A 422 is how a form says what is wrong: the console reports it as a failed resource."""
        expected = any(status in message.text for status in self.expected)
        if message.type in ("error", "warning") and not expected:
            self.faults.append(f"console : {message.text}")

    @property
    def path(self) -> str:
        return urlsplit(self.tab.url).path

    def open(self, path: str) -> None:
        self._arrive(lambda: self.tab.goto(f"{self.site}{path}"))

    def follow(self, words: str) -> None:
        node = self.page.link(words)
        place = self.tab.locator("main" if node.within("main") else ".rail")
        self._arrive(self._within_reach(place.locator(f'a[href="{node.attrs["href"]}"]')).click)

    def _within_reach(self, links: Locator) -> Locator:
        """The link that is seen, else one in a menu that can be unfolded."""
        every = links.all()
        for link in every:
            if link.is_visible():
                return link
        for link in every:
            menu = link.locator("xpath=ancestor::details[not(@open)]").first.locator("summary")
            if menu.count() and menu.is_visible():
                menu.click()
                return link
        raise AssertionError(f"{self.path} : « {every[0].inner_text()} » n’est pas visible")

    def press(self, words: str = "", answers: Answers | None = None, *, taken: bool = True) -> None:
        near = None
        for label, answer in (answers or {}).items():
            control = self.page.control(label)
            near = near or control.form
            self._fill(control, answer)
        button = self.page.button(words, near)
        buttons = self.tab.locator("main").get_by_role("button", name=re.compile(re.escape(button.text[:40])))
        found = [one for one in buttons.all() if one.is_visible()]
        self._arrive(found[-1].click)
        self.check(taken)

    def _fill(self, control: Control, answer: Any) -> None:
        place = self.tab.locator("main")
        if control.kind == "file":
            place.locator(f'[name="{control.name}"]').set_input_files(
                {"name": "piece.pdf", "mimeType": "application/pdf", "buffer": PDF}
            )
        elif control.kind == "checkbox" and isinstance(answer, bool):
            place.locator(f'[name="{control.name}"]').set_checked(answer)
        elif control.kind in ("radio", "checkbox"):
            wanted = answer if isinstance(answer, list | tuple) else [answer]
            for code in control.codes(*wanted):
                place.locator(f'[name="{control.name}"][value="{code}"]').check()
        elif control.kind == "select":
            place.locator(f'[name="{control.name}"]').select_option(control.codes(answer)[0])
        else:
            place.locator(f'[name="{control.name}"]').fill(written(answer))

    def _arrive(self, leave: Callable[[], Any]) -> None:
        """Go, wait for the page, then look at it as it is."""
        with self.tab.expect_navigation(wait_until="load"):
            leave()
        self.page = Page(self.tab.content())
        if self.faults:
            raise AssertionError(f"{self.path} : {self.faults}")
        self._look()

    def _look(self) -> None:
        """The first time a page of its kind is met: everything; then nothing more."""
        kind = UUID.sub("…", self.path) + ("*" if self.page.problems else "")
        if not self.looked_at.claim(kind):
            return
        wide = self.tab.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 0, f"{kind} : déborde de {wide} pixels"
        assert self.tab.locator("html").get_attribute("lang") == "fr", f"{kind} : la langue n’est pas dite"
        assert self.page.title.endswith("Étrier"), f"{kind} : titre « {self.page.title} »"
        assert not (found := english(self.page)), f"{kind} : mots anglais {found}"
        assert not (found := unnamed(self.page)), f"{kind} : champs sans nom {found}"
        self.tab.evaluate(AXE)
        result = self.tab.evaluate(RUN, TAGS)
        assert not result["violations"], f"{kind} :\n{told(result['violations'])}"
        self._picture(kind)

    def _picture(self, kind: str) -> None:
        folder = os.environ.get("ETRIER_PICTURES")
        if folder:
            name = re.sub(r"[^a-z0-9]+", "-", kind.replace("…", "un").lower()).strip("-") or "ma-journee"
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.tab.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def told(violations: list[dict[str, Any]]) -> str:
    """What axe found, in a few lines."""
    return "\n".join(
        f"{one['id']} ({one['impact']}) : {one['help']} — {[node['html'][:160] for node in one['nodes'][:4]]}"
        for one in violations
    )
