// Files in, words out: each thing that was checked, whether it holds, and what that means.

import { checkChain, checkKeys, wordsOf } from "./chain.js";
import { parsed } from "./json.js";
import { printsIt } from "./printed.js";
import { recomputer } from "./recompute.js";
import { readRelease } from "./release.js";

const REPORT = "signpost-report-1";
const CLOSE = 1e-6; // a ten-thousandth of a percentage point: computers round differently, people do not print that
const state = (how, title, words, more = []) => ({ state: how, title, words, more });

/** @param {unknown} error */
const messageOf = (error) => (error instanceof Error ? error.message : String(error));

/**
 * What can be said of `files`, `{name, text}`, of a report's page `{name, numbers, printed}` (what it carries and shows) or `{name, fault}`.
 * Gives `{verdict: "holds" | "fails" | "unknown", headline, checks, wrong}`.
 */
export const judged = (files, root) => {
  const checks = [];
  const releases = [];
  const reports = [];
  for (const file of files) read(file, releases, reports, checks);
  if (!files.length) checks.push(state("unknown", "Nothing to check", "Give at least one release; with a report, its numbers are computed again."));
  if (releases.length) {
    checks.push({ title: "Who signed", more: [], ...checkKeys(releases, root) });
    checks.push({ title: "The chain of releases", more: releases.map(sixWords), ...checkChain(releases) });
  }
  const wrong = reports.flatMap((report) => checkReport(report, releases, checks));
  if (releases.length && !reports.length) checks.push(state("unknown", "The report", "You gave no report, so no number of one was computed again."));
  const verdict = checks.some((one) => one.state === "fails") ? "fails" : checks.some((one) => one.state === "unknown") ? "unknown" : "holds";
  return { verdict, headline: headline(verdict, checks, releases), checks, wrong };
};

const headline = (verdict, checks, releases) => {
  if (verdict === "fails") return "Do not believe this as it is. At least one check failed; read which.";
  const simulated = releases.some(({ document }) => document.simulated) ? " Its answers are invented (SIMULATED), and it says so." : "";
  if (verdict === "holds") return `Everything that can be checked holds.${simulated}`;
  return `Nothing is wrong, but not everything could be checked; read what is missing.${simulated}`;
};

const sixWords = ({ name, document, sha256 }) => `${name}: ${document.title}, ${document.term}; the key holder's six words for it are "${wordsOf(sha256)}".`;

const read = ({ name, text, numbers, printed, fault }, releases, reports, checks) => {
  try {
    if (fault) throw new Error(fault);
    if (numbers !== undefined) {
      reports.push({ name, printed, ...reportOf(numbers) });
      return;
    }
    if (/"format"\s*:\s*"signpost-report-/.test(text.slice(-20_000)) || /"format"\s*:\s*"signpost-report-/.test(text.slice(0, 20_000))) {
      reports.push({ name, ...reportOf(text) });
      return;
    }
    const found = { name, ...readRelease(text) };
    if (found.signed) {
      releases.push(found);
      checks.push(state("holds", name, `A release: ${found.document.title}, ${found.document.term}. Not one character was changed since it was signed.`));
    } else {
      checks.push(state("fails", name, "This release was changed after it was signed, or the signature is not its own. Its numbers must not be used."));
    }
  } catch (error) {
    checks.push(state("fails", name, `This file cannot be used: ${messageOf(error)}.`));
  }
};

const reportOf = (text) => {
  const { value } = parsed(text);
  if (value.format !== REPORT) throw new Error(`its numbers have the format "${value.format}"; this page reads ${REPORT}`);
  if (!Array.isArray(value.numbers) || !Array.isArray(value.releases)) throw new Error("its numbers are not all there");
  return { simulated: value.simulated, made: value.releases, numbers: value.numbers };
};

