// The page: files and pasted text in, what was found out in words. Nothing leaves it, and nothing that it reads runs.

import { judged } from "./judge.js";

/** @returns {any} */
const element = (id) => document.getElementById(id);
const SAID = { holds: "Holds", fails: "Fails", unknown: "Not known" };
const made = (name, content, attributes = {}) => {
  const found = document.createElement(name);
  found.append(...[content].flat());
  for (const [key, value] of Object.entries(attributes)) found.setAttribute(key, value);
  return found;
};

/** What a report's page carries and shows. DOMParser runs no script and fetches nothing. */
const reportPage = (name, text) => {
  const page = new DOMParser().parseFromString(text, "text/html");
  const carried = page.querySelectorAll("script#numbers");
  if (carried.length !== 1) return { name, fault: "it is not a report's page, or it was cut off: it does not carry its numbers" };
  if (runs(page)) return { name, fault: "there is a program in it, and a report has none: what it shows could be anything" };
  const printed = [.../** @type {NodeListOf<HTMLElement>} */ (page.querySelectorAll("data[data-number]"))].map((one) => ({
    id: one.dataset.number, value: one.getAttribute("value"), text: one.textContent,
  }));
  return { name, numbers: carried[0].textContent, printed };
};

const runs = (page) =>
  page.querySelectorAll("script:not(#numbers[type='application/json']), iframe, object, embed, link, base, meta[http-equiv]").length > 0 ||
  [...page.querySelectorAll("*")].some((one) => [...one.attributes].some(({ name, value }) => /^on/i.test(name) || /^\s*javascript:/i.test(value)));

const fileOf = (name, text) => (/^\s*</.test(text) ? reportPage(name, text) : { name, text });

const given = async () => {
  const chosen = await Promise.all([...element("files").files].map(async (file) => fileOf(file.name, await file.text())));
  const pasted = element("pasted").value.trim();
  return pasted ? [...chosen, fileOf("what you pasted", pasted)] : chosen;
};

const check = async (event) => {
  event.preventDefault();
  const result = element("result");
  result.replaceChildren(made("p", "Checking …", { role: "status" }));
  result.hidden = false;
  await new Promise((resolve) => setTimeout(resolve, 30));
  let found;
  try {
    found = judged(await given(), element("key").value.trim());
  } catch (error) {
    result.replaceChildren(made("p", `This page failed and has checked nothing: ${/** @type {Error} */ (error).message}`, { role: "alert" }));
    return;
  }
  const title = made("h2", found.headline, { tabindex: "-1", class: found.verdict });
  result.replaceChildren(title, made("ul", found.checks.map(item), { class: "checks" }), ...wrongTable(found.wrong));
  title.focus();
};

const item = ({ state, title, words, more }) =>
  made("li", [made("h3", [made("span", SAID[state], { class: "state" }), ` ${title}`]), made("p", words), ...(more.length ? [made("ul", more.map((one) => made("li", one)))] : [])], {
    class: state,
  });

const wrongTable = (wrong) => {
  if (!wrong.length) return [];
  const shown = wrong.slice(0, 100);
  const percent = (one) => (one === undefined || one === null ? "" : one.toFixed(4));
  const rows = shown.map(({ number, found, why }) =>
    made("tr", [
      made("th", number.id, { scope: "row" }),
      made("td", `${percent(number.value)} (${percent(number.low)} to ${percent(number.high)})`),
      made("td", found ? `${percent(found.value)} (${percent(found.low)} to ${percent(found.high)})` : ""),
      made("td", why),
    ]),
  );
  const head = ["Number", "The report says", "The releases give", "What is wrong"].map((one) => made("th", one, { scope: "col" }));
  const caption = `Numbers that are wrong${wrong.length > shown.length ? `: the first ${shown.length} of ${wrong.length}` : ""}`;
  const table = made("table", [made("caption", caption), made("thead", made("tr", head)), made("tbody", rows)]);
  return [made("div", table, { class: "wide", role: "region", tabindex: "0", "aria-label": "Numbers that are wrong" })];
};

element("form").addEventListener("submit", check);
element("form").hidden = false;
