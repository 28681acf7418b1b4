"""What stands about a cue: who speaks, to whom, through what, and where the reported words begin.

Arabic news puts the speaker behind the verb ("قال الوزير إن"), before it ("الوزير قال إن", "وكان الوزير قد قال"),
or leaves him out where he goes on ("وأضاف أن"). Between cue and content stand times, channels ("في بيان"),
addressees ("لصحيفة") and relative clauses.
"""

from __future__ import annotations

from typing import NamedTuple

from marsad.annotate.agreement import feminine
from marsad.annotate.cues import Cue
from marsad.annotate.phrases import COMMAS
from marsad.annotate.scan import Scan
from marsad.annotate.scene import NP, Scene
from marsad.annotate.subjects import issuer, preverbal
from marsad.document import Channel
from marsad.lexicon import function_words

_FAR = 45  # a content that begins further from its cue than this is not looked for


class Frame(NamedTuple):
    """A cue with what was found about it. Token indices; ``content`` is the first token of the reported words."""

    cue: Cue
    subject: NP | None
    before: bool  # the subject stands before the verb
    addressees: tuple[NP, ...]
    channel: Channel | None
    content: int
    opener: str  # clause, quote, colon, np, or a preposition
    offset: int  # offset in the text where the content begins
    more: tuple[NP, ...] = ()  # further subjects of the same verb
    relative: bool = False  # stands in a relative clause about its content or speaker
    relayed: NP | None = None  # "نقلت الوكالة عن مصدر": the source behind the source
    vouched: NP | None = None  # "في تصريحات نقلتها الوكالة": the outlet that carries it
    relayed_pronoun: str = ""  # the same, where only a pronoun names it ("نقلت عنه")
    until: int = -1  # end of the content, where it stands before the cue


def frame(scene: Scene, cue: Cue, cues: frozenset[int], relayed: bool = False) -> Frame | None:
    """The frame of a verb or participle, or None where nothing after it can be reported words.

    `cues` holds the tokens of other candidate cues, which end the search.
    """
    verb, reading, i = cue.verb, cue.reading, cue.token
    joined = reading.proclitic in ("و", "ف") and scene.letters[max(0, scene.sentence_start[i])] not in ("أما", "وأما")
    verbal = reading.tense in ("past", "pres") and reading.agreement[:1] == "3"
    before = preverbal(scene, i) if verbal and not joined else None
    relative = _in_relative(scene, i)
    if before is None and verbal and not joined:
        before = issuer(scene, i)
    if before is not None and not agrees(scene, before, reading.agreement):
        before = None
    if before is not None and relative and reading.enclitic and verb.addressee != "object":
        before = None  # "التي وصفها": the pronoun goes back to what is described, who describes comes after
    limit = min(scene.sentence_end[i], i + _FAR)
    if scene.inside[i] >= 0:
        limit = min(limit, scene.opens[scene.inside[i]])
    scan = Scan(scene, cue, before, limit, cues)
    found = scan.run()
    if found is None or (relative and not relayed and _resumes(scene, cue, found)):
        return _antecedent(scene, cue, scan) if relative else None
    content, opener, offset = found
    if not relayed and not _reports(scene, cue, scan, opener, content, relative):
        return None
    return Frame(
        cue,
        scan.subject,
        before is not None and scan.subject == before,
        tuple(scan.addressees),
        scan.channel,
        content,
        opener,
        offset,
        tuple(scan.more),
        relative,
        scan.relayed,
        scan.vouched,
        scan.relayed_pronoun,
    )


def _resumes(scene: Scene, cue: Cue, found: tuple[int, str, int]) -> bool:
    """Whether what was found is only what follows a pronoun that goes back to the head of the relative clause."""
    if cue.verb.describes or cue.verb.addressee == "object" or found[1] in ("clause", "quote", "colon", "relay"):
        return False
    return bool(cue.reading.enclitic) or _pronoun_after(scene, cue) is not None


