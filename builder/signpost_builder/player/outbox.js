// Finished records on their way: sent once each, and again while the page is open, until the store has them or refuses.

/** Milliseconds. The first wait after a failure; doubled with each further one. */
const FIRST_WAIT = 30000;
const LONGEST_WAIT = 900000;

/**
 * The outbox for one `endpoint`: `waiting` (waiting.js) holds what is not delivered, `deliver` (delivery.js) sends it,
 * `tell` hears the outcome of each try.
 *
 * Waits are stretched by chance, so that a class behind one address does not come back at the same moment.
 */
export const createOutbox = ({ endpoint, waiting, deliver, tell, page = globalThis, random = Math.random }) => {
  let timer = null;
  let failures = 0;
  let sending = null;

  const waitLater = (seconds) => {
    const pause = seconds * 1000 || Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** failures);
    failures += 1;
    page.clearTimeout(timer);
    timer = page.setTimeout(sendAll, pause * (1 + random()));
  };

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
    /** Keeps a finished record and sends it: "delivered", "refused" or "later", which means that it waits here. */
    send(formId, text) {
      waiting.keepRecord(endpoint, formId, text);
      return sendOne({ formId, text });
    },
  };
};
