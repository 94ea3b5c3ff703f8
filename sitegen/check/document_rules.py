"""Rules that look at one document alone, where it is read; what they find is stored with it."""

from collections.abc import Callable, Iterator

from sitegen.check import images
from sitegen.types import Config, Document, Problem, SourceText
from sitegen.types.registers import contributed_values, per_extensions

DocumentRule = Callable[[Document, Config, SourceText], Iterator[Problem]]

DOCUMENT_RULES: tuple[DocumentRule, ...] = (images.check,)


@per_extensions
def document_rules() -> tuple[DocumentRule, ...]:
    """Rules for one document alone, of the core and of the features."""
    return (*DOCUMENT_RULES, *contributed_values("DOCUMENT_RULES"))


def inspect(document: Document, config: Config, source: SourceText) -> Iterator[Problem]:
    """Problems of a document that can be found in it alone."""
    for rule in document_rules():
        yield from rule(document, config, source)
