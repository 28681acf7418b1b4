"""The phrases behind a word, in order: bare ones, those of a preposition, what is joined to them by و."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import NamedTuple

from marsad.annotate.event_adjectives import nationality
from marsad.annotate.event_parties import Party, of_np, party_at, second_nation
from marsad.annotate.phrases import COMMAS, STOPS, attached, parenthesis, plain_preposition
from marsad.annotate.scene import Scene
from marsad.document import Span
from marsad.lexicon import event_participants, event_tolls, function_words

_FAR = 40
BEFORE = 8  # words before a verb among which its subject is looked for
_STEPS, _GROUP = 3, 4  # phrases between a subject and its verb, words of a group without a name
_MOST = 4  # participants that are joined
_HEAD = 5  # words of a noun phrase before what owns it
_AGENT = {"قبل", "يد", "يدي", "أيدي", "جانب", "طرف"}
_WITH = frozenset({"بالاشتراك", "بالتعاون", "بالتنسيق", "بالتحالف", "بتحالف", "بمشاركة", "بالشراكة"})
PLACED = frozenset({"في", "داخل", "قرب", "وسط", "شمال", "شمالي", "جنوب", "جنوبي", "شرق", "شرقي", "غرب", "غربي"})
_SUBORDINATE = frozenset("عندما وعندما حينما حين بعدما قبلما بينما وبينما حيث إذ لكن ولكن مما حال وحال".split())
_FIRED = frozenset("برصاص بنيران وبرصاص وبنيران".split())  # "قتل برصاص قوات الاحتلال": who fires is who acts
_WITHOUT = frozenset({"بغياب", "وبغياب", "باستثناء"})
_NO_VERBS = ("ويوم", "ويهود", "ويد", "ويمين", "ويسار", "ويون")
_BEFORE_AGENT = frozenset({"من", "على", "علي"})


_MORE = {p: p for p in ("باتجاه", "صوب", "فوق", "بحق", "داخل", "نحو", "تجاه", "إزاء", "بين", "ضد", "قرب", "وسط")}


class Phrase(NamedTuple):
    """A phrase behind a word. ``prep``: "" where none governs it, "agent" for من قبل and its like.

    ``party`` is who it names, if anybody; ``head`` is false where that stands only in the idafa of another noun
    (مواقع الحوثيين). ``joined``: by و or ثم to a phrase before.
    """

    first: int
    end: int
    prep: str
    party: Party | None
    head: bool = True
    joined: bool = False
    comma: bool = False
    pronoun: str = ""  # attached to the preposition: عليه, بها


class Walk(NamedTuple):
    """Phrases, and the token at which the walk ended."""

    phrases: list[Phrase]
    end: int


_PRONOUNS = {"ه": "3ms", "ها": "3fs", "هم": "3mp", "هما": "3md", "نا": "1p"}


def pronoun_preposition(form: str) -> tuple[str, str] | None:
    """A preposition with its pronoun: عليه, إليها, به, لهم, عنها, معه, ضدها, علينا."""
    for ending in ("هما", "هم", "ها", "نا", "ه"):
        if form.endswith(ending):
            stem = form[: -len(ending)]
            prep = {"علي": "على", "إلي": "إلى", "الي": "إلى", "ب": "ب", "ل": "ل", "عن": "عن", "من": "من", "مع": "مع",
                    "ضد": "ضد", "بين": "بين", "في": "في", "خلال": "خلال"}.get(stem)  # fmt: skip
            if prep is not None:
                return prep, _PRONOUNS[ending]
    return None


def walk(scene: Scene, pos: int, limit: int, verbs: Container[int], nouns: Container[int] = ()) -> Walk:
    """The phrases from token `pos` to the end of the clause: a stop, a clause particle, a relative, another verb.

    What follows another event noun (`nouns`) belongs to that: the walk ends with it.
    """
    words = function_words.load()
    out: list[Phrase] = []
    start, limit = pos, min(limit, pos + _FAR)
    comma = False
    while pos < limit:
        form = scene.letters[pos]
        if form in STOPS or form == ":" or form == "\n":
            break
        if form in _WITHOUT or (form.startswith("وي") and _goes_on(scene, pos)):
            break
        if form == "#":  # of a tag: "شنتها #إيران"
            pos += 1
            continue
        if form in COMMAS:
            over = scene.time_end.get(pos + 1, 0)
            if pos + 1 < over < limit and scene.letters[over] in COMMAS:
                pos = over + 1  # "هاجم، مساء الأحد، مسلحون": a time set between commas
                continue
            # "جمعه الإثنين، برئيس اللجنة": what closes a time right behind the word closes no clause
            comma = comma or bool(out) or pos == start or pos - 1 not in scene.inside_times
            pos += 1
            if pos < limit and (scene.letters[pos] in words.own_clause or scene.letters[pos] in words.turns):
                break
            continue
        if pos in scene.time_end:
            pos = max(pos + 1, scene.time_end[pos])
            continue
        if pos in scene.attributions:
            pos = max(pos + 1, scene.attributions[pos])
            continue
        if form == "(":
            pos = parenthesis(scene, pos, limit)
            continue
        if form in ("-", "–", "—"):
            if start < pos and pos + 1 < limit and all(nationality(scene.tokens[k].word) for k in (pos - 1, pos + 1)):
                pos += 1  # "المفاوضات الروسية-الأميركية"
                continue
            pos = parenthesis(scene, pos, limit)
            continue
        if pos in verbs or scene.particle(pos) is not None or form in words.relative or _begins_clause(form):
            break
        if out and form in FIRED_IT:
            break  # "صاروخا أطلقه الحوثيون"
        if pos in scene.opens and scene.mention_np(pos) is None:
            if scene.opens[pos] - pos > 5:
                break
            pos += 1
            continue
        if pos in scene.closes:
            pos += 1
            continue
        joined = form == "و" or (form == "ثم" and pos + 1 < limit and party_at(scene, pos + 1, limit) is not None)
        if joined:
            pos += 1
            if pos >= limit or pos in verbs:
                break
            form = scene.letters[pos]
        if pos in nouns and not (form in _WITH and pos + 1 < limit and scene.letters[pos + 1] == "مع"):
            by = isinstance(nouns, Mapping) and nouns[pos].reading.proclitic == "ب"  # "قتل جندي بقصف"
            out.append(Phrase(pos, pos + 1, "ب" if by else "", None, comma=comma))
            break
        members = _members(scene, pos, limit, verbs, out)
        if members is not None:
            out.append(members._replace(comma=comma))
            pos = max(members.end, pos + 1)
            continue
        with_pronoun = pronoun_preposition(form)
        if with_pronoun is not None and _owned_by(scene, pos, with_pronoun, out):
            pos += 1
            continue
        if with_pronoun is not None and pos and scene.letters[pos - 1].startswith("الم") and not _laid_on(scene, pos):
            pos += 1  # "الزيارة المخطط لها": goes back to the noun itself
            continue
        if with_pronoun is not None:
            out.append(Phrase(pos, pos + 1, with_pronoun[0], None, comma=comma, pronoun=with_pronoun[1]))
            pos += 1
            continue
        prep = plain_preposition(form) or _MORE.get(form)
        if prep is None and form[:1] == "و":
            prep = plain_preposition(form[1:]) if len(form) > 2 else None
        if prep == "نحو" and pos + 1 < limit and scene.tokens[pos + 1].word.kind == "number":
            prep = None  # "نحو 200 شخص"
        first = pos
        if form in _WITH and pos + 1 < limit and (form == "بمشاركة" or scene.letters[pos + 1] == "مع"):
            pos += 1 if form == "بمشاركة" else 2
            if pos >= limit:
                break
            phrase = noun_phrase(scene, pos, limit, verbs)
            out.append(phrase._replace(first=first, prep="with", comma=comma))
            pos = max(phrase.end, pos + 1)
            continue
        if (
            form in _FIRED
            and pos + 1 < limit
            and (fired := noun_phrase(scene, pos + 1, limit, verbs)).party is not None
        ) and fired.party.proclitic == "":
            out.append(fired._replace(first=first, prep="agent", comma=comma))
            pos = max(fired.end, pos + 2)
            continue
        if prep is not None:
            pos += 1
            if prep in _BEFORE_AGENT and pos < limit and scene.letters[pos] in _AGENT:
                prep = "agent"
                pos += 1
            elif prep == "على" and pos < limit and scene.letters[pos] in ("مواقع", "أهداف"):
                pass
            if pos >= limit or scene.particle(pos) is not None:
                break  # على أن
            if pos in nouns:
                past = _past_event(scene, pos, limit) if prep == "في" else 0
                out.append(Phrase(pos, past or pos + 1, prep, None, comma=comma))
                if not past:
                    break
                pos = past
                continue
            if pos in scene.time_end and prep != "agent":
                pos = max(pos + 1, scene.time_end[pos])  # "اتهم في مايو نجله"
                continue
            phrase = noun_phrase(scene, pos, limit, verbs)
            if prep == "في" and out and out[-1].prep in ("with", "agent") and out[-1].end == first:
                phrase = phrase._replace(party=None)  # "بالاشتراك مع خلية [في القيادة]": whose she is
            if prep != "agent" and _depends(scene, first, prep):
                _owned(scene, first, prep, phrase, out)
            else:
                out.append(phrase._replace(first=first, prep=prep, comma=comma, joined=joined))
            pos = max(phrase.end, pos + 1)
            continue
        if form in _MANNER:
            pos += 1  # "انتقدت بشدة سياسة الحكومة"
            continue
        found = attached(scene, pos)
        if found is not None and not joined:
            phrase = noun_phrase(scene, found[2], limit, verbs)
            if _depends(scene, first, found[0]):
                _owned(scene, first, found[0], phrase, out)
            else:
                prep = "means" if found[0] == "ل" and _by_operation(scene, first, phrase, out) else found[0]
                out.append(phrase._replace(first=first, prep=prep, comma=comma))
            pos = max(phrase.end, pos + 1)
            continue
        phrase = noun_phrase(scene, pos, limit, verbs)
        if not joined and out and _more_of(scene, out[-1], phrase):
            out[-1] = out[-1]._replace(end=phrase.end)  # "مسلحون مجهولون"
            pos = max(phrase.end, pos + 1)
            continue
        attached_and = form[:1] == "و" and (
            (phrase.party is not None and phrase.party.first == pos and phrase.party.proclitic[:1] == "و")
            or (len(form) > 4 and (phrase.party is None or not phrase.head) and form not in _OWN_WAW)
        )
        joined = joined or attached_and
        governed = out[parallel(out, phrase.party)].prep if joined and out else ""
        own = phrase.party.proclitic[-1:] if phrase.party is not None and phrase.party.first == pos else ""
        if own in ("ب", "ل"):
            governed = own  # "لطيران التحالف"
        out.append(phrase._replace(prep=governed, comma=comma, joined=joined))
        pos = max(phrase.end, pos + 1)
    return Walk(out, pos)


def _members(scene: Scene, pos: int, limit: int, verbs: Container[int], out: list[Phrase]) -> Phrase | None:
    """Some of those named before, who are no participant beside them: "قتل 12 شخصا [بينهم ثلاثة أطفال]".

    Not "الحوار بينهم في جنيف": there nobody is named behind the word.
    """
    if scene.folded[pos] not in event_tolls.load().part or pos + 1 >= limit or not out or out[-1].pronoun:
        return None
    if scene.letters[pos][:2] == "من" and out[-1].party is None:
        return None  # "طلب منهم المغادرة"
    form = scene.letters[pos + 1]
    if plain_preposition(form) is not None or pos + 1 in verbs or form in STOPS or form in COMMAS:
        return None
    phrase = noun_phrase(scene, pos + 1, limit, verbs)
    return None if phrase.party is None else phrase._replace(first=pos, prep="among")


def _past_event(scene: Scene, pos: int, limit: int) -> int:
    """Past a known happening behind which people stand: "قتل في [الهجوم الأخير] ثلاثة جنود"; 0 where none do."""
    if not scene.letters[pos].startswith("ال"):
        return 0
    pos += 1
    while pos < limit and scene.letters[pos].startswith("ال") and pos not in scene.nps:
        pos += 1
    party = party_at(scene, pos, limit) if pos < limit else None
    return pos if party is not None and not party.proclitic and (party.counted or not party.definite) else 0


FIRED_IT = frozenset("أطلقه أطلقها أطلقته أطلقتها اطلقه اطلقها تطلقه يطلقه تطلقها يطلقها أطلقوه أطلقوها".split())


def _goes_on(scene: Scene, pos: int) -> bool:
    """Whether "وي..." is another verb: few nouns begin so."""
    return not scene.letters[pos].startswith(_NO_VERBS) and scene.mention_np(pos) is None


def _by_operation(scene: Scene, pos: int, phrase: Phrase, out: list[Phrase]) -> bool:
    """Whether ل at `pos` names whose operation something happened in: "قتل مسلح في عملية [للجيش]"."""
    party, held = phrase.party, out[-1] if out else None
    if held is None or held.end != pos or held.prep not in _DURING or held.party is not None or party is None:
        return False
    body = party.np is not None and party.np.type == "ORG" and phrase.head
    return body and any(scene.folded[j] in event_participants.load().operations for j in range(held.first, held.end))


_DURING = frozenset({"في", "خلال", "أثناء", "إثر", "ب"})


def _begins_clause(form: str) -> bool:
    """Whether a word begins a clause of its own: "حيث", "ولكنها"."""
    return form in _SUBORDINATE or (form.removeprefix("و").startswith("لكن") and len(form) < 8)


def parallel(phrases: list[Phrase], party: Party | None) -> int:
    """The index of the phrase, of some, to which و joins one: a place stands between "سفينة [في البحر] وسفينتين".

    People are joined to no place, so that what is placed before them is looked through.
    """
    k = len(phrases) - 1
    if party is None or not party.people or (party.np is None and party.group is None):
        return k
    if party.group is not None and party.group.lemma == "دولة":
        return k  # "في مصر ودول أخرى"
    while k > 0 and _places(phrases[k]):
        k -= 1
    held = phrases[k].party
    return k if held is not None and held.people else len(phrases) - 1


def _places(phrase: Phrase) -> bool:
    """Whether a phrase says where: "في البحر الأحمر", "شمالي سوريا"."""
    if phrase.party is not None and phrase.party.people:
        return False
    return phrase.prep in PLACED or (not phrase.prep and not phrase.head)


def _laid_on(scene: Scene, pos: int) -> bool:
    """Whether the participle before a preposition names whom an act weighs on: "العقوبات المفروضة عليها"."""
    return event_participants.bare(scene.folded[pos - 1]) in event_participants.load().laid


def _depends(scene: Scene, pos: int, prep: str) -> bool:
    """Whether the preposition at `pos` is governed by the adjective before it: "القوات الموالية للنظام"."""
    words = event_participants.load().dependents.get(prep)
    return words is not None and pos > 0 and event_participants.bare(scene.folded[pos - 1]) in words


def _owned(scene: Scene, pos: int, prep: str, phrase: Phrase, out: list[Phrase]) -> None:
    """Gives the phrase before an adjective the owner behind it: "مواقع تابعة للتنظيم"; others take no part."""
    owner = prep in ("ل", "ب") and event_participants.bare(scene.folded[pos - 1]) in event_participants.load().belongs
    k = _belonging(out)
    if owner and k >= 0 and phrase.party is not None and not out[k].pronoun and _nobody(out[k].party):
        out[k:] = [out[k]._replace(party=phrase.party, end=phrase.end, head=False)]


def _belonging(out: list[Phrase]) -> int:
    """The index of the phrase that an adjective of belonging is of: "مخازن للسلاح [تابعة]"; -1 for none."""
    k = len(out) - 1
    while k > 0 and out[k].prep == "ل" and out[k].party is None and out[k - 1].end == out[k].first:
        k -= 1
    return k


def _nobody(party: Party | None) -> bool:
    """Whether a phrase names nobody but a vessel, which is its owner's: "طائرة استطلاع [تابعة للجيش]"."""
    return party is None or (party.group is not None and party.group.national)


