"""Which outputs may have changed, before any of them is looked at closely.

Everything an output is made from is either the text of one document, or a fact that any output may
show. While no fact has changed, only the outputs that show a changed text can have.
"""

from __future__ import annotations

from collections.abc import Mapping

from sitegen.digest import Digester, digest_of_parts
from sitegen.model.listings import parse
from sitegen.model.versions import intro_key
from sitegen.types import Digest, Input, Library, Output, Site, Snapshot, Sources, Templates


def facts_digest(
    site: Site, library: Library, templates: Templates, sources: Sources, assets: Mapping[str, str]
) -> Digest:
    """The digest of everything that outputs are made from except the texts of documents."""
    digester = Digester()
    config = {name: getattr(site.config, name) for name in site.config.__slots__ if name != "today"}
    parts = [digester.digest_of((config, assets, site.media))]
    parts += [f"{name}={template.digest}" for name, template in sorted(templates.templates.items())]
    parts += [f"{code}={catalogue.digest}" for code, catalogue in sorted(templates.catalogues.items())]
    parts += [f"{path}={library.files[path].facts}" for path in sorted(site.paths)]
    parts += [f"{key}={page.state}" for key, page in site.pages.items()]
    parts += [f"{path}={file.digest}" for path, file in sources.static.items()]
    parts += [f"{path}={sources.content[path].digest}" for path in sorted(site.media)]
    return digest_of_parts(*parts)


def changed_texts(library: Library, last: Snapshot) -> frozenset[str]:
    """Keys of the documents whose file gives another text than in the last build."""
    return frozenset(
        file.document.key
        for path, file in library.files.items()
        if file.document is not None and (path not in last.files or last.files[path].key != file.key)
    )


def shows_text_of(output: Output, site: Site, changed: frozenset[str]) -> bool:
    """Whether an output shows the text of one of these documents."""
    return any(_document(wanted, output.language, site) in changed for wanted in output.inputs.values())


def _document(wanted: Input, language: str, site: Site) -> str:
    """The key of the document whose text an input is made from, or nothing."""
    if wanted.kind in ("body", "toc"):
        return wanted.key
    if wanted.kind in ("intro", "intro_toc"):
        return intro_key(site, wanted.key, language)
    if wanted.kind == "listing_body":
        return intro_key(site, parse(wanted.key).name, language)
    return ""
