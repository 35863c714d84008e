// Select2 names its fields by themselves; give each the words of its label, for people who do not see it.
"use strict";

window.addEventListener("load", () => {
  for (const select of document.querySelectorAll("select.admin-autocomplete")) {
    const label = select.labels[0];
    if (!label) continue;
    for (const part of select.parentElement.querySelectorAll("[role='combobox'], [role='textbox'], [role='searchbox']")) {
      part.setAttribute("aria-label", label.textContent.trim());
      part.removeAttribute("aria-labelledby");
    }
  }
});