def _owned_by(scene: Scene, pos: int, taken: tuple[str, str], out: list[Phrase]) -> bool:
    """Whether a pronoun names the owner of the phrase before an adjective, who is given it: "مخازن تابعة لهم"."""
    if taken[0] != "ل" or event_participants.bare(scene.folded[pos - 1]) not in event_participants.load().belongs:
        return False
    k = _belonging(out)
    if k >= 0 and _nobody(out[k].party) and not out[k].pronoun:
        out[k:] = [out[k]._replace(party=None, pronoun=taken[1], end=pos + 1, head=False)]
    return True


_MANNER = frozenset("بشدة بقوة بعنف بحدة بصراحة بوضوح بسرعة بشراسة بضراوة بكثافة بصرامة بحزم بحرارة بقسوة".split())
_OWN_WAW = frozenset(
    "وزارة وزير وزراء وفد وفود وكالة وكالات وحدة وحدات ولاية ولايات وسائل وثيقة وثائق وساطة وضع وجود".split()
)
_CARRY = frozenset({"تقل", "يقل", "تقلّ", "يقلّ", "تنقل", "ينقل"})


def _more_of(scene: Scene, before: Phrase, phrase: Phrase) -> bool:
    """Whether a phrase is an adjective of the people right before it: "مسلحون [مجهولون]"."""
    if before.party is None or before.end != phrase.first or phrase.party is None or phrase.party.group is None:
        return False
    one, other = scene.letters[phrase.first - 1], scene.letters[phrase.first]
    return (
        phrase.party.end == phrase.first + 1 and one[-2:] == other[-2:] in ("ون", "ين") and one[:2] != "ال" != other[:2]
    )


