"""Templates: lists with arguments; checks of names and calls, and of catalogues."""

from sitegen.types.registers import EntryPoint

CALLS = {"lists": EntryPoint("sitegen.features.templating.list_calls:read")}
SHARED_INPUTS = {"list_call": EntryPoint("sitegen.features.templating.lists:LIST")}
INPUTS = {"list_call_of_page": EntryPoint("sitegen.features.templating.lists:LIST_OF_PAGE")}
TEMPLATE_RULES = EntryPoint("sitegen.features.templating.check_syntax:problems_of")
RULES = (
    EntryPoint("sitegen.features.templating.check_catalogues:RULE"),
    EntryPoint("sitegen.features.templating.check_names:RULE"),
    EntryPoint("sitegen.features.templating.check_fields:RULE"),
    EntryPoint("sitegen.features.templating.check_lists:RULE"),
)
