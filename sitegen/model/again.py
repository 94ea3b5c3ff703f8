"""The site of the last build once more, where only texts have changed: joining is most of an edit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sitegen.types import Config, Library, Picture, Site


def with_new_texts(
    before: Site | None, library: Library, config: Config, pictures: Mapping[str, Picture]
) -> Site | None:
    """What `build_site` would give, or none where a fact may have changed.

    Facts are all that a site is joined from; the text of a document is only looked up.
    """
    if before is None or before.problems or before.config != config:
        return None
    if before.media != library.media or before.pictures != pictures:
        return None
    documents = {document.key: document for document in library.documents.values()}
    if len(documents) != len(before.documents) + len(before.hidden):
        return None
    for document in documents.values():
        known = before.documents.get(document.key)
        if known is None and document.path in library.fresh:
            return None
        if known and (known.path != document.path or known.facts != document.facts):
            return None
    if not before.documents.keys() <= documents.keys():
        return None
    return replace(before, documents={key: documents[key] for key in before.documents})
