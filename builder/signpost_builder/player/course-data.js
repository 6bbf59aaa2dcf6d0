// The page's data and texts, as the builder put them there.

/** @type {CourseData} */
export const data = JSON.parse(/** @type {any} */ (document.getElementById("course-data")).textContent);

/**
 * A text of strings.*.json by its key, with {name} replaced by values.name.
 *
 * @param {string} key
 * @param {Record<string, string | number | null>} [values]
 */
export const text = (key, values = {}) => data.strings[key].replace(/\{(\w+)\}/g, (hole, name) => String(values[name]));
