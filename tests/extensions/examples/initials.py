"""A filter: `{{ page.title|initials }}` is AD for Ann Doe."""


def initials(name):
    return "".join(word[0].upper() for word in name.split())


FILTERS = {"initials": initials}
