// While the site is shown live: a page loads itself anew when what it was made from has changed.
(() => {
  "use strict";
  const script = document.currentScript;
  if (!(script instanceof HTMLScriptElement)) return;
  const shown = new URL(script.src).hash.slice(1);
  new EventSource("/reload").addEventListener("message", ({ data }) => {
    if (data !== shown) location.reload();
  });
})();
