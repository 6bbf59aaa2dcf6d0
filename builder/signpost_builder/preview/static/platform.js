// A learning platform around a package: gives it the API, keeps what a platform keeps, and tells the preview of each call.
// One learner, nobody in particular; what is kept ends with this page.

import { BOOKS } from "./scorm-books.js";
import { openAttempt } from "./scorm-api.js";

const frame = /** @type {HTMLIFrameElement} */ (document.querySelector("iframe"));
const book = BOOKS[location.pathname.includes("/scorm12/") ? "1.2" : "2004"];
const attempt = openAttempt(book);
/** @param {FrameMessage} message */
const say = (message) => parent.postMessage(message, "*"); // who may be around this page, its policy says
let began = performance.now();

/** @param {Call} call */
const told = (call) => {
  say({ ...call, at: performance.now() - began });
  say({ columns: attempt.administrator(), ...attempt.budget(), sitting: attempt.sitting() });
};

/** A new sitting: the page before leaves as it does when its window is closed, and the next finds what was kept. */
const launch = () => {
  began = performance.now();
  Object.assign(window, { [book.name]: attempt.launch(told) });
  say({ began: true, columns: attempt.administrator(), ...attempt.budget(), sitting: attempt.sitting() });
  frame.src = location.pathname.replace("/platform/", "/");
};

const leave = () =>
  new Promise((/** @type {(value?: undefined) => void} */ done) => {
    frame.onload = () => {
      frame.onload = null;
      done();
    };
    frame.src = "about:blank";
  });

addEventListener("message", async ({ source, data }) => {
  if (source === parent && parent !== window) {
    if (data.relaunch) await leave().then(launch);
    else frame.contentWindow?.postMessage(data, location.origin);
  }
  if (source === frame.contentWindow) {
    if (data.reload) await leave().then(launch);
    else say(data);
  }
});

launch();
