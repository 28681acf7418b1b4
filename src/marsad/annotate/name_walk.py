"""What the walks through a report share: its tokens, their facts, what has been found."""

from __future__ import annotations

from marsad.annotate.name_data import Gender
from marsad.annotate.name_found import Found, RoleFound, plain_head, plain_role
from marsad.annotate.name_roles import Role
from marsad.annotate.name_words import Facts, HeadAt, facts, knowledge
from marsad.document import EntityType, Report
from marsad.text.words import word


class Walk:
    """The state of one report's reading."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.tokens = report.tokens
        self.fs: list[Facts] = [facts(token.word) for token in report.tokens]
        for i, fact in enumerate(self.fs):
            if fact.folded == "-" and not self._glued(i):
                self.fs[i] = facts(word("–"))
        self.found: list[Found] = []
        self.roles: list[RoleFound] = []
        self.doubted: list[tuple[int, int, int, str]] = []  # ambiguous forms without help from their context
        self.sure: set[str] = set()  # ambiguous forms that had it
        self.titled: set[int] = set()  # tokens at which a title or role expects a name
        self.role_end = 0  # where the last whole role ended: right there a definite noun heads another

    def _glued(self, i: int) -> bool:
        """A hyphen between two words without spaces."""
        t = self.tokens
        return 0 < i < len(t) - 1 and t[i - 1].end == t[i].start and t[i].end == t[i + 1].start

    def _start(self, i: int, cut: int) -> int:
        return self.tokens[i].start + cut

    def _form(self, first: int, last: int, cut: int = 0) -> str:
        words = [self.fs[k].folded for k in range(first, last)]
        if cut:
            words[0] = next((r.stem for r in self.fs[first].readings if r.cut == cut), words[0])
        return " ".join(words)

    def _land(self, i: int, last: int) -> str | None:
        kb = knowledge()
        for k in range(i, last):
            land = kb.demonyms.get(self.fs[k].folded)
            if land:
                return land
        return None

    def _add(
        self, first: int, last: int, cut: int, kind: EntityType, form: str, rule: str, rank: int,
        sector: str | None = None, country: str | None = None, kb: str | None = None, head: str | None = None,
    ) -> None:  # fmt: skip
        while last > first and not self.fs[last - 1].word and self.fs[last - 1].folded in ("-", "."):
            last -= 1
        if last > first:
            self.found.append(
                Found(
                    first,
                    last,
                    self._start(first, cut),
                    self.tokens[last - 1].end,
                    kind,
                    form,
                    rule,
                    rank,
                    sector,
                    country,
                    kb,
                    head,
                )
            )

    def _refer(
        self, i: int, last: int, at: HeadAt, role: Role, kind: EntityType, rule: str, sector: str | None = None,
        start: int | None = None,
    ) -> None:  # fmt: skip
        """Notes a role at tokens ``[i, last)``; ``start`` is its first character where that is not the head's."""
        begin = self._start(i, at.cut) if start is None else start
        self.roles.append(RoleFound(i, last, begin, self.tokens[last - 1].end, at, role, kind, rule, sector))

    def _noun(
        self, i: int, stem: str, kind: EntityType, rule: str, *, cut: int = 0, last: int | None = None,
        gender: Gender | None = None, country: str | None = None,
    ) -> None:  # fmt: skip
        """Notes a definite noun that refers by itself: "المدينة", "البيان", "الأخير"."""
        end = last or i + 1
        self._refer(i, end, plain_head(stem, "", cut, gender), plain_role(end, country), kind, rule)
