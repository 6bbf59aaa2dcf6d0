// The player: takes the complete document and shows it one page at a time, marks it, and carries on where one stopped.

import { prepareCertificate } from "./certificate.js";
import { prepareChecks } from "./checks.js";
import { data } from "./course-data.js";
import { html } from "./dom.js";
import { prepareDraws } from "./draw.js";
import { prepareEasy } from "./easy.js";
import { prepareExit } from "./exit.js";
import { prepareHelp } from "./help.js";
import { prepareHistory } from "./history.js";
import { prepareLeaving } from "./leaving.js";
import { prepareListen } from "./listen.js";
import { connect } from "./lms.js";
import { prepareLooking } from "./looking.js";
import { prepareMatch } from "./match.js";
import { notify } from "./notices.js";
import { prepareNumber } from "./number.js";
import { prepareOrder } from "./order.js";
import { onPage, preparePages, showPage } from "./pages.js";
import { prepareProof } from "./proof.js";
import { prepareQuestions } from "./questions.js";
import { prepareResult } from "./result.js";
import { prepareScenario } from "./scenario.js";
import { prepareSearch } from "./search.js";
import { createSession } from "./session.js";
import { prepareSets } from "./sets.js";
import { newHandle, prepareSurvey } from "./survey.js";

const openPlayer = async () => {
  html.classList.add("js");
  const session = createSession({ lms: connect(window), data, handle: newHandle() });
  session.onNotice(notify);
  prepareExit(session);
  prepareHelp();
  prepareOrder();
  prepareMatch();
  prepareNumber();
  prepareQuestions();
  prepareScenario();
  preparePages(session);
  const { mode, location } = await session.open();
  const learning = mode === "normal";
  if (learning || prepareLooking(mode, session)) {
    prepareChecks(session);
    prepareDraws(session);
  }
  if (learning) {
    prepareSurvey(session);
    prepareSets(session);
  }
  prepareResult(session);
  prepareCertificate(session);
  prepareProof(session);
  prepareLeaving(session);
  prepareSearch();
  prepareEasy();
  prepareListen();
  onPage(session.saveNow); // the page that goes may save later than a reload reads
  const first = location || data.pages[0].id;
  showPage(prepareHistory(first) ?? first, true);
};

openPlayer();
