"""Keys of definition files and extensions of Python-Markdown that extensions add."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sitegen.definition.config import SITE_KEYS, Contributed, contributed_keys
from sitegen.definition.content_types import TYPE
from sitegen.definition.reader import Key
from sitegen.features.extensions.guard import Owner, Unfit
from sitegen.markdown.of_extensions import MarkdownExtension
from sitegen.markdown.python_markdown import EXTENSIONS
from sitegen.problems.extension_failures import described


def keys_of_extension(value: Any, name: str, owner: Owner) -> Contributed:
    """The keys of an extension. Raises Unfit."""
    if not isinstance(value, Contributed):
        raise Unfit(f"are {described(value)}, not Contributed", "write Contributed(site=(Key(…),))")
    known = contributed_keys()
    for own, others in ((value.site, (*SITE_KEYS, *known.site)), (value.type, (*TYPE, *known.type))):
        names = {key.name for key in others}
        for key in own:
            if not isinstance(key, Key):
                raise Unfit(f"have {described(key)} among them", "write Key(name, TEXT, meaning)")
            if key.name in names:
                raise Unfit(f'have the key "{key.name}", which sitegen has already', "give it another name")
    return value


def settings_of(value: Any, name: str, owner: Owner) -> MarkdownExtension:
    """The settings of an extension of Python-Markdown, which is tried. Raises Unfit."""
    from markdown import Markdown

    if not isinstance(value, Mapping):
        raise Unfit(f"has {described(value)} as its settings", f'write MARKDOWN = {{"{name}": {{}}}}')
    try:
        Markdown(extensions=[name], extension_configs={name: dict(value)})
    except ImportError as error:
        raise Unfit(f"cannot be imported: {error}", "install its package, or see how it is spelt") from None
    except Exception as error:
        raise Unfit(f"cannot be used: {type(error).__name__}: {error}", "see its documentation") from None
    return MarkdownExtension(value, owner.place)


def markdown_names() -> Iterable[str]:
    """Extensions of Python-Markdown that every site has."""
    return EXTENSIONS
