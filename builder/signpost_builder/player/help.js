// Help is a panel over the page, so that opening it is no change of place and leaves no trace.

import { whenAsked } from "./actions.js";
import { make, one } from "./dom.js";
import { openAsPanel } from "./pages.js";

export const prepareHelp = () => {
  const section = one("#help");
  const panel = make("dialog", section);
  panel.id = "help-panel";
  panel.setAttribute("aria-labelledby", "help-title");
  section.removeAttribute("aria-labelledby");
  section.hidden = false;
  document.body.append(panel);
  const open = () => {
    if (!panel.open) panel.showModal();
    panel.scrollTop = 0;
  };
  one(".bar [data-do=help]").setAttribute("aria-haspopup", "dialog");
  openAsPanel("help", open);
  whenAsked("help", open);
  whenAsked("help-close", () => panel.close());
};
