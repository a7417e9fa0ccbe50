// Keys for what a page offers anyway: data-key="j" on a link opens it, on anything else moves the focus there.
// They can be turned off (WCAG 2.1.4), and the choice is kept in this browser.
"use strict";
(() => {
  const OFF = "outreach.keys.off";
  const isOff = () => localStorage.getItem(OFF) === "yes";

  const typing = (target) => target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");

  document.addEventListener("keydown", (event) => {
    if (isOff() || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const found = /^[a-z0-9]$/.test(event.key) && document.querySelector(`[data-key="${event.key}"]`);
    if (!found) return;
    event.preventDefault();
    if (found.tagName === "A") return found.click();
    if (found.tagName === "SUMMARY") {
      found.parentElement.open = true;
      const field = found.parentElement.querySelector("textarea");
      return (field || found).focus();
    }
    found.focus();
  });

  for (const help of document.querySelectorAll("[data-keys]")) {
    const button = help.querySelector("[data-keys-off]");
    help.hidden = isOff();
    button.addEventListener("click", () => {
      localStorage.setItem(OFF, "yes");
      help.hidden = true;
    });
  }

  for (const button of document.querySelectorAll("[data-check-all]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      for (const box of button.form.querySelectorAll("input[type=checkbox]")) box.checked = true;
    });
  }
})();
