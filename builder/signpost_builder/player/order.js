// Putting things in order with two buttons each; no dragging.

import { whenAsked } from "./actions.js";
import { text } from "./course-data.js";
import { all, announce, makeButton, one } from "./dom.js";
import { addControl } from "./questions.js";

const firstOrders = new WeakMap();

/** @param {HTMLElement} question */
const listOf = (question) => one(".order", question);

/** @param {HTMLElement} list */
const indexes = (list) => all("li", list).map((item) => +item.dataset.i);

/**
 * @param {HTMLElement} list
 * @param {number[]} order
 */
const arrange = (list, order) => {
  const items = all("li", list);
  list.append(...order.flatMap((index) => items.filter((item) => +item.dataset.i === index)));
};

/** @param {HTMLElement} list whose order is an answer from here on */
const settle = (list) => {
  list.dataset.moved = "yes";
  list.dispatchEvent(new Event("change", { bubbles: true }));
};

/**
 * @param {HTMLElement} button
 * @param {number} step
 */
const move = (button, step) => {
  const item = /** @type {HTMLElement} */ (button.closest("li"));
  const list = /** @type {HTMLElement} */ (item.parentNode);
  const other = step < 0 ? item.previousElementSibling : item.nextElementSibling;
  if (!other) return;
  if (step < 0) other.before(item);
  else other.after(item);
  button.focus();
  settle(list);
  const place = [...list.children].indexOf(item) + 1;
  announce(text("moved", { item: one("span", item).textContent, place, count: list.children.length }));
};

/**
 * The order as it is shown: in a check one asks for the verdict on it, before and after one says so.
 *
 * @param {HTMLElement} button
 */
const keep = (button) => {
  settle(listOf(/** @type {HTMLElement} */ (button.closest(".q"))));
  announce(text("order-kept"));
};

/** @param {HTMLElement} list */
const addButtons = (list) => {
  firstOrders.set(list, indexes(list));
  for (const item of list.children) {
    for (const [verb, arrow] of [["up", "\u2191"], ["down", "\u2193"]]) {
      const button = makeButton(verb, arrow);
      button.setAttribute("aria-label", text(verb, { item: one("span", item).textContent }));
      item.append(button);
    }
  }
};

export const prepareOrder = () => {
  addControl("order", {
    prepare(question) {
      addButtons(listOf(question));
      if (question.closest(".set")) listOf(question).after(makeButton("keep", text("order-keep")));
    },
    read: (question, asShown) => (asShown || listOf(question).dataset.moved ? indexes(listOf(question)) : null),
    write(question, response) {
      arrange(listOf(question), response);
      listOf(question).dataset.moved = "yes";
    },
    clear(question) {
      arrange(listOf(question), firstOrders.get(listOf(question)));
      delete listOf(question).dataset.moved;
    },
  });
  whenAsked("keep", keep);
  whenAsked("up", (button) => move(button, -1));
  whenAsked("down", (button) => move(button, 1));
};
