// What a page must be for everybody who reads it: each fault in a line of words.
(() => {
  const faults = [];
  const say = (what, element) => faults.push(`${what}: ${element.outerHTML.slice(0, 160)}`);
  const isShown = element => element.checkVisibility() && !element.closest(".unseen, .skip");

  if (document.documentElement.scrollWidth > innerWidth) {
    for (const element of document.querySelectorAll("body *")) {
      if (element.getBoundingClientRect().right > innerWidth + 1 && isShown(element)) say("runs out of the page", element);
    }
  }
  for (const field of document.querySelectorAll("input:not([type=hidden]), select, textarea")) {
    if (!field.labels?.length && !field.ariaLabel) say("has no label", field);
  }
  for (const control of document.querySelectorAll("a[href], button, summary")) {
    if (!control.textContent.trim() && !control.ariaLabel) say("has no name", control);
  }
  for (const button of document.querySelectorAll("button, input:not([type=hidden]):not([type=checkbox]), select")) {
    const box = button.getBoundingClientRect();
    if (isShown(button) && box.height < 24) say("is too small to hit", button);
  }
  const controls = [...document.querySelectorAll("button, input:not([type=hidden]), select, textarea, a[href], summary")]
    .filter(isShown).map(control => [control, control.getBoundingClientRect()]);
  for (const [control, box] of controls) {
    for (const [other, its] of controls) {
      if (control !== other && box.left + 1 < its.right && its.left + 1 < box.right
        && box.top + 1 < its.bottom && its.top + 1 < box.bottom) say("lies on another control", control);
    }
  }
  for (const section of document.querySelectorAll("section")) {
    const title = section.getAttribute("aria-labelledby");
    if (!section.ariaLabel && !(title && document.getElementById(title))) say("has no title", section);
  }
  const ids = [...document.querySelectorAll("[id]")].map(element => element.id);
  for (const id of ids.filter((id, at) => ids.indexOf(id) !== at)) faults.push(`two elements are ${id}`);
  if (document.querySelectorAll("main").length !== 1 || document.querySelectorAll("h1").length !== 1)
    faults.push("a page has one main and one h1");
  if (!document.documentElement.lang) faults.push("the page names no language");

  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = color => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    return canvas.getImageData(0, 0, 1, 1).data;
  };
  const light = color => {
    const [r, g, b] = [...rgba(color)].slice(0, 3).map(part => part / 255)
      .map(part => part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = element => {
    // words of a picture stand on what was drawn first, in the same place
    const drawn = element.matches("svg text") && element.parentElement.querySelector(":scope > rect");
    if (drawn) return getComputedStyle(drawn).fill;
    for (let at = element; at; at = at.parentElement) {
      const color = getComputedStyle(at).backgroundColor;
      if (rgba(color)[3] === 255) return color;
    }
    return getComputedStyle(document.documentElement).backgroundColor;
  };
  const seen = new Set();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !isShown(element) || element.closest("script, noscript, style")) continue;
    const style = getComputedStyle(element);
    const color = element.closest("svg") ? style.fill : style.color;
    const behind = ground(element);
    const [brighter, darker] = [light(color), light(behind)].sort((a, b) => b - a);
    const contrast = (brighter + 0.05) / (darker + 0.05);
    if (contrast < 4.5 && !seen.has(color + behind)) {
      seen.add(color + behind);
      say(`contrast ${contrast.toFixed(2)} of ${color} on ${behind}`, element);
    }
    if (element.scrollWidth > element.clientWidth + 1 && style.overflowX === "hidden") say("words are cut", element);
  }
  return faults;
})()
