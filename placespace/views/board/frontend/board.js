/*
 * The component's page: keeps what Streamlit sent and what is shown of it, and sends back what somebody does.
 * It changes no stop by itself. Everything in the data is shown as text, never as markup.
 */

import { Drag } from "./drag.js";
import { make } from "./make.js";
import { Menu } from "./menu.js";
import { Month, clock, stops } from "./month.js";
import { printMonth } from "./paper.js";
import { answer, listen } from "./streamlit.js";
import { drawLegend, drawTable } from "./table.js";

const VIEWS = { lane: "By crew", place: "By place" };
const FEW = 3; // changes told one by one
const part = (id) => document.getElementById(id);
const [table, scroller, status] = ["table", "scroller", "status"].map(part);
const narrow = matchMedia("(max-width: 640px)");

let args = null;
let month = null;
let asked = null; // sent and not yet taken by the page
let swapping = null; // the stop that waits for another to be swapped with
const at = { view: "lane", day: null, card: null };
let changed = new Set();

const week = () => month.weeks[Math.max(0, month.weekOf(at.day))];
const cardOf = (id) => [...table.querySelectorAll(".card")].find((card) => card.dataset.id === id);

// --- what is shown --------------------------------------------------------------------

function drawBar() {
  const button = (words, given) => make("button", { type: "button", ...given }, ...[words].flat());
  part("views").replaceChildren(...Object.entries(VIEWS).map(([view, words]) =>
    button(words, { "aria-pressed": String(view === at.view), data: { view } })));
  const here = month.weeks.indexOf(week());
  const turn = (step, words, arrow) => {
    const off = !month.weeks[here + step];
    return button(arrow, {
      class: "turn", "aria-label": words, disabled: off, data: off ? { turn: step } : { turn: step, week: here + step },
    });
  };
  part("weeks").replaceChildren(
    turn(-1, "Previous week", "‹"),
    ...month.weeks.map(({ label, count }, n) => {
      const [days, ...name] = label.split(" ");
      const words = [make("span", {}, days), make("span", { class: "long" }, ` ${name.join(" ")}`)];
      const held = [make("span", { class: "count" }, ` ${count}`), make("span", { class: "spoken" }, " stops")];
      return button([...words, ...held], { "aria-current": n === here ? "true" : null, data: { week: n } });
    }),
    turn(1, "Next week", "›"),
  );
  part("days").hidden = !narrow.matches;
  part("days").replaceChildren(...(narrow.matches ? week().days : []).map((day) =>
    button(day.head.split(" ").map((word, n) => make("span", {}, n ? ` ${word}` : word)), {
      "aria-current": day.date === at.day ? "true" : null, data: { onday: day.date },
    })));
}

/** Draw the days shown again; the focus stays on its card or goes to one near. */
function draw() {
  const { activeElement: held } = document;
  const keep = document.hasFocus() && (table.contains(held) ? "card" : part("bar").contains(held) && held.dataset);
  const days = narrow.matches ? [month.dayOf.get(at.day)] : week().days;
  const seen = days.flatMap(({ date }) => month.bands(at.view).flatMap(({ id }) => month.cell(at.view, id, date)));
  if (!seen.some(({ id }) => id === at.card)) at.card = seen[0]?.id ?? null;
  const waiting = new Set([asked?.action, args.waiting].filter(Boolean).flatMap(({ card, to }) => [card, to.card]));
  const { scrollTop } = scroller;
  menu.close(false);
  part("title").textContent = args.title;
  part("print").hidden = !args.marking;
  drawBar();
  drawTable(table, { month, view: at.view, days, current: at.card, waiting, changed, editable: args.editable });
  drawLegend(part("legend"), { month, editable: args.editable, phone: narrow.matches });
  scroller.scrollTop = scrollTop;
  scroller.style.maxHeight = narrow.matches ? "" : `${args.height_px}px`;
  document.body.classList.toggle("swapping", Boolean(swapping));
  part("asking").hidden = !swapping;
  if (swapping) {
    part("asked").textContent = `Swap ${month.short(swapping)} with which? Click a stop, or press Enter on it.`;
    cardOf(swapping.id)?.classList.add("lifted");
  }
  if (keep === "card") (cardOf(at.card) ?? scroller).focus({ preventScroll: true });
  else if (keep) {
    const same = [...part("bar").querySelectorAll("button")].filter((one) =>
      ["view", "turn", "onday"].some((name) => keep[name] && one.dataset[name] === keep[name])
      || (!keep.turn && keep.week && !one.dataset.turn && one.dataset.week === keep.week));
    (same.find((one) => !one.disabled) ?? part("weeks").querySelector("[aria-current]")).focus();
  }
}

function say() {
  const waiting = asked?.action ?? args.waiting;
  const told = [...changed].map((id) => month.byId.get(id));
  status.textContent = args.say
    || (waiting ? `Asked: ${month.says(waiting)}. The board changes once it is decided.` : "")
    || (told.length > FEW ? `${stops(told.length)} changed.` : "")
    || (told.length ? `Changed: ${told.map((row) => month.short(row)).join("; ")}.` : "");
  status.classList.toggle("urgent", Boolean(args.say));
}

