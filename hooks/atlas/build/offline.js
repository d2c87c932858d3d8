// Goes into the copy of the site that is read from a folder: links that scripts make to a folder lead
// to the page inside it.
(() => {
  "use strict";
  document.addEventListener(
    "click",
    (event) => {
      const link = /** @type {any} */ (event.target).closest("a[href]");
      if (!link) return;
      const to = new URL(link.href);
      if (to.protocol === "file:" && to.pathname.endsWith("/")) {
        to.pathname += "index.html";
        link.href = to.href;
      }
    },
    true,
  );

  // From a folder, browsers may refuse to note a choice in the address; the page works all the same.
  const replace = history.replaceState.bind(history);
  history.replaceState = (...state) => {
    try {
      replace(...state);
    } catch (error) {
      if (error.name !== "SecurityError") throw error;
    }
  };
})();
