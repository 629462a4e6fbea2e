// Left and right (and page up, page down in the hall) follow the links "previous" and "next" of the page.
document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input, select, textarea, [tabindex='0']")) return;
  const rel = { ArrowLeft: "prev", ArrowRight: "next" }[event.key]
    || (document.body.classList.contains("room") && { PageUp: "prev", ArrowUp: "prev", PageDown: "next", ArrowDown: "next", " ": "next" }[event.key]);
  const link = rel && document.querySelector(`a[rel="${rel}"]`);
  if (!link) return;
  event.preventDefault();
  link.click();
});
