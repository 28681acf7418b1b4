from __future__ import annotations

import builtins
from collections.abc import Iterator
from typing import Any

import pytest

from marsad import read
from marsad.link import latin as module

TEXT = "قال الناشط نبيل الخولي إن المعرض سيفتتح غدا."


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    yield
    module.latin.cache_clear()
    module._speller.cache_clear()


def english() -> list[str | None]:
    module.latin.cache_clear()
    module._speller.cache_clear()
    record = read(TEXT, published="2024-05-02", strict=True).record
    return [e["name"]["en"] for e in record["entities"] if e["name"]["ar"] == "نبيل الخولي"]


def test_a_person_in_no_list_has_a_likely_latin_name() -> None:
    pytest.importorskip("arabic_name_romanizer")
    (name,) = english()
    assert name is not None
    assert name.isascii()
    assert name.startswith("Nabil ")


def test_never_is_never(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MARSAD_LATIN_NAMES", "never")
    assert english() == [None]


def test_without_the_library_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def missing(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == "arabic_name_romanizer":
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", missing)
    assert english() == [None]
