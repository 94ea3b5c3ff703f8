"""Elided words: taken as words of their own in what is indexed, and nowhere else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sitegen.features.search.elision import ELIDED, first_word, html_with_breaks, of_usual_width, with_breaks
from tests.build.builds import build
from tests.features.search.indexed import fragments
from tests.sites import base_text, entry, make_site

SCRIPT = Path(__file__).parents[3] / "sitegen/themes/network/static/js/search.js"


def shown(text: str) -> str:
    """A text with `|` for each break in it."""
    return with_breaks(text).replace("\u2060 ", "|")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        # French
        ("L’égalité, l'union et d’autres", "L’|égalité, l'|union et d’|autres"),
        ("ce qu’il dit, jusqu’ici, lorsqu’on", "ce qu’|il dit, jusqu’|ici, lorsqu’|on"),
        (
            "puisqu’elle n’a, s’il, j’ai, m’a, t’a, c’est",
            "puisqu’|elle n’|a, s’|il, j’|ai, m’|a, t’|a, c’|est",
        ),
        ("(l’eau) « d’ici » l’“accord” l’« accord »", "(l’|eau) « d’|ici » l’|“accord” l’« accord »"),
        # Italian
        ("L’acqua dell’isola, all’alba", "L’|acqua dell’|isola, all’|alba"),
        ("nell’anno, un’altra, quest’idea, c’è", "nell’|anno, un’|altra, quest’|idea, c’|è"),
        # Catalan
        ("L’aigua d’un riu, s’ha dit, n’hi ha", "L’|aigua d’|un riu, s’|ha dit, n’|hi ha"),
        # escaped in HTML
        ("L&#39;eau d&#x27;ici qu&rsquo;il l&apos;a", "L&#39;|eau d&#x27;|ici qu&rsquo;|il l&apos;|a"),
        ("l’&quot;accord&quot;", "l’|&quot;accord&quot;"),
    ],
)
def test_after_an_elided_word_there_is_a_break(text: str, parts: str) -> None:
    assert shown(text) == parts


@pytest.mark.parametrize(
    "text",
    [
        "aujourd’hui",
        "quelqu’un",
        "rock’n’roll",
        "rock&#39;n&#39;roll",
        "Côte-d’Or",
        "O’Brien",
        "it’s the town’s, they don't, we’ll",
        "un po’ di",
        "l’ eau",
        "the letters l, d and n",
        "el’eau",
        "l’ — d'",
    ],
)
def test_other_words_stay_whole(text: str) -> None:
    assert shown(text).removesuffix("|") == text


def test_tags_stay_as_they_are_and_do_not_hide_what_follows() -> None:
    html = """<p title="l'eau">l’<em class='d’or'>eau</em> et <b>d'ici</b> 1 &lt; 2 < l’un</p>"""

    assert html_with_breaks(html.encode()).decode().replace("\u2060 ", "|") == (
        """<p title="l'eau">l’|<em class='d’or'>eau</em> et <b>d'|ici</b> 1 &lt; 2 < l’|un</p>"""
    )


@pytest.mark.parametrize(
    ("title", "word"),
    [("L’égalité d’abord", "égalité"), ("Malmö", "Malmö"), ("Aujourd’hui encore", "Aujourd’hui"), ("", "")],
)
def test_a_title_begins_with_its_first_word_that_is_not_elided(title: str, word: str) -> None:
    assert first_word(title) == word


def test_the_index_has_breaks_and_the_page_has_none(tmp_path: Path) -> None:
    site = base_text("content/site.yaml") + "search: {names: also}\n"
    also = base_text("content/projects/_type.yaml").replace("fields:\n", "fields:\n  also: {many: true}\n", 1)
    files = {
        "content/site.yaml": site,
        "content/projects/_type.yaml": also,
        "content/projects/glow.md": entry("Glow", body="Text."),
        "content/projects/glow.fr.md": entry(
            "L’égalité", "also: [l’équité]", body="Dans l’*union*, aujourd’hui."
        ),
        "templates/search.html": "{{ page.title }}",
    }
    root = make_site(tmp_path / "site", files)
    assert not build(root).report.problems
    found = fragments(root, "fr")["/fr/projects/glow/"]

    assert found["meta"]["title"] == "L’\u2060 égalité"
    assert found["meta"]["start"] == "égalité"
    assert found["content"].startswith("l’\u2060 équité.")
    assert "Dans l’\u2060 union, aujourd’hui." in found["content"]
    page = (root / "public/fr/projects/glow/index.html").read_text("utf-8")
    assert "L’égalité" in page
    assert "\u2060" not in page


def test_the_script_takes_the_same_words_out_of_a_query() -> None:
    quoted = re.findall(r'^  "([a-z|]+)"? ?\+?$', SCRIPT.read_text("utf-8"), re.MULTILINE)

    assert tuple("".join(quoted).split("|")) == ELIDED


# --- letters of any width, and quotation marks of phrases ------------------------------------


@pytest.mark.parametrize(
    ("text", "usual"),
    [
        ("ＥＵの１２都市", "EUの12都市"),
        ("ｲﾍﾞﾝﾄ", "イベント"),
        ("ＳＤＧｓ（２０３０年）", "SDGs（2030年）"),
        ("한국어 EU", "한국어 EU"),
        ("あ、い！", "あ、い！"),
    ],
)
def test_letters_have_their_usual_width(text: str, usual: str) -> None:
    assert of_usual_width(text) == usual
    assert (
        html_with_breaks(f'<p title="{text}">{text}</p>'.encode()).decode()
        == f'<p title="{text}">{usual}</p>'
    )
