"""The words of the terminal view in its two languages."""

from __future__ import annotations

from typing import Final, Literal

Lang = Literal["ar", "en"]

FORCES: Final[dict[Lang, dict[str, str]]] = {
    "en": {
        "assert": "says",
        "deny": "denies",
        "threaten": "threatens",
        "demand": "demands",
        "commit": "commits",
        "accuse": "accuses",
        "support": "supports",
        "ask": "asks",
    },
    "ar": {
        "assert": "قول",
        "deny": "نفي",
        "threaten": "تهديد",
        "demand": "مطالبة",
        "commit": "تعهد",
        "accuse": "اتهام",
        "support": "تأييد",
        "ask": "سؤال",
    },
}

CHANNELS: Final[dict[Lang, dict[str, str]]] = {
    "en": {
        "phone": "by phone",
        "meeting": "in a meeting",
        "statement": "in a written statement",
        "post": "in a post",
        "interview": "in an interview",
        "press_conference": "at a press conference",
        "speech": "in a speech",
        "message": "in a message",
        "media": "through the media",
    },
    "ar": {
        "phone": "هاتفيا",
        "meeting": "في لقاء",
        "statement": "في بيان",
        "post": "في منشور",
        "interview": "في مقابلة",
        "press_conference": "في مؤتمر صحافي",
        "speech": "في خطاب",
        "message": "في رسالة",
        "media": "عبر وسائل الإعلام",
    },
}

TEXTS: Final[dict[Lang, dict[str, str]]] = {
    "en": {
        "outlet": "the outlet",
        "events": "happenings",
        "in": "in",
        "unknown": "someone",
        "undated": "undated",
        "none": "Nobody is quoted in this report.",
        "statements": "statements",
        "statement": "statement",
        "deep": "chain up to {n} deep",
        "unnamed": "{n} on the word of unnamed sources",
        "aside": "{n} pieces set aside",
        "times": "times",
        "to": " → ",
        "also": " and ",
    },
    "ar": {
        "events": "أحداث",
        "in": "ضمن",
        "outlet": "الوسيلة",
        "unknown": "متحدث غير معروف",
        "undated": "بلا تاريخ",
        "none": "لا ينقل هذا الخبر قولا عن أحد.",
        "statements": "أقوال",
        "statement": "قول",
        "deep": "أطول سلسلة: {n}",
        "unnamed": "المنقول عن مصادر غير مسماة: {n}",
        "aside": "قطع منحاة: {n}",
        "times": "الأوقات",
        "to": " ← ",
        "also": " و",
    },
}
