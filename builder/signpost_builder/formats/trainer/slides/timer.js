/** The presenter's clock against the session plan. */

import { given, one } from "./page.js";
import { behind, clock, plannedAt } from "./pace.js";

let before = 0; // milliseconds that ran before the last pause
let since = 0; // when it was started; 0: it stands still
let module = "";

const spent = () => (before + (since > 0 ? Date.now() - since : 0)) / 1000;

const drawTimer = () => {
  const { texts, plans } = given;
  const seconds = spent();
  const minutes = seconds / 60;
  one("#clock").textContent = clock(seconds);
  one("#run").textContent = since > 0 ? texts.pause : texts.start;
  const plan = plans[Number(/** @type {HTMLSelectElement} */ (one("#plan")).value)];
  if (plan === undefined) return;
  const row = plannedAt(plan, minutes);
  const late = behind(plan, module, minutes);
  one("#planned").textContent = row ? `${texts.now}: ${row.said} (${clock(60 * row.start)} – ${clock(60 * (row.start + row.minutes))})` : texts.over;
  const said = late === 0 ? texts.on_time : (late > 0 ? texts.behind : texts.ahead).replace("{minutes}", String(Math.abs(late)));
  one("#pace").textContent = seconds > 0 ? said : ""; // before the start nobody is ahead
  one("#pace").dataset.late = String(late > 0);
};

/** @type {(name: string) => void} The module of the slide that is shown. */
export const timeModule = (name) => {
  module = name;
  drawTimer();
};

export const startTimer = () => {
  one("#run").addEventListener("click", () => {
    before = spent() * 1000;
    since = since > 0 ? 0 : Date.now();
    drawTimer();
  });
  one("#reset").addEventListener("click", () => {
    before = 0;
    since = since > 0 ? Date.now() : 0;
    drawTimer();
  });
  one("#plan").addEventListener("change", drawTimer);
  setInterval(drawTimer, 500);
  drawTimer();
};
