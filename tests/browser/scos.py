"""Tiny hand-made courses, good and bad, that prove the recorder before it judges anything else."""

MANIFEST_12 = """<?xml version="1.0"?>
<manifest identifier="tiny" version="1.1" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
  <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
  <organizations default="o"><organization identifier="o"><title>Tiny</title>
    <item identifier="i" identifierref="r"><title>Tiny</title></item></organization></organizations>
  <resources><resource identifier="r" type="webcontent" adlcp:scormtype="sco" href="index.html">
    <file href="index.html"/></resource></resources>
</manifest>"""

MANIFEST_2004 = """<?xml version="1.0"?>
<manifest identifier="tiny" version="1.0" xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3" xmlns:imsss="http://www.imsglobal.org/xsd/imsss">
  <metadata><schema>ADL SCORM</schema><schemaversion>2004 3rd Edition</schemaversion></metadata>
  <organizations default="o"><organization identifier="o"><title>Tiny</title>
    <item identifier="i" identifierref="r"><title>Tiny</title><imsss:sequencing><imsss:objectives>
      <imsss:primaryObjective objectiveID="whole" satisfiedByMeasure="true">
        <imsss:minNormalizedMeasure>0.8</imsss:minNormalizedMeasure></imsss:primaryObjective>
      <imsss:objective objectiveID="pretest"/></imsss:objectives></imsss:sequencing></item>
    </organization></organizations>
  <resources><resource identifier="r" type="webcontent" adlcp:scormType="sco" href="index.html">
    <file href="index.html"/></resource></resources>
</manifest>"""

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Tiny</title><link rel="icon" href="data:,">
<p>Tiny</p><script>
const is12 = %s;
const find = () => {
  for (let w = window, hops = 0; hops < 9; hops++, w = w.parent) {
    try { const api = is12 ? w.API : w.API_1484_11; if (api) return api; } catch (error) { /* a stranger's window */ }
    if (w === w.parent) return null;
  }
};
const api = find();
const call = (name, ...args) => api[(is12 ? "LMS" : "") + (name === "Finish" && !is12 ? "Terminate" : name)](...args);
const get = (element) => call("GetValue", element);
const set = (element, value) => call("SetValue", element, value);
%s
</script></html>"""


def tree(standard: str, script: str) -> dict[str, bytes]:
    return {
        "imsmanifest.xml": (MANIFEST_12 if standard == "1.2" else MANIFEST_2004).encode(),
        "index.html": (PAGE % ("true" if standard == "1.2" else "false", script)).encode(),
    }
