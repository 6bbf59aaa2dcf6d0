"""The names that each standard has: what the XSDs let pass, because 1.2 and the 4th Edition accept what they do not know.

Element -> its own attributes; from the XSDs of each edition.
"""

from collections.abc import Mapping
from types import MappingProxyType

from signpost_builder.formats.scorm.xsd import Standard

CP_12 = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
ADLCP_12 = "http://www.adlnet.org/xsd/adlcp_rootv1p2"
CP = "http://www.imsglobal.org/xsd/imscp_v1p1"
ADLCP = "http://www.adlnet.org/xsd/adlcp_v1p3"
ADLSEQ = "http://www.adlnet.org/xsd/adlseq_v1p3"
ADLNAV = "http://www.adlnet.org/xsd/adlnav_v1p3"
IMSSS = "http://www.imsglobal.org/xsd/imsss"
XML = "http://www.w3.org/XML/1998/namespace"
XSI = "http://www.w3.org/2001/XMLSchema-instance"

Names = Mapping[str, frozenset[str]]


def _names(table: str) -> Names:
    """Lines of `element attribute attribute …`."""
    lines = (line.split() for line in table.strip().splitlines())
    return MappingProxyType({first: frozenset(rest) for first, *rest in lines})


PACKAGING = _names("""
manifest identifier version
metadata
schema
schemaversion
organizations default
organization identifier structure
title
item identifier identifierref isvisible parameters
resources
resource identifier type href
file href
dependency identifierref
""")
ADL_12 = _names("""
location
prerequisites type
maxtimeallowed
timelimitaction
datafromlms
masteryscore
""")
ADL_3RD = _names("""
location
dataFromLMS
timeLimitAction
completionThreshold
""")
ADL_4TH = _names("""
location
dataFromLMS
timeLimitAction
completionThreshold completedByMeasure minProgressMeasure progressWeight
data
map targetID readSharedData writeSharedData
""")
NAVIGATION = _names("""
presentation
navigationInterface
hideLMSUI
""")
ADL_SEQUENCING_3RD = _names("""
constrainedChoiceConsiderations preventActivation constrainChoice
rollupConsiderations requiredForSatisfied requiredForNotSatisfied requiredForCompleted requiredForIncomplete measureSatisfactionIfActive
""")
ADL_SEQUENCING_4TH = MappingProxyType(
    {
        **ADL_SEQUENCING_3RD,
        **_names("""
objectives
objective objectiveID
mapInfo targetObjectiveID readRawScore readMinScore readMaxScore readCompletionStatus readProgressMeasure writeRawScore writeMinScore writeMaxScore writeCompletionStatus writeProgressMeasure
"""),
    }
)
SEQUENCING = _names("""
sequencingCollection
sequencing ID IDRef
controlMode choice choiceExit flow forwardOnly useCurrentAttemptObjectiveInfo useCurrentAttemptProgressInfo
sequencingRules
preConditionRule
postConditionRule
exitConditionRule
ruleConditions conditionCombination
ruleCondition referencedObjective measureThreshold operator condition
ruleAction action
limitConditions attemptLimit attemptAbsoluteDurationLimit attemptExperiencedDurationLimit activityAbsoluteDurationLimit activityExperiencedDurationLimit beginTimeLimit endTimeLimit
auxiliaryResources
auxiliaryResource auxiliaryResourceID purpose
rollupRules rollupObjectiveSatisfied rollupProgressCompletion objectiveMeasureWeight
rollupRule childActivitySet minimumCount minimumPercent
rollupConditions conditionCombination
rollupCondition operator condition
rollupAction action
objectives
primaryObjective objectiveID satisfiedByMeasure
objective objectiveID satisfiedByMeasure
minNormalizedMeasure
mapInfo targetObjectiveID readSatisfiedStatus readNormalizedMeasure writeSatisfiedStatus writeNormalizedMeasure
randomizationControls randomizationTiming selectCount reorderChildren selectionTiming
deliveryControls tracked completionSetByContent objectiveSetByContent
""")

ELEMENTS: Mapping[Standard, Mapping[str, Names]] = MappingProxyType(
    {
        "scorm12": {CP_12: PACKAGING, ADLCP_12: ADL_12},
        "scorm2004": {CP: PACKAGING, ADLCP: ADL_3RD, ADLNAV: NAVIGATION, ADLSEQ: ADL_SEQUENCING_3RD, IMSSS: SEQUENCING},
        "scorm2004-4th": {
            CP: PACKAGING,
            ADLCP: ADL_4TH,
            ADLNAV: NAVIGATION,
            ADLSEQ: ADL_SEQUENCING_4TH,
            IMSSS: SEQUENCING,
        },
    }
)

# Attributes with a prefix: (namespace, name) -> the element of the packaging namespace that may carry it.
PREFIXED: Mapping[Standard, Mapping[tuple[str, str], str]] = MappingProxyType(
    {
        "scorm12": {(ADLCP_12, "scormtype"): "resource"},
        "scorm2004": {(ADLCP, "scormType"): "resource", (ADLSEQ, "objectivesGlobalToSystem"): "organization"},
        "scorm2004-4th": {
            (ADLCP, "scormType"): "resource",
            (ADLSEQ, "objectivesGlobalToSystem"): "organization",
            (ADLCP, "sharedDataGlobalToSystem"): "organization",
        },
    }
)
