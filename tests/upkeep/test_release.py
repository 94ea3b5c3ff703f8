"""Released addresses keep working, or the build reports an error."""

from __future__ import annotations

from pathlib import Path

from sitegen.upkeep.release import release
from tests.sites import attempt, base_text, entry, load, make_site


def released(root: Path) -> list[str]:
    text = (root / "content/urls.lock").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]


def test_a_release_lists_every_page_and_every_old_address_once(tmp_path: Path) -> None:
    root = make_site(tmp_path, {"content/topics/air.md": entry("Air", "aliases: [/old/air/]")})

    added, problems = release(root, load(root))

    lines = released(root)
    assert (added, problems) == (len(lines), ())
    assert lines == sorted(lines)
    assert {"/", "/fr/", "/topics/", "/topics/air/", "/old/air/", "/fr/topics/food/"} <= set(lines)
    assert release(root, load(root)) == (0, ())
    assert released(root) == lines
    assert attempt(root).found == ()


def test_the_address_of_a_page_that_was_renamed_is_missed_until_it_leads_to_the_new_one(
    tmp_path: Path,
) -> None:
    root = make_site(tmp_path, {"content/topics/air.md": entry("Air")})
    release(root, load(root))
    (root / "content/topics/air.md").unlink()

    (problem,) = attempt(root, {"content/topics/breath.md": entry("Breath")}).found
    assert (problem.code, problem.message) == (
        "address.lost",
        "/topics/air/ was released, and nothing is there any more",
    )
    assert attempt(root, {"content/topics/breath.md": entry("Breath", "aliases: [/topics/air/]")}).found == ()


def test_a_reason_stays_and_is_enough(tmp_path: Path) -> None:
    root = make_site(tmp_path, {"content/urls.lock": "/topics/fads/  gone: it had no sources\n"})
    release(root, load(root))

    assert "/topics/fads/  gone: it had no sources" in released(root)
    assert attempt(root).found == ()


def test_a_site_with_errors_releases_nothing(tmp_path: Path) -> None:
    root = make_site(tmp_path, {"content/topics/air.md": entry("Air", "sumary: x")})

    added, problems = release(root, load(root))

    assert (added, [problem.code for problem in problems]) == (0, ["field.unknown"])
    assert not (root / "content/urls.lock").exists()


def test_a_site_below_a_path_has_the_same_addresses(tmp_path: Path) -> None:
    root = make_site(tmp_path, {"content/site.yaml": base_text("content/site.yaml")})
    release(root, load(root, base_url="https://example.org/preview/7"))

    assert "/topics/food/" in released(root)
    assert attempt(root, base_url="https://example.org/other").found == ()
