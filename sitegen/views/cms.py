"""The site for a git-based CMS: its collections and fields, in the dialect that Sveltia and Decap share.

sitegen reads every value as it is written, so a widget is one whose output the kind of the field reads: a
whole day comes from a picker, and a day that may be a year from a line of text with a pattern.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from urllib.parse import urlsplit

from msgspec import Struct

from sitegen.definition.content_types import BUILT_IN
from sitegen.kinds.codes import country_codes
from sitegen.kinds.forms import anchored, form_of, pattern_of
from sitegen.kinds.scalars import TEXT_KINDS
from sitegen.model.translations import NOT_INHERITED
from sitegen.model.urls import href
from sitegen.read.entry_places import INTRO, INTRO_TYPE
from sitegen.types import CmsRule, Config, ContentType, Field
from sitegen.views.viewer import Viewer

Json = dict[str, object]

ADMIN = "admin/"
"""The folder of its pages in the output."""
UPLOADS = "static/uploads"
LONG = 200
"""Characters from which a text is written in several lines."""
TRANSLATED = (*TEXT_KINDS, "group", "image", "file")
"""Kinds that a translation may have of its own; the others it takes from its source."""


class CmsView(Struct, frozen=True):
    """What the page at `/admin/` loads, and what it may load."""

    script: str
    integrity: str
    policy: str


def cms_view(viewer: Viewer, assets: Mapping[str, str]) -> CmsView | None:
    """None where the site has no CMS; `assets` has the addresses of static files."""
    rule = viewer.config.cms
    if rule is None:
        return None
    own = not rule.script.startswith("https://")
    missing = href(viewer.config.base_path, f"/{rule.script}")
    script = assets.get(rule.script, missing) if own else rule.script
    return CmsView(script, rule.integrity, cms_policy(rule))


HOSTS = {
    "github": ("https://api.github.com", "https://*.githubusercontent.com", "https://www.githubstatus.com"),
    "gitlab": ("https://gitlab.com", "https://status-api.hostedstatus.com"),
    "gitea": ("https:",),
}
"""Where a backend has its programs and pictures."""


def cms_policy(rule: CmsRule) -> str:
    """What the CMS may load (W3C, Content Security Policy 3): itself, its fonts, and the repository."""
    parts = urlsplit(rule.script)
    host = f"https://{parts.netloc}" if parts.netloc else ""
    folder = f"{host}{parts.path.rpartition('/dist/')[0] or parts.path.rpartition('/')[0]}/" if host else ""
    auth = f"https://{urlsplit(rule.auth).netloc}" if rule.auth else ""
    backend = HOSTS[rule.backend]
    allowed = {
        "default-src": ("'none'",),
        "script-src": ("'self'", folder),
        "style-src": (
            "'self'",
            "'unsafe-inline'",
            "https://fonts.googleapis.com",
            "https://cdn.jsdelivr.net",
        ),
        "font-src": ("'self'", "data:", "https://fonts.gstatic.com", "https://cdn.jsdelivr.net"),
        "img-src": ("'self'", "blob:", "data:", *backend),
        "media-src": ("'self'", "blob:"),
        "connect-src": ("'self'", "blob:", "data:", "https://unpkg.com", *backend, auth),
        "frame-src": ("blob:",),
        "manifest-src": ("blob:",),
        "form-action": ("'none'",),
        "base-uri": ("'none'",),
    }
    return "; ".join(f"{name} {' '.join(filter(None, words))}" for name, words in allowed.items())


def cms_config(viewer: Viewer) -> Json:
    """The configuration, for `/admin/config.yml`; its texts are in the language of the viewer."""
    config = viewer.config
    assert config.cms is not None
    rule = config.cms
    backend = {"name": rule.backend, "repo": rule.repo, "branch": rule.branch}
    settings: Json = {
        "backend": backend | ({"base_url": rule.auth} if rule.auth else {}),
        "publish_mode": rule.publish_mode,
        "site_url": config.base_url,
        "media_folder": UPLOADS,
        "public_folder": href(config.base_path, f"/{UPLOADS.partition('/')[2]}"),
        "slug": {"encoding": "ascii", "clean_accents": True, "sanitize_replacement": "-"},
        "output": {"omit_empty_optional_fields": True},
    }
    if len(config.languages) > 1:
        settings["i18n"] = {
            "structure": "multiple_files",
            "locales": list(config.languages),
            "default_locale": config.default_language,
            "initial_locales": "default",
            "omit_default_locale_from_file_path": True,
        }
    collections = [_collection(viewer, content_type) for content_type in config.types.values()]
    return settings | {"collections": [*collections, _home(viewer)]}


def _collection(viewer: Viewer, content_type: ContentType) -> Json:
    extension = "md" if content_type.page else "yaml"
    return {
        "name": content_type.name,
        "label": viewer.text(content_type.plural),
        "label_singular": viewer.text(content_type.singular),
        "description": viewer.text(content_type.description),
        "folder": f"content/{content_type.name}",
        "create": True,
        "extension": extension,
        "format": "frontmatter" if content_type.page else "yaml",
        "identifier_field": "title",
        "slug": "{{slug}}",
        "summary": "{{title}}",
        "media_folder": "",
        "public_folder": "",
        "editor": {"preview": False},
        "i18n": len(viewer.config.languages) > 1,
        "fields": [*_fields(viewer, content_type), *([_body(viewer)] if content_type.page else [])],
        "index_file": {
            "name": INTRO,
            "extension": "md",
            "format": "frontmatter",
            "fields": [*_fields(viewer, INTRO_TYPE), _body(viewer)],
            "editor": {"preview": False},
        },
    }


def _home(viewer: Viewer) -> Json:
    """The texts of the home page, one file for each language; they lie in no folder of a type."""
    config = viewer.config
    fields = [*_fields(viewer, INTRO_TYPE), _body(viewer)]
    plain = [{name: value for name, value in field.items() if name != "i18n"} for field in fields]
    files = []
    for code, language in config.languages.items():
        ending = "" if code == config.default_language else f".{code}"
        file = f"content/{INTRO}{ending}.md"
        files.append({"name": f"home-{code}", "label": language.name, "file": file, "fields": plain})
    label = viewer.text(config.title)
    return {"name": "_home", "label": label, "editor": {"preview": False}, "files": files}


def _body(viewer: Viewer) -> Json:
    body: Json = {"name": "body", "label": "Text", "widget": "markdown", "required": False}
    return body | _i18n(viewer.config, True)


def _i18n(config: Config, translated: bool) -> Json:
    return {"i18n": translated} if len(config.languages) > 1 else {}


BUILT_IN_NAMES = frozenset(field.name for field in BUILT_IN)
FIRST = ("title", "summary")


def _fields(viewer: Viewer, content_type: ContentType) -> Iterator[Json]:
    """Title and summary, then the type's own fields, then those that every entry has."""
    fields = content_type.fields
    rest = [field for field in fields.values() if field.name not in FIRST]
    common = [field for field in rest if field.name in BUILT_IN_NAMES]
    own = [field for field in rest if field.name not in BUILT_IN_NAMES]
    for field in (*(fields[name] for name in FIRST if name in fields), *own, *common):
        yield _field(viewer, field)


