// The theme chosen on this device, as on every other page; Django's own script keeps another one in the browser.
document.documentElement.dataset.theme = document.currentScript.dataset.theme;

// A select that searches is drawn without its name: each part of it is told what its label says.
function nameSelects(root) {
  for (const select of root.querySelectorAll("select.select2-hidden-accessible")) {
    const name = select.getAttribute("aria-label") ?? select.labels[0].textContent.trim();
    for (const part of select.nextElementSibling.querySelectorAll("[role=combobox], [role=textbox]")) {
      part.removeAttribute("aria-labelledby");
      part.setAttribute("aria-label", name);
    }
  }
}

// Its list stands elsewhere on the page, and is made anew each time.
function nameOpenSelect({ target }) {
  if (!target.matches(".select2-search__field")) return;
  const box = document.querySelector(".select2-container--open [role=combobox]");
  const list = document.querySelector(".select2-results__options");
  box.setAttribute("aria-controls", list.id);
  for (const part of [target, list]) part.setAttribute("aria-label", box.getAttribute("aria-label"));
}

// Asked for last, so that Django has drawn them, and draws those of a new row, before they are named.
window.addEventListener("load", () => window.django?.jQuery?.(() => {
  nameSelects(document);
  document.addEventListener("formset:added", ({ target }) => nameSelects(target));
  document.addEventListener("focusin", nameOpenSelect);
}));
