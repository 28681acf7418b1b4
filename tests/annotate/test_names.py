"""Names and roles: the case files, what mentions must always be, spans at the edges, speed."""

from __future__ import annotations

import functools
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.annotate.names import annotate, check_case
from marsad.document import Mention, Report
from marsad.lexicon.loader import ROOT
from marsad.text.segment import segment

FILES = ("roles", "sources", "titles", "bodies", "designators")


def _cases() -> list[Any]:
    out = []
    for name in FILES:
        block = yaml.safe_load((ROOT / "arabic" / f"{name}.cases.yaml").read_text("utf-8"))
        for key, expected in (("match", True), ("no_match", False)):
            out += [pytest.param(case, expected, id=f"{name}-{key}-{n}") for n, case in enumerate(block[key])]
    return out


def read(text: str) -> Report:
    return annotate(segment(Report(id="r", text=text)))


def named(text: str, kind: str = "name") -> list[str]:
    report = read(text)
    return [report.slice(m.span) for m in report.mentions if m.kind == kind]


@pytest.mark.parametrize(("case", "expected"), _cases())
def test_cases(case: dict[str, Any], expected: bool) -> None:
    assert check_case(case, expected) is None


def test_a_wrong_case_says_what_was_found() -> None:
    problem = check_case({"text": "قال وزير الدفاع المصري شيئا.", "name": "القاهرة"}, True)
    assert problem is not None
    assert "وزير الدفاع المصري" in problem


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("سافر إلى العراق", "العراق"),
        ("وبغداد هادئة", "بغداد"),
        ("عاد للعراق", "لعراق"),
        ("توجه لبغداد", "بغداد"),
        ("وصل إلى بَغداد", "بَغداد"),
        ("وصل إلى بغــداد", "بغــداد"),
    ],
)
def test_attached_particles_are_cut_off(text: str, name: str) -> None:
    assert name in named(text)


def test_later_short_forms_are_names_everywhere() -> None:
    text = "قال كمال كليتشدار أوغلو كلمة. ثم انتقد كليتشدار أوغلو القرار، وصفق الحضور لكليتشدار أوغلو."
    assert named(text).count("كليتشدار أوغلو") == 2


def test_role_and_name_share_a_group_with_and_without_comma() -> None:
    for text in ("قال وزير الدفاع الفرنسي سيباستيان لوكورنو كلمة", "قال وزير الدفاع الفرنسي، سيباستيان لوكورنو، كلمة"):
        report = read(text)
        groups = {m.group for m in report.mentions}
        assert len(report.mentions) == 2
        assert len(groups) == 1
        assert groups != {-1}


def test_roles_of_two_persons_have_two_groups() -> None:
    report = read("التقى وزير الخارجية المصري سامح شكري وزير الخارجية الروسي سيرغي لافروف.")
    by_name = {report.slice(m.span): m.group for m in report.mentions}
    assert by_name["سامح شكري"] == by_name["وزير الخارجية المصري"]
    assert by_name["سيرغي لافروف"] == by_name["وزير الخارجية الروسي"]
    assert by_name["سامح شكري"] != by_name["سيرغي لافروف"]


def test_a_source_says_whom_it_is_close_to() -> None:
    report = read("وكشف مصدر مقرب من رئيس الوزراء أن اللقاء ألغي.")
    (source,) = [m for m in report.mentions if m.type == "ANON"]
    assert (source.head, source.definite, source.number, source.source_class) == ("مصدر", False, "s", "source")
    assert source.of is not None
    assert report.slice(source.of) == "رئيس الوزراء"


def test_no_tokens_no_mentions() -> None:
    assert annotate(segment(Report(id="r", text=""))).mentions == ()
    assert read("... 123 !؟").mentions == ()


def _sound(report: Report, mentions: tuple[Mention, ...]) -> None:
    names = [m.span for m in mentions if m.kind == "name"]
    assert all(0 <= m.span.start < m.span.end <= len(report.text) for m in mentions)
    assert all(a.end <= b.start for a, b in pairwise(names))
    assert [m.span.start for m in mentions] == sorted(m.span.start for m in mentions)
    assert all(m.why is not None and m.why.rule.startswith("names.") for m in mentions)


_WORDS = (
    'وزير الخارجية الأميركي أنتوني بلينكن قال إن مصدر مقرب من رئيس حزب الله ، . « » " ( ) # - و للجنة الدولية '
    "محافظة الأنبار الحكومة بلاده نجله بن عبد أبو المتحدث باسم الجيش في لدى CNN 5 وقالت مصادر مطلعة لـ نائب أحد كبار"
).split()


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(_WORDS), max_size=40))
def test_any_order_of_words_gives_sound_mentions(words: list[str]) -> None:
    report = read(" ".join(words))
    _sound(report, report.mentions)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet='ابتلموي ءةىأّـَ\n.،"«»()#_-12ab', max_size=80))
def test_any_text_gives_sound_mentions(text: str) -> None:
    report = read(text)
    _sound(report, report.mentions)


def test_cost_grows_with_the_length_of_a_chain(effort: Callable[[Callable[[], object]], int]) -> None:
    """A chain of heads is the worst case of the grammar: ten times as long must not cost a hundred times as much."""

    def lines(n: int) -> int:
        return effort(functools.partial(annotate, segment(Report(id="r", text="نائب رئيس مجلس " * n))))

    assert lines(3000) < 20 * lines(300)
