"""A field kind: telephone numbers, which pages show as links."""

from sitegen.extend import Kind, Markup


def link(viewing, field, value, page, place):
    return Markup('<a href="tel:{}">{}</a>').format(value.replace(" ", ""), value)


PHONE = Kind(
    name="phone",
    noun="a telephone number with its country",
    pattern=r"\+[0-9]{1,3}( ?[0-9]{2,4}){2,5}",
    example="+47 22 33 44 55",
    input="tel",
    view=link,
)
KINDS = {"phone": PHONE}
