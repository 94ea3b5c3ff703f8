"""Front matter: YAML's traps are read as written or refused by line, and no text is ever lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.read.decoding import decode
from sitegen.read.front_matter import Parts, split
from sitegen.yaml.nodes import Mapping, Scalar
from tests.sites import attempt, build_good, entry

PATH = "content/topics/food.md"


def parts(text: str) -> Parts:
    return split(text, PATH, 64_000)


def fields(text: str) -> dict[str, str]:
    node = parts(text).fields
    return {key.text: value.text for key, value in node.entries if isinstance(value, Scalar)}


def codes(text: str) -> list[str]:
    return [problem.code for problem in parts(text).problems]


def front(*lines: str) -> str:
    return "\n".join(["---", *lines, "---", "", "Text.", ""])


# --- scalars as written --------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    ["NO", "no", "yes", "on", "off", "Y", "true", "null", "1.10", "12:30", "0123", "0x1F", "1_000", "1e3",
     ".inf", "2024-05-03", "2024-02-30", "25:00:00", "+12", "=", "3.4.5"],
)  # fmt: skip
def test_a_scalar_stays_as_written(written: str) -> None:
    assert fields(front(f"value: {written}")) == {"value": written}


def test_five_thousand_digits_are_a_text() -> None:
    assert fields(front("value: " + "9" * 5000)) == {"value": "9" * 5000}


def test_a_value_knows_whether_it_was_given() -> None:
    node = parts(front("none:", "tilde: ~", 'quoted: ""', "text: a")).fields
    empty = [key.text for key, value in node.entries if isinstance(value, Scalar) and value.empty]

    assert empty == ["none", "tilde"]


def test_keys_and_values_know_their_lines_and_columns() -> None:
    node = parts(front("title: Food", "summary:", "  In cities")).fields
    summary = node.get("summary")
    key = node.key("summary")

    assert key is not None
    assert summary is not None
    assert (key.line, key.column) == (3, 1)
    assert (summary.line, summary.column) == (4, 3)


# --- refused, with the line ----------------------------------------------------------------

REFUSED = {
    "yaml.duplicate": ["title: A", "title: B"],
    "yaml.anchor": ["title: &a A"],
    "yaml.alias": ["title: *a"],
    "yaml.tag": ["title: !!python/object:os.system x"],
    "yaml.merge": ["<<: {a: b}"],
    "yaml.key": ["{a: b}: c"],
    "yaml.syntax": ["title: a: b"],
    "front_matter.kind": ["- a", "- b"],
}


@pytest.mark.parametrize("code", REFUSED)
def test_what_yaml_does_beyond_keys_and_values_is_refused(code: str) -> None:
    (problem,) = parts(front(*REFUSED[code])).problems

    assert problem.code == code
    assert problem.location.line in (2, 3)


def test_a_duplicate_key_names_the_first() -> None:
    (problem,) = parts(front("title: A", "summary: B", "title: C")).problems

    assert "line 2" in problem.message
    assert (problem.location.line, problem.location.column) == (4, 1)


def test_a_duplicate_key_in_a_group_is_found() -> None:
    assert codes(front("partners:", "  - name: A", "    name: B")) == ["yaml.duplicate"]


def test_a_merge_bomb_is_refused() -> None:
    lines = ["a0: &a0 {x: 1}", *(f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}]}}" for n in range(1, 30))]

    assert set(codes(front(*lines))) == {"yaml.anchor", "yaml.merge", "yaml.alias"}


@pytest.mark.parametrize("bracket", ["[", "{", "- ", "? "])
def test_deep_nesting_is_refused_before_it_overflows_the_stack(bracket: str) -> None:
    found = codes(front("value: " + bracket * 25_000)) if bracket in "[{" else codes(front(bracket * 25_000))

    assert found in (["yaml.limit"], ["front_matter.size"])


def test_front_matter_over_the_limit_is_refused() -> None:
    assert codes(front("summary: " + "x" * 64_000)) == ["front_matter.size"]


# --- the fences ----------------------------------------------------------------------------


def test_fields_end_at_the_second_fence_and_the_body_keeps_every_character() -> None:
    found = parts("---\ntitle: A\n---\n\n    code\n\n---\n\nEnd  \n")

    assert found.body.rstrip() == "\n    code\n\n---\n\nEnd"
    assert found.body_line == 4
    assert found.problems == ()


def test_fences_may_have_blanks_after_them() -> None:
    found = parts("---  \ntitle: A\n---\t\nText.")

    assert (found.problems, found.body) == ((), "Text.")


def test_a_fence_in_a_value_is_part_of_it() -> None:
    found = parts("---\nsummary: |\n  a\n  ---\n  b\n---\nText.")

    assert found.body == "Text."
    assert isinstance(found.fields.get("summary"), Scalar)


def test_empty_front_matter_is_a_page_without_fields() -> None:
    found = parts("---\n---\nText.")

    assert (found.problems, found.body, found.fields.entries) == ((), "Text.", ())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("---\ntitle: A\n\nText.\n", "front_matter.open"),
        ("---\ntitle: A\n...\nText.\n", "front_matter.open"),
        ("---", "front_matter.open"),
        ("Text.\n", "front_matter.missing"),
        ("", "front_matter.missing"),
        ("\n---\ntitle: A\n---\n", "front_matter.missing"),
        (" ---\ntitle: A\n---\n", "front_matter.missing"),
        ('{"title": "A"}\n', "front_matter.missing"),
        ("+++\ntitle = 'A'\n+++\n", "front_matter.missing"),
        ("---\nJust a rule.\n---\nText.\n", "front_matter.kind"),
    ],
)
def test_front_matter_that_is_none_is_refused(text: str, code: str) -> None:
    assert codes(text) == [code]


# --- encodings -----------------------------------------------------------------------------


def test_a_byte_order_mark_is_not_part_of_the_text() -> None:
    text, problems = decode(b"\xef\xbb\xbf---\ntitle: A\n---\n", PATH, 1000)

    assert problems == ()
    assert fields(text) == {"title": "A"}


@pytest.mark.parametrize("end", [b"\r\n", b"\r"])
def test_line_ends_of_other_systems_count_as_one(end: bytes) -> None:
    text, problems = decode(end.join([b"---", b"title: A", b"---", b"", b"One", b"two."]), PATH, 1000)
    found = parts(text)

    assert problems == ()
    assert (found.body, found.body_line) == ("\nOne\ntwo.", 4)


def test_bytes_that_are_no_text_have_a_place() -> None:
    _, (problem,) = decode("---\ntitle: Ã".encode() + b"\xff", PATH, 1000)

    assert problem.code == "file.encoding"
    assert (problem.location.line, problem.location.column) == (2, 9)


def test_utf_16_is_refused() -> None:
    _, (problem,) = decode("---\ntitle: A\n---\n".encode("utf-16"), PATH, 1000)

    assert problem.code == "file.encoding"


@pytest.mark.parametrize("char", ["\x00", "\x1b", "\u202e", "\u2066", "\ue000", "\x7f"])
def test_characters_that_hide_or_reverse_text_are_refused(char: str) -> None:
    _, (problem,) = decode(f"one\ntwo{char}".encode(), PATH, 1000)

    assert problem.code == "file.character"
    assert (problem.location.line, problem.location.column) == (2, 4)


@pytest.mark.parametrize(
    "text", ["שלום", "مرحبا\u200f", "e\u0301", "👩\u200d👩\u200d👧", "a\tb", "\u00adsoft"]
)
def test_characters_that_languages_need_are_taken(text: str) -> None:
    assert decode(text.encode(), PATH, 1000) == (text, ())


# --- nothing is lost -----------------------------------------------------------------------

WORDS = st.lists(
    st.sampled_from(["alpha", "---", "- ", "# ", "    ", "> ", "```", "\n", "\n\n", "| ", "1. ", "beta"])
)


@given(WORDS)
def test_the_body_is_what_stands_below_the_second_fence(words: list[str]) -> None:
    body = "".join(words)

    assert parts(f"---\ntitle: A\n---\n{body}").body.rstrip() == body.rstrip()


def test_a_text_that_begins_with_a_rule_is_shown_whole(tmp_path: Path) -> None:
    outcome = build_good(
        tmp_path, {"content/topics/air.md": entry("Air", body="---\n\nFirst.\n\n---\n\nLast.")}
    )
    html = outcome["topics/air/index.html"]

    assert html.count("<hr>") == 2
    assert "<p>First.</p>" in html
    assert "<p>Last.</p>" in html


def test_a_text_that_begins_with_an_indented_block_is_shown_whole(tmp_path: Path) -> None:
    outcome = build_good(
        tmp_path, {"content/topics/air.md": "---\ntitle: Air\n---\n    one\n      two\n\nEnd.\n"}
    )

    assert "<pre><code>one\n  two" in outcome["topics/air/index.html"]


def test_a_file_with_bom_and_crlf_is_the_same_page(tmp_path: Path) -> None:
    text = entry("Air", "summary: Clean air.", body="- a\n  - b\n\nEnd.")
    plain = build_good(tmp_path / "plain", {"content/topics/air.md": text})
    other = build_good(
        tmp_path / "other", {"content/topics/air.md": b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()}
    )

    assert plain.files == other.files


def test_problems_of_all_files_are_reported_in_one_run(tmp_path: Path) -> None:
    outcome = attempt(
        tmp_path,
        {
            "content/topics/air.md": entry("Air", "sumary: x"),
            "content/topics/sea.md": "---\ntitle: Sea\n",
            "content/projects/glow.md": entry("Glow", "topics: [foo]"),
        },
    )

    assert [(p.location.path, p.code) for p in outcome.found if p.code != "field.missing"] == [
        ("content/projects/glow.md", "reference.missing"),
        ("content/topics/air.md", "field.unknown"),
        ("content/topics/sea.md", "front_matter.open"),
    ]
    assert outcome.artifacts == ()


def test_a_mapping_is_what_front_matter_becomes() -> None:
    assert isinstance(parts(front("a: b")).fields, Mapping)
