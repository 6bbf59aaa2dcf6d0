// The player: takes the complete document and shows it one page at a time, marks it, and carries on where one stopped.

import { prepareCertificate } from "./certificate.js";
import { prepareChecks } from "./checks.js";
import { data } from "./course-data.js";
import { all } from "./dom.js";
import { prepareExit } from "./exit.js";
import { prepareHelp } from "./help.js";
import { prepareLeaving } from "./leaving.js";
import { connect } from "./lms.js";
import { showKey } from "./marks.js";
import { notify } from "./notices.js";
import { preparePages, showPage } from "./pages.js";
import { prepareQuestions } from "./questions.js";
import { prepareResult, showResult } from "./result.js";
import { prepareScenarios } from "./scenario.js";
import { createSession } from "./session.js";
import { prepareSets } from "./sets.js";

const openPlayer = async () => {
  document.documentElement.classList.add("js");
  const session = createSession({ lms: connect(window), data });
  session.onNotice(notify);
  prepareExit();
  prepareHelp();
  prepareQuestions();
  prepareScenarios();
  preparePages(session);
  const { mode, location } = await session.open();
  if (mode !== "normal") {
    document.documentElement.classList.add("review");
    notify(mode);
    all(".q").forEach(showKey);
  } else {
    prepareChecks(session);
    if (data.before.length + data.after.length) prepareSets(session, (before, after) => showResult(session, before, after));
  }
  prepareResult(session);
  prepareCertificate(session);
  prepareLeaving(session);
  showPage(location || data.pages[0].id, true);
};

openPlayer();
