// Hands a sealed record to the store (docs/formats/sealed-record.md, Sending). Never throws, never waits for ever.

/** Milliseconds. A record is a thousand characters: whoever needs longer is not going to answer. */
const PATIENCE = 30000;

/** Answers that another try would not change. */
const REFUSALS = [400, 404, 410, 413, 415];

/**
 * @param {string} endpoint
 * @param {string} formId
 * @param {string} text
 * @param {AbortSignal} signal
 */
const post = (endpoint, formId, text, signal) =>
  fetch(`${endpoint}/v1/forms/${formId}/records`, {
    method: "POST",
    headers: { "Content-Type": "text/plain" },
    body: text,
    signal,
    mode: "cors",
    cache: "no-store",
    credentials: "omit",
    redirect: "error",
    referrerPolicy: "no-referrer",
    keepalive: true, // a window that closes now does not take the record with it
  });

/**
 * Sends once: {outcome, retryAfter}. "delivered": the store has it. "refused": it never will take it. "later": busy, or
 * no answer; `retryAfter` is then the seconds that it asked for, 0 if it named none.
 *
 * @param {string} endpoint
 * @param {string} formId
 * @param {string} text
 * @returns {Promise<{outcome: Outcome, retryAfter: number}>}
 */
export const deliver = async (endpoint, formId, text) => {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE);
  try {
    const { ok, status, headers } = await post(endpoint, formId, text, patience.signal);
    if (ok) return { outcome: "delivered", retryAfter: 0 };
    if (REFUSALS.includes(status)) return { outcome: "refused", retryAfter: 0 };
    return { outcome: "later", retryAfter: Number(headers.get("Retry-After")) || 0 };
  } catch {
    return { outcome: "later", retryAfter: 0 };
  } finally {
    clearTimeout(timer);
  }
};
