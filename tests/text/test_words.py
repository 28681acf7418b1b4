"""Words taken apart: every split put together again gives the word, and its stem stands in the token."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.document import Split, Token
from marsad.folding import fold, letters
from marsad.text.words import stem_span, word

LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهويءأإآىةؤئ"
PARTS = ("و", "ف", "ب", "ل", "لل", "ال", "س", "ه", "ها", "هم", "نا", "كما", "ي", "ت", "ني")
ARABIC = st.text(alphabet=LETTERS, min_size=1, max_size=9) | st.lists(
    st.sampled_from(PARTS) | st.text(alphabet=LETTERS, min_size=1, max_size=4), min_size=1, max_size=4
).map("".join)
MARK = st.sampled_from(["", "", "", "َ", "ُ", "ِ", "ّ", "ْ", "ً", "ـ", "ــ", "\u200f"])


@st.composite
def vocalised(draw: st.DrawFn) -> str:
    """A word with diacritics, tatweel and controls strewn over it."""
    return "".join(char + draw(MARK) for char in draw(ARABIC))


FORM = ARABIC | vocalised()


def stems(form: str) -> set[tuple[str, str, str]]:
    return {(s.proclitic, s.stem, s.enclitic) for s in word(form).splits}


@pytest.mark.parametrize(
    ("form", "split"),
    [
        ("وقال", ("و", "قال", "")),
        ("وللرئيس", ("ول", "الرئيس", "")),
        ("للرئيس", ("ل", "الرئيس", "")),
        ("للجنة", ("ل", "لجنه", "")),
        ("للجنة", ("ل", "اللجنه", "")),
        ("سفارتها", ("", "سفاره", "ها")),
        ("وبسفارتهم", ("وب", "سفاره", "هم")),
        ("سيقول", ("س", "يقول", "")),
        ("أبلغه", ("", "ابلغ", "ه")),
        ("قولهما", ("", "قول", "هما")),
        ("فسيعلن", ("فس", "يعلن", "")),
    ],
)
def test_a_word_has_the_split(form: str, split: tuple[str, str, str]) -> None:
    assert split in stems(form)


@pytest.mark.parametrize(("form", "split"), [("في", ("ف", "ي", "")), ("به", ("", "ب", "ه")), ("ول", ("و", "ل", ""))])
def test_a_stem_has_two_letters(form: str, split: tuple[str, str, str]) -> None:
    assert split not in stems(form)


@pytest.mark.parametrize(
    ("form", "kind"),
    [
        ("قال", "word"),
        ("٤٠", "number"),
        ("40", "number"),
        ("CNN", "latin"),
        ("،", "punct"),
        ('"', "punct"),
        ("«", "punct"),
        ("ﻗﺎﻝ", "word"),
        ("کیف", "word"),
        ("ُقال", "word"),
    ],
)
def test_kinds(form: str, kind: str) -> None:
    assert word(form).kind == kind


def put_together(split: Split) -> set[str]:
    """The folded words that a split can come from: للرئيس for ل + الرئيس, سفارتها for سفاره + ها."""
    stems = {split.stem}
    if split.proclitic.endswith("ل") and split.stem.startswith("ال"):
        stems |= {split.stem[1:], split.stem[2:]}
    if split.enclitic:
        stems |= {s[:-1] + "ت" for s in stems if s.endswith("ه")}
    return {split.proclitic + s + split.enclitic for s in stems}


@given(FORM)
def test_splits_put_together_give_the_word(form: str) -> None:
    known = word(form)
    if known.kind != "word":
        assert known.splits == ()
        return
    assert known.splits[0] == Split("", known.folded, "", 0, 0)
    for split in known.splits:
        assert known.folded in put_together(split)
        assert split.cut == len(split.proclitic)
        assert split.tail == len(split.enclitic)
        assert len(split.stem) >= 2 or split == known.splits[0]


@given(FORM, st.integers(0, 1000))
def test_the_stem_stands_in_the_token(form: str, start: int) -> None:
    known = word(form)
    token = Token(start, start + len(form), known)
    for split in known.splits:
        first, end = stem_span(token, split)
        assert start <= first < end <= token.end
        written = form[first - start : end - start]
        bare = letters(written)
        # what is cut away is the particle and the pronoun, and nothing else
        assert letters(form[: first - start]) + bare + letters(form[end - start :]) == known.letters
        assert len(letters(form[: first - start])) == split.cut
        assert len(letters(form[end - start :])) == split.tail
        assert fold(bare)[-1] == split.stem[-1] or (fold(bare)[-1], split.stem[-1]) == ("ت", "ه")


@pytest.mark.parametrize(
    ("form", "split", "stem"),
    [
        ("وَقالَ", ("و", "قال", ""), "قالَ"),
        ("لِلرَّئيسِ", ("ل", "الرئيس", ""), "لرَّئيسِ"),
        ("سَفارتُها", ("", "سفاره", "ها"), "سَفارتُ"),
        ("والـــوزير", ("و", "الوزير", ""), "الـــوزير"),
        ("بِبَيانِهِ", ("ب", "بيان", "ه"), "بَيانِ"),
    ],
)
def test_marks_go_with_their_letters(form: str, split: tuple[str, str, str], stem: str) -> None:
    found = next(s for s in word(form).splits if (s.proclitic, s.stem, s.enclitic) == split)
    start, end = stem_span(Token(0, len(form), word(form)), found)
    assert form[start:end] == stem


@given(FORM)
def test_a_word_type_is_worked_out_once(form: str) -> None:
    assert word(form) is word("".join(list(form)))


@given(FORM)
def test_marks_change_no_look_up(form: str) -> None:
    bare = "".join(c for c in form if c not in "َُِّْـًٌٍ\u200f")
    if bare:
        assert word(form).folded == word(bare).folded
        assert word(form).splits == word(bare).splits
