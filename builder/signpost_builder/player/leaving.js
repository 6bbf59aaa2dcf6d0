// Leaving on purpose, and forgetting. The window is the platform's: only a window that was opened for this is closed.

import { whenAsked } from "./actions.js";
import { text } from "./course-data.js";
import { focusOn, one } from "./dom.js";
import { askToLeave, showPage } from "./pages.js";
import { forgetSurvey } from "./survey.js";

/** @param {Session} session */
export const prepareLeaving = (session) => {
  const leave = () => {
    const kept = session.isKept();
    // Not saved: the session says so and, where it can, goes on.
    if (session.leave() === false) focusOn(one("#notice"));
    else {
      const page = one("#closed");
      const framed = window.top !== window;
      one("[data-when=kept]", page).hidden = !kept;
      one("[data-when=framed]", page).hidden = !framed;
      one("[data-when=alone]", page).hidden = framed;
      showPage("closed");
      if (window.opener && window.top === window) window.close();
    }
  };
  whenAsked("leave", () => void askToLeave(leave, true));
  whenAsked("forget", (button) => {
    if (button.dataset.sure) {
      forgetSurvey();
      session.forget();
      history.replaceState(null, ""); // or the page that was open would come back
      location.reload();
      return;
    }
    button.dataset.sure = "yes";
    button.textContent = text("forget-sure");
  });
};
