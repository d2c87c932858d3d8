// What every page does beyond reading: colours, contents, copying, the same part in another language.
(() => {
  "use strict";
  const here = /** @type {HTMLScriptElement} */ (document.currentScript).src;
  const root = document.documentElement;
  const each = (selector, act, within = document) => within.querySelectorAll(selector).forEach(act);
  const words = JSON.parse(document.getElementById("words").textContent);

  each("[data-needs-script][hidden]", (part) => (part.hidden = false));

  // Another language opens at the same part of the page.
  each("a[data-language]", (link) => link.addEventListener("click", () => (link.hash = location.hash)));

  // Colours: as the system has them, light or dark.
  const colours = document.querySelector("[data-colour-switch]");
  const states = ["system", "light", "dark"];
  const show = () => {
    const now = root.dataset.colours || "system";
    colours.dataset.now = now;
    colours.querySelector("span").textContent = `${colours.dataset.label}: ${colours.dataset[now]}`;
  };
  colours.addEventListener("click", () => {
    const next = states[(states.indexOf(root.dataset.colours || "system") + 1) % states.length];
    if (next === "system") delete root.dataset.colours;
    else root.dataset.colours = next;
    try {
      if (next === "system") localStorage.removeItem("atlas-colours");
      else localStorage.setItem("atlas-colours", next);
    } catch {
      // Storage is off: the choice holds for this page.
    }
    show();
  });
  show();

  // Contents stand open where they have a column of their own, and mark the part that is read.
  const wide = matchMedia("(min-width: 62em)");
  const fold = () => each("[data-contents]", (part) => (part.open = wide.matches));
  wide.addEventListener("change", fold);
  fold();
  const parts = new Map();
  const spy = new IntersectionObserver(
    (seen) => {
      const read = seen.find((part) => part.isIntersecting);
      if (!read) return;
      for (const link of parts.values()) link.removeAttribute("aria-current");
      parts.get(read.target).setAttribute("aria-current", "true");
    },
    { rootMargin: "0px 0px -70%" },
  );
  each("[data-contents] a", (link) => {
    const part = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    parts.set(part, link);
    spy.observe(part);
  });

  // Copying.
  const said = document.createElement("p");
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  document.body.append(said);
  const copy = async (text, button, done) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const field = document.createElement("textarea");
      field.value = text;
      button.after(field);
      field.select();
      document.execCommand("copy");
      field.remove();
      button.focus();
    }
    const label = button.textContent;
    button.textContent = said.textContent = done;
    button.disabled = true;
    setTimeout(() => {
      button.textContent = label;
      button.disabled = false;
      said.textContent = "";
    }, 1500);
  };
  const button = (label, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button button--small";
    made.textContent = label;
    made.addEventListener("click", () => act(made));
    return made;
  };
  const address = (fragment) => {
    const canonical = document.querySelector("link[rel=canonical]");
    return (canonical ? canonical.href : location.href.split("#")[0]) + fragment;
  };
  each(".paragraph__cite", (line) => {
    const text = line.textContent.trim();
    const place = address(`#${line.closest("[id]").id}`);
    line.append(" ", button(words.cite_copy, (made) => copy(`${text}, ${place}`, made, words.cite_copied)));
  });
  each(".take__form", (form) => {
    form.querySelector(".take__name").after(
      button(words.copy, (made) => copy(form.querySelector("code").textContent, made, words.copied)),
    );
  });
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest("[data-copy-link]");
    if (link instanceof HTMLElement) copy(link.dataset.copyLink, link, words.copied);
  });
  each("[data-print]", (link) => link.addEventListener("click", () => print()));

  // The country a reader comes from is handed to the builder without standing in an address.
  each("a[data-country]", (link) => {
    link.addEventListener("click", () => {
      try {
        sessionStorage.setItem("atlas-country", link.dataset.country);
      } catch {
        // Storage is off: the builder opens without a country.
      }
    });
  });

  // The search opens at once; what searches is fetched when a reader turns to a field of it.
  const finder = document.querySelector("[data-finder]");
  const field = finder.querySelector("input");
  const inPage = document.querySelector("main [data-search] input");
  const open = () => {
    if (finder.open) return;
    finder.showModal();
    field.select();
  };
  each("[data-search-open]", (opener) => opener.addEventListener("click", open));
  finder.querySelector("[data-search-close]").addEventListener("click", () => finder.close());
  finder.addEventListener("click", (event) => {
    if (event.target === finder || event.target.closest("a")) finder.close();
  });
  document.addEventListener("keydown", (event) => {
    // Never a key alone: those who speak to their computer would press it unawares (WCAG 2.1.4).
    if (event.key?.toLowerCase() !== "k" || event.ctrlKey === event.metaKey || event.altKey) return;
    event.preventDefault();
    if (inPage) inPage.focus();
    else open();
  });
  /** @type {HTMLScriptElement | undefined} */
  let search;
  const fetchSearch = () => {
    if (search) return;
    search = document.createElement("script");
    search.src = new URL("search.js", here).href;
    // Where the line failed, the next turn to the search tries again.
    search.onerror = () => (search = undefined);
    document.head.append(search);
  };
  document.addEventListener("focusin", ({ target }) => {
    if (target instanceof Element && target.closest("[data-search]")) fetchSearch();
  });
  // Asked on the page for what is not found.
  if (inPage && new URLSearchParams(location.search).has("q")) fetchSearch();
})();
