"""Small SCORM packages to break: a valid one of each standard, and the zip around it."""

import zipfile
from pathlib import Path

from signpost_builder.checking import Report, lint
from signpost_builder.formats.scorm.xsd import NPM_FOLDER

PLACES = (Path(__file__).parent.parent / NPM_FOLDER,)
SCHEMAS = {"schemas": PLACES[0]}
PAGE = "<!doctype html><title>Page</title>"

SCORM12 = """<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="m" version="1.0" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
  <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
  <organizations default="org">
    <organization identifier="org">
      <title>Course</title>
      <item identifier="one" identifierref="res"><title>Part</title><adlcp:masteryscore>80</adlcp:masteryscore></item>
    </organization>
  </organizations>
  <resources>
    <resource identifier="res" type="webcontent" adlcp:scormtype="sco" href="index.html"><file href="index.html"/></resource>
  </resources>
</manifest>
"""
SCORM2004 = """<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="m" version="1.0" xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3" xmlns:adlseq="http://www.adlnet.org/xsd/adlseq_v1p3" xmlns:adlnav="http://www.adlnet.org/xsd/adlnav_v1p3" xmlns:imsss="http://www.imsglobal.org/xsd/imsss">
  <metadata><schema>ADL SCORM</schema><schemaversion>2004 3rd Edition</schemaversion></metadata>
  <organizations default="org">
    <organization identifier="org" adlseq:objectivesGlobalToSystem="false">
      <title>Course</title>
      <item identifier="one" identifierref="res">
        <title>Part</title>
        <adlcp:completionThreshold>1.0</adlcp:completionThreshold>
        <imsss:sequencing>
          <imsss:sequencingRules>
            <imsss:preConditionRule>
              <imsss:ruleConditions><imsss:ruleCondition referencedObjective="note" condition="satisfied"/></imsss:ruleConditions>
              <imsss:ruleAction action="disabled"/>
            </imsss:preConditionRule>
          </imsss:sequencingRules>
          <imsss:objectives>
            <imsss:primaryObjective objectiveID="main" satisfiedByMeasure="true">
              <imsss:minNormalizedMeasure>0.8</imsss:minNormalizedMeasure>
              <imsss:mapInfo targetObjectiveID="global" readSatisfiedStatus="true" writeSatisfiedStatus="true"/>
            </imsss:primaryObjective>
            <imsss:objective objectiveID="note"/>
          </imsss:objectives>
        </imsss:sequencing>
      </item>
      <imsss:sequencing IDRef="shared"/>
    </organization>
  </organizations>
  <resources>
    <resource identifier="res" type="webcontent" adlcp:scormType="sco" href="index.html"><file href="index.html"/></resource>
  </resources>
  <imsss:sequencingCollection>
    <imsss:sequencing ID="shared"><imsss:controlMode flow="true"/></imsss:sequencing>
  </imsss:sequencingCollection>
</manifest>
"""
SCORM2004_4TH = SCORM2004.replace("3rd", "4th").replace(
    "<adlcp:completionThreshold>1.0</adlcp:completionThreshold>",
    '<adlcp:completionThreshold completedByMeasure="true"/>',
)
MANIFESTS = {"scorm12": SCORM12, "scorm2004": SCORM2004, "scorm2004-4th": SCORM2004_4TH}


def write_package(folder: Path, manifest: str | None = SCORM12, files: dict[str, str | bytes] | None = None) -> Path:
    """A zip of a manifest, `index.html` and `files`; the manifest lists only the page."""
    path = folder / "package.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        if manifest is not None:
            archive.writestr("imsmanifest.xml", manifest)
        for name, content in {"index.html": PAGE, **(files or {})}.items():
            archive.writestr(name, content)
    return path


def found_in(path: Path) -> Report:
    return lint(path, SCHEMAS)


def codes(report: Report) -> set[str]:
    return {found.code for found in report.diagnostics}
