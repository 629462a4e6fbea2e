// While an addressee is typed the register offers names; old names and aliases lead to the unit. Without it the name
// is simply typed: the server reads it the same way.
"use strict";
(() => {
  let list = null;
  let asked = 0;

  const close = () => {
    if (!list) return;
    list.input.setAttribute("aria-expanded", "false");
    list.input.removeAttribute("aria-activedescendant");
    list.remove();
    list = null;
  };

  // There is always one empty line for the next name.
  const keepOneEmpty = (group) => {
    const inputs = [...group.querySelectorAll("[data-addressee]")];
    if (inputs.every((input) => input.value.trim())) {
      const next = inputs[0].cloneNode();
      next.value = "";
      next.removeAttribute("id");
      next.removeAttribute("aria-describedby");
      if (!next.hasAttribute("aria-label")) next.setAttribute("aria-label", group.closest("div").querySelector("label").textContent);
      group.append(next);
    }
  };

  const choose = (input, name) => {
    input.value = name;
    close();
    keepOneEmpty(input.closest("[data-addressees]"));
    input.dispatchEvent(new Event("input", { bubbles: true, cancelable: false }));
    close();
  };

  const mark = (step) => {
    const items = [...list.children];
    const here = items.findIndex((item) => item.getAttribute("aria-selected") === "true");
    const next = Math.min(Math.max(here + step, 0), items.length - 1);
    items.forEach((item, place) => item.setAttribute("aria-selected", String(place === next)));
    items[next].scrollIntoView({ block: "nearest" });
    list.input.setAttribute("aria-activedescendant", items[next].id);
  };

  const offer = async (input) => {
    const number = ++asked;
    const typed = input.value.trim();
    if (typed.length < 2) return close();
    const answer = await fetch(`/addressees/?q=${encodeURIComponent(typed)}`).catch(() => null);
    if (!answer || !answer.ok || number !== asked || document.activeElement !== input) return;
    const html = await answer.text();
    close();
    if (!html.trim()) return;
    list = document.createElement("ul");
    list.className = "offers";
    list.id = "offers";
    list.setAttribute("role", "listbox");
    list.innerHTML = html;
    [...list.children].forEach((item, place) => {
      item.id = `offer${place}`;
      item.setAttribute("aria-selected", "false");
    });
    list.input = input;
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-controls", "offers");
    input.setAttribute("aria-expanded", "true");
    input.setAttribute("aria-autocomplete", "list");
    list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const item = event.target.closest("li");
      if (item) choose(input, item.dataset.name);
    });
    input.after(list);
    mark(1);
  };

  let waiting = 0;
  document.addEventListener("input", (event) => {
    if (!event.target.matches("[data-addressee]") || !event.isTrusted) return;
    keepOneEmpty(event.target.closest("[data-addressees]"));
    clearTimeout(waiting);
    waiting = setTimeout(() => offer(event.target), 120);
  });
  document.addEventListener("focusout", (event) => {
    if (list && event.target === list.input) close();
  });
  document.addEventListener("keydown", (event) => {
    if (!list || event.target !== list.input || event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      mark(event.key === "ArrowDown" ? 1 : -1);
    } else if ((event.key === "Enter" && !event.ctrlKey) || event.key === "Tab") {
      if (event.key === "Enter") event.preventDefault();
      choose(list.input, list.querySelector("[aria-selected=true]").dataset.name);
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  }, true);
  document.addEventListener("click", (event) => {
    const near = event.target.closest("[data-instead-of]");
    if (!near) return;
    const field = near.closest("div").querySelector("[data-addressees]");
    const input = [...field.querySelectorAll("input")].find((one) => one.value.trim() === near.dataset.insteadOf);
    if (input) choose(input, near.dataset.name);
    near.closest(".near-names").hidden = true;
  });
})();
