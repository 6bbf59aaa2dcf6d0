/** What the room sees of a question: the same in the slides' window and in the room's own. Built of elements; nothing typed is markup. */

/**
 * @typedef {{ label: string, word: string, percent: number }} Bar
 * @typedef {{ letter: string, text: string, bars: Bar[] }} Row
 * @typedef {{ title: string, note: string, rows: Row[], more: string, code: string, large: string }} Stage  `code`: a drawing as an
 *   address, such as the QR code; `large`: a line in large type, such as how many have answered; "": none
 */

/** @type {(name: string, kind: string, words: string, ...inside: Node[]) => HTMLElement} */
const made = (name, kind, words, ...inside) => {
  const element = document.createElement(name);
  if (kind) element.className = kind;
  element.append(...(words ? [words] : []), ...inside);
  return element;
};

/** @type {(bar: Bar) => HTMLElement} A bar says nothing that its words do not. */
const barOf = ({ label, word, percent }) => {
  const length = made("i", "", "");
  length.style.inlineSize = `${percent}%`;
  const track = made("span", "track", "", length);
  track.ariaHidden = "true";
  return made("p", "bar-row", "", ...(label ? [made("span", "label", label)] : []), track, made("strong", "", word));
};

/** @type {(row: Row) => HTMLElement} */
const rowOf = ({ letter, text, bars }) => made("li", "", "", made("b", "", letter), made("div", "", "", made("p", "", text), ...bars.map(barOf)));

/** Smaller type, step by step, where a result is longer than its box; at the end it scrolls. @type {(box: HTMLElement, inner: HTMLElement) => void} */
const fitStage = (box, inner) => {
  for (let factor = 1; factor > 0.55; factor -= 0.06) {
    inner.style.setProperty("--fit", String(factor));
    if (box.scrollHeight <= box.clientHeight) return;
  }
};

/** @type {(box: HTMLElement, stage: Stage | null) => void} */
export const drawStage = (box, stage) => {
  box.hidden = stage === null;
  if (stage === null) return box.replaceChildren();
  const picture = document.createElement("img");
  picture.src = stage.code;
  picture.alt = "";
  const parts = [made("h2", "", stage.title), ...(stage.code ? [picture] : []), ...(stage.large ? [made("p", "large", stage.large)] : [])];
  if (stage.rows.length > 0) parts.push(made("ul", "", "", ...stage.rows.map(rowOf)));
  if (stage.note) parts.push(made("p", "note", stage.note));
  if (stage.more) parts.push(made("p", "note", stage.more));
  const inner = made("div", `stage-inner${stage.rows.some(({ bars }) => bars.length > 0) ? " result" : ""}`, "", ...parts);
  box.replaceChildren(inner);
  fitStage(box, inner);
};
