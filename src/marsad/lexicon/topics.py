"""What a report or a sentence is about, where words of force mean something else there (`arabic/event_topics.yaml`).

In a match, "attack" is play; where a storm kills, nobody attacked. A topic holds where enough of its words stand.
"""

from __future__ import annotations

from functools import cache

import msgspec

from marsad.document import EventType
from marsad.folding import fold
from marsad.lexicon.loader import compiled, data_files, read_yaml

FILES = ("arabic/event_topics.yaml",)


class Topic(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A topic, and the frames that name no happening under it.

    ``words``: its words, without the article; ``at_least`` of them must stand in the report (or in the sentence, where
    ``sentence`` is set), ``share`` of a hundred words, and ``ratio`` times as many as of ``against``.
    ``drops``: by event type the lemmas of frames that say nothing there; an empty list is every frame of the type.
    """

    name: str
    words: tuple[str, ...]
    drops: dict[EventType, tuple[str, ...]]
    at_least: int
    share: float = 0
    ratio: float = 0
    against: tuple[str, ...] = ()
    sentence: bool = False


class TopicTable(msgspec.Struct, frozen=True):
    """Topics; ``words`` and ``against``: folded stem without the article to the indices of topics."""

    topics: tuple[Topic, ...]
    words: dict[str, list[int]]
    against: dict[str, list[int]]


@cache
def load() -> TopicTable:
    """The table, from the compiled cache where it is fresh; raises ``bad-lexicon`` if an entry is wrong."""
    return compiled("topics", FILES, TopicTable, _build)


def _build() -> TopicTable:
    topics = tuple(t for path in data_files(FILES[0]) for t in read_yaml(path, list[Topic]))
    words: dict[str, list[int]] = {}
    against: dict[str, list[int]] = {}
    for k, topic in enumerate(topics):
        for table, given in ((words, topic.words), (against, topic.against)):
            for w in dict.fromkeys(map(fold, given)):
                table.setdefault(w, []).append(k)
    return TopicTable(topics, words, against)
