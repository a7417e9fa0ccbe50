// Buttons that copy what stands in another element: data-copy="its id". Hidden without JavaScript.
"use strict";
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(source.textContent);
      button.textContent = "✓";
    } catch {
      getSelection().selectAllChildren(source);
    }
  });
}
