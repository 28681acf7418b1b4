"""Statements: who reports what, at any depth.

The grammar works from candidate cues (`cues`), looks for speaker and content about each (`frames`), bounds the
content (`contents`), and nests: a cue inside the content of another reports inside it. Authorities ("بحسب المصدر")
become statements of their own, parents of what they vouch for. Speakers are resolved by the linker.
"""

from __future__ import annotations

from dataclasses import replace

from marsad.annotate.attributions import Attribution, find, place_initial, place_others
from marsad.annotate.channels import channel_at, channel_noun, names_channel, source_channel
from marsad.annotate.contents import Breaks, Content, content_of
from marsad.annotate.cues import Cue, candidates, readings
from marsad.annotate.drafts import Draft
from marsad.annotate.force import force_of, spread_channels
from marsad.annotate.frames import Frame, agrees, frame
from marsad.annotate.headlines import headline_statements, post_statements, subheading_statements
from marsad.annotate.interviews import interview_statements
from marsad.annotate.light_verbs import carried_drafts
from marsad.annotate.nouns import noun_drafts
from marsad.annotate.phrases import DASHES
from marsad.annotate.quoted import quoted_before
from marsad.annotate.scene import NP, Scene
from marsad.annotate.subjects import clause_subject
from marsad.document import Channel, Report, Span, Statement, Why
from marsad.lexicon import function_words
from marsad.text.words import stem_span

_LATELY = 16  # drafts looked back at: a sentence holds fewer


def annotate(report: Report) -> Report:
    """Assigns ``statements``: spans, structure, force and channel. Speakers are left to the linker."""
    scene = Scene(report)
    drafts = _drafts(scene)
    return report.with_(statements=tuple(_freeze(scene, drafts)))


def _drafts(scene: Scene) -> list[Draft]:
    found = candidates(scene)
    tokens = frozenset(found)
    attributions = find(scene, found)
    scene.attributions = {a.first: a.end for a in attributions}
    taken = {i for a in attributions for i in range(a.first, a.end)}
    frames = _frames(scene, {i: c for i, c in found.items() if i not in taken}, tokens - taken)
    breaks = _breaks(scene, frames, attributions)
    drafts: list[Draft] = []
    order: list[tuple[int, Frame | Attribution]] = [(f.cue.token, f) for f in frames.values()]
    order += [(a.first, a) for a in attributions if a.initial]
    for token, item in sorted(order, key=lambda pair: pair[0]):
        limit, parent = _room(scene, drafts, token)
        limit = min(limit, _dash_closes(scene, token))
        if isinstance(item, Attribution):
            if drafts and drafts[-1].authority and 0 <= token - drafts[-1].end <= 1:
                parent, limit = drafts[-1], scene.n  # "وفقا لصحيفة، بحسب ما أكده لها مسؤولان"
            made = place_initial(scene, item, breaks, limit, parent)
            drafts += made
            continue
        if (
            item.cue.reading.tense == "masdar"
            and parent is not None
            and parent.content.first == token
            and not parent.relays
        ):
            continue  # "مؤكدا إدانته": one act, told by the participle
        content = content_of(scene, item, breaks, limit)
        if content is None:
            continue
        drafts += _from_frame(scene, item, content, parent, drafts)
    drafts += quoted_before(scene, found, drafts)
    drafts += noun_drafts(scene, drafts, breaks, found)
    drafts += carried_drafts(scene, drafts)
    place_others(scene, attributions, drafts, breaks)
    drafts += headline_statements(scene, drafts)
    drafts += subheading_statements(scene, drafts)
    drafts += interview_statements(scene, drafts)
    drafts += post_statements(scene, drafts)
    drafts.sort(key=lambda d: (d.token, not d.authority))
    for draft in drafts:
        draft.force = force_of(scene, draft, [d for d in drafts if d.parent is draft])
    spread_channels(scene, drafts)
    return drafts


def _frames(scene: Scene, found: dict[int, list[Cue]], tokens: frozenset[int]) -> dict[int, Frame]:
    """The best frame of each candidate token."""
    out: dict[int, Frame] = {}
    for i, cues in found.items():
        if i and cues[0].reading.enclitic and _carries(scene, i):
            continue  # "في تغريدة نشرتها الوكالة": the verb tells of the channel
        for cue in cues:
            made = frame(scene, cue, tokens)
            if made is not None:
                out[i] = made
                break
    for relay in [f for f in out.values() if f.opener == "relay"]:
        # "نقلت الوكالة عن مسؤول تأكيده مقتل": the verbal noun reports, whatever follows it
        for cue in found.get(relay.content, ()):
            if cue.reading.tense == "masdar":
                made = frame(scene, cue, tokens, relayed=True)
                if made is not None:
                    out[relay.content] = made
    return _once(out)


