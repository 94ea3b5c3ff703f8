"""A number beside a figure's noun says what the figure says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from sitegen.features.consistency.numerals import numerals_of
from sitegen.features.consistency.prose import Prose
from sitegen.types import Document
from tests.sites import Files, Outcome, attempt, base_text, entry

NOUNS = {
    "en": "[members, member cities]", "fr": "[membres, villes membres]", "es": "[miembros]",
    "pt": "[membros]", "de": "[Mitglieder, Mitgliedsstädte]", "ar": "[عضو, أعضاء]", "ja": "[会員, 自治体]",
    "zh": "[会员, 成员城市]", "ko": "[회원, 지방정부]",
}  # fmt: skip
FIGURES_TYPE = base_text("content/figures/_type.yaml") + (
    "  nouns: {many: true, show: false}\n"
    "  qualifier: {kind: choice, choices: {over: {en: over, fr: plus de}}}\n"
)


def figure(value: str = "2500", as_of: str = "2025-10", nouns: str = NOUNS["en"], more: str = "") -> str:
    given = f"value: {value}\nqualifier: over\nas_of: {as_of}\nsource: report\nnouns: {nouns}\n"
    return f"title: Members\n{given}{more}"


def site(code: str = "fr") -> Files:
    """A site in English and another language, with a figure that has nouns in both."""
    locale = "{locale: zh_Hans}" if code == "zh" else "{}"
    other = (
        {} if code == "en" else {f"content/figures/members.{code}.yaml": f"title: x\nnouns: {NOUNS[code]}\n"}
    )
    own = f"  {code}: {locale}\n" if code not in ("en", "fr") else ""
    return {
        "content/site.yaml": base_text("content/site.yaml").replace("  fr: {}\n", f"  fr: {{}}\n{own}"),
        "content/figures/_type.yaml": FIGURES_TYPE,
        "content/figures/members.yaml": figure(),
        **other,
    }


def checked(root: Path, files: Files, code: str = "fr") -> Outcome:
    return attempt(root, {**site(code), **files}, reports=True)


def reported(root: Path, text: str, code: str = "en", files: Files | None = None) -> list[str]:
    """The numbers that a text contradicts the figures with, as they are quoted."""
    own = {"content/topics/water.md": entry("Water")}
    name = "content/topics/water.md" if code == "en" else f"content/topics/water.{code}.md"
    outcome = checked(root, {**own, name: entry("Water", body=text), **(files or {})}, code)
    found = [p for p in outcome.found if p.code == "figure.contradicted"]
    assert all(p.location.path == name for p in found)
    return [p.message.split('"')[1] for p in found]


def test_both_places_are_named(tmp_path: Path) -> None:
    body = "The network works in many places and has\nover 1,500 member cities, as everyone knows."
    outcome = checked(tmp_path, {"content/topics/water.md": entry("Water", body=body)})

    (found,) = [line for line in outcome.problems.split("\ncontent/") if "figure.contradicted" in line]
    assert found == (
        'topics/water.md:6:1: warning: figure.contradicted: "over 1,500 member cities" contradicts '
        'the figure "members": over 2,500, as of 2025-10\n'
        "  | over 1,500 member cities, as everyone knows.\n"
        "  | ^\n"
        "  write {{< number members >}} in its place, or correct content/figures/members.yaml:2; "
        "where it is of another time, say of which year"
    )


@pytest.mark.parametrize(
    ("code", "text", "quoted"),
    [
        ("en", "It has 1,500 members.", "1,500 members"),
        ("en", "It has 1500 members.", "1500 members"),
        ("en", "It has 1 500 members.", "1 500 members"),
        ("en", "It has 1\u202f500 members.", "1 500 members"),
        ("en", "It has **1,500** [active\nmember cities](food.md).", "1,500 active member cities"),
        ("en", "It has 1.5 thousand members.", "1.5 thousand members"),
        ("en", "More than 1,500 very active members met.", "More than 1,500 very active members"),
        ("en", "Members: 1,500.", "Members: 1,500"),
        ("en", "Its members (1,500) met.", "members (1,500"),
        ("en", "About 2000 members.", "About 2000 members"),
        ("en", "Founded in 1990, the network has over 1,500 members.", "over 1,500 members"),
        ("en", "1,500 members. In 1990 it began.", "1,500 members"),
        ("en", "It grew from 1,200 to 1,500 members.", "1,500 members"),
        ("en", "> [!NOTE]\n> It has 1,500 members.", "1,500 members"),
        ("en", "- 1,500 members\n- water", "1,500 members"),
        ("en", "| a | b |\n|---|---|\n| 1,500 members | x |", "1,500 members"),
        ("en", "It has 25,000 members.", "25,000 members"),
        ("fr", "Plus de 1\u202f500 membres.", "Plus de 1 500 membres"),
        ("fr", "Le réseau compte 1\u00a0500 villes membres.", "1 500 villes membres"),
        ("fr", "Le réseau compte 1.500 membres.", "1.500 membres"),
        ("fr", "Le réseau compte 1,5 mille membres.", "1,5 mille membres"),
        ("fr", "Membres : 1 500.", "Membres : 1 500"),
        ("es", "Tiene más de 1.500 miembros.", "más de 1.500 miembros"),
        ("es", "Tiene 1,5 mil miembros.", "1,5 mil miembros"),
        ("pt", "Tem mais de 1.500 membros.", "mais de 1.500 membros"),
        ("de", "Es hat über 1.500 Mitglieder.", "über 1.500 Mitglieder"),
        ("ar", "الشبكة لديها أكثر من ١٬٥٠٠ عضو.", "أكثر من ١٬٥٠٠ عضو"),
        ("ar", "الشبكة لديها 1,500 عضو.", "1,500 عضو"),
        ("ja", "ネットワークには1,500の自治体があります。", "1,500の自治体"),
        ("ja", "ネットワークの会員：1500。", "会員：1500"),
        ("zh", "网络有1500个成员城市。", "1500个成员城市"),
        ("ko", "네트워크에는 1,500개 지방정부가 있습니다.", "1,500개 지방정부"),
    ],
)
def test_another_number_is_found_as_each_language_writes_it(
    tmp_path: Path, code: str, text: str, quoted: str
) -> None:
    assert reported(tmp_path, text, code) == [quoted]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "It has 2,500 members."),
        ("en", "It has over 2.5 thousand members, or 2500 members."),
        ("en", "It has {{< number members >}} members."),
        ("en", "In 2016 members met, and in 2016 {{< number members >}} members."),
        ("en", "Since 2016 members pay. 2016 members."),
        ("en", "On 31 May members met; on 1,500 occasions and members."),
        ("en", "The 1500th member cities, the 66th member. No. 1500 members."),
        ("en", "It has 1,500 km of members, 1,500 and members, 1,500% members, 1,500 percent members."),
        ("en", "It has 1,500. Members met."),
        ("en", "1990–1500 members, 10:1500 members, v1.500 members, 2016-15-1500 members."),
        ("en", "It has 12 members on its board, and 300,000 members of its members."),
        ("en", "In 2016, it had over 1,500 members."),
        ("en", "On its day, 31 October 2016, it had over 1,500 members."),
        ("en", "At the end of 2016, it had over 1,500 members."),
        ("en", "It had over 1,500 members in 2016, and more since."),
        ("en", "> It has 1,500 members.\n> It has\n1,500 members."),
        ("en", "`1,500 members`\n\n    1,500 members\n\n```\n1,500 members\n```"),
        ("en", "It has 1,500 memberships and 1,500 remembers."),
        ("en", "1,500\n\nmembers"),
        ("fr", "Elle a 2 500 membres, ou 2\u202f500 membres, ou 2,5 mille membres, ou 2.500 membres."),
        ("fr", "1,500 members."),
        ("es", "Tiene 2.500 miembros, o 2,5 mil miembros."),
        ("ar", "لديها ٢٬٥٠٠ عضو و٢٥٠٠ عضو و2.5 ألف عضو."),
        ("ja", "2,500の自治体。2016年会員。第1500会員。1500番会員。"),
        ("zh", "2016年会员。2500个会员。"),
        ("ko", "2,500개 지방정부. 1500번째 회원."),
    ],
)  # fmt: skip
def test_what_is_right_or_counts_something_else_is_left_alone(tmp_path: Path, code: str, text: str) -> None:
    assert reported(tmp_path, text, code) == []


@pytest.mark.parametrize(
    ("value", "unit", "text", "wrong"),
    [
        ("420000000", "", "420 million members", False),
        ("420000000", "", "300 million members", True),
        ("420000000", "", "42 million members", True),
        ("2.1", "million members", "2.1 million members", False),
        ("2.1", "million members", "2,100,000 members", False),
        ("2.1", "million members", "1.8 million members", True),
        ("2543", "", "about 2,500 members", False),
        ("2543", "", "2,543 members", False),
        ("2543", "", "about 2,000 members", True),
        ("2543", "", "2,542 members", True),
        ("12", "", "11 members", True),
        ("3.46", "", "3.46 members", False),
    ],
)
def test_a_number_may_be_rounded(tmp_path: Path, value: str, unit: str, text: str, wrong: bool) -> None:
    files = {"content/figures/members.yaml": figure(value, more=f"unit: {unit}\n" if unit else "")}

    assert bool(reported(tmp_path, f"It has {text}.", files=files)) is wrong


@pytest.mark.parametrize(
    ("path", "fields", "wrong"),
    [
        ("content/projects/a.md", "start: 2024\nend: 2025-03", False),
        ("content/projects/a.md", "start: 2024\nend: 2026-03", True),
        ("content/projects/a.md", "start: 2012", True),
        ("content/news/a.md", "date: 2025-09-30", False),
        ("content/news/a.md", "date: 2025-10-01", True),
        ("content/news/_index.md", "", True),
        ("content/_index.md", "", True),
    ],
)
def test_what_a_page_of_an_earlier_date_says_was_true_then(
    tmp_path: Path, path: str, fields: str, wrong: bool
) -> None:
    news = "name: News\nplural: News\nfields:\n  date: {kind: date, required: true}\n"
    lines = fields.split("\n") if fields else []
    text = entry("A", *lines, body="It has 1,500 members.")

    outcome = checked(tmp_path, {"content/news/_type.yaml": news, path: text})

    assert ("figure.contradicted" in outcome.codes) is wrong


def test_summaries_and_other_texts_of_the_front_matter_are_prose(tmp_path: Path) -> None:
    fields = base_text("content/topics/_type.yaml").replace(
        "fields:\n",
        "fields:\n  remark: {kind: markdown}\n  code: {kind: choice, choices: {1500 members: x}}\n",
    )
    text = entry(
        '"1,500 members: who"', "summary: >-", "  It has over", "  1,500 members.", "code: 1500 members",
        "remark: It has *1,500* members.  # 1,400 members",
    )  # fmt: skip
    outcome = checked(tmp_path, {"content/topics/_type.yaml": fields, "content/topics/water.md": text})

    places = [p.location for p in outcome.found if p.code == "figure.contradicted"]
    assert [(place.line, place.column) for place in places] == [(2, 9), (3, 10), (7, 17)]


def test_of_several_figures_with_a_noun_those_about_the_page_count(tmp_path: Path) -> None:
    files: Files = {
        "content/figures/members.yaml": figure("2500", nouns="members", more="about: topics/water\n"),
        "content/figures/others.yaml": figure("1500", nouns="members", more="about: topics/food\n"),
        "content/topics/food.md": entry("Food", body="It has 1,500 members."),
        "content/topics/air.md": entry(
            "Air", body="It has 1,500 members, or 2,500 members, or 2,000 members."
        ),
        "content/topics/water.md": entry("Water", body="It has 1,500 members."),
    }
    outcome = checked(tmp_path, files)

    found = [(p.location.path, p.message) for p in outcome.found if p.code == "figure.contradicted"]
    assert [(path, message.split('"')[1], message.split('"')[3]) for path, message in found] == [
        ("content/topics/air.md", "2,000 members", "members"),
        ("content/topics/water.md", "1,500 members", "members"),
    ]


def test_nouns_are_of_the_language_of_their_file(tmp_path: Path) -> None:
    files: Files = {
        "content/figures/members.fr.yaml": "title: x\n",
        "content/topics/water.md": entry("Water"),
        "content/topics/water.fr.md": entry("Eau", body="1,500 members, 1 500 membres."),
    }

    assert "figure.contradicted" not in checked(tmp_path, files).codes


def test_a_site_whose_figures_have_no_nouns_reads_no_text_for_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = tmp_path / "read.log"
    read.touch()

    def prose_of(document: Document, *_: object) -> Iterator[Prose]:
        with read.open("a", encoding="utf-8") as log:  # texts are looked through in another process
            log.write(f"{document.path}\n")
        return iter(())

    monkeypatch.setattr("sitegen.features.consistency.contradictions.prose_of", prose_of)
    text = {"content/topics/water.md": entry("Water", body="It has 1,500 members.")}

    attempt(
        tmp_path,
        {**text, "content/figures/members.yaml": base_text("content/figures/members.yaml")},
        reports=True,
    )
    assert read.read_text(encoding="utf-8") == ""
    checked(tmp_path, text)
    assert read.read_text(encoding="utf-8") == "content/projects/spark.md\ncontent/topics/water.md\n"


def test_a_build_says_nothing_of_it(tmp_path: Path) -> None:
    text = {"content/topics/water.md": entry("Water", body="It has 1,500 members.")}

    assert attempt(tmp_path, {**site(), **text}).found == ()


@pytest.mark.parametrize(
    ("written", "values"),
    [
        ("12,34,567", [1234567]),
        ("1,00,00,000", [10000000]),
        ("12,34,567.5", [Decimal("1234567.5")]),
        ("1,234", [1234]),
        ("1.234.567", [1234567]),
        ("12.34.567", []),
        ("1,23,45", []),
    ],
)
def test_groups_of_south_asia_are_numbers(written: str, values: list[Decimal]) -> None:
    numerals = numerals_of("hi")
    found = re.finditer(numerals.pattern, f"{written} members")
    assert [numerals.readings(match)[-1] for match in found] == values