def _field(viewer: Viewer, field: Field) -> Json:
    translated = field.kind in TRANSLATED or field.name in NOT_INHERITED
    needed: object = field.required and field.default is None
    if needed and translated and field.kind not in TEXT_KINDS and len(viewer.config.languages) > 1:
        needed = [viewer.config.default_language]
    hint = "; ".join(part.rstrip(".") for part in (field.help, _form(field)) if part)
    about: Json = {"name": field.name, "label": viewer.text(field.label), "required": needed}
    about |= {"hint": hint} if hint else {}
    about |= {} if field.default is None else {"default": _default(field)}
    return about | _widget(viewer, field) | _i18n(viewer.config, translated)


def _form(field: Field) -> str:
    """What the widget itself does not show."""
    shown = field.kind in ("choice", "country", "boolean", "integer", "number", "image", "file", "group")
    picked = field.kind == "date" and not field.partial
    chosen = field.kind == "reference" and len(field.to) == 1
    return "" if shown or picked or chosen else form_of(field)


def _default(field: Field) -> object:
    written = str(field.default)
    value = written == "true" if field.kind == "boolean" else written
    return [value] if field.many else value


def _widget(viewer: Viewer, field: Field) -> Json:
    widget = WIDGETS.get(field.kind, _line)(viewer, field)
    if not field.many:
        return widget
    if widget["widget"] in ("select", "relation"):
        return widget | {"multiple": True}
    if widget["widget"] == "object":
        return {"widget": "list", "fields": widget["fields"], "allow_add": True}
    one = {"name": field.name, "label": viewer.text(field.label), **widget}
    return {"widget": "list", "field": one | _i18n(viewer.config, field.kind in TRANSLATED)}


