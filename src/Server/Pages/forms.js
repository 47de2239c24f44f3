// Forms of a page that is live: sent without leaving it, so that the place and every other form stay; what is typed and
// not sent outlives a reload, a server that is gone, and a part that is drawn anew.
(() => {
  if (!muster.address) {
    // words of somebody who leaves are nobody else's
    document.querySelector("form[action='/sign-out']")?.addEventListener("submit", () => sessionStorage.clear());
    return;
  }
  const who = document.querySelector(".who bdi")?.textContent ?? "";
  const drafts = new Map();
  const nameOf = form => `draft ${who} ${muster.address.split("?")[0]} ${form.id}`;
  const fieldsOf = form => [...form.elements].filter(field => field.name && field.type !== "hidden"
    && field.type !== "password" && !field.matches("button"));
  const keyOf = form => form.querySelector("input[name=key]");

  function save(form) {
    const fields = fieldsOf(form).map(field =>
      [field.name, field.type === "checkbox" ? field.checked : field.value]);
    const draft = JSON.stringify({ fields, key: keyOf(form)?.value });
    drafts.set(nameOf(form), draft);
    try {
      sessionStorage.setItem(nameOf(form), draft);
    } catch {
      // no room: the page itself still has it
    }
  }

  function forget(form) {
    drafts.delete(nameOf(form));
    sessionStorage.removeItem(nameOf(form));
    delete form.dataset.dirty;
  }

  muster.restore = part => {
    for (const form of part.querySelectorAll("form.verb")) {
      const draft = drafts.get(nameOf(form)) ?? sessionStorage.getItem(nameOf(form));
      if (!draft) continue;
      const { fields, key } = JSON.parse(draft);
      for (const [name, value] of fields) {
        const field = fieldsOf(form).find(known => known.name === name);
        if (!field) continue;
        if (field.type === "checkbox") field.checked = value;
        else field.value = value;
      }
      // sent before without an answer: under the same key it is done once
      if (key && keyOf(form)) keyOf(form).value = key;
      form.dataset.dirty = "";
      form.closest("details")?.setAttribute("open", "");
    }
  };

  function tell(form, words) {
    form.querySelector(":scope > .refusal")?.remove();
    if (!words) return;
    const told = document.createElement("p");
    told.className = "refusal";
    told.setAttribute("role", "alert");
    told.textContent = words;
    form.prepend(told);
  }

  const board = document.getElementById("told");
  let clearing = 0;

  function announce(done) {
    if (!done) return;
    const told = document.createElement("p");
    told.className = "done";
    told.textContent = done.textContent;
    board.replaceChildren(told);
    clearTimeout(clearing);
    clearing = setTimeout(() => board.replaceChildren(), 8000);
  }

  async function send(form) {
    let answer, page;
    try {
      answer = await fetch(form.getAttribute("action"), {
        method: "POST", body: new URLSearchParams(new FormData(form)), headers: { Accept: "text/html" },
      });
      page = new DOMParser().parseFromString(await answer.text(), "text/html");
    } catch {
      return tell(form, "It was not sent: the server does not answer. Your words are kept; send them again.");
    }
    if (answer.status === 401) return location.reload();
    if (!answer.ok) {
      const fresh = page.getElementById(form.id);
      if (fresh && keyOf(form)) keyOf(form).value = keyOf(fresh).value;
      save(form);
      return tell(form, (page.querySelector(".refusal") ?? page.querySelector("main"))?.textContent.trim());
    }
    forget(form);
    const reached = new URL(answer.url);
    if (reached.pathname !== location.pathname) return location.assign(reached);
    muster.take(page, form.closest("[data-live]"));
    announce(page.querySelector("main .done"));
  }

  document.addEventListener("submit", async event => {
    const form = event.target;
    if (!form.matches("form.verb")) return;
    event.preventDefault();
    if (form.dataset.sending !== undefined) return;
    form.dataset.sending = "";
    tell(form, null);
    if (fieldsOf(form).length > 0) save(form);
    await send(form);
    delete form.dataset.sending;
  });

  document.addEventListener("input", event => {
    const form = event.target.closest("form.verb");
    if (!form) return;
    form.dataset.dirty = "";
    save(form);
  });

  document.addEventListener("reset", event => {
    forget(event.target);
    tell(event.target, null);
    muster.plan(0);
  });

  document.addEventListener("keydown", event => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.target.closest("form.verb")?.requestSubmit();
  });

  // A link that names a form opens it. The browser goes to the name itself first, and takes the keyboard from elsewhere.
  const named = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (named && named.matches("details")) {
    named.open = true;
    const enter = () => named.querySelector("input:not([type=hidden]), select, textarea")?.focus();
    addEventListener("load", () => requestAnimationFrame(() => requestAnimationFrame(enter)));
  }
  muster.restore(document);
})();
