"""Through what something was said: "في بيان", "خلال مؤتمر صحفي", "في تغريدة على حسابه", "بيان الوزارة".

The head nouns and their channels are data (`arabic/channels.yaml`); here is the grammar of the phrase about them.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from marsad.annotate.scene import NP, Scene
from marsad.document import Channel, Span, Word
from marsad.folding import fold
from marsad.lexicon import function_words, reporting
from marsad.lexicon.reporting import ChannelNoun

_STOP = frozenset('،,.؟?!؛:"”“«»…')


_TAKING = ("تلقيه", "تلقيها", "تلقي", "اجرائه", "اجرائها", "عقده", "عقدها")
_OF_TWO: frozenset[Channel] = frozenset({"phone", "meeting", "interview"})


class ChannelPhrase(NamedTuple):
    """Tokens up to `end` name the channel; ``speaker`` is whose statement it is, where the phrase says."""

    end: int
    channel: Channel
    speaker: NP | None
    span: Span
    addressees: tuple[NP, ...] = ()
    vouched: NP | None = None  # the outlet that carries it ("في تصريحات نقلتها الوكالة")


@lru_cache(maxsize=100_000)
def _noun(word: Word) -> tuple[tuple[ChannelNoun, str], ...]:
    """Channel nouns that a word type may be (the first word of), with what is attached before it."""
    if word.kind != "word":
        return ()
    nouns = reporting.load().channels
    out = []
    for split in word.splits:
        if split.enclitic not in ("", "ه", "ها", "هم", "نا", "ي", "هما"):
            continue
        stems = [split.stem]
        if split.stem.startswith("ال") and not split.enclitic:
            stems.append(split.stem[2:])
        if split.stem.endswith("ا") and not split.enclitic:
            stems.append(split.stem[:-1])
        for stem in stems:
            out += [(entry, split.proclitic) for entry in nouns.get(stem, ())]
    return tuple(out)


def names_channel(scene: Scene, i: int) -> bool:
    """Whether the word at `i` is a noun of channel."""
    return any(entry.bare for entry, _ in _noun(scene.tokens[i].word))


def channel_noun(scene: Scene, i: int) -> Channel | None:
    """The channel that the noun at `i` names on its own, or None."""
    found = [entry for entry, _ in _noun(scene.tokens[i].word) if entry.bare]
    plain = next((entry for entry in found if not entry.needs), None)
    return (plain or found[0]).channel if found else None


def source_channel(scene: Scene, source: NP | None) -> Channel | None:
    """The channel of whoever speaks by a document: "قال بيان للوزارة إن", "بحسب بيان الجيش"."""
    if source is None:
        return None
    several = scene.letters[source.first].endswith("ات")  # "بيانات": figures
    return "statement" if not several and channel_noun(scene, source.first) == "statement" else None


def channel_at(scene: Scene, pos: int, limit: int, bare: bool = False) -> ChannelPhrase | None:
    """The channel phrase that begins at `pos`: with its preposition, or (`bare`) the noun itself."""
    first = pos
    prepositions = reporting.load().channel_prepositions
    form = scene.folded[pos]
    preposition = ""
    if not bare:
        plain = form if form in prepositions else form.removeprefix("و")
        if plain in prepositions and pos + 1 < limit:
            preposition = plain
            pos += 1
        elif scene.tokens[pos].word.kind != "word":
            return None
    if scene.letters[pos] in ("أول", "آخر", "حديث", "مستهل", "ختام", "أعقاب") and pos + 1 < limit:
        pos += 1
    if preposition and scene.folded[pos].startswith(_TAKING) and pos + 1 < limit:
        pos += 1  # "خلال تلقيه اتصالا هاتفيا"
    for entry, pro in _noun(scene.tokens[pos].word):
        p = preposition or pro.strip("و")
        if not bare and (not p or p not in (fold(x) for x in entry.prepositions)):
            continue
        if bare and (not entry.bare or pro not in ("", "ل", "و")):
            continue
        end = pos + 1
        if entry.needs:
            if end >= limit or not any(scene.folded[end].removeprefix("ال").startswith(n) for n in entry.needs):
                continue
            end += 1
        told = scene.mention_np(pos) if pro.endswith("ل") and not entry.bare else None
        if told is not None:  # "لصحيفة لوموند": the channel, and who was told
            return ChannelPhrase(told.end, entry.channel, None, scene.span(pos, told.end), (told,))
        if entry.channel in ("interview", "speech") and end < limit and scene.letters[end] in ("عن", "بشأن", "حول"):
            continue  # "في حديثه عن الاقتصاد": a topic
        return _extent(scene, first, pos, end, limit, entry, bare)
    return None


def _outlet_in_marks(scene: Scene, end: int) -> NP | None:
    """ "لقناة «المدى» الإخبارية", "مع موقع «الراصد»": an outlet that no list knows, by its noun and its marks."""
    form = scene.letters[end].removeprefix("لل").removeprefix("ل").removeprefix("ال")
    if form not in function_words.load().outlet_nouns or end + 1 not in scene.opens:
        return None
    close = scene.opens[end + 1]
    if close - end > 6 or close + 1 >= scene.n:
        return None
    attached_l = scene.letters[end].startswith("ل")
    start = scene.tokens[end].start + (1 if attached_l else 0)
    return NP(
        end, close + 1, start, scene.tokens[close].end, "ل" if attached_l else "", (), "MEDIA", "role", True, True
    )


def _extent(scene: Scene, first: int, noun: int, end: int, limit: int, entry: ChannelNoun, bare: bool) -> ChannelPhrase:
    """How far the phrase goes: adjectives, "له", "على حسابه في تويتر", "مع الصحيفة", the body that issued it."""
    speaker: NP | None = None
    vouched: NP | None = None
    addressees: list[NP] = []
    words = function_words.load()
    while end < limit:
        form = scene.letters[end]
        np = scene.mention_np(end)
        if np is not None:
            if np.type == "MEDIA" and scene.letters[np.first - 1].startswith(words.carries):
                vouched = np
            elif entry.channel in _OF_TWO and np.proclitic == "" and scene.letters[end - 1] not in words.channel_inside:
                addressees.append(np)  # "خلال لقائه الرئيس": whom he met
            elif speaker is None and np.proclitic in ("", "ل") and scene.letters[end - 1] not in words.channel_inside:
                speaker = np
            elif (
                scene.letters[end - 1] == "أمام"
                or (scene.letters[end - 1] == "مع" and (entry.channel in _OF_TWO or np.type == "MEDIA"))
                or (np.proclitic == "ل" and not scene.letters[end - 1].startswith(words.belonging))
            ):
                addressees.append(np)
            end = np.end
            if bare:
                break
            continue
        told = (
            scene.mention_np(end + 1) if form[:1] == "ل" and form[1:] in scene.designators and end + 1 < limit else None
        )
        if told is not None:
            addressees.append(told)  # "في تصريح لصحيفة عكاظ"
            end = told.end
            continue
        quoted = _outlet_in_marks(scene, end)
        if quoted is not None:
            addressees.append(quoted)
            end = quoted.end
            continue
        if form in _STOP or scene.particle(end) is not None or end in scene.opens:
            break
        if end in scene.time_end:
            end = max(end + 1, scene.time_end[end])
            continue
        if form == "صادر" and end + 1 < limit and scene.letters[end + 1] in ("عن", "من"):
            end += 2
            continue
        if form in words.channel_inside:
            if bare or end + 1 >= limit:
                break
            if scene.particle(end + 1) is not None:
                break
            inner = scene.mention_np(end + 1)
            if form in ("على", "في", "عبر", "مع", "أمام", "لدى", "من", "إلى", "بين", "عقب", "بعد") and (
                inner is not None or _noun(scene.tokens[end + 1].word) or form in ("على", "مع", "أمام", "عبر")
            ):
                end += 1
                if inner is None:
                    end += 1
                continue
            break
        if form in words.channel_adjectives:
            end += 1
            continue
        if form in words.channel_relative or form.startswith(words.carries):
            end += 1
            continue
        word = scene.tokens[end].word
        if (
            word.kind == "word"
            and (form.startswith("ال") or form.endswith(("ية", "ي", "ه", "ها")))
            and end - noun < 8
            and not bare
        ):
            end += 1
            continue
        break
    return ChannelPhrase(end, entry.channel, speaker, scene.span(noun, end), tuple(addressees), vouched)
