/** How a session stands against its plan. Pure. */

/**
 * @typedef {{ start: number, minutes: number, said: string, module: string }} Row
 * @typedef {{ title: string, minutes: number, rows: readonly Row[] }} Plan
 */

/** @type {(plan: Plan, minutes: number) => Row | undefined} What is planned for this minute; nothing when the time is over. */
export const plannedAt = (plan, minutes) => plan.rows.find((row) => minutes < row.start + row.minutes);

/**
 * Whole minutes that one is behind the plan; below 0: ahead of it. 0 where the slide's module is on, or in no plan.
 *
 * @type {(plan: Plan, module: string, minutes: number) => number}
 */
export const behind = (plan, module, minutes) => {
  const rows = plan.rows.filter((row) => module !== "" && row.module === module);
  if (rows.length === 0) return 0;
  const last = rows[rows.length - 1];
  if (minutes < rows[0].start) return Math.floor(minutes - rows[0].start);
  return Math.max(0, Math.floor(minutes - last.start - last.minutes));
};

/** @type {(seconds: number) => string} 65 is "1:05", and 3,665 "1:01:05". */
export const clock = (seconds) => {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, Math.floor(seconds) % 60];
  const shown = parts[0] > 0 ? parts : parts.slice(1);
  return shown.map((part, at) => (at > 0 ? String(part).padStart(2, "0") : part)).join(":");
};