function goTo(day, words = true) {
  at.day = day;
  draw();
  if (words) status.textContent = narrow.matches ? month.dayOf.get(day).words : `${week().label}, ${stops(week().count)}`;
}

function turnTo(n) {
  const to = month.weeks[n];
  if (to && to !== week()) goTo(to.days[0].date);
}

function focusOn(row) {
  at.card = row.id;
  const there = narrow.matches ? row.day === at.day : week().dates.has(row.day);
  if (!there) goTo(row.day);
  for (const card of table.querySelectorAll(".card")) card.tabIndex = card.dataset.id === row.id ? 0 : -1;
  cardOf(row.id).focus();
}

// --- what somebody does ---------------------------------------------------------------

function send(action) {
  asked = { action, at: answer(action, args.taken) };
  swapping = null;
  args.say = "";
  draw();
  say();
}

function swapWith(row) {
  swapping = row;
  draw();
}

const menu = new Menu(part("menu"), { send, swap: swapWith });

const drag = new Drag(scroller, {
  may: () => args?.editable && !swapping,
  turn: turnTo,
  send,
  aim(id, { card, day, band }) {
    const row = month.byId.get(id);
    const other = card && card !== id ? month.byId.get(card) : null;
    if (other) return { words: `Swap with ${month.short(other)}`, action: { kind: "swap", card: id, to: { card } } };
    const to = { day: day ?? row.day, lane: row.lane, place: row.place, start_min: row.start };
    if (band) to[at.view] = band;
    if (card || (to.day === row.day && to[at.view] === row[at.view])) return { words: "", action: null };
    const title = month.bands(at.view).find((one) => one.id === to[at.view])?.title;
    const words = [month.dayOf.get(to.day).head, clock(row.start), to[at.view] !== row[at.view] && title];
    return { words: `Move to ${words.filter(Boolean).join(", ")}`, action: { kind: "move", card: id, to } };
  },
});

table.addEventListener("click", ({ target }) => {
  const card = target.closest(".card");
  if (!card || drag.justEnded) return;
  const row = month.byId.get(card.dataset.id);
  at.card = row.id;
  if (!swapping) menu.show(card, row, month, args.editable);
  else if (swapping.id !== row.id) send({ kind: "swap", card: swapping.id, to: { card: row.id } });
});

table.addEventListener("keydown", (event) => {
  const row = month.byId.get(event.target.dataset?.id);
  if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
  const cards = [...table.querySelectorAll(".card")];
  if (event.key.startsWith("Arrow")) focusOn(month.next(row, event.key, at.view) ?? row);
  else if (event.key === "Home" || event.key === "End") {
    focusOn(month.byId.get(cards.at(event.key === "Home" ? 0 : -1).dataset.id));
  } else if (event.key === "PageUp" || event.key === "PageDown") {
    turnTo(month.weeks.indexOf(week()) + (event.key === "PageUp" ? -1 : 1));
  } else return;
  event.preventDefault();
});

document.addEventListener("keydown", ({ key }) => {
  if (key === "Escape" && swapping) stopSwapping();
});

function stopSwapping() {
  at.card = swapping.id;
  swapping = null;
  draw();
  cardOf(at.card)?.focus();
}

part("cancel").addEventListener("click", stopSwapping);
part("print").addEventListener("click", () => printMonth(part("paper"), month, args));
part("bar").addEventListener("click", ({ target }) => {
  const { view, week: turned, onday } = target.closest("button")?.dataset ?? {};
  if (view) {
    at.view = view;
    draw();
  } else if (turned) turnTo(Number(turned));
  else if (onday) goTo(onday);
});
document.addEventListener("pointerdown", ({ target }) => {
  if (!part("menu").contains(target)) menu.close(false);
});
scroller.addEventListener("scroll", () => menu.place());
narrow.addEventListener("change", () => month && draw());

// --- what Streamlit sends -------------------------------------------------------------

function render(sent) {
  const same = args?.rev === sent.rev;
  const taken = asked && sent.taken >= asked.at;
  const before = month;
  if (taken) asked = null;
  args = sent;
  if (same && !taken) return;
  if (!same) {
    month = new Month(sent);
    const now = before ? month.changedSince(before) : [];
    changed = new Set(before?.days[0]?.date === month.days[0]?.date ? now.map(({ id }) => id) : []);
    swapping = swapping && (month.byId.get(swapping.id) ?? null);
  }
  const none = !month.days.length;
  part("board").hidden = none;
  if (none) return;
  // a month opens where somebody first goes out
  const out = month.days.find(({ date }) => month.rows.some(({ day }) => day === date));
  if (!month.dayOf.has(at.day)) at.day = (out ?? month.days[0]).date;
  draw();
  say();
  table.dataset.rev = sent.rev;
}

listen(render);
