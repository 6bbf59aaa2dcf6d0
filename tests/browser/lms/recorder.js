"use strict";
/**
 * Stands between the course and scorm-again, notes every call and plays the faults that a test asks for.
 *
 * It judges nothing: tests/browser/strict.py reads the notes. They are kept in localStorage after each call, because a
 * course that speaks while its tab is closed must be heard too.
 */
const METHODS = {
  "1.2": { initialize: "LMSInitialize", finish: "LMSFinish", get: "LMSGetValue", set: "LMSSetValue", commit: "LMSCommit",
    lastError: "LMSGetLastError", errorString: "LMSGetErrorString", diagnostic: "LMSGetDiagnostic" },
  "2004": { initialize: "Initialize", finish: "Terminate", get: "GetValue", set: "SetValue", commit: "Commit",
    lastError: "GetLastError", errorString: "GetErrorString", diagnostic: "GetDiagnostic" },
};

function recordingApi(api, standard, faults, notes, onStored) {
  const names = METHODS[standard];
  const values = {};
  let commitsToRefuse = faults.refuseCommits || 0;
  const refused = {
    initialize: () => faults.refuseInitialize,
    finish: () => faults.refuseFinish,
    set: (element) => (faults.refuseSets || []).some((start) => element.startsWith(start)),
    commit: () => commitsToRefuse > 0 && commitsToRefuse--,
  };
  let injected = null;
  const wrapped = {};
  for (const [role, name] of Object.entries(names)) {
    wrapped[name] = function (...given) {
      if (role === "lastError" && injected !== null) {
        notes({ role, args: given, result: injected, error: "0" });
        return injected;
      }
      if (refused[role] && refused[role](...given)) {
        injected = standard === "2004" && role === "commit" ? "391" : standard === "2004" && role === "set" ? "351" : "101";
        notes({ role, args: given, types: given.map((value) => typeof value), result: "false", error: injected, injected: true });
        return "false";
      }
      if (role !== "errorString" && role !== "diagnostic") injected = null;
      const result = api[name](...given);
      // The real error is read behind the course's back, so its own questions stay its own.
      const error = role === "lastError" ? "0" : String(api[names.lastError]());
      if (result === "true" && role === "set") values[given[0]] = given[1];
      if (result === "true" && (role === "commit" || role === "finish")) onStored({ ...values }, role);
      notes({ role, args: given, types: given.map((value) => typeof value), result, resultType: typeof result, error });
      return result;
    };
  }
  return wrapped;
}

/** Run one hand-made course against a fresh API, without frame or storage: what the recorder's own tests use. */
async function rehearse(standard, script) {
  if (!window[standard === "1.2" ? "Scorm12API" : "Scorm2004API"]) await loadAgain(standard);
  const notes = [];
  const manifest = { standard, objectives: ["whole", "pretest"], passingScore: "0.8" };
  const api = recordingApi(buildApi(manifest, {}, "normal", () => {}), standard, {}, (note) => notes.push({ at: Date.now(), ...note }), () => {});
  const call = (name, ...args) => api[METHODS[standard][name]](...args);
  new Function("call", "get", "set", script)(call, (name) => call("get", name), (name, value) => call("set", name, value));
  return notes;
}
