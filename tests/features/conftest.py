"""Fixtures of several features."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.features.publishing import gcs
from tests.features.publishing.s3 import BUCKET, S3, SECRET, serve


@pytest.fixture
def google(monkeypatch: pytest.MonkeyPatch) -> Iterator[S3]:
    """An empty bucket of Google Cloud Storage, to which the environment has the key."""
    google = S3(address=f"gs://{BUCKET}")
    server = serve(google, gcs.Handler)
    monkeypatch.setenv("GOOGLE_SERVICE_ACCOUNT_KEY", gcs.account(google.port))
    monkeypatch.setenv("GOOGLE_ALLOW_HTTP", "true")
    yield google
    server.shutdown()
    server.server_close()


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[S3]:
    """An empty bucket, to which the environment has the key."""
    s3 = S3()
    server = serve(s3)
    for name, value in {
        "AWS_ACCESS_KEY_ID": "the-id",
        "AWS_SECRET_ACCESS_KEY": SECRET,
        "AWS_REGION": "eu-west-1",
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{s3.port}",
        "AWS_ALLOW_HTTP": "true",
    }.items():
        monkeypatch.setenv(name, value)
    yield s3
    server.shutdown()
    server.server_close()
