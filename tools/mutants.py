"""Change the rules one detail at a time and see that a test notices: `make mutants`.

mutmut does the work, on a copy of the domain in `mutants/` made so that it reaches further (see `prepared`)
and that properties draw few examples, always the same. What no test noticed must have its reason in
docs/mutants.md. `--write` rewrites that page, keeping the reasons known; `--again` asks only about what
survived or changed since the last time.
"""

import ast
import contextlib
import io
import os
import re
import shutil
import subprocess
import sys
import time
import tokenize
import tomllib
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from mutmut.mutation.diff_apply import get_diff_for_mutant

ROOT = Path(__file__).resolve().parent.parent
WORKSHOP = ROOT / "mutants"
PAGE = ROOT / "docs/mutants.md"
COPIED = ("pyproject.toml", "etrier/__init__.py", "etrier/shipped.py", "etrier/domain", "schemes")
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["mutmut"]
MUTATED: list[str] = SETTINGS["only_mutate"]
LEAST_NOTICED = 0.9
"""In every module."""
EXAMPLES = 25
"""Drawn by a property: enough to notice, few enough to be asked thousands of times."""
NOTICED = frozenset({"killed", "timeout"})
UNEXPLAINED = "À expliquer."
INTRODUCTION = """# Ce que les tests des règles ne voient pas

`make mutants` altère les règles du prêt un détail à la fois — un signe, une borne, un chiffre, un argument
oublié — et demande aux tests s’ils le voient. Il échoue quand un module passe sous 90 %, ou quand une
altération que rien ne voit n’est pas ci-dessous avec sa raison. Alors : un test qui la voit, par un chiffre
ou un refus ; ou, si elle ne change rien pour personne, `.venv/bin/python tools/mutants.py --again --write`,
puis la raison, ici.

[Pourquoi et comment](decisions/0007-mutants.md).
"""

CONFTEST = f'''"""Examples first, then properties: always the same draws, no search for the smallest."""

from hypothesis import Phase, settings

settings.register_profile(
    "mutants",
    derandomize=True,
    database=None,
    deadline=None,
    max_examples={EXAMPLES},
    phases=(Phase.explicit, Phase.generate),
)
settings.load_profile("mutants")


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: hasattr(item.obj, "hypothesis"))
'''
PYTEST = """[pytest]
addopts = -p no:cacheprovider -p no:unraisableexception -p no:threadexception
markers =
    covers(*ids): the capabilities of the mission that this test holds
"""


class Survivor(NamedTuple):
    """A change that no test notices: where, and the lines it takes away and adds."""

    path: str
    function: str
    change: tuple[str, ...]


class Score(NamedTuple):
    """How many changes were made to each file, and how many were noticed."""

    made: Counter[str]
    noticed: Counter[str]

    def share(self, path: str) -> float:
        return self.noticed[path] / self.made[path]

    def row(self, path: str) -> str:
        return f"| `{path}` | {self.made[path]} | {self.noticed[path]} | {percent(self.share(path))} |"


def percent(share: float) -> str:
    return f"{100 * share:.1f} %".replace(".", ",")


def prepared(source: str) -> str:
    """A module as mutmut should see it: decorators unfolded, sentences out of reach.

    mutmut leaves decorated functions alone, and many of our rules are properties: `@property def x` becomes
    `def x`, then `x = property(x)`. It also changes the case of every text, which teaches nothing about the
    wording of a sentence; it leaves f-strings alone, so sentences become such.
    """
    return _sentences_set_apart(_unfolded(source))


def _unfolded(source: str) -> str:
    lines = source.splitlines(keepends=True)
    functions = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)]
    for node in sorted(functions, key=lambda node: -node.lineno):
        if node.decorator_list:
            wrapped = node.name
            for decorator in reversed(node.decorator_list):
                wrapped = f"{ast.unparse(decorator)}({wrapped})"
            lines.insert(node.end_lineno or 0, f"{' ' * node.col_offset}{node.name} = {wrapped}\n")
            del lines[node.decorator_list[0].lineno - 1 : node.lineno - 1]
    return "".join(lines)


def _sentences_set_apart(source: str) -> str:
    lines = source.splitlines(keepends=True)
    for token in reversed(list(tokenize.generate_tokens(io.StringIO(source).readline))):
        text = token.string
        if token.type == tokenize.STRING and re.match(r'"(?!"")', text) and " " in text:
            (row, start), (_, end) = token.start, token.end
            line = lines[row - 1]
            lines[row - 1] = line[:start] + "f" + re.sub(r"([{}])", r"\1\1", text) + line[end:]
    return "".join(lines)


def set_up(*, afresh: bool) -> None:
    """Make the workshop, or bring it up to date; a file that did not change is not written again.

    Which test reaches which function is always learnt again: a test may have changed.
    """
    if afresh:
        shutil.rmtree(WORKSHOP, ignore_errors=True)
    (WORKSHOP / "mutants/mutmut-stats.json").unlink(missing_ok=True)
    for name in COPIED:
        for source in sorted((ROOT / name).rglob("*")) or [ROOT / name]:
            if source.is_file() and source.suffix != ".pyc":
                _write(str(source.relative_to(ROOT)), _in_workshop(source))
    _write("conftest.py", CONFTEST)
    _write("pytest.ini", PYTEST)


