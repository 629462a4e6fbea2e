// The screen of minutes: keys, the way between a span of the text and its proposal, marking what was missed.
// Everything it does can be done without it: links open pages, forms post.
"use strict";
(() => {
  const root = document.querySelector("[data-intake]");
  if (!root) return;
  const text = root.querySelector(".source-text");
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
  const isWide = () => window.matchMedia("(min-width: 1000px)").matches;
  const cards = () => [...root.querySelectorAll("[data-proposal]")];
  const marks = (id) => [...text.querySelectorAll(`[data-of="${id}"]`)];
  let here = null; // the id of the proposal in hand; its card may be swapped

  const card = () => (here ? document.getElementById(`p${here}`) : null);
  const show = (pane) => { const choice = document.getElementById(`pane-${pane}`); if (choice) choice.checked = true; };

  // The text moves by itself only where it has its own scroll; the page stays.
  const showInText = (id, isAsked) => {
    const [first] = marks(id);
    if (!first) return;
    if (isWide()) {
      const top = first.getBoundingClientRect().top - text.getBoundingClientRect().top;
      if (top < 0 || top > text.clientHeight - 60 || isAsked) {
        text.scrollTo({ top: text.scrollTop + top - text.clientHeight / 3, behavior: calm });
      }
    } else if (isAsked) {
      show("text");
      first.scrollIntoView({ block: "center", behavior: calm });
    }
  };

  const hold = (one, { focus = true, scroll = true } = {}) => {
    if (!one) return;
    here = one.dataset.proposal;
    root.querySelectorAll(".is-here").forEach((old) => old.classList.remove("is-here"));
    one.classList.add("is-here");
    marks(here).forEach((mark) => mark.classList.add("is-here"));
    if (focus) one.focus({ preventScroll: true });
    if (scroll) one.scrollIntoView({ block: "nearest", behavior: calm });
    showInText(here, false);
  };

  const go = (step) => {
    const all = cards();
    const place = all.findIndex((one) => one.dataset.proposal === here);
    hold(all[Math.min(Math.max(place + step, 0), all.length - 1)]);
  };

  // The next one that waits for a decision, from here on and then from the top.
  const goOn = () => {
    const all = cards();
    const place = all.findIndex((one) => one.dataset.proposal === here);
    const next = [...all.slice(place + 1), ...all.slice(0, place + 1)].find((one) => one.dataset.state === "open");
    if (next) hold(next);
    else {
      const end = root.querySelector("[data-end]");
      if (end) end.focus();
    }
  };

  const matchText = () => cards().forEach((one) => {
    marks(one.dataset.proposal).forEach((mark) => {
      mark.classList.remove("open", "accepted", "rejected");
      mark.classList.add(one.dataset.state);
    });
  });

  root.addEventListener("focusin", (event) => {
    const one = event.target.closest("[data-proposal]");
    if (one && one.dataset.proposal !== here) hold(one, { focus: false, scroll: false });
  });
  for (const [name, on] of [["mouseover", true], ["mouseout", false]]) {
    root.addEventListener(name, (event) => {
      const mark = event.target.closest("[data-of]");
      const one = mark ? document.getElementById(`p${mark.dataset.of}`) : event.target.closest("[data-proposal]");
      if (!one) return;
      one.classList.toggle("is-hovered", on);
      if (!mark && one.dataset.proposal !== here) marks(one.dataset.proposal).forEach((m) => m.classList.toggle("is-here", on));
    });
  }
  root.addEventListener("click", (event) => {
    const toText = event.target.closest("[data-to-text]");
    const mark = event.target.closest("[data-of]");
    if (toText) {
      event.preventDefault();
      hold(toText.closest("[data-proposal]"), { scroll: false });
      showInText(here, true);
    } else if (mark && window.getSelection().isCollapsed) {
      event.preventDefault();
      show("proposals");
      hold(document.getElementById(`p${mark.dataset.of}`));
    }
  });

  // --- a card was swapped ---
  // A decision goes out and the next proposal is in hand at once: who is quick waits for no answer.
  document.addEventListener("htmx:beforeRequest", (event) => {
    const one = event.target.closest("[data-proposal]");
    if (!one || !event.target.matches("form") || one.querySelector("[data-form]")) return;
    if (!/\/(accept|reject)\/$/.test(event.target.getAttribute("hx-post"))) return;
    one.dataset.state = "sending";
    one.setAttribute("aria-busy", "true");
    if (one.dataset.proposal === here) goOn();
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    const target = event.detail.target;
    const one = target && target.matches && target.matches("[data-proposal]") && document.getElementById(target.id);
    if (!one) return;
    matchText();
    const form = one.querySelector("[data-form]");
    const wrong = one.querySelector("[aria-invalid=true], [role=alert]");
    if (form) {
      hold(one, { focus: false });
      const first = wrong || form.querySelector("textarea, select, input:not([type=hidden])");
      if (first && first.focus) first.focus();
    } else if (wrong) hold(one);
    else if (one.dataset.proposal !== here) return;
    else if (one.dataset.state === "open") hold(one);
    else goOn();
  });
  for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
    document.addEventListener(name, (event) => {
      const one = event.target.closest && event.target.closest("[data-proposal][data-state=sending]");
      if (!one) return;
      one.dataset.state = "open";
      one.removeAttribute("aria-busy");
      hold(one);
    });
  }

  // --- marking what was missed ---
  const addMarked = root.querySelector("[data-add-marked]");
  const placeOf = (node, offset) => {
    const piece = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node.children[offset] || node).closest("[data-at], [data-of]");
    if (!piece || !text.contains(piece)) return null;
    const span = piece.matches("[data-at]") ? piece : piece.querySelector("[data-at]");
    // The server counts code points, the browser halves of some.
    const inside = node.nodeType === Node.TEXT_NODE && span.contains(node) ? node.data.slice(0, offset) : "";
    return Number(span.dataset.at) + [...inside].length;
  };
  const marked = () => {
    const selection = window.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    if (!text.contains(range.commonAncestorContainer)) return null;
    const start = placeOf(range.startContainer, range.startOffset);
    const end = placeOf(range.endContainer, range.endOffset);
    return start === null || end === null || end <= start ? null : { start, end, range };
  };
  document.addEventListener("selectionchange", () => {
    const found = marked();
    addMarked.hidden = !found;
    if (!found) return;
    addMarked.elements.start.value = found.start;
    addMarked.elements.end.value = found.end;
    const box = found.range.getBoundingClientRect();
    const left = Math.max(8, Math.min(box.left, window.innerWidth - 260));
    addMarked.style.setProperty("left", `${left}px`);
    addMarked.style.setProperty("top", `${Math.min(box.bottom + 8, window.innerHeight - 56)}px`);
  });
  addMarked.addEventListener("mousedown", (event) => event.preventDefault());

  // --- keys ---
  const keys = root.querySelector("[data-keys]");
  const on = keys.querySelector("[data-keys-on]");
  on.checked = localStorage.getItem("single-keys") !== "off";
  on.addEventListener("change", () => localStorage.setItem("single-keys", on.checked ? "on" : "off"));
  const press = (key) => {
    const button = card() && card().querySelector(`[data-key="${key}"]`);
    if (button) button.click();
  };
  const pressed = {
    j: () => go(1),
    k: () => go(-1),
    t: () => here && showInText(here, true),
    n: () => {
      if (marked()) return addMarked.requestSubmit();
      const add = document.getElementById("add");
      add.open = true;
      add.querySelector("input[name=first]").focus();
    },
    "?": () => { keys.open = !keys.open; if (keys.open) keys.querySelector("summary").focus(); },
  };
  for (const key of "aexsmu") pressed[key] = () => press(key);
  const isTyping = (target) => target.matches("textarea, select, [contenteditable], input:not([type=checkbox], [type=radio])");
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.defaultPrevented) return;
    const form = event.target.closest("[data-form]");
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && form) {
      event.preventDefault();
      form.requestSubmit(form.querySelector("[type=submit]"));
    } else if (event.key === "Escape" && form) {
      form.querySelector("[data-leave]").click();
    } else if (event.key === "Escape" && keys.open) {
      keys.open = false;
      keys.querySelector("summary").focus();
    } else if (!event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target) && on.checked && Object.hasOwn(pressed, event.key)) {
      event.preventDefault();
      pressed[event.key]();
    }
  });

  // --- where to begin ---
  const asked = new URLSearchParams(location.search).get("at") || (location.hash.startsWith("#p") ? location.hash.slice(2) : "");
  const begun = document.getElementById(`p${asked}`) || root.querySelector("[data-proposal].is-edited") || root.querySelector('[data-state="open"]') || cards()[0];
  const field = begun && begun.querySelector("[data-form] textarea, [data-form] select");
  if (begun) hold(begun, { focus: !field, scroll: Boolean(asked) || Boolean(field) });
  if (field) field.focus();
})();
