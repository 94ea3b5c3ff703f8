"""The site for a git-based CMS: its collections and fields, in the dialect that Sveltia and Decap share.

sitegen reads every value as it is written, so a widget is one whose output the kind of the field reads: a
whole day comes from a picker, and a day that may be a year from a line of text with a pattern.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from msgspec import Struct

from sitegen.definition.built_in import BUILT_IN
from sitegen.features.editing.definition import CmsRule, cms_of
from sitegen.kinds import KINDS, is_translated
from sitegen.kinds.kind import Json, Tools
from sitegen.kinds.widgets import widget_of
from sitegen.model.translations import NOT_INHERITED
from sitegen.model.urls import href
from sitegen.read.entry_places import INTRO, INTRO_TYPE
from sitegen.types import Config, ContentType, Field
from sitegen.views.viewer import Viewer

UPLOADS = "static/uploads"


class CmsView(Struct, frozen=True):
    """Files that the page at `/admin/` loads, and its policy."""

    script: str
    integrity: str
    policy: str


def cms_view(viewer: Viewer, assets: Mapping[str, str]) -> CmsView | None:
    """None where the site has no CMS; `assets` has the addresses of static files."""
    rule = cms_of(viewer.config)
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
"""Hosts from which a backend serves programs and pictures."""


def policy_of(config: Config) -> str:
    """Policy of the CMS of a site; empty if it has none."""
    rule = cms_of(config)
    return cms_policy(rule) if rule else ""


def cms_policy(rule: CmsRule) -> str:
    """Policy of the CMS (W3C, Content Security Policy 3): itself, its fonts, and the repository."""
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
    rule = cms_of(config)
    assert rule is not None
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
    kind = KINDS[field.kind]
    translated = _is_translated(field) or field.name in NOT_INHERITED
    needed: object = field.required and field.default is None
    if needed and translated and not is_translated(field) and len(viewer.config.languages) > 1:
        needed = [viewer.config.default_language]
    widget = _one(viewer, field)
    form = kind.form_of(field) if widget["widget"] in ONE_LINE else ""
    hint = "; ".join(part.rstrip(".") for part in (field.help, form) if part)
    about: Json = {"name": field.name, "label": viewer.text(field.label), "required": needed}
    about |= {"hint": hint} if hint else {}
    about |= {} if field.default is None else {"default": [field.default] if field.many else field.default}
    return about | _widget(viewer, field, widget) | _i18n(viewer.config, translated)


ONE_LINE = ("string", "text")
"""Widgets that do not show what a value looks like."""


def _is_translated(field: Field) -> bool:
    """True if a translation may have a value of its own; it takes other values from its source."""
    kind = KINDS[field.kind]
    return kind.text or kind.attached or bool(field.fields)


def _one(viewer: Viewer, field: Field) -> Json:
    """The widget for one value."""
    if field.fields:
        return {"widget": "object", "fields": [_field(viewer, inner) for inner in field.fields.values()]}
    return widget_of(KINDS[field.kind], field, _tools(viewer))


def _tools(viewer: Viewer) -> Tools:
    config = viewer.config
    return Tools(viewer.text, viewer.country, tuple(config.languages), config.time_zone is not None)


def _widget(viewer: Viewer, field: Field, widget: Json) -> Json:
    """The widget for all values of a field."""
    if not field.many:
        return widget
    if widget["widget"] in ("select", "relation"):
        return widget | {"multiple": True}
    if widget["widget"] == "object":
        return {"widget": "list", "fields": widget["fields"], "allow_add": True}
    one = {"name": field.name, "label": viewer.text(field.label), **widget}
    return {"widget": "list", "field": one | _i18n(viewer.config, _is_translated(field))}
