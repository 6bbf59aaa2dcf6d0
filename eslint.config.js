// What `npm run check` looks for in the JavaScript of every part; types are tsc's (tsconfig.check.json: under its usual name the
// bundlers would read it too).

import js from "@eslint/js";
import globals from "globals";

/** Made by bundlers and linkers, or somebody else's. */
const MADE = [
  "**/.venv/",
  ".check/",
  "**/build/",
  "builder/signpost_builder/formats/trainer/register/libraries.js",
  "builder/signpost_builder/formats/trainer/room/aruco.js",
  "builder/signpost_builder/formats/trainer/room/hashes.js",
  "builder/signpost_builder/player/hpke.js",
  "builder/signpost_builder/player/qr.js",
  "output/",
  "report/verify/ed25519.js",
  "survey/signpost_survey/page/form.js",
  "tests/olx/",
  "xblocks/signpost_xblocks/public/{after,before,module}.js",
];

const MODULES_IN_A_BROWSER = ["builder/signpost_builder/player/*.js", "builder/signpost_builder/formats/trainer/{register,room,slides}/*.js", "builder/signpost_builder/preview/static/*.js", "survey/page/*.js", "report/verify/*.js"];
const MINIFIED = ["builder/signpost_builder/{player,formats/trainer/*,formats/campaign}/*.js"];
const IN_NODE = ["*.js", "report/**/*.mjs", "report/verify/link.js", "tests/h5p/*.cjs", "tests/js/*.js", "vendor/**/*.js"];

/** Scripts that share one page and each other's names. */
const SCRIPTS = ["tests/browser/**/*.js", "tests/h5p/view.js", "xblocks/signpost_xblocks/public/host.js"];
const FROM_OTHER_SCRIPTS = ["H5P", "Scorm12API", "Scorm2004API", "axe", "buildApi", "loadAgain", "recordingApi"];

/**
 * The builder's minifier puts a declaration that takes something apart before its neighbours, unless what is taken apart names one of
 * them: calls change their order, and a default value that names a neighbour ends the script.
 */
const staysInPlace = {
  create: ({ report, sourceCode }) => ({
    "VariableDeclaration > VariableDeclarator[id.type=/Pattern$/][init]"(node) {
      const { body } = node.parent.parent;
      const before = Array.isArray(body) ? body[body.indexOf(node.parent) - 1] : null;
      const own = node.parent.declarations;
      const neighbours = [...(before?.declarations ?? []), ...own.slice(0, own.indexOf(node))];
      const names = new Set(neighbours.map(({ id }) => sourceCode.getTokens(id).map(({ value }) => value)).flat());
      const named = sourceCode.getTokens(node.init).some(({ type, value }) => type === "Identifier" && names.has(value));
      const hasDefault = sourceCode.getTokens(node.id).some(({ value }) => value === "=");
      if (neighbours.length && (hasDefault || !named)) report({ node, message: "The minifier moves this before the declaration above it: put it there, or something between them." });
    },
  }),
};

export default [
  { ignores: MADE },
  js.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      eqeqeq: "error",
      "no-implicit-globals": "error",
      "no-shadow": "error",
      "no-unused-vars": ["error", { ignoreRestSiblings: true }],
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
    },
  },
  { files: MODULES_IN_A_BROWSER, languageOptions: { globals: globals.browser } },
  { files: MINIFIED, plugins: { signpost: { rules: { "stays-in-place": staysInPlace } } }, rules: { "signpost/stays-in-place": "error" } },
  { files: IN_NODE, languageOptions: { globals: globals.node } },
  { files: ["tests/h5p/*.cjs"], languageOptions: { sourceType: "commonjs" } },
  { files: ["builder/editors/vscode/*.js"], languageOptions: { sourceType: "commonjs", globals: globals.node } },
  {
    files: SCRIPTS,
    languageOptions: {
      sourceType: "script",
      globals: { ...globals.browser, ...Object.fromEntries(FROM_OTHER_SCRIPTS.map((name) => [name, "readonly"])) },
    },
    rules: { "no-implicit-globals": "off", "no-redeclare": ["error", { builtinGlobals: false }], "no-unused-vars": ["error", { vars: "local" }] },
  },
];
