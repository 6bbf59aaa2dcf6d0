// The questions before and after: some at a time, none required, answers in the controls of this page and nowhere else.

import { whenAsked } from "./actions.js";
import { shuffled } from "./chance.js";
import { data, text } from "./course-data.js";
import { all, focusOn, html, make, makeButton, makeLink, onEnter, one } from "./dom.js";
import { currentPage, guardLeaving, onPage, showPage } from "./pages.js";
import { clear, isFine, responseTo } from "./questions.js";
import { screens } from "./screens.js";
import { introduce } from "./set-intro.js";
import { showResult } from "./set-result.js";
import { isLeftOut, surveyAfter, surveyBefore, surveyChoice } from "./survey.js";

/**
 * "I don't know" stays last.
 *
 * @param {HTMLElement} fieldset
 */
const shuffleChoices = (fieldset) => {
  const labels = all("label", fieldset);
  const unsure = labels.filter((label) => one("[value=dk]", label));
  fieldset.append(...shuffled(labels.filter((label) => !unsure.includes(label))), ...unsure);
};

/**
 * One set page. `ended(responses)` is called with id -> response when the learner has come to the end.
 *
 * @param {HTMLElement} page
 * @param {{ended: (responses: Responses) => void, summary?: boolean}} given
 */
const askSet = (page, { ended, summary }) => {
  const form = one("form.set", page);
  const intro = one(".intro", page);
  const questions = all(".q", form);
  const count = make("p.kicker");
  const bar = make("progress");
  bar.ariaHidden = "true"; // the line above says the same
  const last = make("div.summary");
  const buttons = make("p.buttons");
  form.prepend(count, bar);
  form.append(last, buttons);
  let asked = questions;
  /** @type {HTMLElement[][]} */
  let groups = [];
  let at = -1; // -1: introduction; groups.length: summary

  const asking = () => at >= 0;
  const isHalfWay = () => asking() && asked.some((question) => responseTo(question) !== null);

  const arrange = () => {
    const shown = groups[at] ?? [];
    questions.forEach((question) => (question.hidden = !shown.includes(question)));
    all(".part", form).forEach((part) => (part.hidden = !shown.some((question) => part.contains(question))));
    all(".introduction", form).forEach((words) => (words.hidden = one(".q", words.parentNode) !== shown[0]));
    form.hidden = !asking();
    intro.hidden = asking();
    last.hidden = at !== groups.length;
    html.toggleAttribute("data-asking", asking());
  };

  const countWords = () => {
    const from = asked.indexOf(groups[at][0]) + 1;
    const to = from + groups[at].length - 1;
    return text(from === to ? "step" : "steps", { from, to, count: asked.length });
  };

  /** @param {number} next */
  const step = (next) => {
    at = next;
    arrange();
    if (!asking()) return;
    const inSummary = at === groups.length;
    count.textContent = inSummary ? "" : countWords();
    bar.hidden = inSummary;
    Object.assign(bar, { max: asked.length, value: asked.indexOf(groups[at]?.at(-1) ?? asked[0]) + 1 });
    if (inSummary) fillSummary();
    buttons.replaceChildren(
      ...(at ? [makeButton("previous", text("previous"))] : []),
      inSummary ? makeButton("submit", text("submit"), ".primary") : makeButton("continue", text("continue"), ".primary"),
    );
    scrollTo(0, 0);
    focusOn(inSummary ? one("h3", last) : count);
  };

  const fillSummary = () => {
    const open = asked.filter((question) => responseTo(question) === null);
    const links = open.map((question) => {
      const link = makeLink(page.id, /** @type {string} */ (one("legend", question).textContent));
      link.dataset.do = "goto";
      link.dataset.q = question.dataset.q;
      return make("li", link);
    });
    last.replaceChildren(
      make("h3", text("summary")),
      make("p", text(open.length ? "unanswered" : "all-answered")),
      make("ul", ...links),
    );
  };

  const reset = () => {
    questions.forEach(clear);
    form.reset();
    at = -1;
    arrange();
  };

  const finish = () => {
    const responses = Object.fromEntries(asked.map((question) => [question.dataset.q, responseTo(question)]));
    reset();
    ended(responses);
  };

  const go = {
    /** @param {HTMLElement} button */
    begin(button) {
      reset();
      surveyChoice(button);
      asked = questions.filter((question) => !isLeftOut(question));
      groups = screens(asked.map((question) => question.matches(".row"))).map((group) => group.map((i) => asked[i]));
      all("[data-shuffle]", form).forEach(shuffleChoices);
      if (groups.length) step(0);
      else finish();
    },
    continue() {
      if (!groups[at].every(isFine)) return;
      if (at + 1 < groups.length || summary) step(at + 1);
      else finish();
    },
    previous: () => step(at - 1),
    /** @param {HTMLElement} button */
    goto: ({ dataset }) => step(groups.findIndex((group) => group.some((question) => question.dataset.q === dataset.q))),
    submit: finish,
  };
  onEnter(form, go.continue);
  addEventListener("pagehide", reset);
  reset();
  return { go, reset, arrange, isHalfWay };
};

/** @param {Session} session */
export const prepareSets = (session) => {
  /** @type {Responses | null} */
  let before = null;
  /** @type {Record<string, ReturnType<typeof askSet>>} */
  const sets = {};

  if (data.before.length) {
    sets.before = askSet(one("#before"), {
      ended(responses) {
        before = responses;
        surveyBefore(responses);
        session.beforeDone();
        showPage("before");
      },
    });
    addEventListener("pagehide", () => (before = null));
  }
  if (data.after.length) {
    sets.after = askSet(one("#after"), {
      ended(responses) {
        surveyAfter(responses); // first: showResult counts the attempt
        showResult(session, before, responses);
      },
      summary: true,
    });
  }

  for (const verb of ["begin", "continue", "previous", "goto", "submit"]) {
    whenAsked(verb, (control) => /** @type {any} */ (sets[currentPage().id].go)[verb](control));
  }
  /** @type {() => void} */
  let goOn;
  const dialog = () => one("dialog", currentPage());
  guardLeaving((leave, forGood) => {
    const { id } = currentPage();
    // The answers after wait here while one looks something up.
    const asks = (id === "before" || forGood) && sets[id]?.isHalfWay();
    if (!asks) return false;
    goOn = leave;
    dialog().showModal();
    return true;
  });
  whenAsked("stay", () => dialog().close());
  whenAsked("go", () => {
    dialog().close();
    goOn();
  });
  onPage((page) => {
    html.removeAttribute("data-asking");
    // What one has read meanwhile would colour the answers before; the answers after may wait while one looks something up.
    if (page.id !== "before") sets.before?.reset();
    sets[page.id]?.arrange();
    if (sets[page.id]) introduce(page, session);
  });
};