def noun_phrase(scene: Scene, pos: int, limit: int, verbs: Container[int]) -> Phrase:
    """The noun phrase at `pos` with the participant that it names, itself or by its idafa."""
    party = party_at(scene, pos, limit)
    if party is not None:
        return Phrase(pos, max(party.end, pos + 1), "", party)
    words = function_words.load()
    j = pos + 1
    head_definite = scene.letters[pos].startswith(("ال", "وال", "بال", "لل"))
    first_word = scene.tokens[pos].word
    counted = j < limit and scene.tokens[j].word.kind == "word" and plain_preposition(scene.letters[j]) is None
    if first_word.kind == "number" and counted:
        return noun_phrase(scene, j, limit, verbs)._replace(first=pos)  # "571 هدفا"
    if first_word.kind != "word":
        return Phrase(pos, j, "", None)
    country: Party | None = None
    own = nationality(first_word)
    if own is not None and own[1] in ("", "و"):
        token = scene.tokens[pos]
        country = Party(pos, j, Span(token.start + own[3], token.end), own[1], country=own[0])
        return Phrase(pos, j, "", country, head=False)
    while j < min(limit, pos + 1 + _HEAD):
        form = scene.letters[j]
        if form == "#":
            j += 1
            continue
        if (
            scene.tokens[j].word.kind != "word"
            or j in verbs
            or j in scene.time_end
            or form in words.relative
            or scene.particle(j) is not None
            or plain_preposition(form) is not None
            or j in scene.opens
            or form == "و"
            or _begins_clause(form)
        ):
            named = scene.mention_np(j) if j in scene.opens and not head_definite else None
            if named is not None and not named.proclitic:  # "خطوط إمداد "داعش"": a name in quotation marks owns, too
                return Phrase(pos, max(named.end, scene.opens[j] + 1), "", of_np(scene, named), head=False)
            break
        held = party_at(scene, j, limit)
        if held is not None:
            if head_definite and held.np is not None and held.np.type == "PER" and held.np.kind == "name":
                if held.proclitic:
                    break
                return Phrase(pos, max(held.end, j + 1), "", held)  # "المعارض الروسي أليكسي نافالني"
            if held.proclitic or (head_definite and not scene.letters[j].startswith("ال")):
                break
            if head_definite and held.np is not None:
                break
            return Phrase(pos, max(held.end, j + 1), "", held, head=False)
        nation = nationality(scene.tokens[j].word)
        if nation is not None and not nation[1]:
            token = scene.tokens[j]
            country = Party(j, j + 1, Span(token.start, token.end), "", country=nation[0])
            j += 1
            continue
        if attached(scene, j) is not None or pronoun_preposition(form) is not None:
            break
        if form in _CARRY and (carried := party_at(scene, j + 1, limit)) is not None and not head_definite:
            return Phrase(pos, carried.end, "", carried, head=False)  # "حافلة تقل جنودا"
        if country is not None and form[:1] == "و" and len(form) > 3:
            break  # "شركات روسية ومصارف إيرانية"
        if form.startswith("ال") or form.endswith(("ة", "ي", "ين", "ا", "ات", "ه", "ها", "هم")) or not head_definite:
            j += 1
            continue
        break
    return Phrase(pos, j, "", country, head=False) if country is not None else Phrase(pos, j, "", None)


