"""The walk from a cue to its content: subject, addressees, channel and authorities on the way."""

from __future__ import annotations

from marsad.annotate.agreement import agrees, clause_ahead, may_be_subject, unknown_subject
from marsad.annotate.asides import (
    anonymity,
    asks_whether,
    clause_behind,
    conjoined,
    described,
    for_outlet,
    governed_speech,
    is_document,
    long_subject,
    of_speech,
    past_relative,
    source_near,
    unlisted_name,
)
from marsad.annotate.channels import channel_at
from marsad.annotate.cues import Cue
from marsad.annotate.phrases import (
    COMMAS,
    DASHES,
    STOPS,
    attached,
    chunk,
    parenthesis,
    phrase_end,
    plain_preposition,
)
from marsad.annotate.scene import NP, Scene
from marsad.document import Channel
from marsad.lexicon import function_words

BARE = frozenset({"ان", "بان", "لان", "وان"})
RELAYS = frozenset({"نقل", "نسب", "روى", "أورد", "اقتبس"})

_OF_HIM = {"عنه": "3ms", "عنها": "3fs", "عنهم": "3mp", "عنهما": "3md"}
Found = tuple[int, str, int]  # first token of the content, how it was opened, its offset in the text


class Scan:
    """One walk from a cue to its content. ``found`` is where the content begins, once seen."""

    def __init__(self, scene: Scene, cue: Cue, before: NP | None, limit: int, cues: frozenset[int]) -> None:
        self.scene, self.cue, self.verb, self.limit, self.cues = scene, cue, cue.verb, limit, cues
        self.accepted = frozenset(cue.verb.content)
        self.subject = before
        self.more: list[NP] = []
        self.addressees: list[NP] = []
        self.channel: Channel | None = None
        self.relayed: NP | None = None
        self.relayed_pronoun = ""  # agreement of whom "عنه" names
        self.vouched: NP | None = None
        agreement = cue.reading.agreement
        verbal = cue.reading.tense in ("past", "pres")
        plural = agreement in ("3mp", "3fp", "3md", "3fd")
        told = bool(cue.token) and scene.particle(cue.token - 1) is not None
        pronoun = told and scene.folded[cue.token - 1] not in BARE
        self.takes_subject = (
            verbal and agreement[:1] not in ("1", "2") and before is None and not plural and not pronoun
        )
        self.takes_object = cue.verb.addressee == "object" or cue.verb.target
        self.comma = False
        self.object_taken = bool(cue.reading.enclitic)
        self.words = function_words.load()

    def run(self) -> Found | None:
        """Looks at each token once."""
        scene, pos = self.scene, self.cue.token + 1
        while pos < self.limit:
            form = scene.letters[pos]
            particle = scene.particle(pos)
            if particle is not None:
                if scene.letters[pos - 1] in self.words.modals and pos > self.cue.token + 1:
                    return None  # "يمكن أن": the clause of another verb
                opened = self._clause(pos, particle)
                if opened is not None:
                    return opened
            if (
                form in self.words.opens_speech
                and "quote" in self.accepted
                and pos <= self.cue.token + 9
                and not self.comma
            ):
                return pos, "colon", scene.tokens[pos].start  # "وقال نحن نعمل": quoted without marks
            if form == ":":
                if self.accepted & {"quote", "anna"} and pos + 1 < scene.n:
                    return self._after_colon(pos + 1)
                pos += 1
                continue
            if pos in scene.opens:
                if (named := self._named_quotation(pos)) and scene.mention_np(pos) is None:
                    if self.takes_subject and self.subject is None and pos == self.cue.token + 1:
                        self.subject = unlisted_name(scene, pos, self.limit, self.cues)
                    pos = scene.opens[pos] + 1
                    continue
                if not named and self.accepted & {"quote", "anna", "np"}:
                    return pos, "quote", scene.tokens[pos].start
            if form == "؛" and self.takes_object and not self.object_taken and scene.mention_np(pos + 1) is not None:
                pos += 1  # a semicolon set for a comma: whom the verb takes is still to come
                continue
            if form in STOPS:
                return None
            if form in COMMAS:
                after = self._apposition(pos)
                if after is not None:
                    pos = after
                    continue
                pos += 1
                past = anonymity(scene, pos, self.limit)
                if past is not None:
                    pos = past
                    continue
                self.comma = True
                if self._new_clause(pos):
                    return None
                continue
            if form in DASHES and pos + 1 < self.limit:
                after = self._dashed(pos)
                if after is not None:
                    pos = after
                    continue
            if form in DASHES or form == "(":
                inner = channel_at(scene, pos + 1, self.limit) if pos + 1 < self.limit else None
                self.channel = self.channel or (inner.channel if inner is not None else None)
                pos = parenthesis(scene, pos, self.limit)
                continue
            step: Found | int | None = self._aside(pos)
            if step is None:
                step = self._preposition(pos)
            if step is None:
                step = self._noun(pos)
            if isinstance(step, tuple):
                return step
            if step == 0:
                return None
            pos = max(step, pos + 1)  # each token is looked at once, whatever a step says
        return None

    def _dashed(self, pos: int) -> int | None:
        """ "وأضاف - رئيس الوزراء - إن", "المتحدث - العميد فلان - إن": a subject or its name between dashes."""
        scene, held = self.scene, self.subject
        np = scene.mention_np(pos + 1)
        if np is None or np.proclitic or np.type not in ("PER", "ORG", "ANON", "MEDIA"):
            return None
        if held is None and self.takes_subject and np.speaks:
            self.subject = np
        elif held is not None and held.end == pos and held.kind != np.kind and np.type == "PER":
            self.subject = np._replace(first=held.first, start_offset=held.start_offset)
        else:
            return None
        return np.end + 1 if np.end < self.limit and scene.letters[np.end] in DASHES else np.end

    def _named_quotation(self, pos: int) -> bool:
        """Whether the quotation at `pos` marks a name: of the subject, of who is told, of a title."""
        scene = self.scene
        if self.verb.describes:
            return False
        close = scene.opens[pos]
        clause = clause_behind(scene, close + 1, self.limit)
        if scene.letters[pos - 1] in self.words.names_before_quotation or (clause and close - pos <= 4):
            return True
        np = scene.mention_np(pos)
        if np is None or np.first != pos or np.end < close:
            return False
        return self.subject is None or "quote" not in self.accepted or (self.takes_object and not self.object_taken)

    def _apposition(self, pos: int) -> int | None:
        """ "سفير مالطا، فلان،" and "فلان، سفير مالطا،": the other name of the subject, past its comma."""
        held = self.subject
        if held is None or held.end != pos or held.first < self.cue.token:
            return None
        other = self.scene.mention_np(pos + 1)
        if other is None or other.proclitic or other.type not in ("PER", "ANON") or other.kind == held.kind:
            return None
        if other.kind == "name":
            self.subject = other._replace(first=held.first, start_offset=held.start_offset)
        else:
            self.subject = held._replace(end=other.end)
        return other.end

    def _aside(self, pos: int) -> int | None:
        """Past a time, an attribution, a channel, an adverb; None where none stands."""
        scene = self.scene
        if pos in scene.time_end and not (self.verb.lemma == "أمهل" and (self.object_taken or self.addressees)):
            return max(scene.time_end[pos], pos + 1)
        if pos in scene.attributions:
            return scene.attributions[pos]
        channel = channel_at(scene, pos, self.limit)
        if (
            channel is not None
            and not self._own_document(pos)
            and not governed_speech(scene, self.cue, pos, channel.end, self.limit)
        ):
            self.channel = self.channel or channel.channel
            self.vouched = self.vouched or channel.vouched
            if self.subject is None and self.takes_subject and self.verb.lemma in ("جاء", "ورد"):
                self.subject = channel.speaker or next(iter(channel.addressees), None)
                return channel.end  # "جاء في بيان للوزارة"
            self.addressees += [np for np in channel.addressees if np.type in ("PER", "MEDIA", "ORG", "ANON")]
            return channel.end
        if self.verb.lemma in RELAYS and scene.letters[pos] in _OF_HIM:
            self.relayed_pronoun = _OF_HIM[scene.letters[pos]]  # "نقلت عنه الوكالة قوله"
            return pos + 1
        if scene.letters[pos] in self.words.adverbs:
            # "وأوضح قائلا" is one act; after a pause the participle is an act of its own
            return 0 if self.comma and pos in self.cues else pos + 1
        return None

    def _own_document(self, pos: int) -> bool:
        """A noun of channel that is itself the subject: "قال بيان", "جاء في بيان" stays a channel."""
        return pos in self.scene.nps and self.subject is None and self.takes_subject and not attached(self.scene, pos)

    def _clause(self, pos: int, particle: str) -> Found | None:
        """The content behind a clause particle at `pos`, if the verb takes it."""
        scene = self.scene
        previous = plain_preposition(scene.letters[pos - 1])
        if particle in ("و", "ك", "ف"):
            return None
        if particle in ("ب", "ل"):
            if particle not in self.accepted and not (particle == "ب" and self.accepted & {"anna", "an"}):
                return None
        elif previous is not None and pos - 1 > self.cue.token:
            if previous not in self.accepted and "anna" not in self.accepted:
                return None
        elif not self.accepted & {"anna", "an"}:
            return None
        # the particle itself stays outside the content, one with a pronoun ("أنه") stays in
        bare = scene.folded[pos] in BARE
        first = pos + 1 if bare else pos
        if first >= scene.n:
            return None
        if scene.letters[first] == ":" and bare:
            return self._after_colon(first + 1) if first + 1 < scene.n else None
        if bare and first in scene.opens:
            return first, "quote", scene.tokens[first].start
        return first, "clause", scene.tokens[first].start + (0 if bare else len(particle))

    def _after_colon(self, pos: int) -> Found | None:
        if pos >= self.scene.n:
            return None
        kind = "quote" if pos in self.scene.opens else "colon"
        if (
            kind == "colon"
            and self.scene.particle(pos) == ""
            and self.scene.folded[pos] in BARE
            and pos + 1 < self.scene.n
        ):
            pos += 1
        return pos, kind, self.scene.tokens[pos].start

    def _preposition(self, pos: int) -> Found | int | None:
        """A preposition at `pos`: the content behind it, or the token after the phrase that it governs."""
        scene, verb = self.scene, self.verb
        name = plain_preposition(scene.letters[pos])
        if asks_whether(scene, self.cue, pos):
            return pos + 1, "clause", scene.tokens[pos + 1].start
        if name is not None:
            tongue = name == "على" and scene.letters[pos + 1 : pos + 2] == ["لسان"]
            if (verb.lemma in RELAYS and name == "عن") or (verb.lemma == "نسب" and name == "إلى") or tongue:
                return self._relay(pos + (2 if name == "على" else 1))
            governed = name in self.accepted or (name in self.words.about and bool(self.accepted & {"عن", "ب"}))
            clause = pos + 1 < self.limit and (scene.particle(pos + 1) is not None or pos + 1 in scene.opens)
            if governed and (verb.needs != "clause" or clause or of_speech(scene, pos + 1, self.limit)):
                return self._behind(pos + 1, name)
            if name == "أمام" or (isinstance(verb.addressee, tuple) and name in verb.addressee):
                np = scene.mention_np(pos + 1)
                if np is not None:
                    self.addressees.append(np)
                    return np.end
            return phrase_end(scene, pos + 1, self.limit)
        found = attached(scene, pos)
        if found is None:
            return None
        letter, offset, first = found
        if letter == "ل" and self.subject is not None and self.subject.end == pos and is_document(scene, self.subject):
            # "قال بيان للمتحدث": whose statement it is
            owner = scene.nps.get(first) or scene.mention_np(first)
            if owner is not None:
                self.subject = self.subject._replace(
                    end=owner.end, end_offset=owner.end_offset, mentions=owner.mentions
                )
                return owner.end
        if letter == "ل" and verb.lemma in RELAYS:
            return self._relay(first)
        if first in scene.opens and self._named_quotation(first) and scene.mention_np(first) is None:
            return scene.opens[first] + 1
        if letter in self.accepted and not (letter == "ل" and self._told(first)):
            if first in scene.opens and not scene.mention_np(first):
                return first, "quote", scene.tokens[first].start
            if first == pos and scene.particle(pos) is not None:
                return pos + 1, "clause", scene.tokens[min(pos + 1, scene.n - 1)].start
            return first, letter, offset
        belongs = scene.letters[pos - 1].startswith(self.words.belonging)
        if letter == "ل" and verb.addressee is not None and verb.addressee != "object" and not belongs:
            np = scene.nps.get(first) or scene.mention_np(first) or for_outlet(scene, first)
            if np is not None:
                self.addressees.append(np)
                return np.end
        return phrase_end(scene, first, self.limit)

    def _behind(self, first: int, name: str) -> Found | int:
        scene = self.scene
        if first >= self.limit:
            return 0
        if scene.particle(first) == "":
            bare = scene.folded[first] in BARE
            first += 1 if bare else 0
            if first >= self.limit:
                return 0
            if first in scene.opens:
                return first, "quote", scene.tokens[first].start
            return first, "clause", scene.tokens[first].start
        if first in scene.opens and scene.mention_np(first) is None:
            return first, "quote", scene.tokens[first].start
        return first, name, scene.tokens[first].start

    def _told(self, pos: int) -> bool:
        np = self.scene.nps.get(pos)
        return np is not None and isinstance(self.verb.addressee, tuple) and np.type in ("PER", "MEDIA")

    def _relay(self, pos: int) -> int:
        """ "نقلت الوكالة عن مصدر قوله إن": the source behind the source, then its own words."""
        scene = self.scene
        if pos >= self.limit:
            return pos
        np = scene.mention_np(pos) or chunk(scene, pos, self.limit, self.cues)
        if np is None:
            return pos + 1
        self.relayed = np
        return np.end

    def _noun(self, pos: int) -> Found | int:
        """A noun phrase or any other word: subject, addressee, content, or passed over. 0 ends the search."""
        scene, verb = self.scene, self.verb
        np = scene.mention_np(pos)
        kind = scene.tokens[pos].word.kind
        form = scene.letters[pos]
        if np is not None and not np.proclitic.strip("و"):
            if (
                self.takes_subject
                and self.subject is None
                and np.first == pos
                and np.speaks
                and self._may_be_subject(np)
            ):
                self.subject = np
                end = conjoined(scene, np, self.more, self.limit)
                if (
                    np.kind == "role"
                    and len(self.more) == 1
                    and self.more[0].type == "PER"
                    and self.more[0].kind == "name"
                ):
                    # "نائب الرئيس ووزير الداخلية فلان": two offices of one person
                    self.subject = self.more.pop()._replace(first=np.first, start_offset=np.start_offset)
                return end
            if self.takes_object and not self.object_taken and not np.proclitic:
                if verb.addressee == "object":
                    self.addressees.append(np)
                self.object_taken = True
                return conjoined(scene, np, self.addressees if verb.addressee == "object" else [], self.limit, True)
        held = self.subject
        if held is not None and held.end == pos and held.kind == "role" and held.first > self.cue.token:
            spoken_of = (
                self.takes_object and not self.object_taken and np is not None and np.definite and np.kind == "role"
            )
            if np is not None and np.type == "PER" and not np.proclitic and not spoken_of:
                # rank or name right behind the role: "المتحدث العسكري العقيد فلان"
                if source_near(scene, held):  # "مصدر مقرب من الرئيس فلان": the name is the other one's
                    self.subject = held._replace(end=np.end, end_offset=np.end_offset)
                else:
                    self.subject = np._replace(first=held.first, start_offset=held.start_offset)
                return np.end
            if np is None and pos not in self.cues and agrees(scene, held, pos, self.takes_object or verb.describes):
                self.subject = held._replace(end=pos + 1, end_offset=scene.tokens[pos].end)
                return pos + 1  # an adjective that agrees
        if form in self.words.named_as and self.subject is not None and self.subject.end == pos:
            called = scene.mention_np(pos + 1)  # "أحد الجيران ويدعى فلان"
            if called is not None and called.type == "PER" and not called.proclitic:
                self.subject = called._replace(first=self.subject.first, start_offset=self.subject.start_offset)
                return called.end
        if held is not None and held.end == pos and form in ("رفض", "رفضت"):
            past = anonymity(scene, pos, self.limit)
            if past is not None:
                return past
        if (
            form == "ما"
            and scene.letters[pos + 1 : pos + 2]
            and scene.letters[pos + 1] in ("يسمى", "تسمى", "يعرف", "تعرف")
        ):
            return pos + 2  # "قالت ما يسمى الجبهة"
        if form == "كل" and scene.letters[pos + 1 : pos + 2] == ["من"] and self.subject is None and self.takes_subject:
            return pos + 2
        if form in self.words.relative:
            return past_relative(scene, pos, self.limit, self.cues)
        if form in self.words.each and scene.letters[pos + 1 : pos + 2] == ["من"] and not self.object_taken:
            return pos + 2
        if form in self.words.each and self.takes_object:
            return self._everyone(pos + 1)
        if (self.relayed is not None or self.relayed_pronoun) and pos in self.cues and pos > self.cue.token + 1:
            return pos, "relay", scene.tokens[pos].start
        if pos in self.cues and self.comma:
            return 0
        asked = self._asked(pos) if np is None and kind == "word" else None
        if asked is not None:
            return asked
        if "np" in self.accepted and kind in ("word", "number"):
            if (
                np is None
                and self.subject is None
                and self.takes_subject
                and unknown_subject(scene, self.cue, pos, self.limit)
            ):
                made = chunk(scene, pos, self.limit, self.cues, self.takes_object)
                if made is not None and (not self.takes_object or self._may_be_subject(made)):
                    self.subject = made
                    return made.end
                if made is not None:
                    self._address(made)
                    return made.end
            if np is None and self.subject is None and self.takes_subject and not self.comma:
                made = long_subject(scene, self.cue, pos, self.limit, self.cues)
                if made is not None:
                    self.subject = made
                    return made.end
            past = described(scene, pos, self.limit) if verb.describes and self.subject is not None else None
            if past is not None:
                return past
            clause = None
            if self.subject is not None and self.subject.first > self.cue.token and self.accepted & {"anna", "an"}:
                clause = clause_ahead(scene, pos, self.limit)
            if clause is not None and clause > pos:
                return clause  # the rest of a long role, its name, a time, and then أن
            return pos, "np", scene.tokens[pos].start
        if np is None and self.subject is None and self.takes_subject and kind in ("word", "number", "latin"):
            made = chunk(scene, pos, self.limit, self.cues, self.takes_object)
            if made is not None:
                if not self.takes_object or self._may_be_subject(made):
                    self.subject = made
                else:
                    self._address(made)
                return made.end
        if pos in self.cues and pos > self.cue.token + 1:
            return 0
        return np.end if np is not None else pos + 1

    def _asked(self, pos: int) -> int | None:
        """ "طالبت الحكومة، الأربعاء، المجتمع الدولي ب", "مطالبا حلفاءه ب": who is asked, where no list knows him."""
        verb = self.verb
        if verb.force != "demand" or verb.addressee != "object" or self.object_taken:
            return None
        if (self.takes_subject and self.subject is None) or (self.subject is not None and self.subject.end == pos):
            return None
        form = self.scene.letters[pos]
        if form.startswith("إيا"):
            self.object_taken = True  # "مطالبا إياه": a pronoun, and no name
            return pos + 1
        if not form.startswith("ال") and not form.endswith(("ه", "ها", "هم")):
            return None
        made = chunk(self.scene, pos, self.limit, self.cues, True)
        if made is None:
            return None
        self._address(made)
        return made.end

    def _everyone(self, pos: int) -> int:
        """ "ناشد جميع الأطراف ضبط النفس": many who are asked, where no grammar of names knows them."""
        if pos >= self.limit or self.object_taken or self.scene.mention_np(pos) is not None:
            return pos
        made = chunk(self.scene, pos, self.limit, self.cues, True)
        if made is None or not self.scene.letters[pos].startswith("ال"):
            return pos
        self._address(made)
        return made.end

    def _may_be_subject(self, np: NP) -> bool:
        return may_be_subject(self.scene, self.cue, self.takes_object, np, self.limit)

    def _address(self, np: NP) -> None:
        """Somebody whom the verb takes as object: who is asked or told, unless he is only spoken of."""
        self.object_taken = True
        if self.verb.addressee == "object":
            self.addressees.append(np)

    def _new_clause(self, pos: int) -> bool:
        """Whether a new clause with a cue of its own begins at `pos`."""
        scene = self.scene
        if pos >= self.limit:
            return True
        form = scene.letters[pos]
        if pos in self.cues and form not in self.words.adverbs:
            return form.startswith(("و", "ف")) or form.endswith(("ا", "ة", "ين"))
        return form in self.words.turns | self.words.own_clause and any(
            j in self.cues for j in range(pos + 1, min(pos + 3, scene.n))
        )
