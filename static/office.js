// Keys for the big table: / j k x a b ? Enter. Everything they do can be done without them.
"use strict";
(() => {
  const rows = [...document.querySelectorAll("[data-row]")];
  const bar = document.getElementById("batch");
  const keys = document.querySelector("[data-keys]");
  const boxes = rows.map((row) => row.querySelector("input[name=row]")).filter(Boolean);
  if (!bar || !boxes.length) return;

  const said = bar.querySelector("[data-chosen]");
  const nothingChosen = said.textContent;
  const say = () => {
    const n = boxes.filter((box) => box.checked).length;
    said.textContent = n ? `${n} ${n === 1 ? said.dataset.one : said.dataset.many}:` : nothingChosen;
  };
  const chooseAll = () => {
    const on = boxes.some((box) => !box.checked);
    boxes.forEach((box) => { box.checked = on; });
    say();
  };
  const here = () => boxes.findIndex((box) => box.closest("[data-row]").contains(document.activeElement));
  const go = (step) => {
    const next = Math.min(Math.max(here() + step, 0), boxes.length - 1);
    boxes[next].focus();
    boxes[next].closest("[data-row]").scrollIntoView({ block: "nearest" });
  };

  const all = bar.querySelector("[data-choose-all]");
  all.hidden = false;
  all.addEventListener("click", chooseAll);
  document.addEventListener("change", (event) => { if (boxes.includes(event.target)) say(); });
  window.addEventListener("pageshow", say); // what the browser kept chosen

  // Single keys can be turned off: who speaks to the computer would press them by accident.
  const on = bar.querySelector("[data-keys-on]");
  on.checked = localStorage.getItem("single-keys") !== "off";
  on.addEventListener("change", () => localStorage.setItem("single-keys", on.checked ? "on" : "off"));

  const pressed = {
    j: () => go(1),
    k: () => go(-1),
    x: () => { const box = boxes[here()]; if (box) { box.checked = !box.checked; say(); } },
    a: chooseAll,
    b: () => bar.querySelector("button").focus(),
    "/": () => document.querySelector("[name=q]").focus(),
    "?": () => { keys.open = !keys.open; if (keys.open) keys.querySelector("summary").focus(); },
  };
  const isTyping = (target) =>
    target.matches("textarea, select, [contenteditable], input:not([type=checkbox], [type=radio])");
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target)) return;
    if (event.key === "Escape" && keys.open) {
      keys.open = false;
      keys.querySelector("summary").focus();
    } else if (event.key === "Enter" && boxes.includes(event.target)) {
      event.preventDefault(); // a tick box would send the form
      event.target.closest("[data-row]").querySelector("[data-open]").click();
    } else if (on.checked && Object.hasOwn(pressed, event.key)) {
      event.preventDefault();
      pressed[event.key]();
    }
  });
})();
