/* Reads {name: script} as JSON and prints {name: [what is read before it is declared, with the text around it]}, by the scopes that eslint finds. */
import { readFileSync } from "node:fs";
import { Linter } from "eslint";

const isTooEarly = (reference) => {
  const [definition] = reference.resolved?.defs ?? [];
  if (!["let", "const"].includes(definition?.parent?.kind) || reference.init) return false;
  // A function may speak of what is declared after it.
  const sameFunction = reference.from.variableScope === reference.resolved.scope.variableScope;
  return sameFunction && reference.identifier.range[0] < definition.name.range[0];
};

const tooEarly = {
  create(context) {
    const look = (scope) => {
      for (const { identifier } of scope.references.filter(isTooEarly)) {
        context.report({ node: identifier, message: context.sourceCode.text.slice(Math.max(0, identifier.range[0] - 60), identifier.range[1] + 60) });
      }
      scope.childScopes.forEach(look);
    };
    return { "Program:exit": (program) => look(context.sourceCode.getScope(program)) };
  },
};
const config = { plugins: { here: { rules: { "too-early": tooEarly } } }, languageOptions: { sourceType: "script" }, rules: { "here/too-early": "error" } };

const scripts = JSON.parse(readFileSync(0, "utf8"));
const found = (script) => new Linter().verify(script, config, { allowInlineConfig: false }).map((one) => one.message);
console.log(JSON.stringify(Object.fromEntries(Object.entries(scripts).map(([name, script]) => [name, found(script)]))));
