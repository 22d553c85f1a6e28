/*
 * The month as sent: its weeks, what stands in each cell, what comes next to what, and how it is said in words.
 */

export const DAY_STARTS = 360; // minutes: 06:00
const DAY = 1440;

/** Minutes after midnight of the operational day as a clock time. */
export function clock(minutes) {
  const within = minutes % DAY;
  return `${String(Math.floor(within / 60)).padStart(2, "0")}:${String(within % 60).padStart(2, "0")}`;
}

/** A clock time ("18:10", "18.10", "1810") as minutes of the operational day, or null. */
export function minutesOf(text) {
  const found = /^\s*([01]?\d|2[0-3])[:.]?([0-5]\d)\s*$/.exec(text);
  if (!found) return null;
  const minutes = Number(found[1]) * 60 + Number(found[2]);
  return minutes < DAY_STARTS ? minutes + DAY : minutes;
}

export const stops = (count) => `${count} ${count === 1 ? "stop" : "stops"}`;

function span(days) {
  const [first, last] = [days[0], days.at(-1)];
  if (first === last) return `${first.number} ${first.month}`;
  const from = first.month === last.month ? first.number : `${first.number} ${first.month}`;
  return `${from}–${last.number} ${last.month}`;
}

export class Month {
  constructor({ rows, days, lanes, places }) {
    this.rows = rows;
    this.days = days;
    this.crews = lanes;
    this.places = places.map(([id, title]) => ({ id, title, note: "", out: null }));
    this.byId = new Map(rows.map((row) => [row.id, row]));
    this.dayOf = new Map(days.map((day) => [day.date, day]));
    this.crewOf = new Map(lanes.map((lane) => [lane.id, lane]));
    this.weeks = [];
    for (const day of days) {
      if (this.weeks.at(-1)?.id !== day.week) this.weeks.push({ id: day.week, days: [] });
      this.weeks.at(-1).days.push(day);
    }
    for (const week of this.weeks) {
      week.label = span(week.days);
      week.dates = new Set(week.days.map((day) => day.date));
      week.count = rows.filter((row) => week.dates.has(row.day)).length;
    }
    this.cells = new Map();
    for (const view of ["lane", "place"]) {
      for (const row of rows) {
        const name = `${view} ${row[view]} ${row.day}`;
        if (!this.cells.has(name)) this.cells.set(name, []);
        this.cells.get(name).push(row);
      }
    }
  }

  /** The bands of a view, "lane" or "place". */
  bands(view) {
    return view === "place" ? this.places : this.crews;
  }

  /** The stops in a cell, by time. */
  cell(view, band, date) {
    return this.cells.get(`${view} ${band} ${date}`) ?? [];
  }

  /** Whether nobody is out on a day and nothing is planned: it needs less room. */
  quiet(date) {
    return !this.rows.some((row) => row.day === date) && this.crews.every(({ out }) => out && !out[date]);
  }

  weekOf(date) {
    return this.weeks.findIndex((week) => week.dates.has(date));
  }

  /** A stop in a few words, for messages. */
  short(row) {
    return `${clock(row.start)} ${row.name}, ${this.dayOf.get(row.day).head}`;
  }

  /** What a card does not show, for those who listen: `shown` is the view it is shown in. */
  rest(row, shown) {
    const night = row.start >= DAY ? " after midnight" : "";
    return [
      `until ${clock(row.end)}${night}`,
      `${row.kind} ${shown === "place" ? `to ${row.name}` : `by ${this.crewOf.get(row.lane).title}`}`,
      this.dayOf.get(row.day).words,
      row.fixed,
    ].filter(Boolean).join("; ");
  }

  /** What an action would do, in words. */
  says({ kind, card, to }) {
    const row = this.byId.get(card);
    if (!row) return "a stop that is no longer here";
    if (kind === "swap") {
      const other = this.byId.get(to.card);
      return `swap ${this.short(row)} with ${other ? this.short(other) : "a stop that is no longer here"}`;
    }
    if (kind !== "move") return `${{ drop: "take out" }[kind] ?? kind} ${this.short(row)}`;
    const place = this.places.find(({ id }) => id === to.place);
    const changed = [
      to.day !== row.day && this.dayOf.get(to.day)?.words,
      to.start_min !== row.start && clock(to.start_min),
      to.lane !== row.lane && this.crewOf.get(to.lane)?.title,
      to.place !== row.place && place?.title,
    ].filter(Boolean);
    return `move ${this.short(row)} to ${changed.join(", ")}`;
  }

  /** The stop one press of an arrow key away, or null at the edge of the month. */
  next(row, key, view) {
    const bands = this.bands(view);
    if (key === "ArrowUp" || key === "ArrowDown") {
      const column = bands.flatMap(({ id }) => this.cell(view, id, row.day));
      return column[column.indexOf(row) + (key === "ArrowUp" ? -1 : 1)] ?? null;
    }
    const step = key === "ArrowLeft" ? -1 : 1;
    for (let n = this.days.findIndex(({ date }) => date === row.day) + step; this.days[n]; n += step) {
      const there = this.cell(view, row[view], this.days[n].date);
      if (there.length) {
        return there.reduce((a, b) => (Math.abs(b.start - row.start) < Math.abs(a.start - row.start) ? b : a));
      }
    }
    return null;
  }

  /** Which stops differ from those of an earlier board. */
  changedSince(before) {
    const told = (row) => JSON.stringify(row);
    return this.rows.filter((row) => !before.byId.has(row.id) || told(before.byId.get(row.id)) !== told(row));
  }
}
