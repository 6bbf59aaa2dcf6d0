// What a page prints of a number, against the number: "+22", "60% to 68%", "0.68".

const TOKEN = /[+\u2212-]?\d[\d,]*(?:\.(\d+))?/g;

/** Whether each number in `text` is the value or an end of the interval, rounded as it is printed. */
export const printsIt = (text, { value, low, high }) => {
  const found = [...text.matchAll(TOKEN)];
  const share = (one) => Math.min(Math.max(one, 0), 1);
  const ends = [value, low, high];
  return found.length > 0 && found.every(([token, decimals = ""]) => {
    const signed = /^[+\u2212-]/.test(token);
    const number = Number(token.replaceAll(",", "").replace("\u2212", "-"));
    const slack = 0.5 * 10 ** -decimals.length + 1e-6;
    const near = (one) => Math.abs((signed ? one : Math.abs(one)) - number) <= slack;
    const plain = decimals.length === 2;
    return ends.some((one) => (plain ? near(one) : near(100 * one) || near(100 * share(one))));
  });
};
