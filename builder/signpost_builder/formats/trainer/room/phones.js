/** The trainer's end of the phones: the server holds what they said until a question is closed, and then forgets it. */

/**
 * @typedef {{ address: string, code: string, name: string, others: string[], codes: import("./attendance.js").Codes | null }} Door  `code`: the QR code as an address of a drawing
 * @typedef {{ sitting: string, phones: number, answered: number, refused: number, given: number }} News
 */

/** @type {(what: string, said: unknown) => Promise<any>} */
export const ask = async (what, said) => {
  const answer = await fetch(what, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(said) });
  if (!answer.ok) throw new Error(`${what}: ${answer.status}`);
  return answer.json();
};

/** A new sitting: whoever was in another one comes in again. @type {() => Promise<Door>} */
export const beginSitting = () => ask("begin", {});

/** @type {(question: { id: string, round: number, stem: string[], choices: string[], several: boolean }) => Promise<void>} */
export const openToPhones = (question) => ask("open", question);

/** @type {() => Promise<[string, number[]][]>} Each phone's answer, once. */
export const closeToPhones = async () => (await ask("close", {})).votes;

/** @type {(told: (news: News) => void, lost: () => void) => void} */
export const listenToPhones = (told, lost) => {
  const events = new EventSource("events");
  events.addEventListener("message", (event) => told(JSON.parse(event.data)));
  events.addEventListener("error", lost);
};
