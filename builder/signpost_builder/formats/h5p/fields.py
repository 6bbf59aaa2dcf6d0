"""The fields of each H5P content type, as data: the writer follows this table and `signpost check` judges by it."""

from collections.abc import Mapping
from types import MappingProxyType

from signpost_builder.values import frozen


@frozen(kw_only=True)
class Field:
    """One field of a type. `path` leads there from `params`: "answers[].text" is the text of every answer.

    `kind`: one of `TAGS` (HTML), "plain" (HTML-escaped text), "marked" (the same with gap marks), "texts" (labels of
    buttons), "bool", "number", "percent", "select" (one of `options`), "object", "list" (`least` to `most` items; most
    0: any number), "library" (a sub-content object), "image", "video" (a list of files), "uuid", "link" (an index of the scenario's list;
    negative: an end).
    """

    path: str
    kind: str
    required: bool = False
    least: int = 0
    most: int = 0
    options: tuple[str, ...] = ()


_BEHAVIOUR = """
behaviour object
behaviour.enableRetry bool
behaviour.enableSolutionsButton bool
behaviour.enableCheckButton bool
"""
_OVERALL = """
overallFeedback list
overallFeedback[] object
overallFeedback[].from percent required
overallFeedback[].to percent required
overallFeedback[].feedback plain
"""
_MEDIA = """
media object
media.type library
media.disableImageZooming bool
"""
_DIALOGS = """
confirmCheck texts
confirmRetry texts
"""

