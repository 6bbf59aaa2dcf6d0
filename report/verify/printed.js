// What a page prints of a number, against the number: "+22", "60% to 68%", "0.68", "64% (60% to 68%)".

const TOKEN = /[+\u2212-]?\d[\d,]*(?:\.(\d+))?/g;

/** Whether `text` prints the value, its interval (the nearer end may come first), or both, rounded as it is printed. */
export const printsIt = (text, { value, low, high }) => {
  const found = [...text.matchAll(TOKEN)];
  const orders = [[[value]], [[low, high], [high, low]], [[value, low, high]]][found.length - 1] ?? [];
  return orders.some((ends) => found.every((token, i) => prints(token, ends[i])));
};

const prints = ([token, decimals = ""], end) => {
  const signed = /^[+\u2212-]/.test(token);
  const number = Number(token.replaceAll(",", "").replace("\u2212", "-"));
  const slack = 0.5 * 10 ** -decimals.length + 1e-6;
  const near = (one) => Math.abs((signed ? one : Math.abs(one)) - number) <= slack;
  return decimals.length === 2 ? near(end) : near(100 * end) || near(100 * Math.min(Math.max(end, 0), 1));
};