/** Adds checks of a report; gives the numbers that are wrong. */
const checkReport = (report, releases, checks) => {
  const missing = checkOrigin(report, releases, checks);
  if (missing) {
    checks.push(state("unknown", `${report.name}: its numbers`, "They were not computed again, because a release that the report was made from is missing here or is not the same."));
    return [];
  }
  const wrong = wrongNumbers(report, releases);
  const count = report.numbers.length.toLocaleString("en-GB");
  checks.push(
    wrong.length
      ? state("fails", `${report.name}: its numbers`, `${wrong.length} of ${count} numbers are not what the releases give. They are listed below.`)
      : state("holds", `${report.name}: its numbers`, `All ${count} numbers, each with its interval, were computed again here from the releases, and are the same.`),
  );
  checks.push(checkPrinted(report));
  return wrong;
};

/** Whether the releases are those that the report was made from; true if one of them is missing. */
const checkOrigin = (report, releases, checks) => {
  const title = `${report.name}: what it was made from`;
  const faults = report.made.flatMap(({ id, sha256, term }) => {
    const same = releases.find((one) => one.sha256 === sha256);
    if (same) return same.document.id === id && same.document.term === term ? [] : [["fails", `The report calls ${same.name} by another name than it has.`]];
    const other = releases.find((one) => one.document.id === id);
    if (other) return [["fails", `The report was made from another release than ${other.name}: the same name, other content.`]];
    return [["unknown", `The report was also made from the release of ${term} (${id}), which you did not give.`]];
  });
  const invented = report.made.some(({ sha256 }) => releases.find((one) => one.sha256 === sha256)?.document.simulated);
  if (invented && report.simulated !== true) faults.push(["fails", "The releases are of invented answers, and the report does not say so."]);
  if (!report.made.length) faults.push(["fails", "The report does not say what it was made from."]);
  const worst = faults.some(([one]) => one === "fails") ? "fails" : "unknown";
  checks.push(faults.length ? state(worst, title, faults.map(([, words]) => words).join(" ")) : state("holds", title, "From exactly the releases that you gave."));
  return faults.length > 0;
};

const wrongNumbers = (report, releases) => {
  const documents = new Map(releases.map(({ document }) => [document.id, document]));
  const recompute = recomputer(documents, report.numbers);
  const known = new Set(report.made.map(({ id }) => id));
  const seen = new Set();
  return report.numbers.flatMap((number) => {
    try {
      if (seen.has(number.id)) throw new Error("its name stands twice");
      seen.add(number.id);
      if (!number.releases.every((id) => known.has(id))) throw new Error("it is of a release that the report does not name");
      const found = recompute(number);
      const why = difference(number, found);
      return why ? [{ number, found, why }] : [];
    } catch (error) {
      return [{ number, found: null, why: `it cannot be computed from these releases (${messageOf(error)})` }];
    }
  });
};

const difference = (number, found) => {
  if (found.small) return "so few people must not be shown";
  if (found.people !== number.people) return `it is of ${found.people} people, not ${number.people}`;
  const far = ["value", "low", "high"].find((one) => !(Math.abs(found[one] - number[one]) <= CLOSE));
  if (far) return "the releases give another number";
  const around = number.p !== null && number.found && number.low <= 0 && number.high >= 0;
  return around ? "it is called a finding, and its interval includes no difference at all" : "";
};

/** What the page shows against what it carries. */
const checkPrinted = ({ name, printed, numbers }) => {
  const title = `${name}: what its page shows`;
  if (!printed) return state("unknown", title, "Only the list of numbers was given, not the page, so what a reader sees was not compared.");
  const byId = new Map(numbers.map((one) => [one.id, one]));
  const right = ({ id, text, value }) => byId.has(id) && Math.abs(Number(value) - byId.get(id).value) <= CLOSE && printsIt(text, byId.get(id));
  const wrong = printed.filter((one) => !right(one));
  if (!printed.length) return state("fails", title, "No number of the page says where it comes from. This is not a page as signpost-report writes it.");
  const count = printed.length.toLocaleString("en-GB");
  if (!wrong.length) return state("holds", title, `The ${count} marked numbers that the page prints are those that it carries. Sentences around them and pictures were not judged.`);
  return state("fails", title, `${wrong.length} of ${count} printed numbers are not those that the page carries.`, wrong.slice(0, 20).map(({ id, text }) => `It prints "${text}" where ${id} is ${shown(byId.get(id))}.`));
};

const shown = (number) => (number ? `${number.value} (${number.low} to ${number.high})` : "not there");
