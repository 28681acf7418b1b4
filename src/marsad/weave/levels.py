"""The levels by which two tellings are compared, with their weights and how a reader is told of them.

A comparison has one level of each kind, and its score is the sum of their weights: log-odds that two tellings are of
one happening, in the manner of I. Fellegi and A. Sunter, A Theory for Record Linkage (1969). What a weight says: how
much more often the level holds for tellings of one happening than for others of the same block.
"""

from __future__ import annotations

from typing import Final

import msgspec


class Level(msgspec.Struct, frozen=True):
    """One level. ``kind`` is what is compared, ``weight`` what it adds."""

    kind: str
    name: str
    weight: float
    ar: str
    en: str


def _table(*rows: tuple[str, str, float, str, str]) -> dict[str, Level]:
    return {f"{row[0]}/{row[1]}": Level(*row) for row in rows}


# Events of two reports. Words, report and participants are shares between 0 and 1; the weight is that of a share of 1.
EVENTS: Final = _table(
    ("type", "same-word", 0.9, "الحدث بكلمة واحدة", "the same word for what happened"),
    ("type", "same-mode", 0.7, "الحدث من نوع واحد بعينه", "the same mode of event"),
    ("type", "same", 0.3, "الحدث من نوع واحد", "the same type of event"),
    ("type", "near", -0.8, "الحدث من نوع قريب", "a near type of event"),
    ("type", "other-mode", -1.4, "النوع واحد والصورة مختلفة", "the same type in another mode"),
    ("words", "shared", 5.0, "كلمات مشتركة", "words in common"),
    ("report", "shared", 5.0, "العنوان والمقدمة متقاربان", "headline and lead are near"),
    ("who", "shared", 2.0, "أطراف مشتركة", "participants in common"),
    ("who", "same-side", 0.3, "الفاعلان من بلد واحد", "actors of one country"),
    ("who", "unknown", 0.0, "الأطراف غير معروفة", "participants not known"),
    ("who", "none-shared", -0.75, "لا أطراف مشتركة", "no participant in common"),
    ("who", "other-actor", -1.6, "فاعل آخر", "another actor"),
    ("who", "swapped", -1.5, "الفاعل هناك مفعول به هنا", "the actor here is acted upon there"),
    ("who", "other-person", -3.0, "شخص آخر", "another person"),
    ("who", "other-partner", -1.5, "مع طرف آخر", "with somebody else"),
    ("place", "same", 0.8, "المكان واحد", "the same place"),
    ("place", "within", 0.4, "مكان داخل مكان", "one place lies in the other"),
    ("place", "unknown", 0.0, "المكان غير معروف", "place not known"),
    ("place", "near", 0.2, "مكانان متجاوران", "places beside each other"),
    ("place", "same-country", -0.3, "بلد واحد", "other places of one country"),
    ("place", "other", -1.4, "مكان آخر", "another place"),
    ("time", "same", 0.8, "اليوم واحد", "the same day"),
    ("time", "near", 0.2, "يومان متقاربان", "days next to each other"),
    ("time", "next", -1.5, "يومان مختلفان مذكوران صراحة", "both say the day, and it is another"),
    ("time", "unknown", 0.0, "الوقت غير معروف", "time not known"),
    ("time", "published-near", 0.4, "نُشرا في وقت متقارب", "published about the same time"),
    ("time", "published-apart", -1.5, "نُشرا في وقتين متباعدين", "published days apart"),
    ("time", "published-far", -2.5, "نُشرا في وقتين متباعدين جدا", "published long apart"),
    ("time", "apart", -2.0, "يومان متباعدان", "days apart"),
    ("time", "far", -3.5, "وقتان متباعدان", "times far apart"),
    ("numbers", "same", 0.9, "الأعداد نفسها", "the same numbers"),
    ("numbers", "unknown", 0.0, "لا أعداد", "no numbers to compare"),
    ("numbers", "other", -0.1, "أعداد أخرى", "other numbers"),
    ("rank", "both-main", 0.5, "الحدث الرئيس في الخبرين", "the main happening of both reports"),
    ("rank", "other", 0.0, "ليس الرئيس في كليهما", "not the main happening of both"),
    ("status", "same", 0.0, "الحال واحدة", "the same status"),
    ("status", "other", -0.8, "حال أخرى", "another status"),
    ("status", "contrary", -1.0, "مثبت هنا منفي هناك", "told here, negated there"),
)
JOIN: Final = 3.3
"""The score from which events of two reports are one happening."""