def party_before(scene: Scene, end: int, start: int) -> Party | None:
    """Who stands before token `end` and is governed by nothing, what prepositions hold left out.

    "القوات بالتعاون مع الشرطة [بدأت]", "مسلحون في المدينة [هاجموا]".
    """
    if end - 1 > start and end - 1 in scene.opens:
        end -= 1  # "طائرات روسية «تشن غارات»": the quotation begins with the verb
    for _ in range(_STEPS):
        party = _within(scene, max(start, end - BEFORE), end) or second_nation(scene, end - 1, start)
        if party is None or party.proclitic[-1:] in ("ب", "ل"):
            return None
        before = party.first - 1
        if before < start or plain_preposition(scene.letters[before]) is None:
            return party
        end = before - 1 if before > start and scene.letters[before - 1] in _WITH else before
        if end <= start:
            return None
    return None


def party_ending(scene: Scene, end: int, start: int) -> Party | None:
    """The participant whose words end before token `end`."""
    np = scene.ends.get(end)
    if np is not None:
        return of_np(scene, np) if np.first >= start and np.mentions else None
    return _within(scene, max(start, end - _GROUP), end) or second_nation(scene, end - 1, start)


def _within(scene: Scene, first: int, end: int) -> Party | None:
    """The longest participant from token `first` on whose words end before token `end`."""
    return next((p for k in range(first, end) if (p := party_at(scene, k, end)) is not None and p.end == end), None)


def beside(scene: Scene, pos: int, end: int) -> tuple[Party, ...]:
    """With whom somebody acts, told between the tokens `pos` and `end`: "الجيش [بالتعاون مع الشرطة] بدأ"."""
    for j in range(pos, min(end, pos + BEFORE) - 1):
        if scene.letters[j] in _WITH:
            party = party_at(scene, j + (1 if scene.letters[j] == "بمشاركة" else 2), end)
            return (party,) if party is not None and not party.proclitic else ()
    return ()


def joined_before(scene: Scene, party: Party) -> tuple[Party, ...]:
    """A participant with those that و joins it to, in their order: "المقاومة وقوات الجيش"."""
    found = [party]
    while len(found) < _MOST and found[0].proclitic == "و":
        before = party_ending(scene, found[0].first, scene.sentence_start[party.first])
        if before is None:
            break
        found.insert(0, before)
    return tuple(found)
