"""Key `cms` of `site.yaml`: a git-based CMS at `/admin/`."""

from __future__ import annotations

from msgspec import Struct

from sitegen.definition.config import Contributed
from sitegen.definition.reader import Key, Keys
from sitegen.definition.values import ADDRESS, choice, mapping, text
from sitegen.types import Config


class CmsRule(Struct, frozen=True):
    """Settings of the git-based CMS at `/admin/`."""

    backend: str
    """`github`, `gitlab` or `gitea`."""
    repo: str
    """Repository as `owner/name`."""
    branch: str
    auth: str
    """Address of the service that logs editors in; empty: the backend's own."""
    publish_mode: str
    """`editorial_workflow` (a pull request for each entry) or `simple` (commits to the branch)."""
    script: str
    """`https://` address, or path below `static/`."""
    integrity: str
    """Digest required of the script (W3C, Subresource Integrity); not needed for a script below `static/`."""


def cms_of(config: Config) -> CmsRule | None:
    """CMS of a site; None if it has none."""
    rule = config.contributed["cms"]
    assert rule is None or isinstance(rule, CmsRule)
    return rule


BACKENDS = ("github", "gitlab", "gitea")
PUBLISH_MODES = ("editorial_workflow", "simple")
SVELTIA = "https://unpkg.com/@sveltia/cms@0.221.1/dist/sveltia-cms.js"
SVELTIA_DIGEST = "sha384-JQ+XsKx/UzwdTiNnFStza3XtqqQoVtyNPApkfvwlzZDfhe7giE9CnfQrpHqgv3k6"
"""Digest of the file in the npm package of that version, which unpkg serves."""
SCRIPT = r"https://\S+\.m?js|[A-Za-z0-9_-][A-Za-z0-9._/@-]*\.m?js"
DIGEST = r"sha(256|384|512)-[A-Za-z0-9+/]+={0,2}"


def _cms(own: Keys) -> CmsRule:
    script, integrity = own["script"], own["integrity"]
    if script.startswith("https://") and not integrity:
        message = 'a script of another site needs "integrity": the digest that it must have'
        hint = "or put the script below static/ and name it by its path there"
        own.report("config.missing", message, own.place_of("script"), hint)
    program = {"script": script or SVELTIA, "integrity": integrity if script else SVELTIA_DIGEST}
    return CmsRule(**own.values() | program)


CMS = mapping(
    "the CMS",
    (
        Key(
            "repo",
            text(r"[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)+"),
            "The repository: `owner/name`.",
            required=True,
            example="my-city/website",
        ),
        Key("branch", text(r"[A-Za-z0-9._/-]+"), "The branch that is published.", "main"),
        Key("backend", choice(*BACKENDS), "Host of the repository."),
        Key(
            "auth",
            ADDRESS,
            "Address of the service with which editors log in, such as your own "
            "[Sveltia CMS Authenticator](https://github.com/sveltia/sveltia-cms-auth). "
            "Without it they log in with a token.",
            otherwise="that of the backend",
        ),
        Key(
            "publish_mode",
            choice(*PUBLISH_MODES),
            "A pull request for each entry, or a commit on the branch at once.",
        ),
        Key(
            "script",
            text(SCRIPT),
            "Another program: a path below `static/`, or an `https://` address.",
            otherwise="Sveltia 0.221.1, from unpkg.com",
        ),
        Key(
            "integrity",
            text(DIGEST),
            "The digest that a script from another site must have: `sha384-…` (Subresource Integrity).",
            otherwise="that of the default",
        ),
    ),
    _cms,
)
KEYS = Contributed(site=(Key("cms", CMS, "A place to write in the browser: see [CMS](#cms)."),))
