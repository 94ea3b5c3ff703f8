"""Registers that are open to extensions: what each holds, and the functions that check its values.

The functions are named and not imported, since they are in rooms that import this one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from sitegen.features.extensions.guard import Owner, Unfit, as_function
from sitegen.problems.extension_failures import described
from sitegen.types.registers import EntryPoint

HERE = "sitegen.features.extensions."
"""Before a reference in this feature."""
NAMED, LISTED, WHOLE = "a mapping", "a tuple", "one value"


class Offer(Struct, frozen=True):
    """A register that is open to extensions."""

    name: str
    word: str
    """One of its values in messages: `filter`."""
    holds: str
    """Its values, in Markdown for the page "Extending"."""
    made_by: str
    """Reference of a function from a value, its name and its owner to the value of the register. It raises
    Unfit."""
    form: str = NAMED
    names: str = ""
    """Reference of a function that returns the names that the register has already."""
    functions: bool = False
    """True if each value is a function."""
    pure: bool = True
    """True if its functions may depend on nothing but their arguments."""
    rebuilt: str = ""
    """The parts of a site that an edit rebuilds, in Markdown for the page "Extending"."""


OFFERS: tuple[Offer, ...] = (
    Offer(
        "FILTERS", "filter", "name → function, or `Filter`; `{{ page.title|NAME }}` calls it. With a "
        "parameter `locale`, it receives the locale of the page.",
        "of_templates:filter_of", names="of_templates:filter_names",
        rebuilt="pages whose templates use one of them",
    ),
    Offer(
        "TESTS", "test", "name → function that returns true or false; `{% if page.title is NAME %}` calls it",
        "of_templates:test_of", names="of_templates:test_names",
        functions=True, rebuilt="pages whose templates use one of them",
    ),
    Offer(
        "GLOBALS", "global", "name → function or plain value; every template can use `{{ NAME }}`",
        "of_templates:global_of", names="of_templates:global_names",
        rebuilt="pages whose templates use one of them",
    ),
    Offer(
        "SHORTCODES", "shortcode", "name → function of the arguments of the call, that returns a text or "
        "`Markup`; with a parameter `inner`, it receives what is between two tags",
        "of_templates:shortcode_of", names="of_templates:shortcode_names",
        functions=True, rebuilt="pages whose texts use one of them",
    ),
    Offer(
        "KINDS", "field kind", "name → `Kind`", "of_kinds:kind_of",
        names="sitegen.kinds:every_kind",
        rebuilt="pages of entries whose type has a field of such a kind; their files are read again",
    ),
    Offer(
        "DOCUMENT_RULES", "rule",
        "functions of a document, the definition and the text; they yield `Problem`s",
        "of_rules:document_rule_of", form=LISTED,
        functions=True, rebuilt="nothing; all content files are read again",
    ),
    Offer(
        "RULES", "rule", "`Rule`s: functions of the whole site that yield `Problem`s, each with a `Scope`",
        "of_rules:rule_of", form=LISTED, rebuilt="nothing; rules run again",
    ),
    Offer(
        "INPUTS", "input", "name → function of the inputs and a key, or `InputKind`; outputs name it",
        "of_outputs:input_of", names="sitegen.views.inputs:input_kinds",
        rebuilt="outputs that use one of them",
    ),
    Offer(
        "RENDERERS", "renderer", "name → function of a `Job` that returns `bytes`; outputs name it",
        "of_outputs:renderer_of", names="sitegen.render.renderers:renderers",
        functions=True, rebuilt="outputs that use one of them",
    ),
    Offer(
        "SLOW", "slow renderer", "names of renderers that take long: their files are made last, each in a "
        "process with limits, and kept in the build cache", "of_outputs:slow_renderer_of", form=LISTED,
        rebuilt="nothing",
    ),
    Offer(
        "PLANNERS", "planner", "functions of the site and its sources that yield `Output`s",
        "of_outputs:planner_of", form=LISTED, functions=True, rebuilt="outputs that are planned differently",
    ),
    Offer(
        "SHARED_INPUTS", "shared input",
        "name → function of the inputs and an empty key, whose value is the same on every page of a "
        "language; every template can use `{{ NAME }}`",
        "of_outputs:shared_input_of", names="of_outputs:names_of_inputs",
        rebuilt="pages whose templates use one of them",
    ),
    Offer(
        "SUBJECTS", "kind of page",
        "name → function of a `ViewContext` and a key that returns a `PageView`, or `SubjectKind`; a "
        '`GeneratedPage` with the subject `"NAME:KEY"` is such a page',
        "of_pages:subject_of", names="sitegen.views.subjects:subject_kinds",
        rebuilt="pages of this kind",
    ),
    Offer(
        "TEMPLATES", "template",
        "name → path of its file, from the folder of the module; a theme or a file in `templates/` can "
        "replace it", "of_pages:template_of", names="of_pages:template_names",
        rebuilt="pages that use the template, after an edit of its file",
    ),
    Offer(
        "TEMPLATE_RULES", "rule", "functions of a `ParsedTemplate` and of all by name; they yield `Problem`s",
        "of_rules:template_rule_of", form=LISTED, functions=True,
        rebuilt="nothing; all templates are read again",
    ),
    Offer(
        "VIEWS", "view", "name of a variable of templates → its type, a `Struct`; a template that uses an "
        "attribute that it lacks has a mistake", "of_pages:view_of",
        names="sitegen.features.templating.check_names:views",
        rebuilt="nothing; templates are checked again",
    ),
    Offer(
        "REPORTS", "report", "functions of a `Checked` that yield `Problem`s or return a `Report`; only "
        "`sitegen check` runs them", "of_rules:report_of", form=LISTED, functions=True, rebuilt="nothing",
    ),
    Offer(
        "TURNS", "turn", "`Turn`s: the days on which pages change, for `sitegen next-change`",
        "of_rules:turn_of", form=LISTED, rebuilt="nothing",
    ),
    Offer(
        "MEDIA_TYPES", "media type", "name of files → their media type in `sitegen serve`",
        "of_pages:media_type_of", names="of_pages:names_of_media_types", rebuilt="nothing",
    ),
    Offer(
        "POLICIES", "policy",
        "folder of the output, such as `tool/` → function of the definition that returns the content "
        "security policy of its pages in `sitegen serve`", "of_pages:policy_of",
        names="of_pages:names_of_policies", functions=True, rebuilt="nothing",
    ),
    Offer(
        "KEYS", "keys", "`Contributed`: keys of `site.yaml` and of `_type.yaml`",
        "of_definitions:keys_of_extension", form=WHOLE,
        rebuilt="what is made with the values of these keys",
    ),
    Offer(
        "MARKDOWN", "Markdown extension", "name of an extension of Python-Markdown → its settings, a mapping",
        "of_definitions:settings_of", names="of_definitions:markdown_names",
        rebuilt="pages whose text it changes; all content files are read again",
    ),
    Offer(
        "LOADERS", "loader", "name → function of a `TableRequest` that returns rows: mappings of columns and "
        "values; `rows: {loader: NAME}` in `_type.yaml` names it, and only `sitegen fetch` runs it",
        "sitegen.features.tables.loaders:loader_of", pure=False, functions=True, rebuilt="nothing",
    ),
    Offer(
        "IMPORTERS", "importer", "name → function of a `Source` and `ImportOptions` that returns `Imported`; "
        "`sitegen import NAME` runs it",
        "sitegen.features.importing.importers:importer_of",
        names="sitegen.features.importing.importers:importers", pure=False, functions=True, rebuilt="nothing",
    ),
    Offer(
        "COMMANDS", "command", "name → `click.Command`; `sitegen NAME` runs it",
        "sitegen.commands.of_extensions:command_of_extension", names="sitegen.commands:commands", pure=False,
        rebuilt="nothing",
    ),
)  # fmt: skip
CLOSED: Mapping[str, str] = {
    "CALLS": "the arguments of a call are read before anything is joined; write a function under `GLOBALS`, "
    "or a value under `SHARED_INPUTS`",
    "DATA_FILES": "declare the file in `FILES` and read it in an input",
    "DRAWINGS": "it joins two features of sitegen",
    "EXTENDER": "it loads the extensions",
    "ILLUSTRATOR": "a site has one; plan your drawings as outputs",
    "INDEXER": "a site has one index; plan yours as an output",
    "JUDGE": "a site has one; `severity` in `site.yaml` sets severities",
    "PAGE_PARTS": "`page` has the same attributes on every site; give templates a name of their own with "
    "`SHARED_INPUTS` or an input",
    "PICTURE_KINDS": "pictures of strangers are read; convert them by a command",
    "ROWS": "write a loader",
    "SELECTORS": "an input can select entries",
    "SHARED_CACHE": "a site has one",
    "SKETCH": "it belongs to `ILLUSTRATOR`",
}
"""Registers that no extension can fill, with what to do instead, in Markdown for the page "Extending"."""
FILES = "FILES"
"""Name of a tuple with the paths of the files that an extension reads."""
NAMES = (*(offer.name for offer in OFFERS), FILES)


def items_of(offer: Offer, value: Any) -> Iterator[tuple[str, Any]]:
    """The values of a register in an extension, with their names. Raises Unfit."""
    if offer.form is NAMED:
        if not isinstance(value, Mapping):
            raise Unfit(f"is {described(value)}, not a mapping", f"write {offer.name} = {{…}}")
        for name, item in value.items():
            if not isinstance(name, str) or not name:
                raise Unfit(f"has {described(name)} as a name", "a name is a text")
            yield name, item
    elif offer.form is LISTED:
        if not isinstance(value, tuple | list):
            raise Unfit(f"is {described(value)}, not a tuple", f"write {offer.name} = (…,)")
        yield from (("", item) for item in value)
    else:
        yield "", value


def made(offer: Offer, found: Mapping[str, Any], items: tuple[Any, ...]) -> Any:
    """Values in the form of the register."""
    if offer.form is NAMED:
        return found
    return items if offer.form is LISTED else items[0]


def value_of(offer: Offer, value: Any, name: str, owner: Owner) -> Any:
    """The value of a register that an extension gives. Raises Unfit."""
    if offer.functions:
        as_function(value)
    return loaded(offer.made_by)(value, name, owner)


def names_in(offer: Offer) -> frozenset[str]:
    """Names that a register has already."""
    return frozenset(loaded(offer.names)()) if offer.names else frozenset()


def loaded(reference: str) -> Any:
    """The function that a reference names."""
    return EntryPoint(reference if reference.startswith("sitegen.") else HERE + reference).load()
