"""A page as a person finds her way on it: its text, its links, its fields by their labels, its buttons."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
SILENT = {"script", "style", "template"}
BLOCKS = {
    "p", "div", "li", "tr", "td", "th", "h1", "h2", "h3", "dt", "dd", "legend", "label", "option", "br",
    "section", "header", "main", "nav", "form", "fieldset", "summary", "caption", "button", "ul",
}  # fmt: skip
SPACES = re.compile(r"[\s\u00a0\u202f]+")
MARKS = re.compile(r"(, en (euros|mois|pour cent))?( \(facultatif\))?$")


def plain(text: str) -> str:
    """Words with ordinary spaces, as one compares them."""
    return SPACES.sub(" ", text).strip()


def named(label: str) -> str:
    """A label without its unit and its « facultatif »."""
    return MARKS.sub("", plain(label)).casefold()


@dataclass
class Node:
    """An element and what it holds."""

    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    children: list["Node | str"] = field(default_factory=list)
    parent: "Node | None" = None

    def walk(self) -> Iterator["Node"]:
        """This element, then those inside, in order."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += [child for child in reversed(node.children) if isinstance(child, Node)]

    def all(self, *tags: str) -> Iterator["Node"]:
        return (node for node in self.walk() if node.tag in tags)

    def within(self, tag: str) -> "Node | None":
        """The nearest element of this kind around."""
        node = self.parent
        while node is not None and node.tag != tag:
            node = node.parent
        return node

    @property
    def raw(self) -> str:
        if self.tag in SILENT:
            return ""
        inner = "".join(child if isinstance(child, str) else child.raw for child in self.children)
        return f" {inner} " if self.tag in BLOCKS else inner

    @property
    def text(self) -> str:
        return plain(self.raw)


