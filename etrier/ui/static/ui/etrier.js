/* Étrier works without this file; it only saves a wrong move.
   - asks before leaving a form that was changed and not sent;
   - prints on a button marked data-print;
   - puts the focus on the error summary;
   - closes an open menu with Escape or a click elsewhere. */
"use strict";

(() => {
  const changed = new WeakSet();
  let leaving = false;

  const watched = (form) => form.method === "post" && !form.hasAttribute("data-unguarded");

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form && watched(form)) changed.add(form);
  });

  document.addEventListener("submit", (event) => {
    leaving = true;
    changed.delete(event.target);
    setTimeout(() => {
      leaving = false;
    }, 3000);
  });

  window.addEventListener("beforeunload", (event) => {
    if (leaving) return;
    for (const form of document.forms) {
      if (changed.has(form)) {
        event.preventDefault();
        return;
      }
    }
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
    for (const menu of document.querySelectorAll("details.acts-more[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.activeElement?.closest("details.acts-more[open], details.rail-menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  document.querySelector(".error-summary")?.focus();
})();
