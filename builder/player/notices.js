// What the learner should know about saving, above the page and in plain words.

import { text } from "./course-data.js";
import { make, one } from "./dom.js";

/** "saved-again" takes back what "not-saved" and "untracked" said. */
export const notify = (notice) => {
  const box = one("#notice");
  if (notice === "saved-again") box.replaceChildren();
  if (one(`[data-notice=${notice}]`, box)) return;
  const line = make("p", text(notice));
  line.dataset.notice = notice;
  box.append(line);
};
