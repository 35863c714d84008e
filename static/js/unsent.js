"use strict";

// What was typed when a session had ended comes back into its form after signing in again (mentoring/pages/unsent.py).
// It is kept in this tab only, for some hours, with the mark of the person who typed it, and never shown to another.
(() => {
  const PREFIX = "unsent:";
  const LIFETIME = 4 * 60 * 60 * 1000;
  const SKIPPED = new Set(["csrfmiddlewaretoken"]);

  function entries() {
    try {
      return Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX));
    } catch {
      return [];  // the browser keeps nothing for us
    }
  }

  function read(key) {
    try {
      return JSON.parse(sessionStorage.getItem(key));
    } catch {
      return null;
    }
  }

  // `whose` is the mark of who is signed in, or of who was when the session ended; empty after signing out.
  function forget(whose) {
    for (const key of entries()) {
      const entry = read(key);
      if (!entry || entry.whose !== whose || Date.now() - entry.at > LIFETIME) sessionStorage.removeItem(key);
    }
  }

  function keep(form) {
    const whose = form.dataset.keptFor;
    const fields = [...new FormData(form)].filter(([name]) => !SKIPPED.has(name));
    if (!whose || !fields.length) return;
    const { back, rest } = form.dataset;
    const action = new URL(form.action).pathname;
    try {
      sessionStorage.setItem(PREFIX + action, JSON.stringify({ whose, action, fields, back, rest, at: Date.now() }));
    } catch {
      return;  // the page says itself how to go on without
    }
    for (const part of document.querySelectorAll("[data-unless-kept]")) part.hidden = true;
    for (const part of document.querySelectorAll("[data-while-kept]")) part.hidden = false;
  }

  // The form that the text came from: it goes to the same address, and most of the names are in it.
  function formFor(entry) {
    const names = new Set(entry.fields.map(([name]) => name));
    const shared = (form) => [...form.elements].filter((field) => names.has(field.name)).length;
    const fitting = [...document.querySelectorAll("form[method=post i]")].filter(
      (form) => new URL(form.getAttribute("action") || location.href, location.href).pathname === entry.action && shared(form),
    );
    return fitting.sort((one, other) => shared(other) - shared(one))[0];
  }

  // Rows that were added by hand are added again: by the page's own button on the desk, else by copying the last one.
  function addRows(form, fields) {
    for (const [name, value] of fields.filter(([one]) => one.endsWith("-TOTAL_FORMS"))) {
      const prefix = name.slice(0, -"-TOTAL_FORMS".length);
      const count = form.elements.namedItem(name);
      if (!count || !/^\d{1,3}$/.test(value)) continue;
      for (let tries = 0; Number(count.value) < Number(value) && tries < 100; tries += 1) {
        const before = count.value;
        form.querySelector(`#${CSS.escape(prefix)}-group :is(a.add-row, .add-row a)`)?.click();
        if (count.value === before) copyRow(form, prefix, Number(before));
        if (count.value === before) count.value = String(Number(before) + 1);
      }
    }
  }

  function copyRow(form, prefix, number) {
    const of = (at) => [...form.querySelectorAll(`[name^="${CSS.escape(prefix)}-${at}-"]`)];
    const last = of(number - 1);
    let row = last[0]?.parentElement;
    while (row && row !== form && !last.every((field) => row.contains(field))) row = row.parentElement;
    if (!row || row === form) return;
    const copy = row.cloneNode(true);
    for (const part of copy.querySelectorAll("*")) {
      for (const { name, value } of [...part.attributes]) {
        part.setAttribute(name, value.replaceAll(`${prefix}-${number - 1}-`, `${prefix}-${number}-`));
      }
    }
    // What is counted for people counts on; “Remove” means the new row.
    for (const part of copy.querySelectorAll("h2, h3, legend, .visually-hidden")) {
      for (const text of part.childNodes) {
        if (text.nodeType === Node.TEXT_NODE) text.data = text.data.replace(String(number), String(number + 1));
      }
    }
    for (const button of copy.querySelectorAll("button[value]")) {
      if (button.value === String(number - 1)) button.value = String(number);
    }
    row.after(copy);
  }

  function putBack(form, fields) {
    const left = [];
    const values = new Map();
    for (const [name, value] of fields) values.set(name, [...(values.get(name) ?? []), value]);
    for (const field of form.elements) {
      // What was not ticked was not sent.
      if (field.type === "checkbox" && field.name && !field.disabled && !values.has(field.name)) field.checked = false;
    }
    for (const [name, wanted] of values) {
      const found = [...form.elements].filter((field) => field.name === name);
      if (!found.length || found.some((field) => field.type === "submit")) {
        if (!found.length) left.push(...wanted.filter((value) => /\s/.test(value.trim())));
        continue;
      }
      if (name.endsWith("-INITIAL_FORMS") || found[0].type === "file" || found[0].type === "password") continue;
      if (["checkbox", "radio"].includes(found[0].type)) {
        for (const field of found) field.checked = wanted.includes(field.value);
      } else if (found[0].tagName === "SELECT") {
        const known = new Set([...found[0].options].map((option) => option.value));
        // Names that are looked up are not on the page yet; the number alone would say nothing.
        for (const value of wanted.filter((one) => one && !known.has(one))) found[0].add(new Option(`#${value}`, value));
        for (const option of found[0].options) option.selected = wanted.includes(option.value);
      } else {
        found.forEach((field, at) => { if (at < wanted.length) field.value = wanted[at]; });
      }
      for (const field of found) {
        field.dispatchEvent(new Event("input", { bubbles: true }));
        field.dispatchEvent(new Event("change", { bubbles: true }));
      }
    }
    return left;
  }

  function say(form, entry, left) {
    const notice = document.createElement("div");
    notice.className = "notice notice-info is-back";
    notice.setAttribute("role", "status");
    const body = notice.appendChild(document.createElement("div"));
    body.appendChild(document.createElement("p")).textContent = entry.back;
    if (left.length) {
      body.appendChild(document.createElement("p")).textContent = entry.rest;
      for (const text of left) body.appendChild(document.createElement("blockquote")).textContent = text;
    }
    form.before(notice);
    notice.scrollIntoView({ block: "center" });
  }

  function restore() {
    for (const key of entries()) {
      const entry = read(key);
      const form = formFor(entry);
      if (!form) continue;
      addRows(form, entry.fields);
      say(form, entry, putBack(form, entry.fields));
      // Sent once is sent; if it meets no session again, the answer keeps it anew.
      form.addEventListener("submit", () => sessionStorage.removeItem(key));
    }
  }

  window.addEventListener("load", () => {
    const mark = document.querySelector("meta[name=whose]");
    if (!mark) return;
    forget(mark.content);
    const unsent = document.getElementById("unsent");
    if (unsent) keep(unsent);
    // After the page's own scripts, which make its buttons work.
    else if (mark.dataset.signedIn === "yes") setTimeout(restore);
  });
})();
