/*
 * The menu of one stop: what is known of it, what can be done with it, and the form that moves it.
 */

import { make } from "./make.js";
import { clock, minutesOf } from "./month.js";

const GAP = 4; // pixels

function field(words, input) {
  input.id = `menu-${words.toLowerCase()}`;
  return make("div", { class: "field" }, make("label", { for: input.id }, words), input);
}

function list(options, chosen) {
  const select = make("select", {}, ...options.map(([value, words]) => make("option", { value }, words)));
  select.value = chosen;
  return select;
}

export class Menu {
  /** @param does - `send(action)`, `swap(row)` and `closed()` */
  constructor(element, does) {
    Object.assign(this, { element, does, card: null, row: null });
    element.addEventListener("keydown", (event) => this._key(event));
    element.addEventListener("focusout", ({ relatedTarget: to }) => {
      if (to && !element.contains(to)) this.close(false);
    });
  }

  get open() {
    return !this.element.hidden;
  }

  /** Open on a card. */
  show(card, row, month, editable) {
    this.close(false);
    Object.assign(this, { card, row, month, editable });
    card.setAttribute("aria-expanded", "true");
    this._choices();
  }

  /** Close, giving the focus back to the card if asked. */
  close(back = true) {
    if (!this.open) return;
    this.element.hidden = true;
    document.body.style.minHeight = "";
    this.card.removeAttribute("aria-expanded");
    if (back) this.card.focus();
  }

  /** Stay beside the card. */
  place() {
    if (!this.open) return;
    const { element, card } = this;
    const box = card.getBoundingClientRect();
    const [width, height] = [element.offsetWidth, element.offsetHeight];
    const room = document.documentElement.clientWidth;
    const below = box.bottom + GAP;
    const above = box.top - GAP - height;
    const top = below + height > document.getElementById("board").offsetHeight && above > 0 ? above : below;
    element.style.left = `${Math.max(GAP, Math.min(box.left, room - width - GAP)) + window.scrollX}px`;
    element.style.top = `${Math.max(GAP, top + window.scrollY)}px`;
    document.body.style.minHeight = `${element.offsetTop + height + GAP}px`;
  }

  _fill(...children) {
    this.element.replaceChildren(...children.filter(Boolean));
    this.element.hidden = false;
    this.place();
    (this.element.querySelector("[data-first]") ?? this.element.querySelector("button")).focus();
  }

  _top(words) {
    const shut = make("button", { type: "button", class: "shut", "aria-label": "Close", does: () => this.close() }, "×");
    return make("div", { class: "top" }, make("h2", { id: "menu-title" }, words), shut);
  }

  _choices() {
    const { row, month } = this;
    const facts = [
      `${row.kind === "visit" ? "Visit" : "Session"} by ${month.crewOf.get(row.lane).title}`,
      month.dayOf.get(row.day).words,
      row.fixed && `${row.fixed[0].toUpperCase()}${row.fixed.slice(1)}${row.asked_by ? ` by ${row.asked_by}` : ""}`,
      row.reason && `Reason: ${row.reason}`,
    ].filter(Boolean).map((words) => make("p", {}, words));
    const choice = (words, does, first) => make("button", { type: "button", does, data: first ? { first: "" } : {} }, words);
    const simple = (kind) => () => this._send({ kind, card: row.id, to: {} });
    const choices = this.editable && make(
      "div", { class: "choices" },
      row.fixed ? choice("Unpin", simple("unpin"), true) : choice("Pin", simple("pin"), true),
      choice("Move…", () => this._form()),
      choice("Swap with…", () => this._swap()),
      choice("Drop", simple("drop")),
    );
    this._fill(this._top(`${clock(row.start)}–${clock(row.end)} ${row.name}`), ...facts, choices || null);
  }

  _form() {
    const { row, month } = this;
    const day = list(month.days.map(({ date, words }) => [date, words]), row.day);
    const time = make("input", { inputmode: "numeric", maxlength: 5, autocomplete: "off", value: clock(row.start) });
    const crew = list(month.crews.map(({ id, title }) => [id, title]), row.lane);
    const place = list(month.places.map(({ id, title }) => [id, title]), row.place);
    const fault = make("p", { class: "fault", role: "alert" });
    day.dataset.first = "";
    const form = make(
      "form", { novalidate: true },
      field("Day", day), field("From", time), field("Place", place), field("Crew", crew),
      make("p", { class: "small" }, "A time before 06:00 is in the night after that day."), fault,
      make("div", { class: "choices" },
        make("button", { type: "submit", class: "main" }, "Move"),
        make("button", { type: "button", does: () => this._choices() }, "Back")),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const to = { day: day.value, lane: crew.value, place: place.value, start_min: minutesOf(time.value) };
      if (to.start_min === null) fault.textContent = "Give a time such as 18:10.";
      else if (to.day === row.day && to.lane === row.lane && to.place === row.place && to.start_min === row.start) {
        fault.textContent = "Nothing is different yet.";
      } else {
        this._send({ kind: "move", card: row.id, to });
        return;
      }
      this.place();
    });
    this._fill(this._top(`Move ${clock(row.start)} ${row.name}`), form);
  }

  _send(action) {
    this.close();
    this.does.send(action);
  }

  _swap() {
    this.close();
    this.does.swap(this.row);
  }

  _key(event) {
    const { key, target } = event;
    if (key === "Escape") this.close();
    else if ((key === "ArrowDown" || key === "ArrowUp") && target.closest(".choices")) {
      const all = [...this.element.querySelectorAll(".choices button")];
      all[(all.indexOf(target) + (key === "ArrowDown" ? 1 : all.length - 1)) % all.length].focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
