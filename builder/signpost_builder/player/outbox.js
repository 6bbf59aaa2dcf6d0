// Finished records on their way: sent once each, and again while the page is open, until the store has them or refuses.

/** Milliseconds. The first wait after a failure; doubled with each further one. */
const FIRST_WAIT = 30000;
const LONGEST_WAIT = 900000;

/**
 * The outbox for one `endpoint`: `waiting` (waiting.js) holds what is not delivered, `deliver` (delivery.js) sends it,
 * `tell` hears the outcome of each try.
 *
 * Waits are stretched by chance, so that a class behind one address does not come back at the same moment.
 *
 * @param {{endpoint: string, waiting: Waiting, deliver: typeof import("./delivery.js").deliver, tell: (outcome: Outcome) => void, page?: Page, random?: () => number}} given
 */
export const createOutbox = ({ endpoint, waiting, deliver, tell, page = /** @type {Page} */ (globalThis), random = Math.random }) => {
  /** @type {number | null} */
  let timer = null;
  let failures = 0;
  /** @type {Promise<Outcome> | null} */
  let sending = null;

  /** @param {number} seconds */
  const waitLater = (seconds) => {
    const pause = seconds * 1000 || Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** failures);
    failures += 1;
    page.clearTimeout(timer);
    timer = page.setTimeout(sendAll, pause * (1 + random()));
  };

  /** @param {{formId: string, text: string}} record */
  const sendOne = async ({ formId, text }) => {
    const { outcome, retryAfter } = await deliver(endpoint, formId, text);
    if (outcome === "later") waitLater(retryAfter);
    else waiting.forgetRecord(text);
    tell(outcome);
    return outcome;
  };

  /** Everything that waits, one after the other; the first that has to wait lets the others wait too. */
  const sendWaiting = async () => {
    for (const record of waiting.records(endpoint)) {
      if ((await sendOne(record)) === "later") return "later";
    }
    failures = 0;
    return "delivered";
  };

  const sendAll = async () => {
    sending ??= sendWaiting();
    try {
      return await sending;
    } finally {
      sending = null;
    }
  };

  page.addEventListener("online", () => timer !== null && sendAll());

  return {
    sendAll,
    /**
     * Keeps a finished record and sends it: "delivered", "refused" or "later", which means that it waits here.
     *
     * @param {string} formId
     * @param {string} text
     */
    send(formId, text) {
      waiting.keepRecord(endpoint, formId, text);
      return sendOne({ formId, text });
    },
  };
};
