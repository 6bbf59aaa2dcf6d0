// The extension for VS Code, with stand-ins for the editor and its client: which program it starts, and when.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import Module, { createRequire } from "node:module";
import { test } from "node:test";

const require = createRequire(import.meta.url);
const FOLDER = new URL("../../builder/editors/vscode/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL("package.json", FOLDER), "utf8"));

/** A fresh extension in an editor with these settings; `told` is what happened. */
const editor = (settings, { fails = false, folder = "/training" } = {}) => {
  const told = { started: [], stopped: 0, errors: [], registered: {}, options: [] };
  const vscode = {
    commands: { registerCommand: (name, run) => ((told.registered[name] = run), { dispose() {} }) },
    window: { showErrorMessage: (words) => told.errors.push(words) },
    workspace: {
      workspaceFolders: folder ? [{ uri: { fsPath: folder } }] : undefined,
      getConfiguration: () => ({ get: (key, otherwise) => settings[key] ?? otherwise }),
      createFileSystemWatcher: (pattern) => ({ pattern }),
      onDidChangeConfiguration: (changed) => ((told.changed = changed), { dispose() {} }),
    },
  };
  class LanguageClient {
    constructor(id, name, server, options) {
      told.started.push([server.command, ...server.args]);
      told.options.push(options);
    }
    async start() {
      if (fails) throw new Error("ENOENT");
    }
    async stop() {
      told.stopped += 1;
    }
  }
  const load = Module._load;
  Module._load = (name, ...rest) =>
    name === "vscode" ? vscode : name === "vscode-languageclient/node" ? { LanguageClient } : load(name, ...rest);
  const place = require.resolve(new URL("extension.js", FOLDER).pathname);
  delete require.cache[place];
  const extension = require(place);
  Module._load = load;
  return { extension, told };
};

test("it starts the command of the settings, from the workspace's folder", async () => {
  for (const [named, run] of [
    [undefined, "signpost"],
    ["signpost", "signpost"],
    [".venv/bin/signpost", "/training/.venv/bin/signpost"],
    ["/opt/signpost", "/opt/signpost"],
  ]) {
    const { extension, told } = editor({ command: named });
    await extension.activate({ subscriptions: [] });
    assert.deepEqual(told.started, [[run, "lsp"]]);
  }
});

test("it starts anew when the command changes, and ends with the editor", async () => {
  const { extension, told } = editor({ results: "items.json" });
  const context = { subscriptions: [] };
  await extension.activate(context);
  await told.changed({ affectsConfiguration: (name) => name === "signpost.command" });
  await told.changed({ affectsConfiguration: () => false });
  await told.registered["signpost.restart"]();
  await extension.deactivate();
  assert.equal(told.started.length, 3);
  assert.equal(told.stopped, 3);
  assert.equal(context.subscriptions.length, 2);
  assert.equal(told.options[0].initializationOptions.results, "items.json");
  assert.equal(told.options[0].synchronize.configurationSection, "signpost");
});

test("a command that is not there is said in a sentence", async () => {
  const { extension, told } = editor({ command: "nowhere/signpost" }, { fails: true });
  await extension.activate({ subscriptions: [] });
  await extension.deactivate();
  assert.equal(told.errors.length, 1);
  assert.match(told.errors[0], /\/training\/nowhere\/signpost.*signpost\.command.*signpost-builder\[author\]/);
});

test("what the manifest promises is there", () => {
  assert.deepEqual(Object.keys(manifest.dependencies), ["vscode-languageclient"]);
  const { told, extension } = editor({});
  assert.equal(typeof extension.activate, "function");
  assert.equal(told.started.length, 0);
  assert.deepEqual(manifest.contributes.commands.map(({ command }) => command), ["signpost.restart"]);
  assert.equal(manifest.capabilities.untrustedWorkspaces.supported, false);
});
