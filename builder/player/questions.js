// One question on screen: what the learner has put in, put back, and cleared. Values are the author's indexes.

import { data, text } from "./course-data.js";
import { all, announce, focusOn, make, makeButton, one } from "./dom.js";
import { parseNumber } from "./numbers.js";
import { whenAsked } from "./actions.js";

export const specOf = (question) => data.questions[question.dataset.q];

const inputs = (question) => all("input[type=radio], input[type=checkbox]", question);
const numberInput = (question) => one("input[inputmode]", question);
const items = (question) => all(".order > li", question);
const selects = (question) => all("select", question);

const limits = (question) => numberInput(question).dataset.range.split(" ").map(Number);

const readers = {
  order: (question) => (one(".order", question).dataset.moved ? items(question).map((item) => +item.dataset.i) : null),
  match: (question) => {
    const chosen = selects(question).map((select) => +select.value);
    return chosen.some((meaning) => meaning >= 0) ? chosen : null;
  },
  number: (question) => {
    const number = parseNumber(numberInput(question).value);
    return isOutside(question) || Number.isNaN(number) ? null : [number];
  },
};

const ticked = (question) => {
  const chosen = inputs(question).filter((input) => input.checked && input.value !== "dk");
  return chosen.length ? chosen.map((input) => +input.value) : null;
};

/** The response: null, "dk", or indexes as in tests/vectors/scoring.json. */
export const responseTo = (question) =>
  one("input[value=dk]:checked", question) ? "dk" : (readers[specOf(question).type] ?? ticked)(question);

/** Whether something was typed that is no number within the limits. */
export const isOutside = (question) => {
  const typed = numberInput(question)?.value.trim();
  if (!typed) return false;
  const [minimum, maximum] = limits(question);
  return !(parseNumber(typed) >= minimum && parseNumber(typed) <= maximum);
};

/** Shows or removes the message about a number outside its limits; true when there is nothing to say. */
export const isFine = (question) => {
  const outside = isOutside(question);
  const input = numberInput(question);
  one(".error", question)?.remove();
  input?.toggleAttribute("aria-invalid", outside);
  if (outside) {
    const [minimum, maximum] = limits(question);
    const message = make("p.error", text("range", { minimum, maximum }));
    message.id = "error-" + question.dataset.q;
    input.setAttribute("aria-describedby", message.id);
    input.parentNode.before(message);
    focusOn(input);
  }
  return !outside;
};

const place = (question, order) => {
  const byIndex = new Map(items(question).map((item) => [+item.dataset.i, item]));
  one(".order", question).append(...order.map((index) => byIndex.get(index)));
};

const writers = {
  order(question, response) {
    place(question, response);
    one(".order", question).dataset.moved = "yes";
  },
  match: (question, response) => selects(question).forEach((select, term) => (select.value = response[term])),
  number: (question, [number]) => (numberInput(question).value = number),
};

const tick = (question, values) =>
  inputs(question).forEach((input) => (input.checked = values.includes(input.value === "dk" ? "dk" : +input.value)));

/** Puts a response back on screen. */
export const restore = (question, response) => {
  if (response === "dk") tick(question, ["dk"]);
  else if (response) (writers[specOf(question).type] ?? tick)(question, response);
};

const firstOrders = new WeakMap();

/** Empties a question. */
export const clear = (question) => {
  tick(question, []);
  selects(question).forEach((select) => (select.value = -1));
  if (numberInput(question)) numberInput(question).value = "";
  const list = one(".order", question);
  if (list) {
    place(question, firstOrders.get(list));
    delete list.dataset.moved;
  }
};

const move = (button, step) => {
  const item = button.closest("li");
  const list = item.parentNode;
  const siblings = [...list.children];
  const target = siblings.indexOf(item) + step;
  if (target >= 0 && target < siblings.length) {
    if (step < 0) siblings[target].before(item);
    else siblings[target].after(item);
    list.dataset.moved = "yes";
    button.focus();
    button.dispatchEvent(new Event("change", { bubbles: true }));
  }
  const now = [...list.children].indexOf(item) + 1;
  announce(text("moved", { item: one("span", item).textContent, place: now, count: siblings.length }));
};

const addMoves = (list) => {
  firstOrders.set(list, [...list.children].map((item) => +item.dataset.i));
  for (const item of list.children) {
    for (const [verb, arrow] of [["up", "\u2191"], ["down", "\u2193"]]) {
      const button = makeButton(verb, arrow);
      button.setAttribute("aria-label", text(verb, { item: item.firstChild.textContent }));
      item.append(button);
    }
  }
};

const nameLetters = (question) => {
  const meanings = all(".meanings li", question);
  for (const option of all("option", question)) {
    const meaning = meanings.find((each) => each.dataset.i === option.value);
    if (meaning) option.textContent += ". " + meaning.textContent;
  }
};

/** "I don't know" and any other answer exclude each other. */
const keepHonest = (question, changed) => {
  const unsure = one("input[value=dk]", question);
  if (!unsure || unsure.type === "radio") return;
  if (changed !== unsure) unsure.checked = false;
  else if (unsure.checked) tick(question, ["dk"]);
};

export const prepareQuestions = () => {
  all(".q .order").forEach(addMoves);
  all(".q").forEach(nameLetters);
  document.addEventListener("change", ({ target }) => {
    const question = target.closest(".q");
    if (question) keepHonest(question, target);
  });
  whenAsked("up", (button) => move(button, -1));
  whenAsked("down", (button) => move(button, 1));
};
