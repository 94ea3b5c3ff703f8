"""A drawing in content is a picture, and nothing of it runs, loads or grows without bound."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.features.svg.sanitise import NotADrawing, sanitised
from sitegen.features.svg.vocabulary import ATTRIBUTES, ELEMENTS
from tests.build.builds import build, tree
from tests.sites import attempt, entry, make_site

HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 30 20">'
)
OWN = 'xmlns="http://www.w3.org/2000/svg"'
SVG = "{http://www.w3.org/2000/svg}"


def inner(text: str) -> str:
    """What is left of the contents of a drawing."""
    data = sanitised(f"{HEAD}{text}</svg>".encode()).data.decode()
    return data.removeprefix('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 20">').removesuffix(
        "</svg>"
    )


KEPT = {
    "shapes": '<g id="a" fill="#fff"><path d="M0 0h9" style="stroke:red"></path></g>',
    "a gradient": '<linearGradient id="g"><stop></stop></linearGradient><rect fill="url(#g)"></rect>',
    "a style": "<style>.a{fill:url(#g);stroke:#000}</style>",
    "words": '<title>A &lt;b&gt; map</title><text x="1">Rhône &amp; Saône</text>',
    "a part shown again": '<use href="#a" x="3"></use>',
    "a picture in the file": '<image href="data:image/png;base64,iVBORw0KGgo="></image>',
}


@pytest.mark.parametrize("name", KEPT)
def test_what_a_drawing_is_made_of_stays(name: str) -> None:
    assert inner(KEPT[name]) == KEPT[name]
    assert sanitised(f"{HEAD}{KEPT[name]}</svg>".encode()).left_out == ()


LEFT_OUT = {
    "a script": ("<script>alert(1)</script><g></g>", "<g></g>", ("script",)),
    "a script by another prefix": (
        '<x:script xmlns:x="http://www.w3.org/2000/svg">alert(1)</x:script>', "", ("script",)
    ),
    "a handler": ('<g onclick="alert(1)"></g>', "<g></g>", ("onclick",)),
    "a page": ("<foreignObject><b>x</b></foreignObject>", "", ("foreignObject",)),
    "a link": ('<a xlink:href="javascript:alert(1)"><text>x</text></a>', "<text>x</text>", ()),
    "a picture of another site": ('<image href="https://example.org/a.png"></image>', "", ("image",)),
    "a drawing in a drawing": ('<image href="data:image/svg+xml;base64,AAAA"></image>', "", ("image",)),
    "a part of another file": ('<use xlink:href="other.svg#a"></use>', "<use></use>", ("href",)),
    "a filter of another site": ('<g filter="url(https://example.org/#a)"></g>', "<g></g>", ("filter",)),
    "an import": ("<style>@import 'https://example.org';</style>", "<style></style>", ("style",)),
    "an import in pieces": ("<style>@im<g></g>port 'x';</style>", "<style><g></g></style>", ("style",)),
    "an import in a section": ("<style><![CDATA[@im]]>port 'x';</style>", "<style></style>", ("style",)),
    "a hidden address": ('<g style="fill:u\\72l(x)"></g>', "<g></g>", ("style",)),
    "an address around a comment": ("<style>a{fill:url(/**/x)}</style>", "<style></style>", ("style",)),
    "an animation": ('<animate attributeName="href" to="javascript:x"></animate>', "", ("animate",)),
    "notes of a program": (
        '<metadata>x</metadata><i:pg xmlns:i="urn:x">y</i:pg><g i:a="b" xmlns:i="urn:x" data-name="z"></g>',
        "<g></g>",
        (),
    ),
    "a comment": ("<!-- x --><g></g><?php x ?>", "<g></g>", ()),
}  # fmt: skip


@pytest.mark.parametrize("name", LEFT_OUT)
def test_what_runs_or_loads_is_left_out_and_named(name: str) -> None:
    written, expected, names = LEFT_OUT[name]

    assert inner(written) == expected
    assert sanitised(f"{HEAD}{written}</svg>".encode()).left_out == names


TEN = "".join(f'<g id="a{n}">{f"<use href={chr(34)}#a{n + 1}{chr(34)}/>" * 10}</g>' for n in range(9))
REFUSED = {
    "entities": f'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><svg {OWN}>&b;</svg>',
    "an entity of another file": f'<!DOCTYPE svg SYSTEM "file:///etc/passwd"><svg {OWN}>&x;</svg>',
    "broken XML": f"{HEAD}<g></svg>",
    "a page": "<html></html>",
    "a file of bytes": "\x00\x01",
    "very many levels": HEAD + "<g>" * 200 + "</g>" * 200 + "</svg>",
    "a drawing within itself": f'{HEAD}<g id="a"><use href="#a"/></g></svg>',
    "a billion copies": f"{HEAD}{TEN}</svg>",
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_made_safe_is_refused(name: str) -> None:
    with pytest.raises(NotADrawing):
        sanitised(REFUSED[name].encode())


SIZES = {
    'viewBox="0 0 30 20"': (30, 20),
    'width="60" height="40" viewBox="0 0 30 20"': (60, 40),
    'width="60" viewBox="0 0 30 20"': (60, 40),
    'width="1in" height="2pc"': (96, 32),
    'width="100%" height="100%" viewBox="-1 -1 12.5 5"': (12.5, 5),
    'width="0" viewBox="0 0 0 0"': (None, None),
    "": (None, None),
}


@pytest.mark.parametrize("attributes", SIZES)
def test_a_drawing_has_the_size_that_it_says(attributes: str) -> None:
    drawing = sanitised(f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}/>'.encode())

    assert (drawing.width, drawing.height) == SIZES[attributes]


PIECES = (
    "<g>", "</g>", '<g id="a">', '<use href="#a"/>', "<script>", "</script>", "<style>", "</style>",
    "@import 'x';", "url(x)", "url(#a)", "<text>", "</text>", "<![CDATA[", "]]>", "<!--", "-->",
    '<image href="http://x"/>', "<a>", "</a>", '<rect onload="x"/>', '<rect style="a:url(//x)"/>',
    "&lt;script&gt;", "&#60;", "&x;", "<svg>", "</svg>",
    '<x:script xmlns:x="http://www.w3.org/1999/xhtml">', "</x:script>", "<foreignObject>",
    "</foreignObject>", "\\75rl(", '<set attributeName="href" to="javascript:x"/>',
    '<rect xlink:href="javascript:x"/>', "<?xml-stylesheet href='x'?>",
)  # fmt: skip
MATERIAL = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)


@given(text=MATERIAL)
def test_whatever_is_drawn_nothing_runs_or_loads(text: str) -> None:
    try:
        drawing = sanitised(f"{HEAD}{text}</svg>".encode())
    except NotADrawing:
        return
    tree = ElementTree.fromstring(drawing.data)
    for element in tree.iter():
        assert element.tag.removeprefix(SVG) in ELEMENTS, text
        for name, value in element.attrib.items():
            assert name in ATTRIBUTES | {"href"}, text
            assert not re.search(r"javascript|https?:|//|url\((?!#)", value), text
    style = "".join("".join(child.itertext()) for child in tree.iter(f"{SVG}style"))
    assert not re.search(r"@|url\((?!#)|\\", style), text
    assert sanitised(drawing.data).data == drawing.data


DRAWING = f'{HEAD}<script>x()</script><path d="M0 0h9" onclick="x()"/></svg>'
SITE = {
    "content/projects/map.svg": DRAWING,
    "content/projects/spark.md": entry("Spark", body='See.\n\n![A map](map.svg "By A.")'),
}


def test_a_drawing_is_a_picture_without_what_is_left_out(tmp_path: Path) -> None:
    done = attempt(tmp_path, SITE)

    assert done.problems == (
        "content/projects/map.svg: warning: image.left_out: script, onclick in this drawing "
        "are not published\n"
        "  a drawing may neither run nor load anything; save it without"
    )
    published = next(a.data for a in done.artifacts if a.path == "projects/map.svg")
    assert published.decode() == (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 20"><path d="M0 0h9"></path></svg>'
    )
    page = done["projects/spark/index.html"]
    assert re.search(
        r'<figure><img class="transparent" src="/projects/map\.svg\?v=\w+" alt="A map" width="30" '
        r'height="20" loading="lazy"><figcaption>By A\.</figcaption></figure>',
        page,
    )


def test_a_broken_drawing_is_an_error(tmp_path: Path) -> None:
    done = attempt(tmp_path, {**SITE, "content/projects/map.svg": "<svg><g></svg>"})

    assert [(p.code, p.message) for p in done.found] == [
        ("file.bytes", "this file is no drawing that can be read: mismatched tag")
    ]


def test_a_drawing_may_be_the_picture_of_an_entry(tmp_path: Path) -> None:
    files = {
        "content/cities/_type.yaml": "name: City\nplural: Cities\nfields: {picture: {kind: image}}\n",
        "content/cities/map.svg": f"{HEAD}<g/></svg>",
        "content/cities/oslo.md": entry("Oslo", "picture: {file: map.svg, alt: A map}"),
    }
    done = attempt(tmp_path, files)

    assert done.problems == ""
    assert "cities/map.svg" in done.paths


def test_an_edit_warns_of_the_drawing_again_and_equals_a_clean_build(tmp_path: Path) -> None:
    root = make_site(tmp_path, SITE)
    build(root)
    (root / "content/projects/spark.md").write_text(entry("Spark", body="Now.\n\n![A map](map.svg)"))
    edited = build(root)

    assert [problem.code for problem in edited.report.problems] == ["image.left_out"]
    assert tree(root / "public") == tree_of_clean_build(root)


def test_a_replaced_drawing_is_published_anew(tmp_path: Path) -> None:
    root = make_site(tmp_path, SITE)
    build(root)
    (root / "content/projects/map.svg").write_text(f'{HEAD}<path d="M1 1h1"/></svg>')
    edited = build(root)

    assert edited.report.problems == ()
    assert "M1 1h1" in (root / "public/projects/map.svg").read_text()
    assert tree(root / "public") == tree_of_clean_build(root)


def tree_of_clean_build(root: Path) -> dict[str, bytes]:
    build(root, "clean", fresh=True)
    return tree(root / "clean")
