"""Files of word processors and HTML as entries: text, pictures, and what is refused."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

from sitegen.commands.new import new_command
from sitegen.features.importing.brought import brought
from sitegen.features.importing.source import UnusableSource
from tests.sites import attempt, make_site, picture

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OFFICE = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" '
    'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" '
    'xmlns:xlink="http://www.w3.org/1999/xlink"'
)


def archive(parts: Mapping[str, str | bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return data.getvalue()


TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
    ' Target="word/document.xml"/></Relationships>'
)
OF_DOCUMENT = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="n" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"'
    ' Target="footnotes.xml"/>'
    '<Relationship Id="s" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"'
    ' Target="styles.xml"/></Relationships>'
)
STYLES = (
    f'<w:styles {W}><w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 2"/></w:style></w:styles>'
)


def run_of(text: str, style: str = "") -> str:
    return f"<w:r><w:rPr>{style}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


def paragraph(*runs: str, style: str = "") -> str:
    shown = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{shown}</w:pPr>{''.join(runs)}</w:p>"


NOTES = f'<w:footnotes {W}><w:footnote w:id="2">{paragraph(run_of("The note."))}</w:footnote></w:footnotes>'


def docx(body: str, **more: str | bytes) -> bytes:
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": RELATIONS,
        "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": OF_DOCUMENT,
        "word/styles.xml": STYLES,
        "word/footnotes.xml": NOTES,
    }
    return archive({**parts, **more})


DOCX = docx(
    paragraph(run_of("The Quay"), style="T")
    + paragraph(run_of("How it began"), style="H")
    + paragraph(
        run_of("A "), run_of("bold", "<w:b/>"), run_of(" word"), '<w:r><w:footnoteReference w:id="2"/></w:r>'
    )
    + f"<w:tbl><w:tr><w:tc>{paragraph(run_of('a|b'))}</w:tc>"
    + f"<w:tc>{paragraph(run_of('c'))}</w:tc></w:tr></w:tbl>"
    + f'<w:del w:id="1">{run_of("gone")}</w:del>',
    **{"word/comments.xml": f'<w:comments {W}><w:comment w:id="1"/></w:comments>'},
)
ODT_TEXT = (
    f"<office:document-content {OFFICE}><office:automatic-styles>"
    '<style:style style:name="B"><style:text-properties fo:font-weight="bold"/></style:style>'
    '<text:list-style style:name="N"><text:list-level-style-number text:level="1" style:num-format="1"/>'
    "</text:list-style>"
    "</office:automatic-styles><office:body><office:text>"
    '<text:p text:style-name="Title">The Quay</text:p>'
    '<text:h text:outline-level="2">How it began</text:h>'
    '<text:p>A <text:span text:style-name="B">bold</text:span> word<text:note>'
    "<text:note-citation>1</text:note-citation>"
    "<text:note-body><text:p>The note.</text:p></text:note-body></text:note> and "
    '<text:a xlink:href="https://example.org/">a link</text:a>.</text:p>'
    '<text:list text:style-name="N"><text:list-item><text:p>one</text:p>'
    "<text:list><text:list-item><text:p>in</text:p>"
    "</text:list-item></text:list></text:list-item>"
    "<text:list-item><text:p>two</text:p></text:list-item></text:list>"
    "<table:table><table:table-header-rows><table:table-row>"
    "<table:table-cell><text:p>A</text:p></table:table-cell>"
    "</table:table-row></table:table-header-rows>"
    "<table:table-row><table:table-cell><text:p>1</text:p></table:table-cell>"
    "</table:table-row></table:table>"
    '<text:p><draw:frame><draw:image xlink:href="Pictures/a.png"/><svg:desc>A boat</svg:desc>'
    "</draw:frame></text:p>"
    "<text:p><office:annotation><text:p>Check</text:p></office:annotation>End.</text:p>"
    "</office:text></office:body></office:document-content>"
)
MIME = "application/vnd.oasis.opendocument.text"
ODT = archive(
    {
        "mimetype": MIME,
        "content.xml": ODT_TEXT,
        "Pictures/a.png": picture(),
    }
)


def test_a_word_document(tmp_path: Path) -> None:
    found = brought(Path("quay.docx"), DOCX, "quay")
    assert (found.title, found.text) == (
        "The Quay",
        "## How it began\n\nA **bold** word[^1]\n\n|  |  |\n|---|---|\n| a\\|b | c |\n\n[^1]: The note.",
    )
    assert found.losses == ("deletions of tracked changes, whose text is left out: 1", "comments: 1")


def test_a_text_of_libreoffice() -> None:
    found = brought(Path("quay.odt"), ODT, "quay")
    assert found.title == "The Quay"
    assert found.text == (
        "## How it began\n\nA **bold** word[^1] and [a link](https://example.org/).\n\n"
        "1. one\n   - in\n2. two\n\n| A |\n|---|\n| 1 |\n\n![A boat](quay-1.png)\n\nEnd.\n\n[^1]: The note."
    )
    assert (list(found.pictures), found.losses) == (["quay-1.png"], ("a comment",))


def test_html_with_pictures(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.png").write_bytes(picture())
    (tmp_path / "secret.png").write_bytes(picture())
    inside = base64.b64encode(picture("GIF")).decode()
    html = (
        f'<title>T</title><h1>The <em>Quay</em></h1><p><img src="a.png">'
        f' <img src="data:image/gif;base64,{inside}" alt="G">'
        ' <img src="../secret.png" alt="S"></p>'
    )
    found = brought(tmp_path / "in/x.html", html.encode(), "x")
    assert (found.title, found.text) == ("The Quay", "![](x-2.png) ![G](x-1.gif) [S](../secret.png)")
    assert "the picture ../secret.png, which is not beside the file" in found.losses


BOMB = archive({"[Content_Types].xml": TYPES, "word/document.xml": b" " * 60_000_000})
ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
WITH_ENTITIES = archive({"word/document.xml": ENTITIES + "<x/>"})
IN_UTF_16 = archive({"word/document.xml": (ENTITIES + "<x/>").encode("utf-16")})


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.docx", b"no archive", "a.docx is damaged or protected by a password"),
        ("a.docx", BOMB, "a.docx: its part word/document.xml unpacks to too many bytes"),
        ("a.docx", docx("").replace(b"PK\x01\x02", b"PK\x01\x03"), "a.docx is damaged or protected"),
        ("a.docx", WITH_ENTITIES, "a.docx: its part word/document.xml has a declaration"),
        ("a.docx", IN_UTF_16, "a.docx: its part word/document.xml has a declaration"),
        ("a.docx", archive({"x": "y"}), "a.docx is no document of Word (.docx)"),
        ("a.odt", archive({"mimetype": "x", "content.xml": "<x/>"}), "a.odt is no text of LibreOffice"),
        ("a.odt", archive({"mimetype": MIME, "content.xml": ENTITIES}), "a.odt: its part content.xml has"),
        ("a.html", b"<p>\xff", "a.html is not UTF-8 (byte 4); save it as UTF-8"),
        ("a.pdf", b"", "a.pdf is of no kind that can be read: .docx, .odt, .html"),
    ],
)  # fmt: skip
def test_hostile_files_are_refused(name: str, data: bytes, message: str) -> None:
    with pytest.raises(UnusableSource) as error:
        brought(Path(name), data, "a")
    assert str(error.value).startswith(message)


def test_new_from_a_file_asks_for_alternative_texts(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site")
    (tmp_path / "in.odt").write_bytes(
        archive(
            {
                "mimetype": MIME,
                "content.xml": ODT_TEXT.replace("A boat", ""),
                "Pictures/a.png": picture(),
            }
        )
    )
    result = CliRunner().invoke(
        new_command, ["topics", "--from", str(tmp_path / "in.odt"), "--root", str(root)]
    )
    assert result.output == (
        "content/topics/the-quay.md\ncontent/topics/in-1.png\nnot kept: a comment\n"
        "pictures that need an alternative text: 1. What do they show? Write it as ![Text](…)\n"
    )
    written = (root / "content/topics/the-quay.md").read_text(encoding="utf-8")
    assert written.startswith('---\ntitle: "The Quay"\n')
    assert "draft: true" in written
    (root / "content/topics/the-quay.md").write_text(written.replace("draft: true", ""), encoding="utf-8")
    assert "image.alt" in attempt(root).codes
    again = CliRunner().invoke(
        new_command, ["topics", "--from", str(tmp_path / "in.odt"), "--root", str(root)]
    )
    assert again.exit_code == 2


def test_a_heading_below_other_words_is_no_title() -> None:
    found = brought(Path("a.html"), b"<p>Words.</p><h1>References</h1><p>Smith.</p>", "a")

    assert (found.title, found.text) == ("", "Words.\n\n# References\n\nSmith.")


def test_the_title_of_a_file_is_not_lost_without_a_word(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site")
    (tmp_path / "in.html").write_text("<p><img src='a.png' alt='A boat'></p><h1>The Quay</h1><p>Words.</p>")
    (tmp_path / "a.png").write_bytes(picture())
    arguments = ["topics", "Harbour", "--from", str(tmp_path / "in.html"), "--root", str(root)]
    result = CliRunner().invoke(new_command, arguments)

    assert result.output == (
        'content/topics/harbour.md\ncontent/topics/harbour-1.png\nnot kept: the title "The Quay"\n'
    )


def test_pasted_html(tmp_path: Path) -> None:
    root = make_site(tmp_path)
    arguments = ["topics", "Pasted", "--from", "-", "--root", str(root)]
    result = CliRunner().invoke(new_command, arguments, input="<p>Some <b>words</b></p>")
    assert result.output == "content/topics/pasted.md\n"
    assert (root / "content/topics/pasted.md").read_text(encoding="utf-8").endswith("---\n\nSome **words**\n")
