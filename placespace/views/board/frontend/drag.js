/*
 * Dragging a card with mouse or pen. A finger scrolls instead: the menu does the same by tapping.
 */

const STARTS = 5; // pixels moved before it is a drag
const TURN_MS = 600; // over a week's button before that week is shown
const EDGE = 36; // pixels at the top and bottom where the timetable scrolls by itself
const SCROLL = 8; // pixels a frame at the very edge

export class Drag {
  /** @param does - `may()`, `aim(card id, what is under the hand)` giving {words, action}, `send`, `turn(week)` */
  constructor(scroller, does) {
    Object.assign(this, { scroller, does, from: null, ghost: null, ended: 0 });
    document.addEventListener("pointerdown", (event) => this._down(event));
    document.addEventListener("pointermove", (event) => this._move(event));
    document.addEventListener("pointerup", () => this._up(true));
    document.addEventListener("pointercancel", () => this._up(false));
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !this.ghost) return;
      event.preventDefault();
      event.stopPropagation();
      this._up(false);
    }, true);
  }

  /** Whether a click is only the end of a drag. */
  get justEnded() {
    return performance.now() - this.ended < 50;
  }

  _down(event) {
    const card = event.target.closest?.(".card");
    if (!card || event.button !== 0 || event.pointerType === "touch" || !this.does.may()) return;
    this.from = { card, id: card.dataset.id, x: event.clientX, y: event.clientY };
    this.pointer = event.pointerId;
  }

  _move({ clientX: x, clientY: y }) {
    if (!this.from) return;
    if (!this.ghost) {
      if (Math.hypot(x - this.from.x, y - this.from.y) < STARTS) return;
      this._start();
    }
    this.at = [x, y];
    this._look();
  }

  _start() {
    const { card } = this.from;
    this.ghost = document.createElement("div");
    this.ghost.className = "ghost";
    const copy = card.cloneNode(true);
    copy.removeAttribute("data-id");
    copy.tabIndex = -1;
    copy.style.width = `${card.offsetWidth}px`;
    this.words = document.createElement("p");
    this.ghost.append(copy, this.words);
    this.ghost.setAttribute("aria-hidden", "true");
    document.body.append(this.ghost);
    document.body.classList.add("dragging");
    card.classList.add("lifted");
    try {
      this.scroller.setPointerCapture(this.pointer); // so that the end is seen outside the frame too
    } catch { /* the pointer has gone: its end is seen or was */ }
    const step = () => {
      if (!this.ghost) return;
      this._scroll();
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  }

  _look() {
    const [x, y] = this.at;
    const under = document.elementFromPoint(x, y);
    const week = under?.closest("[data-week]")?.dataset.week;
    if (week !== this.week) {
      this.week = week;
      clearTimeout(this.turning);
      if (week !== undefined) this.turning = setTimeout(() => this._turn(), TURN_MS);
    }
    const card = under?.closest(".card");
    const cell = under?.closest("td[data-band], th[data-day]");
    this.aimed = this.does.aim(this.from.id, { card: card?.dataset.id, day: cell?.dataset.day, band: cell?.dataset.band });
    const over = this.aimed.action ? card ?? cell : null;
    if (this.over !== over) {
      this.over?.classList.remove("over");
      over?.classList.add("over");
      this.over = over;
    }
    this.words.textContent = this.aimed.words;
    const { clientWidth: width, clientHeight: height } = document.documentElement;
    this.ghost.style.left = `${Math.max(0, Math.min(x + 10, width - this.ghost.offsetWidth - 4))}px`;
    const [tall, low] = [this.ghost.offsetHeight, y + 12];
    this.ghost.style.top = `${low + tall > height ? Math.max(0, y - tall - 12) : low}px`;
  }

  _turn() {
    this.does.turn(Number(this.week));
    this._look();
  }

  _scroll() {
    if (!this.at) return;
    const box = this.scroller.getBoundingClientRect();
    const top = box.top + (this.scroller.querySelector("thead")?.offsetHeight ?? 0);
    const [past, before] = [this.at[1] - (box.bottom - EDGE), top + EDGE - this.at[1]];
    const deep = past > 0 ? Math.min(past, EDGE) : before > 0 && this.at[1] > box.top ? -Math.min(before, EDGE) : 0;
    if (!deep) return;
    this.scroller.scrollTop += Math.sign(deep) * Math.ceil((Math.abs(deep) / EDGE) * SCROLL);
    this._look();
  }

  _up(done) {
    const { ghost, aimed } = this;
    if (ghost) {
      ghost.remove();
      this.over?.classList.remove("over");
      document.body.classList.remove("dragging");
      document.querySelectorAll(".lifted").forEach((card) => card.classList.remove("lifted"));
      clearTimeout(this.turning);
      this.ended = performance.now();
    }
    Object.assign(this, { from: null, ghost: null, at: null, over: null, aimed: null, week: undefined });
    if (ghost && done && aimed?.action) this.does.send(aimed.action);
  }
}
