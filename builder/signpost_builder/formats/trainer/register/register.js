// The register of a school: reads codes into a list that lives in this page until it is saved as a file. Nothing is sent.

import { inPicture, watch } from "./camera.js";
import { separated } from "./codes.js";
import { asFile, asTable, emptyList, entered, fromFile, judged, kept, later, removed, withKey, withMonths, withoutKey } from "./list.js";

const one = (selector) => document.querySelector(selector);
const texts = JSON.parse(one("#data").textContent);
const today = () => {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
};

let list = emptyList();
let saved = true;
let stop = null;

const say = (words, good = true) => {
  const line = one("#said");
  line.textContent = words;
  line.dataset.good = good ? "yes" : "no";
};

const element = (name, words, more = {}) => Object.assign(document.createElement(name), { textContent: words }, more);

const button = (words, label, act) => {
  const made = element("button", words, { type: "button" });
  made.setAttribute("aria-label", label);
  made.addEventListener("click", act);
  return made;
};

const row = (entry) => {
  const made = document.createElement("tr");
  const name = entry.written ? `${entry.name} (${texts.written})` : entry.name || texts.nameless;
  made.append(element("th", name, { scope: "row" }));
  const cells = [`${entry.course} ${entry.version}`, entry.date, entry.signed ? texts.signed : texts.claimed, later(entry.date, list.months)];
  made.append(...cells.map((words) => element("td", words)));
  const last = document.createElement("td");
  last.append(button(texts.remove, `${texts.remove}: ${name}, ${entry.course}`, () => change(removed(list, entry.number), texts.removed)));
  made.append(last);
  return made;
};

const show = () => {
  one("#rows").replaceChildren(...list.entries.map(row));
  one("#none").hidden = list.entries.length > 0;
  one("#table").hidden = !list.entries.length;
  one("#months").value = list.months;
  one("#unsaved").hidden = saved;
  const keys = list.keys.map(({ id, label }) => {
    const item = element("li", `${label || texts.unnamed} (${id}) `);
    item.append(button(texts.remove, `${texts.remove}: ${label || id}`, () => change(withoutKey(list, id), texts.removed)));
    return item;
  });
  one("#keys").replaceChildren(...keys);
};

const change = (made, words) => {
  list = made;
  saved = false;
  show();
  if (words) say(words);
};

/** One code: entered, or why not. */
const take = (text) => {
  const found = judged(text, list, today());
  if (!["signed", "claimed"].includes(found.verdict)) {
    // A name from right to left must not turn the date behind it.
    const before = found.before ? ` (\u2068${found.before.name || texts.nameless}\u2069, ${found.before.date})` : "";
    say(texts[found.verdict] + before, false);
    return false;
  }
  change(entered(list, found, one("#typed").value.trim(), today()));
  one("#typed").value = "";
  say(`${texts[`entered_${found.verdict}`]}: ${list.entries.at(-1).name || texts.nameless}`);
  return true;
};

const takeAll = (text) => {
  const codes = separated(text);
  const good = codes.filter(take).length;
  if (codes.length > 1) say(texts.several.replace("{good}", good).replace("{all}", codes.length), good === codes.length);
};

const download = (name, text, kind) => {
  const link = element("a", "", { href: URL.createObjectURL(new Blob([text], { type: kind })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
};

/** Takes over a list, without what has to go by today: how many entries that were. */
const withoutThePast = (given) => {
  list = kept(given, today());
  return given.entries.length - list.entries.length;
};

const acts = {
  async camera() {
    if (stop) {
      stop();
      stop = null;
    } else {
      try {
        stop = await watch(one("video"), takeAll);
      } catch {
        say(texts.no_camera, false);
      }
    }
    one("video").hidden = !stop;
    one('[data-do="camera"]').textContent = stop ? texts.camera_off : texts.camera_on;
  },
  paste() {
    takeAll(one("#pasted").value);
    one("#pasted").value = "";
  },
  key() {
    const made = withKey(list, one("#key").value, one("#label").value.trim());
    if (!made) return say(texts.no_key, false);
    one("#key").value = one("#label").value = "";
    return change(made, texts.key_added);
  },
  save() {
    const gone = withoutThePast(list);
    download("register.json", asFile(list), "application/json");
    saved = true;
    show();
    say(gone ? `${texts.gone.replace("{count}", gone)} ${texts.saved}` : texts.saved);
  },
  table: () => download("register.csv", asTable(list, texts), "text/csv"),
  empty() {
    if (one("#sure").checked) change({ ...list, entries: [] }, texts.emptied);
    else say(texts.not_sure, false);
    one("#sure").checked = false;
  },
};

for (const made of document.querySelectorAll("[data-do]")) made.addEventListener("click", acts[made.dataset.do]);

one("#open").addEventListener("change", async ({ target }) => {
  const [file] = target.files;
  const read = file && fromFile(await file.text());
  target.value = "";
  if (!read) return say(texts.no_list, false);
  const gone = withoutThePast(read);
  saved = gone === 0;
  show();
  return say(gone ? `${texts.gone.replace("{count}", gone)} ${texts.save_it}` : texts.opened);
});

one("#picture").addEventListener("change", async ({ target }) => {
  for (const file of target.files) {
    const text = await inPicture(file).catch(() => "");
    if (text) takeAll(text);
    else say(texts.none, false);
  }
  target.value = "";
});

// Nothing is deleted while a number is being chosen: on the way from 12 to 24 it may be 2.
one("#months").addEventListener("change", ({ target }) => change(withMonths(list, Number(target.value)), texts.months_changed));

addEventListener("beforeunload", (event) => {
  if (!saved) event.preventDefault();
});

one("#register").hidden = false;
show();