def _pronoun_after(scene: Scene, cue: Cue) -> int | None:
    """A preposition of the verb with a pronoun right behind the verb: "دعا إليها", "نددت بها"."""
    i = cue.token + 1
    if i >= scene.sentence_end[cue.token]:
        return None
    form = scene.letters[i]
    heads = {"إلى": "إلي", "ب": "ب", "عن": "عن", "على": "علي", "من": "من"}
    for preposition in cue.verb.content:
        head = heads.get(preposition)
        if head is not None and form in (head + "ه", head + "ها", head + "هم"):
            return i
    return None


def _antecedent(scene: Scene, cue: Cue, scan: Scan) -> Frame | None:
    """ "الهدنة التي دعا إليها المجلس": what is called for stands before the relative word, who calls after the verb."""
    words = function_words.load()
    i, verb = cue.token, cue.verb
    pronoun = _pronoun_after(scene, cue)
    told = verb.addressee == "object" and not verb.target
    if verb.describes or verb.thought or verb.lemma in words.object_must_speak or (told and pronoun is None):
        return None
    if cue.reading.tense not in ("past", "pres"):
        return None
    if pronoun is None and not (cue.reading.enclitic and "np" in verb.content):
        return None
    subject = scene.mention_np((pronoun if pronoun is not None else i) + 1)
    if subject is None or subject.proclitic or not subject.speaks:
        return None
    j = i - 1
    while j > scene.sentence_start[i] and scene.letters[j] in words.aspect | words.kana:
        j -= 1
    if scene.letters[j] not in words.relative:
        return None
    first = j
    while first > scene.sentence_start[i] and j - first < 5:
        form = scene.letters[first - 1]
        if scene.tokens[first - 1].word.kind != "word" or form in words.prepositions or form in words.relative:
            break
        first -= 1
        if (form.startswith(("ب", "ل")) and form[1:3] == "ال") or form.startswith("لل"):
            break
    if first == j or scene.letters[first] == "الأمر":
        return None
    attached_letter = scene.letters[first][:1] in ("ب", "ل") and scene.letters[first][1:3] == "ال"
    offset = scene.tokens[first].start + (1 if attached_letter else 0)
    return Frame(cue, subject, False, (), scan.channel, first, "antecedent", offset, (), True, until=j)


