"""Rules on how texts are written: marks that readers would see, link texts, headings, plain text."""

from sitegen.types.registers import EntryPoint

DOCUMENT_RULES = (
    EntryPoint("sitegen.features.writing.link_texts:check"),
    EntryPoint("sitegen.features.writing.headings:check"),
    EntryPoint("sitegen.features.writing.field_markup:check"),
    EntryPoint("sitegen.features.writing.written:check"),
)
REPORTS = (
    EntryPoint("sitegen.features.writing.github:report"),
    EntryPoint("sitegen.features.writing.same_ids:report"),
)
