/*
 * The month on paper: one plain table, a row a stop, with the marking at the top and bottom of each page.
 */

import { make } from "./make.js";
import { clock } from "./month.js";

const HEADS = ["Day", "From", "To", "Crew", "Place", "Kind", "Fixed"];

/** Print the whole month, then put the screen back. */
export function printMonth(paper, month, { title, marking }) {
  const wide = (tag, words) => make("tr", {}, make(tag, { colspan: HEADS.length, class: "marking" }, words));
  const line = (row) => [
    month.dayOf.get(row.day).words, clock(row.start), clock(row.end), month.crewOf.get(row.lane).title, row.name,
    row.kind, [row.fixed, row.asked_by].filter(Boolean).join(": "),
  ];
  const rows = month.rows.map((row) => make("tr", {}, ...line(row).map((words) => make("td", {}, words))));
  paper.replaceChildren(
    make("table", {},
      make("thead", {},
        wide("td", marking),
        make("tr", {}, make("td", { colspan: HEADS.length, class: "title" }, make("h1", {}, title))),
        make("tr", {}, ...HEADS.map((words) => make("th", { scope: "col" }, words)))),
      make("tfoot", {}, wide("td", marking)),
      make("tbody", {}, ...rows)),
  );
  document.documentElement.classList.add("on-paper");
  window.addEventListener("afterprint", () => {
    document.documentElement.classList.remove("on-paper");
    paper.replaceChildren();
  }, { once: true });
  window.print();
}
