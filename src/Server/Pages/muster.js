// Keeps a page of Muster true while somebody looks at it: counts down, hears what is written, reads the page anew.
// A page is whole and usable without it.
"use strict";
const muster = { address: document.body.dataset.address };
(() => {
  const body = document.body;
  const address = muster.address;
  let offset = Date.parse(body.dataset.now) - Date.now();
  const now = () => Date.now() + offset;
  const two = number => String(number).padStart(2, "0");

  function span(milliseconds) {
    const seconds = Math.floor(Math.abs(milliseconds) / 1000);
    const days = Math.floor(seconds / 86400), hours = Math.floor(seconds / 3600) % 24;
    const minutes = Math.floor(seconds / 60) % 60;
    if (days > 0) return `${days} d ${hours} h`;
    if (hours > 0) return `${hours} h ${two(minutes)} min`;
    return minutes > 0 ? `${minutes} min ${two(seconds % 60)} s` : `${seconds} s`;
  }

  function coarse(milliseconds) {
    const minutes = Math.floor(Math.max(0, milliseconds) / 60000);
    if (minutes < 1) return "less than a minute";
    if (minutes < 60) return `${minutes} min`;
    return minutes < 1440 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 1440)} d`;
  }

  function count() {
    for (const left of document.querySelectorAll("[data-due]")) {
      const rest = Date.parse(left.dataset.due) - now();
      const past = left.dataset.past ?? (left.closest(".clock") ? "missed by" : null);
      left.textContent = rest > 0 ? `in ${span(rest)}` : past ? `${past} ${span(rest)}` : "now";
      if (left.dataset.past) left.classList.toggle("over", rest <= 0);
    }
    for (const passed of document.querySelectorAll("[data-since]"))
      passed.textContent = coarse(now() - Date.parse(passed.dataset.since));
  }

  // One zone for all times, in sentences too; the reader's own is a word away.
  function explain(part) {
    for (const time of part.querySelectorAll("time"))
      time.title = `${time.dateTime}, here ${new Date(time.dateTime).toLocaleString("en-GB")}`;
  }

  // What changes by itself between two readings is no change.
  function essence(part) {
    const copy = part.cloneNode(true);
    for (const moving of copy.querySelectorAll("[data-due], [data-since], time")) {
      moving.textContent = "";
      moving.classList.remove("over");
    }
    for (const key of copy.querySelectorAll("input[name=key]")) key.remove();
    for (const drawn of copy.querySelectorAll("svg.bar")) drawn.removeAttribute("aria-label");
    return copy.innerHTML;
  }

  const known = new Map();
  // what was typed is put back; where the caret stands, and a list that is open, would be lost
  const isInUse = part =>
    part.contains(document.activeElement) && document.activeElement.matches("input, select, textarea");

  // Where the keyboard stands in a part that is about to be replaced.
  function placeIn(part) {
    const focused = document.activeElement;
    if (!part.contains(focused)) return null;
    if (focused.id) return `#${CSS.escape(focused.id)}`;
    if (focused.matches("a[href]")) return `a[href="${CSS.escape(focused.getAttribute("href"))}"]`;
    if (focused.matches("summary") && focused.parentElement.id) return `#${CSS.escape(focused.parentElement.id)} > summary`;
    const form = focused.closest("form[id]");
    return form ? `#${CSS.escape(form.id)} button` : null;
  }

  function replace(part, next) {
    const opened = [...part.querySelectorAll("details[open][id]")].map(details => details.id);
    const place = placeIn(part);
    const fresh = document.importNode(next, true);
    explain(fresh);
    const wasIn = part.contains(document.activeElement);
    part.replaceWith(fresh);
    for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
    muster.restore?.(fresh);
    if (wasIn) stand(fresh, place);
  }

  // What the keyboard stood on may be gone: then on what is next to it.
  function stand(part, place) {
    const found = (place && part.querySelector(place)) || part.querySelector("button, a[href], summary") || part;
    if (found === part) part.tabIndex = -1;
    found.focus({ preventScroll: true });
  }

  // A page gains and loses parts: a ticket becomes a major incident, and its room has a composer.
  const partsOf = main => [...main.querySelectorAll("[data-live]")].map(part => part.id).join(" ");

  // sent: the part whose form was sent just now, which gets a new form
  function take(page, sent) {
    offset = Date.parse(page.body.dataset.now) - Date.now();
    document.title = page.title;
    const main = document.querySelector("main");
    const fresh = page.querySelector("main");
    if (partsOf(main) !== partsOf(fresh)) {
      for (const next of fresh.querySelectorAll("[data-live]")) known.set(next.id, essence(next));
      replace(main, fresh);
      return count();
    }
    for (const next of page.querySelectorAll("[data-live]")) {
      const part = document.getElementById(next.id);
      const said = essence(next);
      if (!part || (part !== sent && known.get(next.id) === said)) continue;
      if (part !== sent && isInUse(part)) {
        isHeldBack = true;
        continue;
      }
      known.set(next.id, said);
      replace(part, next);
    }
    const live = page.getElementById("live");
    if (live) {
      document.getElementById("live").replaceChildren(...document.importNode(live, true).childNodes);
      explain(document.getElementById("live"));
    }
    count();
  }

  const state = document.getElementById("link-state");

  function lost() {
    if (!state.hidden) return;
    state.textContent = "The connection is lost. What you see may be old; trying again.";
    state.hidden = false;
  }

  let isHeldBack = false, isReading = false, wanted = false, planned = 0;

  async function read() {
    if (isReading) {
      wanted = true;
      return;
    }
    isReading = true;
    try {
      const answer = await fetch(address, { headers: { Accept: "text/html" }, cache: "no-store", redirect: "error" });
      if (answer.status === 401 || answer.status === 403) return location.replace(address);
      if (!answer.ok) throw new Error(`${answer.status}`);
      take(new DOMParser().parseFromString(await answer.text(), "text/html"));
      state.hidden = true;
    } catch {
      lost();
      plan(2000);
    } finally {
      isReading = false;
      if (wanted) {
        wanted = false;
        plan(300);
      }
    }
  }

  function plan(wait) {
    if (planned) return;
    planned = setTimeout(() => {
      planned = 0;
      read();
    }, wait);
  }

  let stream = null, wasLost = false;

  function listen() {
    if (stream) stream.close();
    stream = new EventSource("/api/v1/stream");
    stream.addEventListener("journal", () => plan(80));
    stream.onopen = () => {
      if (wasLost) plan(0);
      wasLost = false;
    };
    stream.onerror = () => {
      wasLost = true;
      lost();
      // the browser tries again by itself unless it was refused
      if (stream && stream.readyState === EventSource.CLOSED) {
        stream = null;
        plan(0);
        setTimeout(() => { if (!stream && !document.hidden) listen(); }, 2000);
      }
    };
  }

  explain(document);
  const zone = document.getElementById("zone");
  const ahead = -new Date().getTimezoneOffset();
  if (zone && ahead !== 0)
    zone.textContent += ` Your clock shows UTC${ahead < 0 ? "−" : "+"}${Math.floor(Math.abs(ahead) / 60)}:${two(Math.abs(ahead) % 60)}.`;
  count();
  setInterval(count, 1000);
  document.addEventListener("focusout", () => {
    if (isHeldBack) plan(150);
    isHeldBack = false;
  });
  Object.assign(muster, { take, plan });

  if (address) {
    for (const part of document.querySelectorAll("[data-live]")) known.set(part.id, essence(part));
    if (location.pathname + location.search !== address) history.replaceState(null, "", address);
    listen();
    setInterval(() => { if (!document.hidden) plan(0); }, 30000);
    // a browser holds few connections to one place: a tab that nobody sees lets its own go
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) {
        if (stream) stream.close();
        stream = null;
      } else {
        wasLost = true;
        listen();
        plan(0);
      }
    });
  }
})();
