/** What a phone asks of the laptop, and how it is answered. */

/** Rejects where there is no connection. @type {(what: string, said: unknown) => Promise<{ status: number, said: any }>} */
export const ask = async (what, said) => {
  const answer = await fetch(what, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(said) });
  return { status: answer.status, said: await answer.json().catch(() => ({})) };
};
