// What a learner reads before taking part in the survey, and the two ways to go on.

import { data, text } from "./course-data.js";
import { make, makeButton, makeLink } from "./dom.js";

/**
 * @param {string} choice
 * @param {string} label
 */
const makeChoice = (choice, label) => {
  const button = makeButton("begin", label);
  button.dataset.survey = choice;
  return button;
};

const helpLink = () => {
  const link = makeLink("help", text("consent-help"), ".button");
  link.dataset.do = "help";
  return link;
};

const FACTS = ["asked", "leaves", "when", "reads", "knows", "device", "back"];

const report = () =>
  make(
    "div.callout.help",
    make("p.callout-title", text("consent-report")),
    make("p", text("consent-report-text")),
    make("p", helpLink()),
  );

/** The whole text and two equal buttons; each begins the questions. */
export const consent = () => {
  const { responsible, simulated } = /** @type {SurveyData} */ (data.survey);
  const facts = FACTS.flatMap((fact) => [make("dt", text("consent-" + fact)), make("dd", text(`consent-${fact}-text`))]);
  const said = responsible.flatMap(([name, words]) => [make("dt", text("consent-" + name)), make("dd", words)]);
  return [
    make(
      "div.survey",
      make("h3", text("consent")),
      ...(simulated ? [make("p.callout.warning", text("consent-simulated"))] : []),
      make("p", text("consent-text")),
      make("dl", ...facts, ...said),
      report(),
      make("p.choices", makeChoice("join", text("consent-join")), makeChoice("decline", text("consent-decline"))),
    ),
  ];
};

/**
 * Before the questions at the end, for somebody who joined: what happens now, and the way out.
 *
 * @param {string} label
 */
export const leavingWords = (label) => [
  make("div.survey", make("p", text("survey-joined")), make("p", makeButton("leave-survey", text("survey-leave")))),
  make("p", makeButton("begin", label, ".primary")),
];
