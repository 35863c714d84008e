"use strict";

// A slider says its number beside itself while it is moved.
for (const slider of document.querySelectorAll("input[data-says]")) {
  const says = document.createElement("output");
  says.htmlFor = slider.id;
  const say = () => { says.textContent = slider.value; };
  slider.after(says);
  slider.addEventListener("input", say);
  say();
}

// Printing needs a script; without one the button would do nothing, so it is hidden.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
// What is folded away is printed as well.
window.addEventListener("beforeprint", () => {
  for (const folded of document.querySelectorAll(".lab details:not([open])")) folded.open = true;
});