def _line(viewer: Viewer, field: Field) -> Json:
    """A text; of a kind with a form, one that has it."""
    long = field.kind == "markdown" or field.name == "summary" or int(_limit(field.maximum)) >= LONG
    widget: Json = {"widget": "text" if long and field.name != "title" else "string"}
    if field.kind in TEXT_KINDS:
        widget |= {"minlength": int(_limit(field.minimum))} if field.minimum else {}
        widget |= {"maxlength": int(_limit(field.maximum))} if field.maximum else {}
    elif field.kind in ("url", "email"):
        widget["type"] = field.kind
    pattern = pattern_of(field, zoned=viewer.config.time_zone is not None)
    if pattern:
        widget["pattern"] = [anchored(pattern), field.help or form_of(field) or pattern]
    return widget


def _limit(written: str | None) -> str:
    return written if written and written.isdigit() else "0"


def _number(_: Viewer, field: Field) -> Json:
    limits = {"min": field.minimum, "max": field.maximum}
    whole = field.kind == "integer"
    widget: Json = {"widget": "number", "value_type": "int" if whole else "float"}
    return widget | {
        name: float(limit) if "." in limit else int(limit) for name, limit in limits.items() if limit
    }


def _boolean(_: Viewer, __: Field) -> Json:
    return {"widget": "boolean"}


DAY_FORMAT, MOMENT_FORMAT = "YYYY-MM-DD", "YYYY-MM-DD[T]HH:mmZ"
"""In the letters of Day.js."""


def _date(viewer: Viewer, field: Field) -> Json:
    if field.partial:
        return _line(viewer, field)
    day = {"format": DAY_FORMAT, "date_format": DAY_FORMAT, "time_format": False, "picker_utc": True}
    return {"widget": "datetime", "type": "date", **day, "default": ""}


def _datetime(viewer: Viewer, field: Field) -> Json:
    if field.whole_day:
        return _line(viewer, field)
    return {"widget": "datetime", "format": MOMENT_FORMAT, "default": ""}


def _select(options: Iterable[tuple[str, str]]) -> Json:
    return {"widget": "select", "options": [{"value": value, "label": label} for value, label in options]}


def _choice(viewer: Viewer, field: Field) -> Json:
    return _select((value, viewer.text(label)) for value, label in field.choices.items())


def _country(viewer: Viewer, _: Field) -> Json:
    return _select(
        sorted(((code, viewer.country(code)) for code in country_codes()), key=lambda pair: pair[1])
    )


def _reference(viewer: Viewer, field: Field) -> Json:
    """A relation leads to one collection; with several types their names are written."""
    if len(field.to) != 1:
        return _line(viewer, field)
    return {
        "widget": "relation",
        "collection": field.to[0],
        "value_field": "{{slug}}",
        "display_fields": ["title"],
        "search_fields": ["title"],
    }


def _parts(viewer: Viewer, *parts: Json) -> Json:
    languages = _i18n(viewer.config, True)
    return {"widget": "object", "fields": [{"required": False, **part, **languages} for part in parts]}


def _image(viewer: Viewer, _: Field) -> Json:
    needed = [viewer.config.default_language] if len(viewer.config.languages) > 1 else True
    return _parts(
        viewer,
        {"name": "file", "label": "File", "widget": "image", "required": needed, "choose_url": False},
        {"name": "alt", "label": "Alternative text", "widget": "string", "hint": "What the picture shows."},
        {"name": "credit", "label": "Credit", "widget": "string", "hint": "Who made it, and its licence."},
        {"name": "decorative", "label": "Decorative", "widget": "boolean", "hint": "It tells nothing."},
    )


def _file(viewer: Viewer, _: Field) -> Json:
    return _parts(
        viewer,
        {"name": "file", "label": "File", "widget": "file", "required": True},
        {"name": "language", "label": "Language", "widget": "string", "hint": "A BCP 47 code: fr"},
        {
            "name": "format",
            "label": "Format",
            "widget": "string",
            "hint": "Where its ending does not say it.",
        },
    )


def _group(viewer: Viewer, field: Field) -> Json:
    return {"widget": "object", "fields": [_field(viewer, inner) for inner in field.fields.values()]}


WIDGETS: Mapping[str, Callable[[Viewer, Field], Json]] = {
    "integer": _number,
    "number": _number,
    "boolean": _boolean,
    "date": _date,
    "datetime": _datetime,
    "choice": _choice,
    "country": _country,
    "reference": _reference,
    "image": _image,
    "file": _file,
    "group": _group,
}
"""Of kinds that are more than a line of text."""