def _reports(scene: Scene, cue: Cue, scan: Scan, opener: str, content: int, relative: bool) -> bool:
    """Whether the frame is one of reporting and not of another sense of the word."""
    verb, reading, i = cue.verb, cue.reading, cue.token
    open_clause = opener in ("clause", "quote", "colon", "relay")
    if (verb.needs == "clause" or reading.tense == "masdar") and not open_clause:
        if (
            opener == "np"
            and scene.letters[content].startswith(function_words.load().speech_objects)
            and reading.tense != "masdar"
        ):
            return True
        return reading.tense == "masdar" and verb.force in ("demand", "accuse", "threaten") and opener != "np"
    if (
        reading.weak
        and reading.tense in ("past", "pres")
        and not open_clause
        and (scan.subject is None or opener == "np")
    ):
        return False
    if verb.needs == "colon" and not _at_once(scene, i, opener, content):
        return False
    objects = verb.objects if opener == "np" else ()
    if objects and not any(w.startswith(objects) for w in scene.letters[i + 1 : content + 8]):
        return False
    paused = i > 0 and scene.letters[i - 1] in scene.pauses
    if reading.tense == "part" and opener == "np" and not scene.letters[i].endswith("ا") and not paused:
        return False  # "مؤكدة" is written like an adjective: only a pause before it tells
    words = function_words.load()
    if verb.lemma == "هدّد" and scan.subject is None and reading.tense == "pres" and _of_a_thing(scene, i):
        return False
    if verb.lemma in ("جاء", "ورد") and opener == "quote" and content > i + 4:
        return False  # "جاءت الغارة بعد ...": it came
    if verb.lemma == "رفض" and (opener == "np" or scene.particle(content - 1) == ""):
        return False  # a refusal is an event, and no denial
    if (
        verb.lemma in ("اعتبر", "عدّ")
        and reading.tense == "pres"
        and opener == "np"
        and content == i + 1
        and not reading.enclitic
        and not scene.letters[content].startswith("ال")
    ):
        return False  # "الصناعة تعتبر قطاعا هاما": it is considered
    if opener == "np" and reading.tense == "masdar" and scan.comma:
        return False
    if opener == "np" and verb.lemma in words.object_must_speak:
        return scene.letters[content].startswith(words.speech_objects)
    if verb.homograph and content > i + 14 and scan.subject is None:
        return False
    if reading.tense == "pres" and reading.agreement[:1] == "3" and scan.subject is None and scan.relayed is None:
        # يُذكر أن, يُعتقد أنها: nobody's word; لكنه يتوقع, وهو يقول: a pronoun's
        before = scene.letters[i - 1] if i else ""
        headline = scene.paragraph[i] == 0 and scene.report.sentences[-1].paragraph > 0
        if scene.letters[i].startswith("و") and (verb.force != "assert" or headline):
            return True  # "ويحض جميع الأطراف على": an act that goes on, and no passive
        return (
            before.endswith(("نه", "نها", "نهم"))
            or before in ("هو", "وهو", "هي", "وهي", "وهم")
            or (relative and (bool(reading.enclitic) or before in words.relative))
        )
    return True


def _of_a_thing(scene: Scene, i: int) -> bool:
    """ "مشكلات تعرقل المشروع وتهدد بتأجيله": things without an article that a clause tells of, and nobody's threat."""
    start = scene.sentence_start[i]
    j = i
    if scene.letters[i].startswith("و"):
        j = next((k for k in range(i - 1, max(start, i - 12), -1) if scene.letters[k].startswith("ت")), i)
    noun = scene.letters[j - 1] if j > start else ""
    return noun.endswith(("ة", "ات")) and not noun.startswith("ال") and j not in scene.ends


def _at_once(scene: Scene, i: int, opener: str, content: int) -> bool:
    """Whether a colon or quotation stands right behind the verb at `i`, or قائلا, بالقول on the way to the content."""
    if opener == "colon" or (opener == "quote" and content <= i + 3):
        return True
    said = ("قائلا", "قائلة", "قائلين", "بالقول", "القول", "يقول", "تقول")
    return any(word in said for word in scene.letters[i + 1 : content])


def agrees(scene: Scene, np: NP, agreement: str) -> bool:
    """Number and gender of a subject before its verb; what is unknown agrees."""
    mentions = [scene.report.mentions[k] for k in np.mentions]
    singular = bool(mentions) and all(m.number == "s" for m in mentions if m.number)
    agreement = {"ms": "3ms", "fs": "3fs", "mp": "3mp", "md": "3md"}.get(agreement, agreement)
    if agreement in ("3mp", "3md") and singular and np.type == "PER" and any(m.number for m in mentions):
        return False
    gender = feminine(scene, np)
    if agreement == "3fs" and any(m.gender == "m" and m.number == "s" for m in mentions) and np.type == "PER":
        return False
    return not (agreement == "3ms" and gender is True)


def _in_relative(scene: Scene, i: int) -> bool:
    words = function_words.load()
    j = i - 1
    while j > scene.sentence_start[i] and scene.letters[j] in words.aspect:
        j -= 1
    if j > 0 and scene.letters[j] == "فيما" and (scene.letters[j - 1] in COMMAS or j == scene.sentence_start[i]):
        return False  # "، فيما أوضح مسؤول": while, and no relative word
    return j >= 0 and (scene.letters[j] in words.relative or scene.letters[j] in words.relative_loose)
