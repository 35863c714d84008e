"use strict";

// Select2 makes fields without names, some as the page loads and some later; give each the words of its label.
function nameFields() {
  for (const select of document.querySelectorAll("select.admin-autocomplete")) {
    const label = select.labels[0]?.textContent.trim() || select.getAttribute("aria-label");
    const box = select.parentElement.querySelector(".select2-container");
    if (!label || !box) continue;
    const parts = [...box.querySelectorAll("[role='combobox'], [role='textbox'], [role='searchbox']")];
    if (box.classList.contains("select2-container--open")) {
      parts.push(...document.querySelectorAll("body > .select2-container .select2-search__field"));
    }
    for (const part of parts) {
      part.setAttribute("aria-label", label);
      part.removeAttribute("aria-labelledby");
    }
  }
}
new MutationObserver(nameFields).observe(document, { childList: true, subtree: true });

// While work is under way, look whether it is done, and only then show the page anew.
async function lookAgain() {
  const page = await fetch(location.href).then((answer) => answer.text()).catch(() => "data-look-again");
  if (page.includes("data-look-again")) setTimeout(lookAgain, 2000);
  else location.reload();
}
window.addEventListener("load", () => {
  if (document.querySelector("[data-look-again]")) setTimeout(lookAgain, 1000);
});
