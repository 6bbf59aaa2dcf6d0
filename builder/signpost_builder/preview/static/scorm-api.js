// One learner's attempt on a platform that goes by the book: what is committed is kept, what is not is lost with the page.

const indexed = /\.(\d+)\./;

/**
 * Hundredths of a second in a CMITimespan or a timeinterval.
 *
 * @param {string} value
 */
const hundredths = (value) => {
  const [, h = "0", m = "0", s = "0"] = /^(?:P.*T|PT)?(?:(\d+)[:H])?(?:(\d+)[:M])?(?:([\d.]+)S?)?$/.exec(value) ?? [];
  return Math.round((Number(h) * 3600 + Number(m) * 60 + Number(s)) * 100);
};

/**
 * @param {number} value
 * @param {number} [width]
 */
const pad = (value, width = 2) => String(value).padStart(width, "0");

/**
 * @param {number} total
 * @param {string} like
 */
const written = (total, like) => {
  const [h, m, s] = [Math.floor(total / 360000), Math.floor(total / 6000) % 60, Math.floor(total / 100) % 60];
  return like.startsWith("P") ? `PT${h}H${m}M${s}S` : `${pad(h, 4)}:${pad(m)}:${pad(s)}`;
};

/**
 * An attempt by `book` (scorm-books.js). `launch(told)` begins a sitting and gives its API; `told({call, answer, error, said})`
 * hears each call.
 *
 * @param {Book} book
 */
export const openAttempt = (book) => {
  /** @type {Map<string, string>} */
  const kept = new Map();
  let sitting = 0;

  /** @param {(call: Call) => void} told */
  const launch = (told) => {
    sitting += 1;
    kept.delete(book.exit); // how the sitting before ended says nothing of this one
    const values = new Map(kept);
    let phase = "before";
    let last = "0";

    /** @param {string} list */
    const count = (list) => [...values.keys()].filter((name) => name.startsWith(`${list}.`) && name.endsWith(".id")).length;
    /** @param {string} element */
    const ruleOf = (element) => book.elements[element.replace(indexed, ".n.")];
    const off = () => (phase === "ended" ? book.errors.ended : book.errors.notRunning);
    /** How far an index is beyond the last one that is there; negative: it is there, or the element has none. @param {string} element */
    const beyond = (element) => {
      const index = indexed.exec(element);
      return index ? Number(index[1]) - count(element.slice(0, index.index)) : -1;
    };

    const keep = () => {
      values.forEach((value, element) => kept.set(element, value));
      return ["true", "0"];
    };

    /** @type {Record<string, (...given: string[]) => string[]>} */
    const roles = {
      initialize(argument) {
        if (argument !== "") return ["false", book.errors.argument];
        if (phase !== "before") return ["false", phase === "running" ? book.errors.running : book.errors.ended];
        phase = "running";
        return ["true", "0"];
      },
      get(element) {
        if (phase !== "running") return ["", off()];
        if (/^cmi\.(objectives|interactions)\._count$/.test(element)) return [String(count(element.slice(0, -7))), "0"];
        const rule = ruleOf(element);
        if (!rule) return ["", book.errors.unknown];
        if (rule[1] === "write only") return ["", book.errors.writeOnly];
        if (beyond(element) >= 0) return ["", book.errors.gap];
        const value = values.get(element) ?? rule[2];
        return value === undefined ? ["", book.errors.unset] : [value, "0"];
      },
      set(element, value) {
        if (phase !== "running") return ["false", off()];
        const rule = ruleOf(element);
        if (!rule) return ["false", book.errors.unknown];
        if (rule[1] === "read only") return ["false", book.errors.readOnly];
        if (!rule[0]?.(value)) return ["false", book.errors.type];
        if (beyond(element) > 0 || (beyond(element) === 0 && !element.endsWith(".id"))) return ["false", book.errors.gap];
        values.set(element, value);
        return ["true", "0"];
      },
      commit(argument) {
        if (argument !== "") return ["false", book.errors.argument];
        return phase === "running" ? keep() : ["false", off()];
      },
      finish(argument) {
        if (argument !== "") return ["false", book.errors.argument];
        if (phase !== "running") return ["false", off()];
        phase = "ended";
        const total = book.elements[book.total][2] ?? "";
        values.set(book.total, written(hundredths(kept.get(book.total) ?? total) + hundredths(values.get(book.session) ?? total), total));
        values.set(book.entry, values.get(book.exit) === "suspend" ? "resume" : "");
        values.delete(book.session);
        kept.delete(book.session);
        return keep();
      },
      // Those three leave the last error as it is.
      error: () => [last, last],
      errorString: (number) => [book.strings[number] ?? "", last],
      diagnostic: (number) => [book.strings[number || last] ?? "", last],
    };
    const ASKING = ["error", "errorString", "diagnostic"];

    /**
     * @param {string} role
     * @param {string} method
     */
    const asked = (role, method) => (/** @type {unknown[]} */ ...given) => {
      const [answer, error] = roles[role](...given.map(String));
      last = error;
      const faulty = ASKING.includes(role) ? "0" : error;
      told({ call: `${method}(${given.map((value) => JSON.stringify(value)).join(", ")})`, answer, error: faulty, said: book.strings[faulty] });
      return answer;
    };

    return Object.fromEntries(Object.entries(book.methods).map(([role, method]) => [method, asked(role, method)]));
  };

  return {
    launch,
    sitting: () => sitting,
    budget: () => ({ used: new TextEncoder().encode(kept.get(book.state) ?? "").length, most: book.most }),
    /** [[heading, value]] as a report shows it, and then whatever else is kept: who may look into the database sees that too. */
    administrator: () => {
      const reported = book.report.map(([name, element]) => [name, kept.get(element) ?? book.elements[element][2] ?? "none"]);
      const names = book.report.map(([, element]) => element);
      return /** @type {[string, string][]} */ ([...reported, ...[...kept].filter(([element]) => !names.includes(element))]);
    },
  };
};
