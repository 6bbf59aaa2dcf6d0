// Loads one player.js as a browser would, in a page where every question is answered vaguely, and says what went wrong.
// node load-bundle.js <player.js> <course-data.json>: prints nothing and ends with 0 when it loads.

import { readFileSync } from "node:fs";
import vm from "node:vm";

const [script, data] = process.argv.slice(2).map((path) => readFileSync(path, "utf8"));

/** Anything: may be called, read, written, iterated (as empty) and turned into text (as the course's data). */
const vague = () =>
  new Proxy(function anything() {}, {
    get(_, name) {
      if (name === Symbol.iterator) return () => [][Symbol.iterator]();
      if (name === Symbol.toPrimitive) return () => "";
      if (name === "textContent") return data;
      if (name === "length") return 0;
      if (name === "then") return undefined;
      return vague();
    },
    apply: () => vague(),
    construct: () => vague(),
    set: () => true,
  });

const page = { document: vague(), performance, setTimeout() {}, clearTimeout() {}, addEventListener() {}, Node: vague(), matchMedia: vague() };
page.window = page.parent = page;
for (const name of ["history", "scrollTo", "location", "navigator", "requestAnimationFrame", "CSS", "print", "crypto", "btoa", "Uint8Array"]) page[name] = vague();
const context = vm.createContext(page);
context.globalThis = context;
vm.runInContext(script, context, { filename: "player.js" });
