// One list of everything that can be reached or done from a page: typed, picked with the arrows, taken with Enter.
(() => {
  const header = document.querySelector(".top nav");
  if (!header) return;
  const most = 40;
  let options = [], chosen = 0, before = null;

  const make = (tag, attributes, text) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    if (text) element.textContent = text;
    return element;
  };

  const dialog = make("dialog", { id: "palette", "aria-label": "Find or do" });
  const input = make("input", {
    id: "palette-words", type: "text", role: "combobox", "aria-label": "A page, a verb, a ticket's number, or words",
    "aria-expanded": "true", "aria-controls": "palette-list", "aria-autocomplete": "list", autocomplete: "off",
    placeholder: "A page, a verb, a ticket's number, or words",
  });
  const list = make("ul", { id: "palette-list", role: "listbox", "aria-label": "What fits" });
  const hint = make("p", { class: "soft" }, "Arrows choose, Enter takes, Escape leaves. In a form Ctrl+Enter sends.");
  dialog.append(input, list, hint);
  document.body.append(dialog);
  const opener = make("button", { type: "button", class: "find", "aria-haspopup": "dialog" }, "Find or do ");
  opener.append(make("kbd", {}, "Ctrl+K"));
  header.after(opener);

  const go = href => () => location.assign(href);

  function focusOn(element) {
    element.scrollIntoView({ block: "center" });
    element.focus({ preventScroll: true });
  }

  function sayBy(form) {
    const drawer = form.closest("details");
    if (drawer) drawer.open = true;
    const field = form.querySelector("input:not([type=hidden]), select, textarea");
    if (field) focusOn(field);
    else if (form.dataset.careful !== undefined) focusOn(form.querySelector("button"));
    else form.requestSubmit();
  }

  function showPart(title) {
    const part = title.closest("section") ?? title;
    part.tabIndex = -1;
    focusOn(part);
  }

  function everything() {
    const all = [];
    const add = (kind, name, run, key) => {
      if (name && !all.some(known => known.kind === kind && known.name === name)) all.push({ kind, name, run, key });
    };
    for (const form of document.querySelectorAll("form.verb[data-name]"))
      add("Do", form.dataset.name, () => sayBy(form), form.closest("details")?.querySelector("kbd")?.textContent
        ?? form.closest("section")?.querySelector("h2 kbd")?.textContent);
    for (const link of document.querySelectorAll(".top nav a")) add("Page", link.textContent.trim(), go(link.href));
    add("Page", "Open a ticket", go("/tickets#verb-open"));
    add("Page", "Declare a major incident", go("/majors#verb-declare"));
    add("Page", "Interface for programs", go("/docs"));
    add("Page", "Sign out", go("/sign-out"));
    for (const title of document.querySelectorAll("main section h2")) {
      const own = [...title.childNodes].filter(node => node.nodeType === Node.TEXT_NODE);
      add("Part", own.map(node => node.data).join("").trim(), () => showPart(title));
    }
    for (const link of document.querySelectorAll("main a[href^='/majors/'], main a[href^='/tickets/']:not(.number)"))
      add("Link", link.textContent.trim().replace(/\s+/g, " "), go(link.href));
    return all;
  }

  function fitting(words) {
    const said = words.trim().toLowerCase();
    const parts = said.split(/\s+/).filter(part => part);
    const place = entry => {
      const name = entry.name.toLowerCase();
      return name.startsWith(said) ? 0 : parts.every(part => name.split(/[\s-]+/).some(word => word.startsWith(part)))
        ? 1 : 2;
    };
    const found = everything().filter(entry => parts.every(part => entry.name.toLowerCase().includes(part)))
      .sort((one, other) => place(one) - place(other)).slice(0, most);
    if (/^(inc-)?[\d-]*\d$/.test(said)) {
      const id = encodeURIComponent(said);
      found.push({ kind: "Ticket", name: `Ticket ${said}`, run: go(`/tickets/${id}`) });
      found.push({ kind: "Room", name: `War room of ${said}`, run: go(`/majors/${id}`) });
    }
    if (said)
      found.push({ kind: "Find", name: `Tickets with “${words.trim()}”`, run: go(`/tickets?q=${encodeURIComponent(said)}`) });
    return found;
  }

  function choose(at) {
    chosen = Math.max(0, Math.min(at, options.length - 1));
    [...list.children].forEach((row, index) => row.setAttribute("aria-selected", `${index === chosen}`));
    const row = list.children[chosen];
    input.setAttribute("aria-activedescendant", row ? row.id : "");
    row?.scrollIntoView({ block: "nearest" });
  }

  function draw() {
    options = fitting(input.value);
    list.replaceChildren(...options.map((option, index) => {
      const row = make("li", { id: `palette-${index}`, role: "option" });
      row.append(make("span", { class: "soft" }, option.kind), make("span", {}, option.name));
      if (option.key) row.append(make("kbd", {}, option.key));
      row.addEventListener("click", () => take(option));
      return row;
    }));
    choose(0);
  }

  function take(option) {
    if (!option) return dialog.close();
    // the page may have been read anew since the list was drawn: what stood on it then is not what stands on it now
    const standing = fitting(input.value).find(one => one.kind === option.kind && one.name === option.name);
    if (!standing) return draw();
    dialog.close();
    standing.run();
  }

  function open() {
    if (dialog.open) return;
    before = document.activeElement;
    input.value = "";
    draw();
    dialog.showModal();
    input.focus();
  }

  opener.addEventListener("click", open);
  input.addEventListener("input", draw);
  input.addEventListener("keydown", event => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (step) choose(chosen + step);
    else if (event.key === "Enter") take(options[chosen]);
    else return;
    event.preventDefault();
  });
  dialog.addEventListener("click", event => {
    if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener("cancel", () => before?.focus?.());
  document.addEventListener("keydown", event => {
    const isWriting = event.target.matches?.("input, select, textarea");
    const isOpened = (event.key === "k" && (event.ctrlKey || event.metaKey))
      || (event.key === "/" && !isWriting && !event.ctrlKey && !event.altKey);
    if (!isOpened) return;
    event.preventDefault();
    open();
  });
})();
