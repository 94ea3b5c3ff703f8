"""Languages: what a translation inherits, what is shown where there is none, and how it is marked."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from sitegen.types.keys import DocumentKey
from tests.sites import Files, attempt, base_text, build_good, entry, model

SPARK_FR = "content/projects/spark.fr.md"
PARTNERS = (
    "partners:",
    "  - {name: City of Oslo, topic: food, role: Lead}",
    "  - {name: City of Lyon, role: Host}",
)


def test_a_translation_inherits_all_that_is_not_text(tmp_path: Path) -> None:
    site = model(tmp_path, {SPARK_FR: entry("Étincelle", "summary: Court.")})
    source = site.pages[DocumentKey("projects/spark@en")]
    translation = site.pages[DocumentKey("projects/spark@fr")]

    assert translation.title == "Étincelle"
    assert translation.summary == "Court."
    for name in ("start", "end", "countries", "topics"):
        assert translation.fields[name] == source.fields[name]
    assert (translation.date, translation.state, translation.terms) == (
        source.date, source.state, source.terms,
    )  # fmt: skip


def test_a_translation_may_give_what_it_could_inherit(tmp_path: Path) -> None:
    site = model(tmp_path, {SPARK_FR: entry("Étincelle", "countries: [FR]")})

    assert site.pages[DocumentKey("projects/spark@fr")].fields["countries"] == ("FR",)


def test_required_fields_that_are_not_text_need_not_be_repeated(tmp_path: Path) -> None:
    site = model(tmp_path, {"content/figures/members.fr.yaml": "title: Membres\n"})

    assert site.pages[DocumentKey("figures/members@fr")].fields["value"] == "2500"


def test_required_texts_must_be_translated(tmp_path: Path) -> None:
    outcome = attempt(tmp_path, {SPARK_FR: "---\nsummary: Des villes.\n---\n\nTexte.\n"})

    (problem,) = outcome.found
    assert (problem.code, problem.location.path) == ("field.missing", SPARK_FR)


def test_what_speaks_of_one_file_is_not_inherited(tmp_path: Path) -> None:
    source = entry("Spark", "updated: 2026-05-01", "aliases: /old/", "noindex: true", "slug: bright")
    site = model(tmp_path, {"content/projects/spark.md": source, SPARK_FR: entry("Étincelle")})
    translation = site.pages[DocumentKey("projects/spark@fr")]

    assert not {"updated", "aliases", "noindex"} & translation.fields.keys()
    assert translation.aliases == ()


def test_a_translation_without_slug_has_the_slug_of_its_source(tmp_path: Path) -> None:
    source = entry("Spark", "slug: bright")
    site = model(tmp_path, {"content/projects/spark.md": source, SPARK_FR: entry("Étincelle")})

    assert site.pages[DocumentKey("projects/spark@fr")].url == "/fr/projects/bright/"


def test_a_translation_may_have_a_slug_of_its_own(tmp_path: Path) -> None:
    outcome = build_good(tmp_path, {SPARK_FR: entry("Étincelle", "slug: etincelle")})

    assert "fr/projects/etincelle/index.html" in outcome.paths
    assert (
        'hreflang="en" href="https://example.org/projects/spark/"'
        in outcome["fr/projects/etincelle/index.html"]
    )


def test_items_of_a_group_are_completed_by_their_position(tmp_path: Path) -> None:
    source = entry("Spark", *PARTNERS)
    translation = entry(
        "Étincelle", "partners:", "  - {name: Ville d’Oslo, role: Chef de file}", "  - {name: Ville de Lyon}"
    )
    site = model(tmp_path, {"content/projects/spark.md": source, SPARK_FR: translation})
    partners = site.pages[DocumentKey("projects/spark@fr")].fields["partners"]
    assert isinstance(partners, tuple)
    first, second = partners

    assert (first["name"], first["role"], first["topic"].target) == (
        "Ville d’Oslo", "Chef de file", "topics/food",
    )  # fmt: skip
    assert (second["name"], second["role"]) == ("Ville de Lyon", "Host")


def test_another_number_of_items_is_a_problem(tmp_path: Path) -> None:
    translation = entry("Étincelle", "partners:", "  - {name: Ville d’Oslo}")
    outcome = attempt(
        tmp_path, {"content/projects/spark.md": entry("Spark", *PARTNERS), SPARK_FR: translation}
    )

    assert outcome.codes == ["translation.items"]


def test_a_text_from_the_source_is_marked_with_its_language(tmp_path: Path) -> None:
    definition = base_text("content/projects/_type.yaml").replace("  start:", "  grant: {}\n  start:")
    outcome = build_good(
        tmp_path,
        {
            "content/projects/_type.yaml": definition,
            "content/projects/spark.md": entry("Spark", "grant: Horizon Europe"),
            SPARK_FR: entry("Étincelle"),
        },
    )

    assert (
        '<dd><span lang="en" dir="ltr">Horizon Europe</span></dd>' in outcome["fr/projects/spark/index.html"]
    )
    assert "<dd>Horizon Europe</dd>" in outcome["projects/spark/index.html"]


def test_a_text_in_a_group_from_the_source_is_marked_with_its_language(tmp_path: Path) -> None:
    template = base_text("templates/entry.html").replace(
        '{{ value.get("name", "") }}', "{{ value.name }} ({{ value.role }})"
    )
    outcome = build_good(
        tmp_path,
        {
            "templates/entry.html": template,
            "content/projects/spark.md": entry("Spark", *PARTNERS),
            SPARK_FR: entry(
                "Étincelle",
                "partners:",
                "  - {name: Ville d’Oslo, role: Chef de file}",
                "  - {name: Ville de Lyon}",
            ),
        },
    )
    html = outcome["fr/projects/spark/index.html"]

    assert "<dd>Ville d’Oslo (Chef de file)</dd>" in html
    assert '<dd>Ville de Lyon (<span lang="en" dir="ltr">Host</span>)</dd>' in html


def test_an_index_lists_everything_and_marks_what_is_not_translated(tmp_path: Path) -> None:
    html = build_good(tmp_path)["fr/topics/index.html"]

    assert '<li id="food"><a href="/fr/topics/food/">Alimentation</a></li>' in html
    assert '<li id="water" lang="en" dir="ltr"><a href="/topics/water/">Water</a></li>' in html


def test_there_is_no_page_that_pretends_to_be_a_translation(tmp_path: Path) -> None:
    outcome = build_good(tmp_path)

    assert "fr/topics/food/index.html" in outcome.paths
    assert "fr/topics/water/index.html" not in outcome.paths


def hreflang(html: str) -> dict[str, str]:
    return dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', html))


def test_the_versions_of_a_page_name_each_other(tmp_path: Path) -> None:
    outcome = build_good(tmp_path)
    both = {"en": "https://example.org/topics/food/", "fr": "https://example.org/fr/topics/food/"}

    assert hreflang(outcome["topics/food/index.html"]) == both
    assert hreflang(outcome["fr/topics/food/index.html"]) == both
    assert hreflang(outcome["topics/water/index.html"]) == {"en": "https://example.org/topics/water/"}


def test_every_version_that_is_named_exists_and_names_the_same(tmp_path: Path) -> None:
    outcome = build_good(tmp_path)
    pages = {path: hreflang(html) for path, html in outcome.files.items() if path.endswith(".html")}

    for path, versions in pages.items():
        for url in versions.values():
            target = url.removeprefix("https://example.org/")
            other = target if target.endswith(".html") else f"{target}index.html"
            assert pages[other] == versions, f"{path} → {other}"


def test_generated_pages_exist_in_every_language(tmp_path: Path) -> None:
    outcome = build_good(tmp_path)
    generated = [
        "index.html", "topics/index.html", "activities/index.html", "countries/no/index.html",
        "a-z/index.html", "projects/topics/food/index.html", "projects/state/active/index.html", "feed.xml",
    ]  # fmt: skip

    for path in generated:
        assert {path, f"fr/{path}"} <= outcome.paths


def test_pages_say_which_language_and_direction_they_have(tmp_path: Path) -> None:
    site = base_text("content/site.yaml").replace("  fr: {}", "  fr: {}\n  ar: {}")
    files: Files = {"content/site.yaml": site, "content/topics/food.ar.md": entry("الغذاء", body="نص.")}
    outcome = build_good(tmp_path, files)

    assert '<html lang="ar" dir="rtl">' in outcome["ar/topics/food/index.html"]
    assert '<html lang="ar" dir="rtl">' in outcome["ar/index.html"]
    assert '<html lang="en" dir="ltr">' in outcome["topics/water/index.html"]
    assert '<li id="food"><a href="/ar/topics/food/">الغذاء</a></li>' in outcome["ar/topics/index.html"]
    assert '<li id="water" lang="en" dir="ltr">' in outcome["ar/topics/index.html"]


def test_words_of_the_interface_come_from_the_catalogue_and_else_stay_english(tmp_path: Path) -> None:
    outcome = build_good(tmp_path)

    assert '<nav class="crumbs"><a href="/fr/">Accueil</a>' in outcome["fr/topics/food/index.html"]
    assert "<h2>Year</h2>" in outcome["fr/projects/index.html"]


def test_a_draft_translation_is_left_out_and_its_source_stays(tmp_path: Path) -> None:
    files: Files = {"content/topics/food.fr.md": entry("Alimentation", "draft: true")}
    without = build_good(tmp_path / "a", files)
    with_drafts = build_good(tmp_path / "b", files, drafts=True)

    assert "fr/topics/food/index.html" not in without.paths
    assert '<li id="food" lang="en"' in without["fr/topics/index.html"]
    assert "fr/topics/food/index.html" in with_drafts.paths


def test_a_draft_source_takes_its_translations_with_it(tmp_path: Path) -> None:
    files: Files = {
        "content/topics/air.md": entry("Air", "draft: true"),
        "content/topics/air.fr.md": entry("Air"),
    }

    assert not any("air" in path for path in build_good(tmp_path, files).paths)


def test_a_scheduled_entry_appears_on_its_day(tmp_path: Path) -> None:
    files: Files = {"content/topics/air.md": entry("Air", "publish_on: 2026-06-01")}
    before = build_good(tmp_path / "a", files, today=date(2026, 5, 31))
    after = build_good(tmp_path / "b", files, today=date(2026, 6, 1))

    assert "topics/air/index.html" not in before.paths
    assert "topics/air/index.html" in after.paths


def test_an_orphan_is_a_warning_and_a_page_in_its_own_language(tmp_path: Path) -> None:
    outcome = attempt(tmp_path, {"content/topics/air.fr.md": entry("Air pur")})

    assert outcome.codes == ["translation.orphan"]
    assert "fr/topics/air/index.html" in outcome.paths
    assert "topics/air/index.html" not in outcome.paths
    assert '<li id="air" lang="fr" dir="ltr">' in outcome["topics/index.html"]
