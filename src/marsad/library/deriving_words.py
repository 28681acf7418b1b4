"""The words of a derivation (`marsad.library.deriving`) in the two languages of the interface."""

from __future__ import annotations

from typing import Final, Literal

Lang = Literal["ar", "en"]

# What stands before a value.
LABELS: Final[dict[str, tuple[str, str]]] = {  # key: Arabic, English
    "cue": ("كلمة النقل", "cue"),
    "source": ("المصدر", "source"),
    "speaker": ("المتحدث", "speaker"),
    "content": ("المنقول", "content"),
    "quotation": ("اللفظ", "quotation"),
    "force": ("نوع القول", "force"),
    "channel": ("القناة", "channel"),
    "inside": ("ضمن", "inside"),
    "chain": ("السلسلة", "chain"),
    "rule": ("القاعدة", "rule"),
    "entries": ("المداخل", "entries"),
    "sentence": ("الجملة", "sentence"),
    "trigger": ("لفظ الحدث", "trigger"),
    "frame": ("الإطار", "frame"),
    "actor": ("الفاعل", "actor"),
    "recipient": ("المتلقي", "recipient"),
    "status": ("الحال", "status"),
    "date": ("التاريخ", "date"),
    "place": ("المكان", "place"),
    "condition": ("الشرط", "condition"),
    "deadline": ("المهلة", "deadline"),
    "dead": ("قتلى", "dead"),
    "injured": ("جرحى", "injured"),
    "arrested": ("معتقلون", "arrested"),
    "displaced": ("نازحون", "displaced"),
    "size": ("العدد", "size"),
    "type": ("النوع", "type"),
    "known": ("قاعدة المعرفة", "known as"),
    "office": ("المنصب", "office"),
    "candidates": ("المحتملون", "candidates"),
    "mention": ("ذكر", "mention"),
    "words": ("اللفظ", "words"),
    "value": ("القيمة", "value"),
    "interval": ("من يوم إلى يوم", "interval"),
}

# What is said where there is no value, and between values.
PHRASES: Final[dict[str, tuple[str, str]]] = {
    "implied": ("لا لفظ له، يفهم من السياق", "none: only implied"),
    "none": ("لا شيء", "none"),
    "no-channel": ("لم تسم", "none named"),
    "report": ("الخبر نفسه", "the report itself"),
    "no-rule": ("لم تسجل", "none recorded"),
    "unresolved": ("لم يعرف", "not resolved"),
    "nobody": ("لم يوجد", "none found"),
    "outlet": ("الوسيلة", "the outlet"),
    "lemma": ("الأصل", "lemma"),
    "by": ("عن", "by"),
    "by-rule": ("القاعدة", "rule"),
    "names": ("تسمي", "names"),
    "chance": ("الاحتمال", "chance"),
    "to": ("إلى", "to"),
    "in": ("في", "in"),
    "symmetric": ("متبادل", "symmetric"),
    "no-frame": ("لا إطار: لفظ قول قوته فعل", "none: the cue of a statement whose force is an act"),
    "weighed": (
        "لا تذكره الجملة: رجح من بقية الخبر",
        "the clause does not say it: weighed from the rest of the report",
    ),
    "from-clause": ("من الجملة نفسها", "from the clause"),
    "from-sentence": ("من الفقرة", "from the sentence"),
    "from-report": ("من سياق الخبر", "from the report"),
    "from-actors": ("بلد الأطراف", "from the actors"),
}

# How the clause has a participant.
HOW: Final[dict[str, tuple[str, str]]] = {
    "mention": ("مسمى في الجملة", "named in the clause"),
    "group": ("مذكور في الجملة بوصفه", "named in the clause by what it is"),
    "country": ("نسبة في لفظ الحدث", "a nationality adjective of the trigger"),
    "home": ("بلد من يعود عليه الضمير", "the country of whom a pronoun takes up"),
    "pronoun": ("ضمير أو فاعل مستتر يعود عليه", "a pronoun or an unnamed subject takes it up"),
    "event": ("فاعل الحدث الذي هو المسند إليه", "acts in the event that is the subject"),
    "speaker": ("المتحدث: الحدث هو القول نفسه", "speaks: the event is the act of speech itself"),
    "addressee": ("المخاطب بالقول", "is addressed by the act of speech"),
    "topic": ("من تدور عليه الجملة قبل الاسم", "whom the clause before the noun is about"),
    "body": ("الجهة المسلحة التي يتحدث المتحدث باسمها", "the armed body that the speaker speaks for"),
}


def said(table: dict[str, tuple[str, str]], key: str, lang: Lang) -> str:
    """The words of a key, or the key itself where the table has none."""
    found = table.get(key)
    return key if found is None else found[lang == "en"]