STATEMENTS: Final = _table(
    ("words", "shared", 7.0, "كلمات القول مشتركة", "words of the utterance in common"),
    ("report", "shared", 1.5, "العنوان والمقدمة متقاربان", "headline and lead are near"),
    ("who", "same", 1.2, "القائل واحد", "the same speaker"),
    ("who", "unknown", 0.0, "القائل غير معروف", "speaker not known"),
    ("who", "other", -1.4, "قائل آخر", "another speaker"),
    ("time", "near", 0.4, "نُشرا في وقت متقارب", "published about the same time"),
    ("time", "unknown", 0.0, "الوقت غير معروف", "time not known"),
    ("time", "apart", -1.5, "نُشرا في وقتين متباعدين", "published days apart"),
    ("type", "same", 0.2, "القول من نوع واحد", "the same force"),
    ("type", "other", -0.2, "القول من نوع آخر", "another force"),
)
JOIN_STATEMENTS: Final = 4.4
"""The score from which statements of two reports are one utterance."""

# Events of one report.
WITHIN: Final = _table(
    ("type", "same-word", 1.0, "الحدث بكلمة واحدة", "the same word for what happened"),
    ("type", "same-mode", 0.9, "الحدث من نوع واحد بعينه", "the same mode of event"),
    ("type", "same", 0.4, "الحدث من نوع واحد", "the same type of event"),
    ("type", "other-mode", -0.6, "النوع واحد والصورة مختلفة", "the same type in another mode"),
    ("words", "shared", 2.5, "كلمات مشتركة", "words in common"),
    ("who", "shared", 1.3, "أطراف مشتركة", "participants in common"),
    ("who", "same-side", 0.1, "الفاعلان من بلد واحد", "actors of one country"),
    ("who", "unknown", 0.2, "الأطراف غير معروفة", "participants not known"),
    ("who", "none-shared", -0.2, "لا أطراف مشتركة", "no participant in common"),
    ("who", "other-actor", -1.2, "فاعل آخر", "another actor"),
    ("who", "swapped", -1.5, "الفاعل هناك مفعول به هنا", "the actor here is acted upon there"),
    ("who", "other-person", -3.0, "شخص آخر", "another person"),
    ("who", "other-partner", -1.5, "مع طرف آخر", "with somebody else"),
    ("place", "same", 0.5, "المكان واحد", "the same place"),
    ("place", "within", 0.3, "مكان داخل مكان", "one place lies in the other"),
    ("place", "unknown", 0.0, "المكان غير معروف", "place not known"),
    ("place", "near", 0.1, "مكانان متجاوران", "places beside each other"),
    ("place", "same-country", -0.8, "بلد واحد", "other places of one country"),
    ("place", "other", -1.2, "مكان آخر", "another place"),
    ("time", "same", 0.3, "اليوم واحد", "the same day"),
    ("time", "near", -0.3, "يومان متقاربان", "days next to each other"),
    ("time", "unknown", 0.0, "الوقت غير معروف", "time not known"),
    ("time", "apart", -1.5, "يومان متباعدان", "days apart"),
    ("time", "far", -3.0, "وقتان متباعدان", "times far apart"),
    ("numbers", "same", 1.0, "الأعداد نفسها", "the same numbers"),
    ("numbers", "unknown", 0.0, "لا أعداد", "no numbers to compare"),
    ("numbers", "other", -0.3, "أعداد أخرى", "other numbers"),
    ("status", "same", 0.0, "الحال واحدة", "the same status"),
    ("status", "other", -0.9, "حال أخرى", "another status"),
    ("status", "contrary", -1.0, "مثبت هنا منفي هناك", "told here, negated there"),
)
JOIN_WITHIN: Final = 1.6
"""The score from which two events of one report are one happening."""
