// What the learner should know about saving, in plain words: above the page, and about the result at the result.

import { text } from "./course-data.js";
import { make, one } from "./dom.js";

/**
 * What was said of the result before is replaced: there is one truth about it at a time.
 *
 * @param {string} notice
 */
const sayAtResult = (notice) => {
  const line = one("#result .taken") ?? make("p.taken.callout");
  line.setAttribute("role", "status");
  line.dataset.notice = notice;
  line.textContent = text(notice);
  line.classList.toggle("warning", notice === "result-not-taken");
  if (line.isConnected) return;
  const headline = one("#result .headline");
  if (headline) headline.after(line);
  else one("#result .outcome")?.before(line);
};

/**
 * @param {string} notice
 * @param {string[]} details
 */
const wordsOf = (notice, details) =>
  notice === "partly-saved" ? text(notice, { what: details.map((key) => text("lost-" + key)).join(", ") }) : text(notice);

/**
 * "saved-again" takes back what "not-saved" and "untracked" said; "result-…" is said at the result. `details` of
 * "partly-saved": what is not kept, as ends of keys "lost-…"; none takes it back.
 *
 * @param {string} notice
 * @param {string[]} [details]
 */
export const notify = (notice, details = []) => {
  const box = one("#notice");
  if (notice.startsWith("result-")) return sayAtResult(notice);
  if (notice === "saved-again") box.replaceChildren();
  const before = one(`[data-notice=${notice}]`, box);
  if (notice === "partly-saved") before?.remove();
  else if (before) return;
  if (notice === "partly-saved" && !details.length) return;
  const line = make("p", wordsOf(notice, details));
  line.dataset.notice = notice;
  box.append(line);
};
