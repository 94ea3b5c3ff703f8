"""Mappings with one key."""

from __future__ import annotations

import pickle

import pytest

from sitegen.store.codec import as_json
from sitegen.store.single import Single

ONE = Single("en", "topics/food@en")
SAME = {"en": "topics/food@en"}


def test_it_is_the_same_as_a_dictionary() -> None:
    assert ONE == SAME
    assert SAME == ONE
    assert ONE != {"fr": "topics/food@en"}
    assert (ONE["en"], ONE.get("en"), ONE.get("fr"), ONE.get("fr", "")) == (SAME["en"], SAME["en"], None, "")
    assert ("en" in ONE, "fr" in ONE) == (True, False)
    assert (list(ONE), len(ONE), {**ONE}) == (["en"], 1, SAME)
    assert (ONE.items(), ONE.keys()) == (SAME.items(), SAME.keys())
    assert list(ONE.values()) == ["topics/food@en"]


def test_it_has_no_other_key() -> None:
    with pytest.raises(KeyError):
        ONE["fr"]


def test_it_is_sent_to_other_processes_and_stored() -> None:
    assert pickle.loads(pickle.dumps(ONE)) == SAME
    assert as_json({"topics/food": ONE}) == '{"topics/food":{"en":"topics/food@en"}}'


def test_what_json_does_not_have_is_refused() -> None:
    with pytest.raises(TypeError, match="complex"):
        as_json({"a": 1j})
