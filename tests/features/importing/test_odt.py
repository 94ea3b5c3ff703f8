"""Numbers of lists and headings in texts of LibreOffice."""

from __future__ import annotations

from pathlib import Path

from sitegen.features.importing.brought import BroughtText, brought
from tests.features.importing.test_brought import MIME, OFFICE, archive
from tests.sites import picture

STYLES = (
    '<style:style style:name="P1" style:parent-style-name="Preformatted_20_Text"/>'
    '<style:style style:name="H"><style:text-properties text:display="none"/></style:style>'
    '<style:style style:name="T1" style:parent-style-name="Strong"/>'
    '<style:style style:name="Strong"><style:text-properties fo:font-weight="bold"/></style:style>'
)
LEVELS = (
    '<text:list-style style:name="N"><text:list-level-style-number text:level="1" style:num-format="1"'
    ' text:start-value="4"/><text:list-level-style-number text:level="2" style:num-format="a"/>'
    '<text:list-level-style-bullet text:level="3"/></text:list-style>'
)
CHAPTERS = (
    f"<office:document-styles {OFFICE}><office:styles><text:outline-style>"
    '<text:outline-level-style text:level="1" style:num-format=""/>'
    '<text:outline-level-style text:level="2" style:num-format="I" style:num-prefix="Part "/>'
    '<text:outline-level-style text:level="3" style:num-format="1" text:display-levels="2"'
    ' style:num-suffix="."/>'
    "</text:outline-style></office:styles></office:document-styles>"
)


def brought_from(body: str, styles: str = "<x/>") -> BroughtText:
    content = (
        f"<office:document-content {OFFICE}>"
        f"<office:automatic-styles>{STYLES}{LEVELS}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    parts: dict[str, str | bytes] = {
        "mimetype": MIME,
        "content.xml": content,
        "styles.xml": styles,
        "Pictures/a.png": picture(),
    }
    return brought(Path("a.odt"), archive(parts), "a")


def text_of(body: str, styles: str = "<x/>") -> str:
    return brought_from(body, styles).text


def items(*texts: str, inner: str = "") -> str:
    found = "".join(f"<text:list-item><text:p>{text}</text:p></text:list-item>" for text in texts)
    return found.removesuffix("</text:list-item>") + f"{inner}</text:list-item>"


def numbered(inside: str, more: str = "") -> str:
    return f'<text:list text:style-name="N" {more}>{inside}</text:list>'


def test_lists_begin_and_go_on_with_their_numbers() -> None:
    first = numbered(items("four", "five"), 'xml:id="one"')
    on = numbered(items("six"), 'text:continue-numbering="true"')
    again = numbered(items("four"))
    linked = numbered(items("seven"), 'text:continue-list="two"')
    own = numbered('<text:list-item text:start-value="9"><text:p>nine</text:p></text:list-item>')
    body = "<text:p>Then</text:p>".join(
        (first, on.replace("<text:list ", '<text:list xml:id="two" '), again, linked, own)
    )

    assert text_of(body) == (
        "4. four\n5. five\n\nThen\n\n6. six\n\nThen\n\n4. four\n\nThen\n\n7. seven\n\nThen\n\n9. nine"
    )


def test_each_level_has_its_own_numbers_or_signs() -> None:
    deepest = f"<text:list>{items('sign')}</text:list>"
    body = numbered(items("four", inner=f"<text:list>{items('in', 'it', inner=deepest)}</text:list>"))

    assert text_of(body) == "4. four\n   a) in\n   b) it\n      - sign"


def test_an_item_with_a_number_of_its_own_begins_a_list() -> None:
    own = '<text:list-item text:start-value="8"><text:p>eight</text:p></text:list-item>'

    assert text_of(numbered(items("four") + own + items("nine"))) == "4. four\n\n8) eight\n9) nine"


def test_headings_have_the_numbers_that_readers_of_the_document_see() -> None:
    body = "".join(
        f'<text:h text:outline-level="{depth}">{text}</text:h><text:p>Text.</text:p>'
        for depth, text in ((1, "All"), (2, "One"), (3, "In"), (3, "It"), (2, "Two"), (3, "Again"))
    )

    assert text_of(f"<text:p>Before.</text:p>{body}", CHAPTERS).replace("\n\nText.", "") == (
        "Before.\n\n# All\n\n## Part I One\n\n### I.1. In\n\n### I.2. It\n\n## Part II Two\n\n### II.1. Again"
    )


def test_numbers_that_are_none_or_too_large_count_as_missing() -> None:
    large = "9" * 5000
    body = numbered(f'<text:list-item text:start-value="{large}"><text:p>four</text:p></text:list-item>')
    body += f'<text:h text:outline-level="{large}">Head</text:h><text:p>a<text:s text:c="x"/>b</text:p>'

    assert text_of(f"<text:p>Before.</text:p>{body}") == "Before.\n\n4. four\n\n# Head\n\na b"


def test_hidden_text_is_left_out_and_said() -> None:
    hidden = '<text:p text:style-name="H">Secret</text:p>'
    found = brought_from(f'<text:p>Shown<text:span text:style-name="H"> secret</text:span>.</text:p>{hidden}')

    assert (found.text, found.losses) == ("Shown.", ("hidden text (2 times)",))


def test_what_is_beside_the_text_is_said() -> None:
    changes = "<text:tracked-changes><text:changed-region><text:deletion><text:p>Old</text:p></text:deletion>"
    body = f"{changes}</text:changed-region></text:tracked-changes><text:p>New.</text:p>"
    header = "<style:master-page><style:header><text:p>Draft 3</text:p></style:header></style:master-page>"
    found = brought_from(body, f"<office:document-styles {OFFICE}>{header}</office:document-styles>")

    assert (found.text, found.losses) == (
        "New.",
        ("deletions of tracked changes, whose text is left out: 1", "the text at the edge of pages: Draft 3"),
    )


def test_code_quotations_and_styles_that_are_based_on_others() -> None:
    body = (
        '<text:p text:style-name="P1">if a:</text:p>'
        '<text:p text:style-name="P1"><text:s text:c="4"/>b()</text:p>'
        '<text:p text:style-name="Quotations">One.</text:p><text:p text:style-name="Quotations">Two.</text:p>'
        '<text:p>A <text:span text:style-name="T1">bold</text:span> word.</text:p>'
    )

    assert text_of(body) == "```\nif a:\n    b()\n```\n\n> One.\n>\n> Two.\n\nA **bold** word."


def test_a_caption_is_below_its_picture() -> None:
    image = '<draw:frame><draw:image xlink:href="Pictures/a.png"/><svg:desc>A boat</svg:desc></draw:frame>'
    caption = f"<text:p>{image}Figure 1: The quay</text:p>"
    box = f"<draw:frame><draw:text-box>{caption}</draw:text-box></draw:frame>"

    assert text_of(f"<text:p>{box}</text:p>") == "![A boat](a-1.png)\\\nFigure 1: The quay"