def _carries(scene: Scene, i: int) -> bool:
    """Whether the verb at `i` with its pronoun only says who published what stands before it."""
    if names_channel(scene, i - 1):
        return True
    words = function_words.load()
    if not scene.letters[i].startswith(words.carries):
        return False
    return any(
        names_channel(scene, j) and scene.sentence_start[j] == scene.sentence_start[i] for j in range(max(0, i - 5), i)
    )


def _once(frames: dict[int, Frame]) -> dict[int, Frame]:
    """ "وأوضح قائلا: ..." is one act: of frames with the same content the first is kept."""
    first: dict[int, int] = {}
    for i in sorted(frames):
        found = frames[i]
        held = first.get(found.content)
        if (
            held is None
            or frames[held].relayed is not None
            or frames[held].opener == "relay"
            or (
                found.cue.reading.tense not in ("part", "masdar")
                and found.subject is not None
                and frames[held].subject is None
                and not found.relative
            )
        ):
            first[found.content] = i
    kept = set(first.values())
    return {i: f for i, f in frames.items() if i in kept}


def _breaks(scene: Scene, frames: dict[int, Frame], attributions: list[Attribution]) -> Breaks:
    participles = frozenset(i for i, f in frames.items() if f.cue.reading.tense == "part")
    verbs = {
        i: (f.subject is not None, f.cue.reading.agreement)
        for i, f in frames.items()
        if f.cue.reading.tense in ("past", "pres") and not f.relative
    }
    return Breaks(participles, verbs, {a.first: a.end for a in attributions})


def _dash_closes(scene: Scene, token: int) -> int:
    """Inside a parenthesis between dashes nothing is reported beyond its end."""
    start, end = scene.sentence_start[token], scene.sentence_end[token]
    opened = sum(1 for j in range(max(start, token - 30), token) if scene.letters[j] in DASHES)
    if opened % 2 == 0:
        return scene.n
    return next((j for j in range(token + 1, min(end, token + 40)) if scene.letters[j] in DASHES), scene.n)


def _room(scene: Scene, drafts: list[Draft], token: int) -> tuple[int, Draft | None]:
    """The innermost statement that holds a token, and where its content ends."""
    inner: Draft | None = None
    for draft in reversed(drafts[-_LATELY:]):
        if draft.inside(token) and (
            inner is None or draft.content.end - draft.content.first < inner.content.end - inner.content.first
        ):
            inner = draft
    return (inner.content.end if inner is not None else scene.n), inner


def _from_frame(scene: Scene, item: Frame, content: Content, parent: Draft | None, drafts: list[Draft]) -> list[Draft]:
    cue = item.cue
    verb, reading = cue.verb, cue.reading
    token = scene.tokens[cue.token]
    first, end = token.start, token.end
    split = next((s for s in token.word.splits if s.cut == reading.cut and s.tail == reading.tail), None)
    if split is not None:
        first, _ = stem_span(token, split)
    same_as: Draft | None = None
    up = parent
    if (
        item.relative
        and content.quotation == "direct"
        and parent is not None
        and verb.describes
        and item.subject is None
    ):
        # "ما وصفه بـ«...»": the reporter's own hedge on the speaker's words stands beside them
        same_as, up = parent, parent.parent
    agreement = reading.agreement
    if reading.tense == "part":
        agreement = {"ms": "3ms", "fs": "3fs", "mp": "3mp", "fp": "3fp", "md": "3md", "fd": "3fd"}.get(
            agreement, agreement
        )
    of_him = False
    if parent is not None and parent.relays and parent.content.first == cue.token and item.subject is None:
        # "نقلت الوكالة عن مصدر قوله"
        told = (parent.source,) if parent.source is not None else ()
        item = item._replace(subject=parent.relayed, addressees=told)
        of_him = parent.relayed is None
        agreement = parent.relayed_pronoun or agreement
    if item.subject is None and same_as is None and up is parent and not of_him:
        item = item._replace(subject=_main_subject(scene, item, parent, drafts))
    subjects = [item.subject, *item.more] if item.subject is not None else [None]
    out: list[Draft] = []
    for n, subject in enumerate(subjects):
        out.append(
            Draft(
                token=cue.token,
                cue=Span(first, end),
                source=subject,
                content=content,
                force=verb.force,
                lemma=verb.lemma,
                parent=up,
                channel=source_channel(scene, item.subject)
                or item.channel
                or verb.channel
                or _channel_about(scene, item, content, drafts),
                addressees=list(item.addressees),
                agreement=agreement,
                goes_on=verb.continues,
                same_as=same_as,
                rule=f"{reading.tense}+{item.opener}" + ("+conjoined" if n else "") + ("+of-him" if of_him else ""),
                entries=[f"reporting_verbs:{verb.lemma}"],
                participle=reading.tense == "part",
                relays=item.relayed is not None or bool(item.relayed_pronoun),
                relayed=item.relayed,
                relayed_pronoun=item.relayed_pronoun,
                told_pronoun=bool(reading.enclitic) and verb.addressee == "object",
            )
        )
    if item.vouched is not None and up is None:
        carrier = replace(
            out[0],
            source=item.vouched,
            authority=True,
            channel="media",
            lemma="نقل",
            rule="attribution",
            addressees=[],
            cue=scene.span(item.vouched.first - 1, item.vouched.first),
            relayed=None,
            same_as=None,
            participle=False,
        )
        for d in out:
            d.parent = carrier
        out.insert(0, carrier)
    if (item.relayed is not None or item.relayed_pronoun) and item.opener != "relay":
        outer = out[0]
        outer.authority = True
        heard = [outer.source] if outer.source is not None else []
        out.append(
            replace(
                outer,
                source=item.relayed,
                parent=outer,
                addressees=heard,
                relays=False,
                relayed=None,
                authority=False,
                channel=None,
                agreement=item.relayed_pronoun or outer.agreement,
                rule=outer.rule + ("+of-him" if item.relayed is None else ""),
            )
        )
    return out


