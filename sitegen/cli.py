"""The commands; the only place that prints."""

from __future__ import annotations

from sitegen.pipeline import build
