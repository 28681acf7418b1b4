"""Encodings found, and bytes that hold no text refused by code."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.errors import MarsadError
from marsad.ingest.decode import check_arabic, decode

TEXT = "أعلنت وزارة المياه اليوم أن السد الجديد سيبدأ العمل في مارس المقبل، وقال الوزير إن الكلفة بلغت 40 مليون دينار."
WORDS = TEXT.replace("،", "").replace(".", "").split()


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1256", "iso8859_6", "mac_arabic"],
)
def test_every_encoding_is_found(encoding: str) -> None:
    assert decode(TEXT.encode(encoding)).text == TEXT


@pytest.mark.parametrize("encoding", ["cp1256", "iso8859_6"])
@pytest.mark.parametrize(
    "text", ["قال الوزير إن السد جاهز", "في العاصمة أمس", "على ضفة النهر", "من المكتب إلى الميناء"]
)
def test_short_texts_tell_the_eight_bit_encodings_apart(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)).text == text


@given(
    st.lists(st.sampled_from(WORDS), min_size=8, max_size=40),
    st.sampled_from(["utf-8", "utf-16-le", "utf-16-be", "cp1256"]),
)
def test_round_trip(words: list[str], encoding: str) -> None:
    text = " ".join(words)
    assert decode(text.encode(encoding)).text == text


@given(st.text(alphabet=st.characters(min_codepoint=0x20, max_codepoint=0x6FF), min_size=1, max_size=200))
def test_utf8_is_never_taken_for_another_encoding_where_it_holds_two_byte_letters(text: str) -> None:
    text = TEXT + text
    assert decode(text.encode("utf-8")).text == text


@given(st.binary(max_size=300))
def test_any_bytes_give_text_or_a_code(data: bytes) -> None:
    try:
        code = None if decode(data).text else "none"
    except MarsadError as error:
        code = error.code
    assert code in (None, "empty-input", "binary-input", "undecodable")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty-input"),
        (b" \n\t", "empty-input"),
        (b"\xef\xbb\xbf \n", "empty-input"),
        (b"%PDF-1.7 ...", "binary-input"),
        (b"PK\x03\x04" + b"x" * 50, "binary-input"),
        (b"\x89PNG\r\n" + bytes(range(256)), "binary-input"),
        (b"\x01\x02\x03\x04\x05\x06\x07" * 30, "binary-input"),
        ("Élève à Fès déjà là où ça".encode("latin-1"), "undecodable"),
        (b"\xff\xfe\x00", "undecodable"),
    ],
)
def test_bytes_that_hold_no_text(data: bytes, code: str) -> None:
    with pytest.raises(MarsadError) as caught:
        decode(data)
    assert caught.value.code == code


def test_a_text_cut_inside_a_letter_is_kept_and_said_so() -> None:
    got = decode(TEXT.encode()[:-40][:-1] + b"\xd8")
    assert got.damaged >= 1
    assert got.text.startswith("أعلنت وزارة")


def test_a_given_encoding_is_strict() -> None:
    assert decode(TEXT.encode("iso8859_6"), "iso-8859-6").text == TEXT
    for encoding in ("utf-8", "no-such-encoding", "zlib"):
        with pytest.raises(MarsadError) as caught:
            decode(TEXT.encode("cp1256"), encoding)
        assert caught.value.code == "undecodable"


@pytest.mark.parametrize(
    "text",
    ["The minister said the dam is ready.", "این کتاب را برای شما نوشته است که می خوانید و این است که می دانید", "4"],
)
def test_other_languages(text: str) -> None:
    with pytest.raises(MarsadError) as caught:
        check_arabic(text)
    assert caught.value.code == "not-arabic"


@pytest.mark.parametrize("text", [TEXT, "دبي CNN: فاز فريق Real", "قال الوزير إن کلفة السد کبيرة في مدينة علی النهر"])
def test_arabic_with_foreign_letters_is_arabic(text: str) -> None:
    check_arabic(text)
