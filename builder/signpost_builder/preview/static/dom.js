// Elements that are there, because the page around the course has them.

/**
 * @param {string} selector
 * @param {ParentNode} [within]
 */
export const one = (selector, within = document) => /** @type {HTMLElement} */ (within.querySelector(selector));

/**
 * @param {string} tag
 * @param {string} [text]
 * @param {string} [className]
 */
export const make = (tag, text = "", className = "") => Object.assign(document.createElement(tag), { textContent: text, className });

/**
 * The element that a click was meant for, if it is one of these.
 *
 * @param {Event} event
 * @param {string} selector
 */
export const meant = (event, selector) => /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest(selector));
