// "Open in editor": asks the preview, which starts the editor on this computer.

const status = document.querySelector("#status");

export const open = async (path, line, column) => {
  try {
    const answer = await fetch("open", { method: "POST", body: JSON.stringify({ path, line: Number(line), column: Number(column) }) });
    status.textContent = (await answer.json()).said;
  } catch {
    status.textContent = "The preview has ended: start it again.";
  }
};

/** A button that opens a place; its text is the place. */
export const placeButton = ({ path, line, column }) => {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "place" });
  Object.assign(button.dataset, { path, line, column });
  button.textContent = line ? `${path}:${line}:${column}` : path;
  return button;
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-path]");
  if (button) open(button.dataset.path, button.dataset.line, button.dataset.column);
});
