/*
 * Drawing the timetable: day heads over the days shown, then a band for each crew or place with its cards.
 */

import { make, sign } from "./make.js";
import { clock, stops } from "./month.js";

const FIXED_WORDS = { pinned: "pinned", "asked for": "asked for by an agency", moved: "moved by somebody" };

function cardOf(row, { month, view, current, waiting, changed, editable }) {
  const crew = month.crewOf.get(row.lane).title;
  const time = row.kind === "session" ? `${clock(row.start)}–${clock(row.end)}` : clock(row.start);
  const classes = [
    "card", row.kind, row.fixed && "fixed", waiting.has(row.id) && "waiting", changed.has(row.id) && "changed",
    editable && "loose",
  ].filter(Boolean).join(" ");
  return make(
    "button",
    {
      type: "button", class: classes, data: { id: row.id }, tabindex: row.id === current ? 0 : -1,
      title: `${time} ${row.name} (${crew})`, "aria-haspopup": "dialog",
    },
    make("span", { class: "line" },
      make("span", { class: "time" }, time),
      row.kind === "visit" ? " " : null,
      make("span", { class: "name" }, view === "place" ? crew : row.name),
      row.fixed ? sign(row.fixed) : null),
    row.asked_by ? make("span", { class: "asked" }, `for ${row.asked_by}`) : null,
    make("span", { class: "spoken" }, month.rest(row, view)),
  );
}

function head(day) {
  const more = [
    ...day.tags.map((tag) => make("span", { class: "tag" }, tag)),
    day.sunset ? make("span", { class: "sunset" }, `sunset ${day.sunset}`) : null,
  ];
  return make(
    "th",
    { scope: "col", class: day.weekend ? "weekend" : null, data: { day: day.date } },
    make("span", { class: "day" }, day.head), ...more,
  );
}

function cellOf(band, day, cards) {
  const out = band.out?.[day.date];
  const off = band.out && !out;
  return make(
    "td",
    {
      class: [day.weekend && "weekend", off && "off"].filter(Boolean).join(" ") || null,
      data: { band: band.id, day: day.date },
    },
    out ? make("span", { class: "out" }, out) : null,
    off && !cards.length ? make("span", { class: "spoken" }, "not out") : null,
    cards.length ? make("ul", {}, ...cards.map((card) => make("li", {}, card))) : null,
  );
}

/** Draw the days shown into the table. */
export function drawTable(table, shown) {
  const { month, view, days } = shown;
  const bodies = month.bands(view).map((band) => {
    const cells = days.map((day) => month.cell(view, band.id, day.date));
    const count = cells.flat().length;
    const title = make(
      "th", { scope: "rowgroup", colspan: days.length },
      make("span", { class: "lane" }, band.title),
      make("span", { class: "note" }, [band.note, count ? stops(count) : "no stops"].filter(Boolean).join(" · ")),
    );
    return make(
      "tbody", { class: count ? null : "bare" },
      make("tr", { class: "band" }, title),
      make("tr", {}, ...days.map((day, n) => cellOf(band, day, cells[n].map((row) => cardOf(row, shown))))),
    );
  });
  const caption = make("caption", { class: "spoken" }, `Plan, ${days[0].words} to ${days.at(-1).words}`);
  const columns = days.map(({ date }) => make("col", { class: month.quiet(date) ? "quiet" : null }));
  table.replaceChildren(caption, make("colgroup", {}, ...columns), make("thead", {}, make("tr", {}, ...days.map(head))), ...bodies);
}

/** List what the marks mean, those that are there, and how the board is used. */
export function drawLegend(list, { month, editable, phone }) {
  const kinds = ["visit", "session"].filter((kind) => month.rows.some((row) => row.kind === kind));
  const fixed = Object.keys(FIXED_WORDS).filter((one) => month.rows.some((row) => row.fixed === one));
  const off = month.crews.some(({ out }) => out);
  const use = phone
    ? "Tap a stop to pin, move, swap or drop it."
    : "Drag a stop onto another to swap the two, or onto a day of any row to move it; click it, or press Enter, for more.";
  list.replaceChildren(
    ...kinds.map((kind) => make("li", {}, make("span", { class: `swatch ${kind}`, "aria-hidden": true }), kind)),
    ...fixed.map((one) => make("li", {}, sign(one), FIXED_WORDS[one])),
    off ? make("li", {}, make("span", { class: "swatch off", "aria-hidden": true }), "not out") : "",
    editable ? make("li", { class: "use" }, use) : "",
  );
}
