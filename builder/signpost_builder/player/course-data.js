// The page's data and texts, as the builder put them there.

export const data = JSON.parse(document.getElementById("course-data").textContent);

/** A text of strings.*.json by its key, with {name} replaced by values.name. */
export const text = (key, values = {}) => data.strings[key].replace(/\{(\w+)\}/g, (hole, name) => values[name]);
