"""Numbers of lists and headings in Word documents, and other things that Word shows and does not write."""

from __future__ import annotations

from pathlib import Path

from sitegen.features.importing.brought import BroughtText, brought
from tests.features.importing.test_brought import OF_DOCUMENT, W, docx, paragraph, run_of

LISTED = OF_DOCUMENT.replace(
    "</Relationships>",
    '<Relationship Id="l" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering"'
    ' Target="numbering.xml"/></Relationships>',
)
SIGNS = {"decimal": "%{}.", "lowerLetter": "%{})", "upperRoman": "%{}."}


def level(depth: int, form: str, text: str = "", start: int = 1, style: str = "") -> str:
    text = text or SIGNS[form].format(depth + 1)
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{named}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def lists(*abstract: str, nums: tuple[str, ...]) -> str:
    kinds = "".join(
        f'<w:abstractNum w:abstractNumId="{n}">{it}</w:abstractNum>' for n, it in enumerate(abstract)
    )
    return f"<w:numbering {W}>{kinds}{''.join(nums)}</w:numbering>"


def num(number: int, abstract: int, more: str = "") -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>{more}</w:num>'


def item(text: str, number: int, depth: int = 0) -> str:
    return (
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'
        f"{run_of(text)}</w:p>"
    )


def text_of(body: str, numbering: str, **more: str) -> BroughtText:
    parts = {"word/numbering.xml": numbering, "word/_rels/document.xml.rels": LISTED, **more}
    return brought(Path("a.docx"), docx(body, **parts), "a")


def test_a_list_goes_on_where_word_goes_on_and_begins_again_where_word_does() -> None:
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    numbering = lists(level(0, "decimal"), nums=(num(1, 0), num(2, 0, restart), num(3, 0)))
    between = paragraph(run_of("Between."))
    body = item("one", 1) + item("two", 1) + between + item("three", 1) + between + item("five", 2)
    body += item("six", 2) + between + item("seven", 3)

    assert text_of(body, numbering).text == (
        "1. one\n2. two\n\nBetween.\n\n3. three\n\nBetween.\n\n5. five\n6. six\n\nBetween.\n\n7. seven"
    )


def test_what_is_deleted_or_there_twice_is_not_counted() -> None:
    gone = item("two", 1).replace("<w:numPr>", '<w:rPr><w:del w:id="1"/></w:rPr><w:numPr>')
    gone = gone.replace("<w:r>", '<w:del w:id="2"><w:r>').replace("</w:r>", "</w:r></w:del>")
    compatible = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    other = f"<mc:Choice/><mc:Fallback>{item('in', 1)}</mc:Fallback>"
    twice = f"<mc:AlternateContent {compatible}>{other}</mc:AlternateContent>"
    body = item("one", 1) + gone + twice + paragraph(run_of("Between.")) + item("two", 1)

    assert text_of(body, lists(level(0, "decimal"), nums=(num(1, 0),))).text.endswith("Between.\n\n2. two")


def test_letters_and_roman_numerals_stay() -> None:
    numbering = lists(
        level(0, "upperRoman") + level(1, "lowerLetter"),
        level(0, "lowerLetter", start=3),
        nums=(num(1, 0), num(2, 1)),
    )
    body = item("first", 1) + item("in", 1, 1) + item("it", 1, 1) + item("second", 1) + item("again", 1, 1)
    body += item("and", 1, 1) + paragraph(run_of("Then")) + item("third letter", 2) + item("fourth", 2)

    assert text_of(body, numbering).text == (
        "I) first\n   a) in\n   b) it\nII) second\n    a) again\n    b) and\n\n"
        "Then\n\nc) third letter\nd) fourth"
    )


def test_letters_below_a_long_numeral_are_items_of_it() -> None:
    numbering = lists(level(0, "upperRoman", start=7) + level(1, "lowerLetter"), nums=(num(1, 0),))
    body = item("seven", 1) + item("eight", 1) + item("in", 1, 1) + item("it", 1, 1)
    found = text_of(body, numbering).text

    assert found == "VII) seven\nVIII) eight\n    a) in\n    b) it"


