"""Codes of problems, divided by whether a sound site can be made with them.

With a problem of `LOWERABLE`, what is wrong is left out or shown as it is written: a link without a target
as plain text, a field without its value. With one of `FIXED`, something would be missing that the rest of the
site is made from, two pages would have one address, or content could do what it must not.
"""

from __future__ import annotations

from collections.abc import Iterator

_LOWERABLE = """
address.host address.lost address.own anchor.form anchor.missing budget.css budget.html budget.javascript
budget.page budget.requests cards.fonts catalogue.missing catalogue.untranslated catalogue.unused date.order
dates.git dates.shallow deprecated.key extension.empty field.address field.boolean field.choice
field.coordinates field.country field.date field.datetime field.email field.empty field.group field.integer
field.language field.length field.list field.markup field.missing field.number field.pattern field.range
field.repeats field.single field.unknown field.url field.values figure.contradicted file.unused file.waiting
footnote.empty footnote.missing footnote.twice footnote.unused heading.empty heading.level heading.text
host.unknown image.alt image.left_out image.missing image.remote index.pairs limit.check link.apart link.blank
link.broken link.draft link.empty link.ledger link.missing link.open link.retired link.text link.turned
link.undefined link.unread link.unused link.vague list.number markdown.alert markdown.attributes
markdown.comment markdown.emphasis markdown.fence markdown.github markdown.html markdown.mark markdown.script
markdown.template markdown.uncompared output.id output.link reference.draft reference.missing reference.type
repeats.zone review.due search.missing sheets.tools table.cells table.columns table.hyphens term.spelling
theme.contrast title.duplicate translation.fact translation.items translation.missing translation.orphan
translation.picture translation.stale translation.unrecorded video.captions video.transcript
"""
_FIXED = """
address.collision address.lock address.long address.reserved anchor.twice baseline.line cards.glyph
catalogue.placeholder catalogue.syntax config.engine config.field config.file config.language config.menu
config.missing config.type config.unknown config.value data.missing data.syntax extension.engine
extension.failed extension.files extension.import extension.impure extension.name extension.register
extension.result extension.syntax extension.taken extension.value figure.draft figure.incomplete
figure.missing file.bytes file.character file.collision file.encoding file.fault file.kind file.missing
file.name file.place file.pointer file.size file.stranger file.unreadable front_matter.kind
front_matter.missing front_matter.open front_matter.size host.address host.scripts host.user
illustration.unknown image.fetch image.kind language.unknown lifecycle.loop lifecycle.translation limit.memory
limit.time link.refused markdown.depth merge.unfinished reference.cycle repeats.except repeats.many
repeats.start row.cells row.column row.name row.table row.twice sheets.fonts sheets.glyph sheets.layout
shortcode.arguments shortcode.nesting shortcode.place shortcode.syntax shortcode.unknown shortcode.unopened
template.block template.call template.circle template.failed template.missing template.syntax
template.undefined term.address theme.circle theme.folder theme.import theme.missing theme.token
translation.lock translation.only_in type.missing video.source yaml.alias yaml.anchor yaml.duplicate yaml.key
yaml.limit yaml.merge yaml.quotes yaml.syntax yaml.tag
"""
LOWERABLE, FIXED = (frozenset(codes.split()) for codes in (_LOWERABLE, _FIXED))


def names() -> Iterator[str]:
    """Codes and families, such as `link`, for which a site can set a severity."""
    codes = sorted((*LOWERABLE, *FIXED, "baseline.mended"))
    yield from dict.fromkeys(code.partition(".")[0] for code in codes)
    yield from codes


def is_of(code: str, name: str) -> bool:
    """True if a name is that of a code or of its family."""
    return name in (code, code.partition(".")[0])
