/** Words with places for values. Pure. */

/** @type {(words: string, values: Record<string, string | number>) => string} */
export const filled = (words, values) => words.replaceAll(/\{(\w+)\}/g, (_, name) => String(values[name]));
