/*
 * Making elements. Words are put in as text, never as markup, whatever is in them.
 */

/** An element with attributes and properties, and children that are elements or text. */
export function make(tag, given = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "data") Object.assign(element.dataset, value);
    else if (name === "does") element.addEventListener("click", value);
    else element.setAttribute(name, value === true && !name.startsWith("aria-") ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

const SVG = "http://www.w3.org/2000/svg";
const SIGNS = {
  pinned: "M5 1h6l-.8 5L13 8.5V10H8.7L8 15.500 7.300 10H3V8.500L5.800 6z",
  "asked for": "M1.500 2h13v9H8.500L4.500 15v-4h-3z",
  moved: "M1 6.500h8V3l6 5-6 5V9.500H1z",
};

/** The mark of a stop that is fixed: a pin, a speech bubble or an arrow. */
export function sign(fixed) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  for (const [name, value] of Object.entries({ viewBox: "0 0 16 16", class: "sign", "aria-hidden": "true" })) {
    svg.setAttribute(name, value);
  }
  path.setAttribute("d", SIGNS[fixed]);
  svg.append(path);
  return svg;
}
