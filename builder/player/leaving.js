// Leaving on purpose, and forgetting. The window is the platform's: only a window that was opened for this is closed.

import { whenAsked } from "./actions.js";
import { text } from "./course-data.js";
import { focusOn, one } from "./dom.js";
import { showPage } from "./pages.js";
import { forgetSurvey } from "./survey.js";

export const prepareLeaving = (session) => {
  whenAsked("leave", () => {
    // Not saved: the session says so and goes on.
    if (session.leave() === false) focusOn(one("#notice"));
    else {
      showPage("closed");
      if (window.opener && window.top === window) window.close();
    }
  });
  whenAsked("forget", (button) => {
    if (button.dataset.sure) {
      forgetSurvey();
      session.forget();
      location.reload();
      return;
    }
    button.dataset.sure = "yes";
    button.textContent = text("forget-sure");
  });
};