class Tree(HTMLParser):
    """Builds the elements of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.root = self.current = Node("")
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs}, parent=self.current)
        self.current.children.append(node)
        if tag not in VOID:
            self.current = node

    def handle_endtag(self, tag: str) -> None:
        node: Node | None = self.current
        while node is not None and node.tag != tag:
            node = node.parent
        if node is not None and node.parent is not None:
            self.current = node.parent

    def handle_data(self, data: str) -> None:
        self.current.children.append(data)


@dataclass
class Control:
    """A field: one input, or the radios or boxes that bear one name.

    `choices`: (words, value, id). `within`: the legends around it.
    """

    name: str
    kind: str
    label: str
    form: Node
    id: str = ""
    value: str = ""
    hidden: bool = False
    within: tuple[str, ...] = ()
    choices: list[tuple[str, str, str]] = field(default_factory=list)
    chosen: list[str] = field(default_factory=list)

    def codes(self, *words: str) -> list[str]:
        """The values behind what is written beside the choices; a beginning is enough when it is alone."""
        found = []
        for wanted in words:
            exact = [value for said, value, _ in self.choices if named(said) == named(wanted)]
            near = exact or [
                value for said, value, _ in self.choices if named(said).startswith(named(wanted))
            ]
            if len(near) != 1:
                raise LookupError(
                    f"« {self.label} » : « {wanted} » parmi {[said for said, _, _ in self.choices]}"
                )
            found.append(near[0])
        return found


class Page:
    """What an address answered."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.root = Tree(html).root
        self._controls: dict[int, list[Control]] = {}
        self.main = next(self.root.all("main"), self.root)
        self.labels = {
            node.attrs["for"]: node.text for node in self.root.all("label") if node.attrs.get("for")
        }

    @property
    def title(self) -> str:
        return next((node.text for node in self.root.all("title")), "")

    @property
    def heading(self) -> str:
        return next((node.text for node in self.root.all("h1")), "")

    @property
    def text(self) -> str:
        """Everything that is said in the page itself, the rail apart."""
        return self.main.text

    @property
    def problems(self) -> list[str]:
        """The error summary."""
        return [
            item.text
            for node in self.main.walk()
            if "error-summary" in node.attrs.get("class", "")
            for item in node.all("li")
        ]

    def link(self, words: str) -> Node:
        """The link that bears these words; in the page first, then in the rail."""
        for place in (self.main, self.root):
            links = [node for node in place.all("a") if node.attrs.get("href")]
            for match in (str.__eq__, str.startswith, str.__contains__):
                found = [node for node in links if match(plain(node.text), plain(words))]
                if len({node.attrs["href"] for node in found}) == 1:
                    return found[0]
        raise LookupError(f"« {self.heading} » n’a pas de lien « {words} » : {self.links()}")

    def links(self) -> list[str]:
        """The words of the links of the page itself."""
        return [node.text for node in self.main.all("a")]

    def name_of(self, node: Node) -> str:
        """What a screen reader calls a field."""
        if node.attrs.get("aria-label"):
            return plain(node.attrs["aria-label"])
        if node.attrs.get("aria-labelledby"):
            wanted = node.attrs["aria-labelledby"].split()
            return plain(" ".join(one.text for one in self.root.walk() if one.attrs.get("id") in wanted))
        if node.attrs.get("id") in self.labels:
            return self.labels[node.attrs["id"]]
        around = node.within("label")
        return around.text if around is not None else ""

    def controls(self, place: Node | None = None) -> list[Control]:
        """The fields of the page, in order; looked for once, since a page does not change."""
        where = place or self.root
        if id(where) not in self._controls:
            self._controls[id(where)] = self._controls_in(where)
        return self._controls[id(where)]

    def _controls_in(self, place: Node) -> list[Control]:
        found: dict[tuple[int, str], Control] = {}
        for node in place.all("input", "select", "textarea"):
            form, name = node.within("form"), node.attrs.get("name", "")
            if form is None or not name or "disabled" in node.attrs:
                continue
            kind = node.attrs.get("type", "text") if node.tag == "input" else node.tag
            control = found.get((id(form), name))
            if control is None:
                control = Control(name, kind, self.name_of(node), form, node.attrs.get("id", ""))
                control.hidden = kind == "hidden"
                control.within = tuple(self.legends(node))
                found[id(form), name] = control
            self._hold(control, node)
        for control in found.values():
            self._group(control)
        return list(found.values())

    def _hold(self, control: Control, node: Node) -> None:
        """What a field offers and already holds."""
        if control.kind in ("radio", "checkbox"):
            value = node.attrs.get("value", "on")
            control.choices.append((self.name_of(node), value, node.attrs.get("id", "")))
            if "checked" in node.attrs:
                control.chosen.append(value)
        elif control.kind == "select":
            for option in node.all("option"):
                value = option.attrs.get("value", option.text)
                control.choices.append((option.text, value, ""))
                if "selected" in option.attrs:
                    control.chosen.append(value)
            if not control.chosen and control.choices and "multiple" not in node.attrs:
                control.chosen = [control.choices[0][1]]
        elif control.kind == "textarea":
            control.value = "".join(child for child in node.children if isinstance(child, str)).removeprefix(
                "\n"
            )
        else:
            control.value = node.attrs.get("value", "")

    def _group(self, control: Control) -> None:
        """Radios and boxes of one question are called by its legend."""
        if control.kind not in ("radio", "checkbox"):
            return
        first = next(n for n in control.form.all("input") if n.attrs.get("name") == control.name)
        frame = first.within("fieldset")
        is_table = frame is not None and any(True for _ in frame.all("table"))
        alone = control.kind == "checkbox" and len(control.choices) == 1
        names = {node.attrs.get("name", "") for node in frame.all("input", "select")} if frame else set()
        others = names - {control.name, ""}
        if frame is None or is_table or others or (alone and not control.id.endswith("_0")):
            return
        control.label = next((node.text for node in frame.all("legend")), control.label)

    @staticmethod
    def legends(node: Node) -> Iterator[str]:
        """The legends of the groups a field lies in."""
        frame = node.within("fieldset")
        while frame is not None:
            yield next((one.text for one in frame.all("legend")), "")
            frame = frame.within("fieldset")

    def control(self, label: str) -> Control:
        """The field that bears this label; « groupe > champ » where several groups have such a field."""
        visible = [control for control in self.controls(self.main) if not control.hidden]
        group, _, own = label.rpartition(" > ")
        if group:
            inside = named(group)
            visible = [
                one for one in visible if any(named(legend).startswith(inside) for legend in one.within)
            ]
        wanted = named(own)
        for match in (str.__eq__, str.startswith):
            found = [control for control in visible if match(named(control.label), wanted)]
            if len(found) == 1:
                return found[0]
        raise LookupError(
            f"« {self.heading} » n’a pas un champ « {label} » : {[control.label for control in visible]}"
        )

    def button(self, words: str = "", near: Node | None = None) -> Node:
        """The button that bears these words, else the one that sends the form."""
        found = [node for node in (near or self.main).all("button") if "aria-hidden" not in node.attrs]
        if words:
            found = [node for node in found if plain(words) in node.text]
        else:
            found = [node for node in found if "btn-primary" in node.attrs.get("class", "").split()]
        found = [node for node in found if node.within("form") is not None]
        if not found:
            every = [node.text for node in self.main.all("button")]
            raise LookupError(f"« {self.heading} » n’a pas de bouton « {words} » : {every}")
        return found[0]


def sent(page: Page, form: Node) -> dict[str, list[str]]:
    """What a form would send as it stands."""
    values: dict[str, list[str]] = {}
    for control in page.controls(form):
        if control.form is not form or control.kind == "file":
            continue
        values[control.name] = (
            list(control.chosen) if control.kind in ("radio", "checkbox", "select") else [control.value]
        )
    return {name: found for name, found in values.items() if found}
