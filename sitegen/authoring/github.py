"""Templates for GitHub: forms to report a mistake or propose an entry, and the text of a pull request."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from sitegen.authoring.entry_schemas import TextOf, texts_for
from sitegen.kinds import KINDS
from sitegen.types import Config, ContentType, Field

Form = dict[str, object]

LONG = 200
"""Maximum length from which a text gets a field of several lines."""
MOST_OPTIONS = 100

PULL_REQUEST = """\
What does this change, and why? One or two sentences are enough.



Before you ask for a review:

- [ ] I looked at the page in the preview, also on a narrow screen.
- [ ] Every number, date and name says where it comes from.
- [ ] Every picture says what it shows, and who made it.
- [ ] Nothing that was moved or renamed lost its old address.
- [ ] `sitegen check` has nothing to say about what I changed.
"""
TRANSLATIONS = "- [ ] The other languages have this change too, or they can wait for it.\n"


def templates(config: Config) -> dict[str, str]:
    """Files below `.github/` by name: issue forms, and the template for pull requests."""
    text_of = texts_for(config)
    forms = {"1-mistake": _mistake(config)}
    forms |= {
        f"2-{content_type.name}": _proposal(content_type, text_of) for content_type in config.types.values()
    }
    files = {f"ISSUE_TEMPLATE/{name}.yml": _yaml(form) for name, form in forms.items()}
    several = TRANSLATIONS if len(config.languages) > 1 else ""
    return {**files, "PULL_REQUEST_TEMPLATE.md": PULL_REQUEST + several}


def _yaml(form: Form) -> str:
    return yaml.safe_dump(form, sort_keys=False, allow_unicode=True, width=110)


def _mistake(config: Config) -> Form:
    example = f"{config.base_url}/"
    return {
        "name": "Something on the site is wrong",
        "description": "A mistake, something out of date, a link that leads nowhere.",
        "body": [
            _element("input", "page", "Which page?", f"Its address, like {example}", True),
            _element("textarea", "wrong", "What is wrong there?", "Copy the words in question.", True),
            _element(
                "textarea", "right", "What should it say, and where can that be read?", "If you know.", False
            ),
        ],
    }


def _proposal(content_type: ContentType, text_of: TextOf) -> Form:
    """Form with the required fields of a type, labelled as in its definition."""
    name = text_of(content_type.singular)
    fields = [f for f in content_type.fields.values() if f.required or f.name == "summary"]
    body = [element for field in fields for element in _elements(field, text_of)]
    more = "Anything else we should know; links to where it can be read."
    return {
        "name": f"Propose: {name}",
        "description": text_of(content_type.description)[:200] or f"Something new for the site: {name}.",
        "title": f"{name}: ",
        "body": [*body, _element("textarea", "more-about-it", "More about it", more, False)],
    }


def _elements(field: Field, text_of: TextOf) -> Iterator[Form]:
    label = text_of(field.label)
    kind = KINDS[field.kind]
    form = "" if kind.points_to or field.choices else kind.form_of(field)
    many = "one or several" if field.many else ""
    advice = "; ".join(part.rstrip(".") for part in (field.help, form, many) if part)
    if 0 < len(field.choices) <= MOST_OPTIONS:
        labels = {word: text_of(texts) for word, texts in field.choices.items()}
        options = [text if list(labels.values()).count(text) == 1 else word for word, text in labels.items()]
        element = _element("dropdown", field.name, label, advice, field.required)
        element["attributes"] |= {"multiple": field.many, "options": options}  # type: ignore[operator]
        yield element
        return
    long = kind.text and field.name != "title" and int(field.maximum or 0) >= LONG
    several_lines = long or field.many or kind.lines or field.fields or field.name == "summary"
    element_type = "textarea" if several_lines else "input"
    if field.fields:
        parts = ", ".join(text_of(inner.label) for inner in field.fields.values())
        advice = "; ".join(filter(None, (advice, parts)))
    yield _element(element_type, field.name, label, advice, field.required)


def _element(kind: str, name: str, label: str, advice: str, required: bool) -> Form:
    attributes = {"label": label} | ({"description": advice} if advice else {})
    return {"type": kind, "id": name, "attributes": attributes, "validations": {"required": required}}
