"""Records to export: of reports written for this, and one whose every text is hostile."""

from __future__ import annotations

from typing import Any

import pytest

import marsad

Record = dict[str, Any]

REPORTS = {
    "embassy": (
        "هدد وزير الخارجية الأميركي مايك بومبيو، في اتصال هاتفي مع الرئيس العراقي برهم صالح، بإغلاق السفارة في بغداد "
        "إذا استمرت الهجمات.\n"
        "وأمهلت الحكومة الأميركية، الاثنين، الحكومة العراقية 72 ساعة، "
        "تنتهي ظهر الخميس المقبل، لوقف الهجمات.\n"
        "وقالت مصادر مطلعة إن صالح أبلغ المبعوث "
        "بأن بلاده ترفض التهديد.",
        "2020-09-28",
    ),
    "mosul": (
        "قتل 12 شخصا وأصيب 30 آخرون في انفجار سيارة مفخخة في الموصل أمس.\nوتظاهر المئات في البصرة احتجاجا على انقطاع "
        "الكهرباء.\nولم تقصف القوات الروسية حلب، وفق ما أكدت وزارة الدفاع الروسية في بيان.\nواتهم وزير الدفاع اللبناني "
        "إسرائيل بقصف بيروت.\nوأعلنت فرنسا أنها سترسل مساعدات إنسانية إلى لبنان.",
        "2018-03-05",
    ),
    "undated": (
        "التقى الرئيس المصري نظيره التركي في القاهرة.\nوأطلقت السلطات سراح ثلاثة معتقلين في تونس العاصمة.",
        None,
    ),
}


@pytest.fixture(scope="session")
def records() -> list[Record]:
    """Three records: two dated, one not; with outlets and an address."""
    out = []
    for id, (text, day) in REPORTS.items():
        read = marsad.read(text, published=day, id=id, outlet="رويترز", url=f"https://example.org/{id}?a=1&b=2")
        out.append(read.record)
    assert sum(len(r["events"]) for r in out) >= 8
    assert {e["status"] for r in out for e in r["events"]} >= {"actual", "negated"}
    return out


EVIL = '=HYPERLINK("http://x")\t\r\n<a&"\'>]]>\x00\x0b;,\\ مصر'


@pytest.fixture
def hostile(records: list[Record]) -> Record:
    """A record in which every name, title and address tries to break the format."""
    record: Record = {**records[0], "id": "=1+1\t<&\"'>", "title": EVIL, "url": f"javascript:{EVIL}"}
    record["entities"] = [
        {**e, "name": {"ar": EVIL, "en": f"+{EVIL}"}, "kb": None, "key": None} for e in record["entities"]
    ]
    record["events"] = [
        {**e, "gloss": {"ar": f"@{EVIL}", "en": f"-{EVIL}"}, "context": ["@x"]} for e in record["events"]
    ]
    return record