def test_numbers_of_headings_and_articles_are_words() -> None:
    styles = (
        f'<w:styles {W}><w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 2"/><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="I"><w:name w:val="heading 3"/><w:basedOn w:val="H"/>'
        '<w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style></w:styles>'
    )
    numbering = lists(
        level(0, "decimal", "%1", style="H") + level(1, "decimal", "%1.%2", style="I"),
        level(0, "decimal", "Article %1"),
        nums=(num(1, 0), num(2, 1)),
    )
    body = paragraph(run_of("Scope"), style="H") + paragraph(run_of("Terms"), style="I")
    body += paragraph(run_of("Aims"), style="H") + paragraph(run_of("Means"), style="I")
    body += item("All members pay.", 2) + item("All members vote.", 2)

    assert text_of(body, numbering, **{"word/styles.xml": styles}).text == (
        "## 1 Scope\n\n### 1.1 Terms\n\n## 2 Aims\n\n### 2.1 Means\n\nArticle 1 All members pay.\n\n"
        "Article 2 All members vote."
    )


def test_boxes_of_tasks_a_large_first_letter_and_a_first_row_that_is_a_header() -> None:
    numbering = lists(level(0, "bullet", "☐"), level(0, "bullet", "☒"), nums=(num(1, 0), num(2, 1)))
    frame = '<w:framePr w:dropCap="drop"/>'
    capital = f"<w:p><w:pPr>{frame}</w:pPr>{run_of('W')}</w:p>"
    rows = "".join(
        f"<w:tr><w:tc>{paragraph(run_of(a))}</w:tc><w:tc>{paragraph(run_of(b))}</w:tc></w:tr>"
        for a, b in (("City", "Trees"), ("Malmö", "12"))
    )
    table = f'<w:tbl><w:tblPr><w:tblLook w:val="04A0"/></w:tblPr>{rows}</w:tbl>'
    body = item("Plan", 1) + item("Ask", 2) + capital + paragraph(run_of("ater rises.")) + table

    assert text_of(body, numbering).text == (
        "- [ ] Plan\n- [x] Ask\n\nWater rises.\n\n| City | Trees |\n|---|---|\n| Malmö | 12 |"
    )


def test_large_numbers_are_digits() -> None:
    starts = "".join(
        f'<w:lvlOverride w:ilvl="{n}"><w:startOverride w:val="999999999"/></w:lvlOverride>' for n in (0, 1)
    )
    numbering = lists(
        level(0, "lowerLetter", "Part %1") + level(1, "upperRoman", "Part %2"), nums=(num(1, 0, starts),)
    )

    assert text_of(item("a", 1) + item("b", 1, 1), numbering).text == "Part 999999999 a\n\nPart 999999999 b"


def test_a_list_that_is_damaged_or_missing_changes_nothing() -> None:
    body = item("one", 1) + item("two", 9) + paragraph(run_of("End."))
    for numbering in (f"<w:numbering {W}/>", lists(level(0, "decimal"), nums=(num(1, 7),))):
        assert "End." in text_of(body, numbering).text


def test_hidden_text_is_left_out_and_said() -> None:
    body = paragraph(
        run_of("Shown."), run_of("Secret one", "<w:vanish/>"), run_of("No", '<w:vanish w:val="0"/>')
    )
    body += paragraph(run_of("Secret two", '<w:vanish w:val="true"/>'))
    found = text_of(body, lists(nums=()))

    assert (found.text, found.losses) == ("Shown.No", ("hidden texts: 2",))


def test_contents_are_left_out_and_said() -> None:
    style = '<w:style w:type="paragraph" w:styleId="C"><w:name w:val="toc 1"/></w:style>'
    styles = f"<w:styles {W}>{style}</w:styles>"
    field = '<w:r><w:instrText> TOC \\o "1-3" </w:instrText></w:r>'
    body = paragraph(field, run_of("Scope 3"), style="C") + paragraph(run_of("Text."))
    found = text_of(body, lists(nums=()), **{"word/styles.xml": styles})

    assert (found.text, found.losses) == ("Text.", ("its table of contents, which pages do not need",))


def test_lists_of_html_keep_their_letters() -> None:
    html = (
        '<ol type="a"><li>in</li><li>it</li></ol><p>Then</p>'
        '<ol style="list-style-type: upper-roman" start="3"><li>third</li><li>fourth</li></ol>'
    )

    assert (
        brought(Path("a.html"), html.encode(), "a").text == "a) in\nb) it\n\nThen\n\nIII) third\nIV) fourth"
    )
