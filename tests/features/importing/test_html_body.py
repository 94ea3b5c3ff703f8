"""HTML of other generators with shortcodes and programs in it."""

from __future__ import annotations

from sitegen.features.importing.html_body import html_body
from sitegen.features.importing.imported import Note


def test_shortcodes_stay_and_programs_leave() -> None:
    notes: list[Note] = []
    html = (
        '<h2>Logs</h2>\n{{< logs >}} {{< list data="a" >}}\n<p>Text with {{< figure 3 >}}.</p>\n'
        "{% for x in y %}<p>{{ x }}</p>{% endfor %}\n{{< /logs >}}\n"
    )

    text = html_body(html, "a.html", notes)

    assert text == (
        '## Logs\n\n{{< logs >}}\n\n{{< list data="a" >}}\n\nText with {{< figure 3 >}}.\n\n{{< /logs >}}'
    )
    assert [note.text for note in notes] == ["was HTML and is Markdown now"]


def test_a_page_of_programs_alone_has_no_text() -> None:
    assert html_body("{% for x in y %}{{ x }}{% endfor %}\n", "a.html", []) == ""
