"""Which types a content type lists as what may stand in it: the `options` of its own semantics.json, as data.

A host keeps a nested type only if the parent's list names it in exactly that version. Read in the types' repositories:
the versions of the two profiles, with every patch of them (BranchingScenario 1.8.13 lists what 1.8.15 no longer does).
"""

from collections.abc import Mapping
from types import MappingProxyType

# Parent, or parent and field where fields differ -> "Machine major.minor" of each type that it keeps.
Lists = Mapping[str, frozenset[str]]

_MEDIA = "Image 1.1, Video 1.6, Audio 1.5"
_IN_COLUMN = (
    "Accordion 1.0, AdvancedText 1.1, Agamotto 1.6, Audio 1.5, AudioRecorder 1.0, Blanks 1.14, Chart 1.2, Collage 0.3, "
    "CoursePresentation 1.26, Dialogcards 1.9, DocumentationTool 1.8, DragQuestion 1.14, DragText 1.10, Essay 1.5, "
    "GuessTheAnswer 1.5, IFrameEmbed 1.0, Image 1.1, ImageHotspotQuestion 1.8, ImageHotspots 1.10, ImageSlider 1.1, "
    "InteractiveVideo 1.27, Link 1.3, MarkTheWords 1.11, MemoryGame 1.3, MultiChoice 1.16, MultiMediaChoice 0.3, "
    "QuestionSet 1.20, Questionnaire 1.3, Row 1.0, SingleChoiceSet 1.11, Summary 1.10, Table 1.2, Timeline 1.1, "
    "TrueFalse 1.8, Video 1.6"
)
_IN_PRESENTATION = (
    "AdvancedText 1.1, Audio 1.5, AudioRecorder 1.0, Blanks 1.14, ContinuousText 1.2, Dialogcards 1.9, "
    "DragText 1.10, ExportableTextArea 1.3, Image 1.1, Link 1.3, MarkTheWords 1.11, MultiChoice 1.16, "
    "MultiMediaChoice 0.3, Shape 1.0, SingleChoiceSet 1.11, Summary 1.10, Table 1.2, TrueFalse 1.8, "
    "TwitterUserFeed 1.0, Video 1.6"
)
_IN_QUESTION_SET = (
    "Blanks 1.14, DragText 1.10, MarkTheWords 1.11, MultiChoice 1.16, MultiMediaChoice 0.3, TrueFalse 1.8"
)
_IN_SCENARIO = (
    "AdvancedText 1.1, BranchingQuestion 1.0, Image 1.1, ImageHotspots 1.10, InteractiveVideo 1.26, Video 1.6"
)
_BOTH = {
    "Accordion": "AdvancedText 1.1",
    "Blanks": _MEDIA,
    "BranchingQuestion": _MEDIA,
    "Column": _IN_COLUMN,
    "DragText": _MEDIA,
    "InteractiveBook": "Column 1.18",
    "InteractiveBook.coverMedium": "Image 1.1, Video 1.6",
    "MultiChoice": _MEDIA,
    "Questionnaire": "OpenEndedQuestion 1.0, SimpleMultiChoice 1.1",
    "Questionnaire.successScreenImage": "Image 1.1",
    "SortParagraphs": _MEDIA,
    "TrueFalse": _MEDIA,
}
_OLDER = {
    "BranchingScenario": f"{_IN_SCENARIO}, CoursePresentation 1.25, CoursePresentation 1.27",
    "CoursePresentation": f"{_IN_PRESENTATION}, DragQuestion 1.14, InteractiveVideo 1.26, InteractiveVideo 1.27",
    "QuestionSet": f"{_IN_QUESTION_SET}, DragQuestion 1.14, Essay 1.4, Essay 1.5, GuessTheAnswer 1.5",
}
_NEWER = {
    "BranchingScenario": f"{_IN_SCENARIO}, CoursePresentation 1.27, InteractiveVideo 1.28",
    "CoursePresentation": f"{_IN_PRESENTATION}, DragQuestion 1.15, InteractiveVideo 1.27, InteractiveVideo 1.28",
    "QuestionSet": f"{_IN_QUESTION_SET}, DragQuestion 1.14, DragQuestion 1.15, Essay 1.5",
}


def _lists(own: Mapping[str, str]) -> Lists:
    return MappingProxyType(
        {
            f"H5P.{parent}": frozenset(f"H5P.{name.strip()}" for name in listed.split(","))
            for parent, listed in {**_BOTH, **own}.items()
        }
    )


OLDER, NEWER = _lists(_OLDER), _lists(_NEWER)
