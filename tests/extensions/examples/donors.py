"""A page in each language: those who support us, `/donors/`, from the type `givers`."""

from sitegen.extend import GeneratedPage, generated, in_languages

NAMES = {"en": "Donors", "fr": "Donateurs"}


def page(context, key):
    title = NAMES[context.viewer.language.code]
    return generated(context, kind="donors", name="donors", url="/donors/", title=title, summary="")


def donors(inputs, key):
    return [inputs.viewer.page(entry).title for entry in inputs.site.entries["givers"]]


def plan(site, sources):
    own = {"donors": "donors"}
    page = GeneratedPage("/donors/", "donors:", "donors.html", "content/site.yaml", own)
    yield from in_languages(page, site.config)


PLANNERS, SUBJECTS, INPUTS = (plan,), {"donors": page}, {"donors": donors}
TEMPLATES = {"donors.html": "donors.html"}
