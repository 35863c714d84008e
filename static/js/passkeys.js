// Ties the buttons of a page to allauth's passkey functions: `data-passkey` names the function and
// `data-credential`, `data-passwordless`, `data-options` the ids of what it needs. No inline script anywhere.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  for (const button of document.querySelectorAll("[data-passkey]")) {
    const { passkey, credential, passwordless, options } = button.dataset;
    const ids = { credential, passwordless };
    if (options) ids.data = options;
    ids[{ loginForm: "login", authenticateForm: "authenticate", addForm: "add", signupForm: "signup" }[passkey]] = button.id;
    button.hidden = !window.PublicKeyCredential;
    if (!button.hidden) window.allauth.webauthn.forms[passkey]({ ids });
  }
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    const problem = document.getElementById("passkey-problem");
    if (problem) problem.hidden = false;
  });
  for (const box of document.querySelectorAll("[data-select]")) box.addEventListener("click", () => box.select());
});
