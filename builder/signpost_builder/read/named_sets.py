"""The question sets that a course names, each read when it is first named."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from signpost_builder.diagnostics import Diagnostic, Findings, Read, Span, error, nearest
from signpost_builder.model import QuestionSet
from signpost_builder.read.context import Context, first_of
from signpost_builder.read.misnamed import misnamed
from signpost_builder.read.question_set import QuestionSetContent, read_question_set
from signpost_builder.read.remembered import Sets, read_or_remembered

QUIZZES = PurePosixPath("quizzes")


class NamedSets:
    """`ids`: what a plan, a campaign, a draft or a check has named, read or not."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._contents: dict[str, Read[QuestionSetContent | None]] = {}
        self.ids: set[str] = set()

    def get(self, id: str, asked: Span) -> Read[QuestionSetContent | None]:
        """The set. An unknown one is told at each place that names it; what is wrong in a file is told by `findings`."""
        self.ids.add(id)
        path, project = QUIZZES / f"{id}.yaml", self._context.project
        if id not in self._contents:
            if "/" not in id and project.has(path):
                self._contents[id] = self._read(path, asked)
            elif hint := misnamed(project.root, path):  # told once, where it is first asked for
                self._contents[id] = Read(None, (_unknown(asked, id, hint),))
            else:
                names = [file.stem for file in project.matching("quizzes/*.yaml")]
                return Read(None, (_unknown(asked, id, nearest(id, names)),))
        return Read(self._contents[id].value)

    def findings(self) -> Iterator[Diagnostic]:
        """Of every file that was read."""
        for content in self._contents.values():
            yield from content.findings

    def known(self) -> dict[str, QuestionSet]:
        """Those that could be read, in the order in which they were named."""
        return {id: content.value.questions for id, content in self._contents.items() if content.value}

    def used_facts(self) -> dict[str, Span]:
        return first_of(content.value.used_facts for content in self._contents.values() if content.value)

    def _read(self, path: PurePosixPath, asked: Span) -> Read[QuestionSetContent | None]:
        findings = Findings()
        text = findings.of(self._context.project.text(path, asked))
        content = (
            findings.of(read_or_remembered(_read_set, text, path, self._context, self)) if text is not None else None
        )
        return findings.beside(content)


def _read_set(text: str, path: PurePosixPath, context: Context, _: Sets) -> Read[QuestionSetContent | None]:
    """A set names no other."""
    return read_question_set(text, path, context)


def _unknown(asked: Span, id: str, hint: str) -> Diagnostic:
    path = QUIZZES / f"{id}.yaml"
    return error(asked, "unknown-quiz", f"there is no question set '{id}' ({path})", hint)
