// The certificate, once there is something to certify. The name stays in its field and is gone with the page.

import { data, text } from "./course-data.js";
import { one } from "./dom.js";
import { onPage, visitedCount } from "./pages.js";
import { isScored } from "./score.js";
import { countedIds } from "./state.js";

// Where the platform hides results, nothing here can be scored, and nothing is certified.
const scored = data.resultsHidden || data.after.some((id) => isScored(data.questions[id]));

/** By what the course is done: "passed" the final questions, or "complete" where nothing is scored. */
export const certified = { by: scored ? "passed" : "complete" };

/** @param {Session} session */
export const isFinished = ({ state }) =>
  scored ? state.passed : visitedCount() === countedIds(data).length;

/** @param {Session} session */
export const prepareCertificate = (session) => {
  const page = one("#certificate");
  const input = one("input#certificate-name");
  const name = one(".name", page);
  const nobody = name.textContent;
  const write = () => (name.textContent = input.value.trim() || nobody);
  input.addEventListener("input", write);
  addEventListener("pagehide", () => {
    input.value = "";
    write();
  });
  onPage((shown) => {
    if (shown !== page) return;
    const available = isFinished(session);
    page.dataset.available = available ? "yes" : "no";
    one(".award", page).hidden = !available;
    one(".waiting", page).textContent = available ? "" : text(scored ? "certificate-no" : "certificate-pages");
    one(".date", page).textContent = new Date().toLocaleDateString(data.language, { dateStyle: "long" });
  });
};
