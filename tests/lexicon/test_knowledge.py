"""The knowledge base: shape, ids, references, conflicts, and what it finds in phrases."""

from __future__ import annotations

from collections import Counter

import pytest
import yaml

from marsad.document import Report
from marsad.folding import fold
from marsad.lexicon import knowledge
from marsad.lexicon.knowledge import check_case, inflect_demonym, key, load, slug, split_forms
from marsad.lexicon.loader import ROOT
from marsad.text.segment import segment

SECTORS = frozenset(
    "GOV MIL COP JUD LEG PTY OPP REB PRM SPY IGO NGO MED CVL BUS REL EDU LAB AGR ELI HLH REF SET UIG".split()
)
# One form, two entities of one type: meant so, context decides.
MEANT = frozenset(key(f) for f in ("عمان", "طرابلس", "الشروق", "الراي", "زنجبار", "المنصورة", "القنيطرة"))
FUNCTION_WORDS = (
    "في من على إلى عن مع بعد قبل بين هذا هذه ذلك التي الذي كان كانت قال إن أن لا ما لم لن هو هي كل كما قد حتى "
    "خلال عند منذ أو ثم اليوم أمس العام الرئيس الحكومة الوزير عدم غير دون حول ضد تحت فوق أي نحو العديد أفاد"
).split()


def test_cases() -> None:
    path = ROOT / "knowledge/knowledge.cases.yaml"
    block = yaml.safe_load(path.read_text("utf-8"))
    problems = [
        (case["text"], problem)
        for name, expected in (("match", True), ("no_match", False))
        for case in block[name]
        if (problem := check_case(case, expected))
    ]
    assert not problems


@pytest.mark.parametrize("text", ["ذكرت أ.ف.ب", "بثت فرانس24", "قال كيم جونغ-أون", "منظمة أوبك+"])
def test_keys_are_cut_as_tokens_are(text: str) -> None:
    assert key(text).split(" ") == [t.word.folded for t in segment(Report(id="x", text=text)).tokens]


def test_entries_are_sound() -> None:
    table = load()
    ids = {e.id for e in table.entries}
    codes = {e.id for e in table.entries if len(e.id) == 3}
    assert len(ids) == len(table.entries)
    for entry in table.entries:
        assert entry.ar, entry.id
        assert entry.country is None or entry.country in codes or entry.id.startswith("geo-"), entry
        assert entry.of is None or entry.of in ids, entry
        assert entry.sector is None or entry.sector in SECTORS, entry
        assert entry.wikidata is None or (entry.wikidata[0] == "Q" and entry.wikidata[1:].isdigit()), entry
        assert all(form == form.strip() and "~" not in form and "/" not in form for form in entry.ar), entry


def test_one_form_one_entity_of_a_type() -> None:
    table = load()
    clashes = {
        form: [table.entries[i].id for i in indices]
        for form, indices in table.forms.items()
        if form not in MEANT and max(Counter(table.entries[i].type for i in indices).values()) > 1
    }
    assert not clashes


def test_no_form_is_a_function_word() -> None:
    table = load()
    bad = {fold(w) for w in FUNCTION_WORDS}
    assert not [f for f in table.forms if f in bad and f not in table.ambiguous]
    assert not [n for n in table.given if n in bad and n not in table.ambiguous_names]
    assert not [n for n in table.family if n in bad and n not in table.ambiguous_names]


def test_look_up_tables_agree() -> None:
    table = load()
    for form in table.forms:
        words = form.split(" ")
        assert form == key(form)
        assert table.first[words[0]] >= len(words)
    assert table.of_form("الولايات المتحدة")[0].id == "USA"


def test_a_name_makes_no_place_uncertain() -> None:
    table = load()
    assert not {key(f) for f in ("جورجيا", "سيدني", "يافا", "إسرائيل", "باريس")} & table.ambiguous


