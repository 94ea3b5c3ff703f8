"""The policy under which a site works: nothing from elsewhere, no inline script or style."""

from __future__ import annotations

from pathlib import Path

from tests.sites import base_text, build_good

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; media-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'"
)


def test_a_file_for_the_host_has_the_policy_and_its_companions(tmp_path: Path) -> None:
    lines = build_good(tmp_path)["_headers"].splitlines()

    assert lines[0] == "/*"
    assert f"  Content-Security-Policy: {POLICY}; frame-ancestors 'none'" in lines
    assert "  X-Content-Type-Options: nosniff" in lines


def test_a_site_below_a_path_speaks_for_that_path_only(tmp_path: Path) -> None:
    site = build_good(tmp_path, base_url="https://example.org/preview/7")

    assert site["_headers"].startswith("/preview/7/*\n")


def test_a_template_can_say_the_policy_where_the_host_does_not(tmp_path: Path) -> None:
    head = '<head>\n<meta http-equiv="Content-Security-Policy" content="{{ site.policy }}">'
    files = {"templates/base.html": base_text("templates/base.html").replace("<head>", head)}

    assert f'content="{POLICY}"'.replace("'", "&#39;") in build_good(tmp_path, files)["index.html"]
