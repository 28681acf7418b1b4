from __future__ import annotations

import pytest

from marsad.errors import MarsadError
from marsad.settings import SETTINGS, setting


def test_defaults_are_values_that_the_setting_itself_would_take() -> None:
    for entry in SETTINGS:
        assert setting(entry.name, {}) == entry.default
        assert setting(entry.name, {entry.variable: str(entry.default)}) == entry.default


@pytest.mark.parametrize(
    ("name", "value"), [("lang", "fr"), ("max_report_bytes", "many"), ("max_report_bytes", "0"), ("width", "-3")]
)
def test_values_that_cannot_be_are_refused(name: str, value: str) -> None:
    with pytest.raises(MarsadError) as caught:
        setting(name, {f"MARSAD_{name.upper()}": value})
    assert caught.value.code == "bad-setting"


def test_unknown_names_are_refused() -> None:
    with pytest.raises(MarsadError):
        setting("depth")