def test_enough_is_known() -> None:
    table = load()
    kinds = Counter(e.type for e in table.entries if not e.id.startswith("geo-"))
    assert kinds["LOC"] >= 2000
    assert kinds["ORG"] >= 1000
    assert kinds["PER"] >= 1400
    assert kinds["MEDIA"] >= 500
    assert len(table.given) >= 2200
    assert len(table.family) >= 2000


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ("عراقي", "IRQ"),
        ("العراقية", "IRQ"),
        ("عراقيون", "IRQ"),
        ("العراقيين", "IRQ"),
        ("أميركي", "USA"),
        ("الأمريكيتان", "USA"),
        ("الكورية الشمالية", "PRK"),
        ("الجنوب أفريقية", "ZAF"),
        ("جنوب أفريقي", "ZAF"),
        ("الأتراك", "TUR"),
        ("روس", "RUS"),
        ("المغاربة", "MAR"),
    ],
)
def test_demonyms(form: str, code: str) -> None:
    assert load().demonyms[key(form)] == code


def test_demonym_of_two_words_agrees() -> None:
    assert {"كوري جنوبي", "الكورية الجنوبية", "الكوريين الجنوبيين"} <= set(inflect_demonym("كوري جنوبي"))


def test_slug_keeps_letters() -> None:
    assert slug("Recep Tayyip Erdoğan") == "recep-tayyip-erdogan"
    assert slug("N'Djamena") == "ndjamena"


def test_tilde_marks_a_form_only() -> None:
    assert split_forms("حركة فتح / ~فتح") == (("حركة فتح", "فتح"), frozenset({"فتح"}))


def test_a_second_load_compiles_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    before = load()
    knowledge.load.cache_clear()
    monkeypatch.setattr(knowledge, "build", lambda: pytest.fail("compiled again"))
    assert load() == before


KINDS = frozenset({"armed group", "militia", "party", "coalition", "bloc", "force", "army", "movement"})
SITES = frozenset(
    "base airport crossing port camp district prison field site border bridge palace dam settlement".split()
)
ALIGNMENTS = frozenset(
    "pro-government opposition pro-iran pro-turkey pro-saudi pro-uae pro-russia pro-usa islamist jihadist kurdish "
    "nationalist leftist liberal conservative far-right centrist separatist palestinian-national".split()
)


def test_alignments_are_of_the_list_at_the_head_of_the_groups():
    used = {e.alignment for e in load().entries if e.alignment is not None}
    assert used <= ALIGNMENTS
    head = (ROOT / "knowledge/organisations/groups.yaml").read_text("utf-8").split("- country:")[0]
    assert set(head.replace("#", " ").split()) >= ALIGNMENTS


def test_a_group_changes_sector_with_the_date():
    taliban = load().of_form("حركة طالبان")[0]
    assert [taliban.sector_on(d) for d in ("2000-01-01", "2010-05-05", "2021-08-14", "2021-08-15", None)] == [
        "GOV", "REB", "REB", "GOV", "GOV",
    ]  # fmt: skip
    tahrir = load().of_form("هيئة تحرير الشام")[0]
    assert (tahrir.sector_on("2024-12-07"), tahrir.sector_on("2024-12-08")) == ("REB", "GOV")


def test_coverage_of_groups_sites_and_outlets_does_not_shrink():
    entries = load().entries
    armed_or_party = {"REB", "PRM", "PTY", "MIL", "OPP"}
    groups = [e for e in entries if e.type == "ORG" and e.sector in armed_or_party and e.kind in KINDS]
    sites = [e for e in entries if e.type == "LOC" and e.kind in SITES]
    outlets = [e for e in entries if e.type == "MEDIA"]
    assert len(groups) >= 400
    assert sum(e.alignment is not None for e in groups) >= 400
    assert len(sites) >= 500
    assert len(outlets) >= 300
    assert sum(e.ownership is not None for e in outlets) >= 300
    assert [e.id for e in outlets if e.kind is None] == []