# Type, then a line for each field: path, kind, `required`, how many of a list, the options of a select.
# What is not here was not tried and the writer does not use it; hosts remove keys that a type does not know.
_FIELDS = {
    "H5P.MultiChoice": f"""
        question question required
        answers list required 1..
        answers[] object
        answers[].text inline required
        answers[].correct bool required
        answers[].tipsAndFeedback object
        answers[].tipsAndFeedback.tip comment
        answers[].tipsAndFeedback.chosenFeedback comment
        answers[].tipsAndFeedback.notChosenFeedback comment
        behaviour.type select auto|single|multi
        behaviour.singlePoint bool
        behaviour.randomAnswers bool
        behaviour.passPercentage percent
        behaviour.showSolutionsRequiresInput bool
        behaviour.confirmCheckDialog bool
        behaviour.confirmRetryDialog bool
        behaviour.autoCheck bool
        behaviour.showScorePoints bool
        UI texts
        {_DIALOGS}{_MEDIA}{_OVERALL}{_BEHAVIOUR}""",
    "H5P.TrueFalse": f"""
        question question required
        correct select required true|false
        behaviour.confirmCheckDialog bool
        behaviour.confirmRetryDialog bool
        behaviour.autoCheck bool
        behaviour.disableImageZooming bool
        behaviour.feedbackOnCorrect plain
        behaviour.feedbackOnWrong plain
        l10n texts
        {_DIALOGS}{_MEDIA}{_BEHAVIOUR}""",
    "H5P.Blanks": f"""
        text task required
        questions list required 1..
        questions[] gaps
        behaviour.caseSensitive bool
        behaviour.acceptSpellingErrors bool
        behaviour.autoCheck bool
        behaviour.showSolutionsRequiresInput bool
        behaviour.allowRetryIfCorrect bool
        behaviour.separateLines bool
        behaviour.confirmCheckDialog bool
        behaviour.confirmRetryDialog bool
        behaviour.disableImageZooming bool
        showSolutions plain
        tryAgain plain
        checkAnswer plain
        submitAnswer plain
        notFilledOut plain
        answerIsCorrect plain
        answerIsWrong plain
        answeredCorrectly plain
        answeredIncorrectly plain
        solutionLabel plain
        inputLabel plain
        inputHasTipLabel plain
        tipLabel plain
        scoreBarLabel plain
        a11yCheck plain
        a11yShowSolution plain
        a11yRetry plain
        a11yCheckingModeHeader plain
        {_DIALOGS}{_MEDIA}{_OVERALL}{_BEHAVIOUR}""",
    "H5P.DragText": f"""
        taskDescription task required
        textField marked required
        distractors marked
        behaviour.instantFeedback bool
        checkAnswer plain
        submitAnswer plain
        tryAgain plain
        showSolution plain
        dropZoneIndex plain
        empty plain
        contains plain
        ariaDraggableIndex plain
        tipLabel plain
        correctText plain
        incorrectText plain
        resetDropTitle plain
        resetDropDescription plain
        grabbed plain
        cancelledDragging plain
        correctAnswer plain
        feedbackHeader plain
        scoreBarLabel plain
        a11yCheck plain
        a11yShowSolution plain
        a11yRetry plain
        {_MEDIA}{_OVERALL}{_BEHAVIOUR}""",
    "H5P.SingleChoiceSet": f"""
        choices list required 1..
        choices[] object
        choices[].subContentId uuid
        choices[].question inline required
        choices[].answers list required 2..4
        choices[].answers[] inline
        behaviour object
        behaviour.autoContinue bool
        behaviour.timeoutCorrect number
        behaviour.timeoutWrong number
        behaviour.soundEffectsEnabled bool
        behaviour.passPercentage percent
        behaviour.enableRetry bool
        behaviour.enableSolutionsButton bool
        l10n texts
        {_OVERALL}""",
    "H5P.Summary": f"""
        intro question required
        summaries list required 1..
        summaries[] object
        summaries[].subContentId uuid
        summaries[].summary list required 2..
        summaries[].summary[] inline
        summaries[].tip comment
        solvedLabel plain
        scoreLabel plain
        resultLabel plain
        labelCorrect plain
        labelIncorrect plain
        alternativeIncorrectLabel plain
        labelCorrectAnswers plain
        tipButtonLabel plain
        scoreBarLabel plain
        progressText plain
        {_OVERALL}""",
    "H5P.SortParagraphs": f"""
        taskDescription task required
        paragraphs list required 3..
        paragraphs[] comment
        behaviour object
        behaviour.scoringMode select positions|transitions
        behaviour.applyPenalties bool
        behaviour.addButtonsForMovement bool
        behaviour.duplicatesInterchangeable bool
        behaviour.enableRetry bool
        behaviour.enableSolutionsButton bool
        l10n texts
        a11y texts
        {_MEDIA}{_OVERALL}""",
    "H5P.QuestionSet": """
        introPage object
        introPage.showIntroPage bool
        introPage.title plain
        introPage.introduction introduction
        introPage.backgroundImage image
        introPage.backgroundImageAltText plain
        introPage.startButtonText plain
        progressType select dots|textual
        passPercentage percent
        disableBackwardsNavigation bool
        randomQuestions bool
        poolSize number
        questions list required 1..
        questions[] library
        texts texts
        endGame object
        endGame.showResultPage bool
        endGame.showSolutionButton bool
        endGame.showRetryButton bool
        endGame.showAnimations bool
        endGame.amountCorrect plain
        endGame.scoreHeader plain
        endGame.oldFeedback texts
        endGame.skippable bool
        endGame.skipButtonText plain
        endGame.successVideo video
        endGame.failVideo video
        endGame.noResultMessage plain
        endGame.message plain
        endGame.scoreBarLabel plain
        endGame.solutionButtonText plain
        endGame.retryButtonText plain
        endGame.finishButtonText plain
        endGame.submitButtonText plain
        endGame.overallFeedback list
        endGame.overallFeedback[] object
        endGame.overallFeedback[].from percent required
        endGame.overallFeedback[].to percent required
        endGame.overallFeedback[].feedback plain
        override object
        override.checkButton bool
        override.showSolutionButton select on|off
        override.retryButton select on|off
        override.backgroundImage image
        """,
    "H5P.Column": """
        content list required 1..
        content[] object
        content[].content library required
        content[].useSeparator select auto|disabled|enabled
        """,
    "H5P.InteractiveBook": """
        showCoverPage bool
        bookCover object
        bookCover.coverDescription text
        bookCover.coverMedium library
        chapters list required 1..50
        chapters[] library
        behaviour object required
        behaviour.baseColor plain
        behaviour.defaultTableOfContents bool
        behaviour.progressIndicators bool
        behaviour.progressAuto bool
        behaviour.displaySummary bool
        behaviour.enableRetry bool
        read plain
        displayTOC plain
        hideTOC plain
        nextPage plain
        previousPage plain
        chapterCompleted plain
        partCompleted plain
        incompleteChapter plain
        navigateToTop plain
        markAsFinished plain
        fullscreen plain
        exitFullscreen plain
        bookProgressSubtext plain
        interactionsProgressSubtext plain
        submitReport plain
        restartLabel plain
        summaryHeader plain
        allInteractions plain
        unansweredInteractions plain
        scoreText plain
        leftOutOfTotalCompleted plain
        noInteractions plain
        score plain
        summaryAndSubmit plain
        noChapterInteractionBoldText plain
        noChapterInteractionText plain
        yourAnswersAreSubmittedForReview plain
        bookProgress plain
        interactionsProgress plain
        totalScoreLabel plain
        a11y texts
        """,
    "H5P.Accordion": """
        panels list required 1..
        panels[] object
        panels[].title plain required
        panels[].content library required
        hTag select h2|h3|h4
        """,
    "H5P.AdvancedText": "text text required",
    "H5P.Table": "text table required",
    "H5P.Image": """
        file image required
        alt plain
        title plain
        decorative bool
        contentName plain
        expandImage plain
        minimizeImage plain
        """,
    "H5P.Questionnaire": """
        questionnaireElements list required 1..
        questionnaireElements[] object
        questionnaireElements[].library library required
        questionnaireElements[].requiredField bool
        successScreenOptions object
        successScreenOptions.enableSuccessScreen bool
        successScreenOptions.successMessage plain
        successScreenOptions.successScreenImage library
        uiElements texts
        """,
    "H5P.SimpleMultiChoice": """
        question plain required
        inputType select required radio|checkbox
        alternatives list required 2..
        alternatives[] object
        alternatives[].text plain required
        alternatives[].feedback texts
        """,
    "H5P.OpenEndedQuestion": """
        question plain required
        inputRows select 1|2|3|10
        placeholderText plain
        """,
    "H5P.BranchingScenario": """
        branchingScenario object required
        branchingScenario.title plain required
        branchingScenario.startScreen object required
        branchingScenario.startScreen.startScreenTitle comment
        branchingScenario.startScreen.startScreenSubtitle comment
        branchingScenario.startScreen.startScreenImage image
        branchingScenario.startScreen.startScreenAltText plain
        branchingScenario.endScreens list required 1..
        branchingScenario.endScreens[] object
        branchingScenario.endScreens[].endScreenTitle comment
        branchingScenario.endScreens[].endScreenSubtitle comment
        branchingScenario.endScreens[].endScreenImage image
        branchingScenario.endScreens[].contentId number
        branchingScenario.endScreens[].endScreenScore number
        branchingScenario.content list required 1..
        branchingScenario.content[] object
        branchingScenario.content[].type library required
        branchingScenario.content[].showContentTitle bool
        branchingScenario.content[].proceedButtonText plain
        branchingScenario.content[].forceContentFinished select enabled|disabled|useBehavioural
        branchingScenario.content[].contentBehaviour select enabled|disabled|useBehavioural
        branchingScenario.content[].feedback object
        branchingScenario.content[].feedback.title comment
        branchingScenario.content[].feedback.subtitle comment
        branchingScenario.content[].feedback.image image
        branchingScenario.content[].feedback.endScreenScore number
        branchingScenario.content[].nextContentId link
        branchingScenario.scoringOptionGroup object
        branchingScenario.scoringOptionGroup.scoringOption select no-score|static-end-score|dynamic-score
        branchingScenario.scoringOptionGroup.includeInteractionsScores bool
        branchingScenario.behaviour object
        branchingScenario.behaviour.enableBackwardsNavigation bool
        branchingScenario.behaviour.forceContentFinished bool
        branchingScenario.behaviour.randomizeBranchingQuestions bool
        branchingScenario.l10n texts
        """,
    "H5P.BranchingQuestion": """
        branchingQuestion object required
        branchingQuestion.media object
        branchingQuestion.media.type library
        branchingQuestion.media.disableImageZooming bool
        branchingQuestion.question question required
        branchingQuestion.alternatives list required 2..
        branchingQuestion.alternatives[] object
        branchingQuestion.alternatives[].text plain required
        branchingQuestion.alternatives[].nextContentId link required
        branchingQuestion.alternatives[].feedback object
        branchingQuestion.alternatives[].feedback.title comment
        branchingQuestion.alternatives[].feedback.subtitle comment
        branchingQuestion.alternatives[].feedback.image image
        branchingQuestion.alternatives[].feedback.endScreenScore number
        """,
}  # fmt: skip


def _fields(table: str) -> tuple[Field, ...]:
    return tuple(_field(*line.split()) for line in table.splitlines() if line.strip())


def _field(path: str, kind: str, *rest: str) -> Field:
    bounds = next((word.split("..") for word in rest if ".." in word), ("0", ""))
    options = next((tuple(word.split("|")) for word in rest if "|" in word), ())
    return Field(
        path=path,
        kind=kind,
        required="required" in rest,
        least=int(bounds[0]),
        most=int(bounds[1] or 0),
        options=options,
    )


FIELDS: Mapping[str, tuple[Field, ...]] = MappingProxyType({name: _fields(table) for name, table in _FIELDS.items()})
