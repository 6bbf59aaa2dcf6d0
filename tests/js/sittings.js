// A learner's sitting with a made-up course on a fake platform, ready to be asked what the platform heard.

import { connect as connect12 } from "../../builder/signpost_builder/player/lms-scorm12.js";
import { connect as connect2004 } from "../../builder/signpost_builder/player/lms-scorm2004.js";
import { createSession } from "../../builder/signpost_builder/player/session.js";
import { courseData } from "./courses.js";
import { fakePlatform } from "./fake-lms.js";
import { fakeBrowser } from "./fake-page.js";

export const STANDARDS = ["1.2", "2004"];

const CONNECT = { "1.2": connect12, 2004: connect2004 };

/** Four counted pages, two checks, one scored and one rated question before and after. */
export const someCourse = (more = {}) =>
  courseData({
    pages: [
      "start",
      { id: "before", counts: false },
      "a.start",
      "a.one",
      "b.start",
      { id: "after", counts: false },
      { id: "result", counts: false },
    ],
    checks: { CK1: { type: "single", options: 4, keys: [1] }, CK2: { type: "multiple", options: 5, keys: [0, 2] } },
    sets: { K1: { type: "single", options: 3, keys: [0] }, C1: { type: "scale", options: 5, keys: null } },
    ...more,
  });

/** A course that asks nothing before or after. */
export const silentCourse = () => someCourse({ before: [], after: [], questions: {} });

/**
 * Opens a session. `platform` null: nobody is there. `late`: milliseconds until the API appears.
 * Answers {session, page, lms, notices, opened}; `lms` has calls and faults; `opened` is what open() resolved to.
 */
export const sit = async (
  standard,
  { platform = fakePlatform(standard), data = someCourse(), browser = fakeBrowser(), late = 0, handle = "", ...launching } = {},
) => {
  const lms = platform?.launch(launching);
  const parent = {};
  const page = browser.open({ parent });
  const appear = () => lms && (parent[lms.name] = lms.api);
  if (late) page.setTimeout(appear, late);
  else appear();
  const notices = [];
  const session = createSession({ lms: CONNECT[standard](page), data, page, handle });
  session.onNotice((notice) => notices.push(notice));
  const opening = session.open();
  if (late || !lms) page.wait(5000);
  const opened = await opening;
  browser.deliver();
  return { session, page, lms, notices, opened, platform, browser, data };
};
