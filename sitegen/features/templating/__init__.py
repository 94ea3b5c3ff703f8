"""Templates: lists with arguments and files of data; checks of names and calls, and of catalogues."""

from sitegen.types.registers import EntryPoint

CALLS = {
    "lists": EntryPoint("sitegen.features.templating.list_calls:read"),
    "source": EntryPoint("sitegen.features.templating.data_files:read"),
}
DATA_FILES = EntryPoint("sitegen.features.templating.data_files:load")
SHARED_INPUTS = {"list_call": EntryPoint("sitegen.features.templating.lists:LIST")}
INPUTS = {
    "list_call_of_page": EntryPoint("sitegen.features.templating.lists:LIST_OF_PAGE"),
    "data_file": EntryPoint("sitegen.features.templating.data_files:DATA_FILE"),
}
TEMPLATE_RULES = (EntryPoint("sitegen.features.templating.check_syntax:problems_of"),)
RULES = (
    EntryPoint("sitegen.features.templating.check_catalogues:RULE"),
    EntryPoint("sitegen.features.templating.check_words:RULE"),
    EntryPoint("sitegen.features.templating.check_names:RULE"),
    EntryPoint("sitegen.features.templating.check_fields:RULE"),
    EntryPoint("sitegen.features.templating.check_lists:RULE"),
)
