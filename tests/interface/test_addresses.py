"""No address is written out: a view's name says where something leads, so that an address stands in one place."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).resolve().parent.parent.parent
IN_A_TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
LEADS = re.compile(r"""\b(?:href|action|formaction|src|url)\s*=\s*["']?(/[^"'\s>]*)""")
QUOTED = re.compile(r"""["'](/[^"']*)["']""")
LEADING = {"redirect", "HttpResponseRedirect"}
# the provider's addresses, and those of the practice provider's own site, are not this site's
ELSEWHERE = ("payments/practice/", "payments/stripe_gateway.py")


def patterns_of(resolver: URLResolver, before: str = "") -> Iterator[str]:
    """Yield every address of the site as its pattern."""
    for one in resolver.url_patterns:
        address = before + str(one.pattern)
        if isinstance(one, URLPattern):
            yield address
        else:
            yield from patterns_of(one, address)


def first_parts() -> set[str]:
    """Return what the addresses of the site begin with."""
    return {address.split("/")[0] for address in patterns_of(get_resolver("config.urls"))} - {""}


FIRST_PARTS = first_parts()


def is_ours(text: str) -> bool:
    """Whether a text is an address of this site, or begins like one."""
    return text.startswith("/") and re.split(r"[/?#]", text[1:])[0] in FIRST_PARTS


def written_out(source: str) -> Iterator[tuple[int, str]]:
    """Yield line and text of every address that stands in Python."""
    tree = ast.parse(source)
    inside = {
        id(part) for one in ast.walk(tree) if isinstance(one, ast.JoinedStr) for part in one.values
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            first = node.values[0] if node.values else None
            if isinstance(first, ast.Constant) and is_ours(str(first.value)):
                yield node.lineno, str(first.value)
        elif isinstance(node, ast.Constant) and id(node) not in inside:
            if isinstance(node.value, str) and is_ours(node.value):
                yield node.lineno, node.value
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in LEADING:
            yield from ((one.lineno, "/") for one in node.args if is_root(one))


def is_root(node: ast.expr) -> bool:
    """Whether an argument is the site's first page, written out."""
    return isinstance(node, ast.Constant) and node.value == "/"


def written_in_template(source: str) -> Iterator[str]:
    """Yield every address that stands in a template: where HTML leads, or as a word of a tag."""
    for tag in IN_A_TAG.findall(source):
        yield from (text for text in QUOTED.findall(tag) if is_ours(text))
    yield from LEADS.findall(source)
    yield from (text for text in re.findall(r"[>\"'}](/[\w-]+/)", source) if is_ours(text))


def python_files() -> list[Path]:
    """Return the sources of the site."""
    files = [
        file
        for folder in ("consultants", "engagements", "payments", "platform")
        for file in (ROOT / folder).rglob("*.py")
        if "migrations" not in file.parts
    ]
    return [file for file in files if not str(file.relative_to(ROOT)).startswith(ELSEWHERE)]


def test_python_names_views_instead_of_addresses() -> None:
    files = python_files()
    found = [
        f"{file.relative_to(ROOT)}:{line}: {text!r} is an address; use reverse() and the view's name"
        for file in files
        for line, text in written_out(file.read_text())
    ]
    assert len(files) > 200
    assert found == []


def test_templates_name_views_instead_of_addresses() -> None:
    files = list((ROOT / "templates").rglob("*.html"))
    found = [
        f"{file.relative_to(ROOT)}: {text!r} is an address; use {{% url %}} and the view's name"
        for file in files
        for text in written_in_template(file.read_text())
    ]
    assert len(files) > 150
    assert found == []


@pytest.mark.parametrize(
    "source",
    [
        'redirect("/")',
        'x = "/jobs/"',
        'tell(user, f"/jobs/{code}/")',
        'PAGES = {"a": "/in/"}',
        'x = "/in/?next=" + there',
    ],
)
def test_an_address_in_python_is_found(source: str) -> None:
    assert list(written_out(source))


@pytest.mark.parametrize(
    "source",
    ['path.split("/")', 'x = "/v1/transfers"', 'x = "jobs/"', '"""See /jobs/ for more."""'],
)
def test_other_words_in_python_are_not(source: str) -> None:
    assert not list(written_out(source))


@pytest.mark.parametrize(
    "source",
    [
        '<a href="/">x</a>',
        '<a class="y" href="/jobs/">x</a>',
        "{% button href='/jobs/' %}x{% endbutton %}",
        '<img src="{{ photo|default:"/profile/photo/file/" }}">',
        "{% text as there %}{% if a %}/org/{% endif %}{% endtext %}",
    ],
)
def test_an_address_in_a_template_is_found(source: str) -> None:
    assert list(written_in_template(source))


@pytest.mark.parametrize(
    "source", ["<a href=\"{% url 'jobs' %}\">a/b</a>", "</p>", '<a href="#x">']
)
def test_other_words_in_a_template_are_not(source: str) -> None:
    assert not list(written_in_template(source))
