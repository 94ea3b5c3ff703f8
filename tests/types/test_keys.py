"""Keys: made and taken apart again, and only by their module."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from sitegen.types.keys import (
    LIST,
    TYPE,
    Listing,
    TermPage,
    document_key,
    entry_key,
    entry_of,
    entry_parts,
    kind_and_key,
    menu_target,
    name_of,
    parse_listing,
    parse_term,
    scope_key,
    scope_of,
    subject_key,
    type_of,
)

PACKAGE = Path(__file__).parents[2] / "sitegen"
NAMES = ("spark", "a@b", "a:b", "a#2", "a?b=c&d", "a/b")
"""Names with the marks of every syntax; a file has no `/` in its name, but a term may."""
words = pytest.mark.parametrize("name", NAMES)


@words
def test_an_entry_has_its_type_and_name(name: str) -> None:
    key = entry_key("projects", name)

    assert key == f"projects/{name}"
    assert (type_of(key), name_of(key)) == entry_parts(key) == ("projects", name)


def test_an_entry_outside_of_types_is_its_name() -> None:
    assert entry_key("", "_index") == "_index"
    assert entry_parts("_index") == ("", "_index")


@words
def test_a_document_has_its_entry(name: str) -> None:
    entry = entry_key("projects", name)

    assert document_key(entry, "pt-BR") == f"projects/{name}@pt-BR"
    assert entry_of(document_key(entry, "pt-BR")) == entry


@words
def test_a_subject_and_a_target_have_their_kind_and_key(name: str) -> None:
    assert kind_and_key(subject_key("entry", f"projects/{name}")) == ("entry", f"projects/{name}")
    assert kind_and_key(menu_target("page", f"projects/{name}")) == ("page", f"projects/{name}")


def test_a_subject_without_key_keeps_its_colon() -> None:
    assert subject_key("home") == "home:"
    assert kind_and_key("home:") == ("home", "")


def test_an_index_is_that_of_a_type_or_of_a_list() -> None:
    of_type, of_list = Listing(scope_key(TYPE, "projects")), Listing(scope_key(LIST, "news"))

    assert (of_type.scope, of_type.name, of_type.type) == ("type:projects", "projects", "projects")
    assert (of_list.scope, of_list.name, of_list.type) == ("list:news", "news", "")


@words
def test_a_listing_has_its_scope_filters_and_number(name: str) -> None:
    scope, filters = scope_key(TYPE, "projects"), (("topics", f"topics/{name}"), ("countries", "NO"))
    for listing in (Listing(scope), Listing(scope, filters, 12)):
        assert parse_listing(listing.key) == listing
        assert scope_of(listing.key) == scope


def test_the_key_of_a_listing_quotes_its_values() -> None:
    scope, filters = scope_key(TYPE, "projects"), (("topics", "topics/food"), ("countries", "NO"))

    assert Listing(scope).key == "type:projects#1"
    assert Listing(scope, filters, 2).key == "type:projects?topics=topics%2Ffood&countries=NO#2"


@words
def test_a_page_of_a_term_has_its_taxonomy_term_and_number(name: str) -> None:
    page = TermPage("keywords", name, 3)

    assert page.key == f"keywords/{name}#3"
    assert parse_term(page.key) == page


# --- no other module ---------------------------------------------------------------------------

SPLITS = ("partition", "rpartition", "split", "rsplit")
KEYS = ("entry", "document", "scope", "subject", "listing")
"""Names of variables that hold a key."""
KINDS = ("entry:", "type:", "list:", "taxonomy:", "term:", "timeline:", "listing:", "page:")


def by_hand(tree: ast.AST) -> Iterator[str]:
    """Expressions that take a key apart or glue one together."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(ast.Attribute(it, name), [ast.Constant(mark)]) if name in SPLITS:
                holder = it.attr if isinstance(it, ast.Attribute) else ast.unparse(it)
                if mark in ("@", ":") or (mark == "/" and holder in KEYS):
                    yield ast.unparse(node)
            case ast.JoinedStr([ast.Constant(str(start)), *_]) if start in KINDS:
                yield ast.unparse(node)
            case ast.JoinedStr([ast.FormattedValue(), ast.Constant("@"), ast.FormattedValue(it)]):
                if ast.unparse(it) != "host":
                    yield ast.unparse(node)


def test_only_this_module_takes_keys_apart_or_glues_them_together() -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in sorted(PACKAGE.rglob("*.py"))}
    del texts[PACKAGE / "types" / "keys.py"]

    assert [(path.name, it) for path, text in texts.items() for it in by_hand(ast.parse(text))] == []


@pytest.mark.parametrize(
    "expression",
    [
        "key.partition(':')",
        "document.rpartition('@')",
        "page.entry.partition('/')",
        "entry.rpartition('/')",
        "f'{entry}@{language}'",
        "f'type:{name}'",
    ],
)
def test_keys_taken_apart_by_hand_are_found(expression: str) -> None:
    assert list(by_hand(ast.parse(expression))) == [expression]


def test_paths_and_places_are_not_keys() -> None:
    allowed = "path.partition('/'), f'{path}:{line}', f'{name}@{host}', address.partition('://')"

    assert list(by_hand(ast.parse(allowed))) == []