def _channel_about(scene: Scene, item: Frame, content: Content, drafts: list[Draft]) -> Channel | None:
    """A channel said before the cue ("وفي بيان له، قال") or behind the content ("...، وذلك خلال مؤتمر صحفي")."""
    i = item.cue.token
    if i + 1 < scene.n and scene.letters[i + 1] in ("خلاله", "خلالها", "فيه", "فيها"):
        # "اتصال جرى بينهما، قال خلاله": the channel is what the pronoun goes back to
        for j in range(i - 1, max(scene.sentence_start[i], i - 22) - 1, -1):
            noun = channel_noun(scene, j)
            if noun is not None:
                return noun
    start, end = scene.sentence_start[i], scene.sentence_end[min(content.end, scene.n - 1)]
    if not any(start <= d.token < i for d in drafts[-_LATELY:]):
        for j in range(start, i):
            found = channel_at(scene, j, i)
            if found is not None:
                return found.channel
    if scene.sentence_start[min(content.end, scene.n - 1)] == start:
        for j in range(content.end, min(end, content.end + 8)):
            if j in scene.attributions or scene.letters[j] in ("وقال", "وأضاف") or readings(scene.tokens[j].word):
                return None
            found = channel_at(scene, j, end)
            if found is not None:
                return found.channel
    return None


def _main_subject(scene: Scene, item: Frame, parent: Draft | None, drafts: list[Draft]) -> NP | None:
    """The subject of the sentence, where no statement in it says who goes on."""
    i = item.cue.token
    agreement = item.cue.reading.agreement
    least = 1 if item.cue.reading.tense == "part" else 3
    if parent is not None or agreement[:1] in "12" or scene.inside[i] >= 0 or i - scene.sentence_start[i] < least:
        return None
    inside = i + 1 < scene.n and scene.letters[i + 1] in ("فيه", "فيها")  # "أصدرت الهيئة بيانا نددت فيه"
    if not inside and any(
        scene.sentence_start[d.token] == scene.sentence_start[i] and not d.authority for d in drafts[-_LATELY:]
    ):
        return None
    loose = i > 0 and scene.letters[i - 1] in function_words.load().relative_loose  # "مع ما قالت إنه"
    if item.cue.reading.tense != "part" and not scene.letters[i].startswith("و") and not loose:
        return None
    np = clause_subject(scene, i, item.cue.reading.tense != "part")
    return np if np is not None and agrees(scene, np, agreement) else None


def _freeze(scene: Scene, drafts: list[Draft]) -> list[Statement]:
    ids = {id(d): f"s{n}" for n, d in enumerate(drafts, 1)}
    out = []
    for d in drafts:
        source = d.source_span
        if source is None and d.source is not None:
            source = Span(d.source.start_offset, d.source.end_offset)
        out.append(
            Statement(
                id=ids[id(d)],
                cue=d.cue,
                source=source,
                content=d.content.span,
                parent=ids.get(id(d.parent)) if d.parent is not None else None,
                quotation=d.content.quotation,
                channel=d.channel,
                force=d.force,
                lemma=d.lemma,
                why=Why(d.rule, tuple(d.entries)),
                addressee_spans=tuple(Span(np.start_offset, np.end_offset) for np in d.addressees),
                told_pronoun=d.told_pronoun,
                goes_on=ids.get(id(d.same_as)) if d.same_as is not None else None,
                pronoun=d.agreement if d.source is None else None,
            )
        )
    return out
