"""Checking a site before rendering and after it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from sitegen.build.context import Context
from sitegen.build.joining import Joined
from sitegen.build.judging import judged
from sitegen.build.planning import Outputs, PlannedSite, whole_plan
from sitegen.build.result import Result
from sitegen.build.site_files import SiteFiles
from sitegen.check.checked import Checked
from sitegen.check.facts import SiteFacts
from sitegen.check.rule import run, run_rules
from sitegen.check.rules import AFTER_RENDERING, rules
from sitegen.read.scan import read_bytes, read_source
from sitegen.read.tables import place_in_table, with_rows_of
from sitegen.render.facts import FactFinder
from sitegen.types import FOUND_AGAIN, Document, Facts, Library, Problem, Snapshot, Sources
from sitegen.views.released import LOCK


def check_site(
    root: Path, files: SiteFiles, joined: Joined, outputs: Outputs, context: Context
) -> PlannedSite:
    """The site with all problems that can be found before rendering."""
    context.progress("checking", 0, 0)
    site, last = joined.site, context.previous.snapshot
    checked = Checked(
        site,
        outputs.plan,
        outputs.paths,
        files.templates,
        documents=tuple(_to_check(files, joined, outputs, last)),
        read=partial(read_source, root),
        has_lock=LOCK in files.sources.content,
        hidden=tuple(_hidden(files, joined)),
    )
    found = _placed(_problems(files, joined, checked, last), files.library)
    return PlannedSite(files, joined, outputs, checked, found, judged(found, site.config, files.known))


def _placed(problems: Iterable[Problem], library: Library) -> tuple[Problem, ...]:
    """The problems, with those of fields that a table gives at their places in it."""
    if not library.rows:
        return tuple(problems)
    return tuple(place_in_table(problem, library.rows) for problem in problems)


def _hidden(files: SiteFiles, joined: Joined) -> Iterator[Document]:
    """Documents that are not published yet; none if only words have changed."""
    if joined.site.hidden and not joined.is_kept:
        documents = files.library.documents.values()
        yield from (document for document in documents if document.path in joined.site.hidden)


def _to_check(files: SiteFiles, joined: Joined, outputs: Outputs, last: Snapshot) -> Iterator[Document]:
    """The documents whose links and shortcodes can have become wrong, or were wrong in the last build."""
    again = files.library.fresh | with_rows_of(last.wrong, files.library.rows)
    if joined.is_kept:
        read = (files.library.files[path].document for path in sorted(again) if path in files.library.files)
        yield from (document for document in read if document and document.key in joined.site.documents)
    else:
        every = outputs.names != last.names
        documents = joined.site.documents.values()
        yield from (document for document in documents if every or document.path in again)


def _problems(files: SiteFiles, joined: Joined, checked: Checked, last: Snapshot) -> Iterator[Problem]:
    """All problems of the site; if only words have changed, those of other files are still the same."""
    fresh, read = files.library.fresh, files.library.files
    if not joined.is_kept:
        yield from files.problems
        yield from problems_of(files.sources, files.library, checked)
    else:
        yield from (p for p in last.problems if p.location.path not in fresh and p.code not in FOUND_AGAIN)
        yield from (remark for path in sorted(fresh) for remark in read[path].remarks)
        yield from run_rules(rules(), checked, only_words=True)


def problems_of(sources: Sources, library: Library, checked: Checked) -> Iterator[Problem]:
    """Problems of content and templates, of the site and of its plan."""
    yield from sources.problems
    yield from checked.templates.problems
    yield from library.problems
    yield from checked.site.problems
    yield from checked.plan.problems
    for document in checked.site.documents.values():
        yield from library.files[document.path].remarks
    yield from run_rules(rules(), checked)


def check_pages(root: Path, result: Result, context: Context) -> Result:
    """The result with the problems of the finished pages; with reports if they are wanted."""
    checked = _finished(root, result, context)
    library = result.site.files.library
    problems = list(_placed(run(AFTER_RENDERING, checked), library))
    if not context.options.reports:
        return result.reporting(problems, context.strict)
    from sitegen.check.report import problems_of_reports
    from sitegen.check.reports import reports

    contents = {artifact.path: artifact.data for artifact in result.artifacts}
    found = [rule(replace(checked, contents=contents)) for rule in reports()]
    problems += _placed(problems_of_reports(found, checked, context.executor), library)
    summaries = tuple(report.summary for report in found if report.summary)
    return replace(result, summaries=summaries).reporting(problems, context.strict, complete=True)


def _finished(root: Path, result: Result, context: Context) -> Checked:
    """The input of the rules after rendering: if an address or an anchor is gone, all links of the site."""
    site, outputs = result.site, result.site.outputs
    read_again = partial(_read_again, context.output, outputs.finder)
    present = (*result.reused, *result.deferred)
    facts = SiteFacts(result.artifacts, present, context.previous.snapshot, read_again)
    checked = replace(site.checked, facts=facts)
    if facts.lost:
        plan = outputs.plan if outputs.are_planned else whole_plan(root, site.files, site.site)
        checked = replace(checked, plan=plan, documents=tuple(site.site.documents.values()))
    return replace(checked, changed=facts.to_check(checked.plan))


def _read_again(output: Path | None, finder: FactFinder, path: str) -> Facts:
    assert output is not None, "reused pages are in an output folder"
    return finder.facts_of(read_bytes(output, path), path)
