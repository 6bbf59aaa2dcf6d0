"use strict";
/**
 * The platform: reads the manifest, builds scorm-again's API for it and shows the course in a frame.
 *
 * One registration is one learner's record in localStorage. It holds what was committed and nothing else: what the
 * course set but never committed is gone after a launch, as in life.
 */
const keyOf = (registration) => `lms-record:${registration}`;
const readRecord = (registration) => JSON.parse(localStorage.getItem(keyOf(registration)) || "{}");
const writeRecord = (registration, record) => localStorage.setItem(keyOf(registration), JSON.stringify(record));

async function readManifest(base) {
  const text = await (await fetch(`${base}imsmanifest.xml`)).text();
  const xml = new DOMParser().parseFromString(text, "application/xml");
  if (xml.querySelector("parsererror")) throw new Error("imsmanifest.xml is not well formed");
  const byName = (scope, name) => [...scope.getElementsByTagNameNS("*", name)];
  const item = byName(xml, "item").find((one) => one.hasAttribute("identifierref"));
  const resource = byName(xml, "resource").find((one) => one.getAttribute("identifier") === item.getAttribute("identifierref"));
  const primary = byName(item, "primaryObjective")[0];
  const measure = primary && primary.getAttribute("satisfiedByMeasure") === "true" && byName(primary, "minNormalizedMeasure")[0];
  return {
    standard: byName(xml, "schemaversion")[0].textContent.trim() === "1.2" ? "1.2" : "2004",
    title: byName(item, "title")[0].textContent,
    href: resource.getAttribute("href") + (item.getAttribute("parameters") || ""),
    objectives: [...byName(item, "primaryObjective"), ...byName(item, "objective")]
      .map((one) => one.getAttribute("objectiveID")).filter(Boolean),
    passingScore: measure ? measure.textContent.trim() : null,
  };
}

const loadAgain = (standard) => new Promise((resolve, reject) => {
  const script = document.createElement("script");
  script.src = standard === "1.2" ? "/again/scorm12.min.js" : "/again/scorm2004.min.js";
  script.onload = resolve;
  script.onerror = reject;
  document.head.append(script);
});

const LAUNCH_ONLY = /^(cmi\.core\.session_time|cmi\.core\.exit|cmi\.session_time|cmi\.exit|adl\.)/;

function buildApi(manifest, record, mode, onCommit) {
  const settings = {
    autocommit: false,
    logLevel: "NONE",
    lmsCommitUrl: "/never-asked",
    mastery_override: false,
    httpService: {
      updateSettings() {},
      processHttpRequest(url, data) { onCommit(data); return { result: "true", errorCode: 0 }; },
    },
  };
  const is12 = manifest.standard === "1.2";
  const api = is12 ? new Scorm12API(settings) : new Scorm2004API(settings);
  const resumed = record.values && record.exit === "suspend";
  // SCORM 1.2 platforms keep everything; in 2004 an attempt that ended with exit "normal" begins empty (RTE 4.2.8).
  const kept = record.values && (is12 || resumed) ? record.values : {};
  const start = Object.fromEntries(Object.entries(kept).filter(([name]) => !LAUNCH_ONLY.test(name)));
  const entry = resumed ? "resume" : record.values && is12 ? "" : "ab-initio";
  const fixed = is12
    ? { "cmi.core.student_id": "learner-0042", "cmi.core.student_name": "Pemberton, Ada", "cmi.core.entry": entry,
      "cmi.core.lesson_mode": mode, "cmi.core.credit": mode === "normal" ? "credit" : "no-credit" }
    : { "cmi.learner_id": "learner-0042", "cmi.learner_name": "Ada Pemberton", "cmi.entry": entry, "cmi.mode": mode,
      "cmi.credit": mode === "normal" ? "credit" : "no-credit" };
  if (!is12 && manifest.passingScore !== null) fixed["cmi.scaled_passing_score"] = manifest.passingScore;
  if (!is12 && !Object.keys(start).some((name) => name.startsWith("cmi.objectives.")))
    manifest.objectives.forEach((id, n) => { start[`cmi.objectives.${n}.id`] = id; });
  api.loadFromFlattenedJSON({ ...start, ...fixed });
  return api;
}

const state = { notes: [], commits: [] };

/** options: base, registration, mode, faults {refuseCommits, refuseSets, refuseFinish, refuseInitialize, apiDelay, apiMissing,
 *  apiThrows}, origin (of the course), shape "frame" | "nested" | "popup" | "other-parent" */
async function launch(options) {
  const { base, registration, mode = "normal", faults = {}, shape = "frame", origin = location.origin } = options;
  const manifest = await readManifest(base);
  await loadAgain(manifest.standard);
  const record = readRecord(registration);
  const logKey = `lms-log:${options.launchId}`;
  const note = (entry) => {
    state.notes.push({ at: Date.now(), ...entry });
    localStorage.setItem(logKey, JSON.stringify(state.notes));
  };
  state.mark = (name) => note({ role: "mark", args: [name] });
  const stored = (values, role) => {
    const now = readRecord(registration);
    const merged = { ...now.values, ...values };
    const exit = merged["cmi.core.exit"] ?? merged["cmi.exit"] ?? "";
    writeRecord(registration, { values: merged, exit, finished: role === "finish", launches: (now.launches || 0) });
  };
  writeRecord(registration, { ...record, launches: (record.launches || 0) + 1 });
  const api = buildApi(manifest, record, mode, (data) => state.commits.push(data));
  const wrapped = recordingApi(api, manifest.standard, faults, note, stored);
  const name = manifest.standard === "1.2" ? "API" : "API_1484_11";
  if (faults.apiThrows) Object.defineProperty(window, name, { get() { throw new DOMException("Blocked a frame", "SecurityError"); } });
  else if (faults.apiDelay) setTimeout(() => { window[name] = wrapped; }, faults.apiDelay);
  else if (!faults.apiMissing) window[name] = wrapped;

  const url = origin + base + manifest.href;
  const nested = `${shape === "other-parent" ? options.otherOrigin : location.origin}/lms/frame.html?sco=${encodeURIComponent(url)}`;
  if (shape === "popup") state.popup = window.open(url, "sco", "width=900,height=600");
  else {
    const frame = document.createElement("iframe");
    frame.id = "sco";
    frame.title = manifest.title;
    frame.src = shape === "frame" ? url : nested;
    if (options.sandbox) frame.sandbox = options.sandbox;
    document.body.append(frame);
  }
  return { manifest, url };
}

/** As a platform's own "back" link does: the frame goes, the page stays. */
function closeCourse() {
  if (state.popup) state.popup.close();
  else document.getElementById("sco").remove();
}