def _in_workshop(source: Path) -> str:
    text = source.read_text("utf-8")
    if str(source.relative_to(ROOT)) in MUTATED:
        return prepared(text)
    if source.parent.name == "tests":
        return re.sub(r"max_examples=\d+", f"max_examples={EXAMPLES}", text)
    return text


def _write(name: str, text: str) -> None:
    target = WORKSHOP / name
    if not target.exists() or target.read_text("utf-8") != text:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")


def mutmut(*arguments: str, heard: bool = True) -> str:
    """What mutmut answers in the workshop, or nothing when it speaks to the terminal."""
    done = subprocess.run(
        [ROOT / ".venv/bin/mutmut", *arguments],
        cwd=WORKSHOP,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        check=True,
        stdout=subprocess.PIPE if heard else None,
        text=True,
    )
    return done.stdout or ""


def results() -> dict[str, str]:
    """What became of each change, by the name mutmut gives it."""
    lines = mutmut("results", "--all", "true").splitlines()
    return dict(line.strip().rsplit(": ", 1) for line in lines if ": " in line)


def ask(*, again: bool) -> dict[str, str]:
    """Make each change and ask the tests; `again` asks first what changed, then what survived."""
    mutmut("run", heard=False)
    found = results()
    if again and (survivors := [name for name, status in found.items() if status not in NOTICED]):
        mutmut("run", *survivors, heard=False)
        found = results()
    return found


def path_of(name: str) -> str:
    """`etrier.domain.account.x_account_on__mutmut_3` → etrier/domain/account.py."""
    return re.split(r"\.x[_ǁ]", name)[0].replace(".", "/") + ".py"


def survivor_of(name: str) -> Survivor:
    """`etrier.domain.account.xǁAccountǁpaid__mutmut_3` → its file, `Account.paid`, the lines that differ."""
    mangled = re.sub(r"__mutmut_\d+$", "", name).rpartition(".")[2]
    function = mangled.removeprefix("x_").removeprefix("xǁ").replace("ǁ", ".")
    with contextlib.chdir(WORKSHOP):
        _, _, *lines = get_diff_for_mutant(name, path=path_of(name)).splitlines()
    change = tuple(f"{line[0]} {line[1:].strip()}" for line in lines if line[0] in "-+")
    return Survivor(path_of(name), function, change)


def explained(page: str) -> dict[Survivor, str]:
    """The survivors that the page lists, each with its reason."""
    path, found = "", {}
    for block in re.split(r"^(?=## |- `)", page, flags=re.MULTILINE):
        if heading := re.match(r"## `(.+)`", block):
            path = heading.group(1)
        elif entry := re.match(r"- `(.+)`\n\n  ```diff\n(.*?)  ```\n\n(.*)", block, re.DOTALL):
            change = tuple(line.strip() for line in entry.group(2).splitlines())
            found[Survivor(path, entry.group(1), change)] = " ".join(entry.group(3).split())
    return found


def page_of(score: Score, reasons: dict[Survivor, str]) -> str:
    """docs/mutants.md: the figures, then each survivor and its reason."""
    page = [INTRODUCTION, "| module | altérations | vues | part |", "|---|--:|--:|--:|"]
    page += [score.row(path) for path in MUTATED]
    path = ""
    for survivor in sorted(reasons):
        if survivor.path != path:
            path = survivor.path
            page += ["", f"## `{path}`"]
        lines = [f"  {line}" for line in survivor.change]
        page += ["", f"- `{survivor.function}`", "", "  ```diff", *lines, "  ```"]
        page += ["", f"  {reasons[survivor]}"]
    return "\n".join(page) + "\n"


def judge(score: Score, survivors: set[Survivor], known: dict[Survivor, str]) -> int:
    """Say what is wrong; return how many things are."""
    poor = [path for path in MUTATED if score.share(path) < LEAST_NOTICED]
    for path in poor:
        print(f"{path} : {percent(score.share(path))} seulement des altérations sont vues.")
    unexplained = [one for one in sorted(survivors) if known.get(one, UNEXPLAINED) == UNEXPLAINED]
    for one in unexplained:
        print(f"{one.path}, {one.function} : aucun test ne voit", *one.change, sep="\n  ")
    for one in sorted(known.keys() - survivors):
        print(f"{one.path}, {one.function} : désormais vu, à retirer", *one.change, sep="\n  ")
    return len(poor) + len(unexplained)


def main(*options: str) -> int:
    begun = time.monotonic()
    set_up(afresh="--again" not in options)
    found = ask(again="--again" in options)
    noticed = [name for name, status in found.items() if status in NOTICED]
    score = Score(Counter(map(path_of, found)), Counter(map(path_of, noticed)))
    survivors = set(map(survivor_of, found.keys() - noticed))
    known = explained(PAGE.read_text("utf-8")) if PAGE.exists() else {}
    if "--write" in options:
        known = {survivor: known.get(survivor, UNEXPLAINED) for survivor in survivors}
        PAGE.write_text(page_of(score, known), "utf-8")
    wrong = judge(score, survivors, known)
    minutes = round((time.monotonic() - begun) / 60)
    print(f"{len(noticed)} altérations vues sur {len(found)}, en {minutes} minutes.")
    if wrong:
        print(f"{wrong} à reprendre : un test de plus, ou une raison dans {PAGE.relative_to(ROOT)}.")
    return min(wrong, 1)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
