/* What the pages do beyond htmx. Everything works without it: links open pages, forms post. */
"use strict";

const sheet = () => document.getElementById("sheet");

function closeSheet() {
  const dialog = sheet();
  if (dialog && dialog.open) dialog.close();
}

// A step form has arrived and htmx has read it: show it over the page, at what is wrong where something is.
document.addEventListener("htmx:afterSettle", (event) => {
  const dialog = sheet();
  if (!dialog || !event.detail.target || event.detail.target.id !== "sheet-body") return;
  if (!dialog.open) dialog.showModal();
  const first = dialog.querySelector("[aria-invalid=true], [role=alert]:not([hidden])");
  if (first) first.scrollIntoView({ block: "center" });
});

document.addEventListener("click", (event) => {
  const closing = event.target.closest("[data-close-sheet]");
  if (closing) {
    event.preventDefault();
    closeSheet();
  } else if (event.target === sheet()) {
    closeSheet(); // beside the sheet
  }
  // Of several open menus only the newest stays.
  document.querySelectorAll("details.more[open], details.user[open]").forEach((menu) => {
    if (!menu.contains(event.target) || event.target.closest("[data-sheet]")) menu.open = false;
  });
});

// The step is taken; the page below hears it too and fetches its rows anew. The form goes, and with it what would
// still have been kept as a draft.
document.addEventListener("stepTaken", () => {
  closeSheet();
  document.getElementById("sheet-body").replaceChildren();
});

// A form goes once: what is pressed twice in haste is not said twice. After a while, or back on the page, it goes again.
const SENT_FOR = 10000;
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("hx-post")) return;
  if (Date.now() - Number(form.dataset.sentAt || 0) < SENT_FOR) event.preventDefault();
  else form.dataset.sentAt = String(Date.now());
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent-at]").forEach((form) => delete form.dataset.sentAt);
});

// A lost line or a server in trouble: say so in the sheet, where everything typed still stands.
function lostLine(event) {
  const form = event.target.closest && event.target.closest("form");
  const words = form && form.querySelector(".lost-line");
  if (words) words.hidden = false;
  else if (event.target.matches && event.target.matches("[data-sheet]")) window.location.assign(event.target.href);
}
for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) document.addEventListener(name, lostLine);
document.addEventListener("htmx:beforeRequest", (event) => {
  const words = event.target.querySelector && event.target.querySelector(".lost-line");
  if (words) words.hidden = true;
});

// A picture opens large over the page; without this it opens in its own place.
document.addEventListener("click", (event) => {
  const link = event.target.closest && event.target.closest("[data-picture]");
  const dialog = sheet();
  if (!link || !dialog || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const title = Object.assign(document.createElement("h2"), { id: "sheet-title", textContent: link.dataset.picture });
  const image = Object.assign(document.createElement("img"), { src: link.href, alt: link.dataset.picture });
  document.getElementById("sheet-body").replaceChildren(title, image);
  dialog.classList.add("picture");
  dialog.addEventListener("close", () => dialog.classList.remove("picture"), { once: true });
  dialog.showModal();
});

// What was unfolded stays so when the page fetches its rows anew.
let unfolded = [];
document.addEventListener("htmx:beforeSwap", () => {
  unfolded = [...document.querySelectorAll("details[id]")].map((one) => [one.id, one.open]);
});
document.addEventListener("htmx:afterSwap", () => {
  for (const [id, open] of unfolded) {
    const found = document.getElementById(id);
    if (found && found.matches("details")) found.open = open;
  }
});
