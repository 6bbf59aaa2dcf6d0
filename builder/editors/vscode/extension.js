// Starts `signpost lsp` for workspaces that hold a course, and nothing else: every rule is in the server.
"use strict";

const path = require("node:path");
const { commands, window, workspace } = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

/** Files that belong to a project; the server takes no notice of any other. */
const WATCHED = "**/{course,modules,quizzes}/**";
const SELECTOR = [
  { scheme: "file", language: "markdown" },
  { scheme: "file", language: "yaml" },
  { scheme: "file", pattern: "**/course/*/*.csv" },
];

/** @type {LanguageClient | undefined} */
let client;

/** The command as it is run: a path in the settings counts from the workspace's first folder, a bare name is looked for as in a shell. */
const command = () => {
  const named = workspace.getConfiguration("signpost").get("command", "signpost");
  const folder = workspace.workspaceFolders?.[0]?.uri.fsPath;
  return folder && /[\\/]/.test(named) ? path.resolve(folder, named) : named;
};

const start = async () => {
  const server = { command: command(), args: ["lsp"] };
  client = new LanguageClient("signpost", "Signpost", server, {
    documentSelector: SELECTOR,
    initializationOptions: { results: workspace.getConfiguration("signpost").get("results", "") },
    synchronize: { configurationSection: "signpost", fileEvents: workspace.createFileSystemWatcher(WATCHED) },
  });
  try {
    await client.start();
  } catch {
    client = undefined;
    window.showErrorMessage(
      `Signpost did not start: is "${server.command}" there? Name it in the setting signpost.command; pip install 'signpost-builder[author]' brings it.`,
    );
  }
};

const stop = async () => {
  await client?.stop();
  client = undefined;
};

exports.activate = async (context) => {
  const restart = async () => {
    await stop();
    await start();
  };
  context.subscriptions.push(
    commands.registerCommand("signpost.restart", restart),
    workspace.onDidChangeConfiguration((change) => (change.affectsConfiguration("signpost.command") ? restart() : undefined)),
  );
  await start();
};

exports.deactivate = stop;
