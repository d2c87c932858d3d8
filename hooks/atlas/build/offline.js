// Goes into the copy of the site that is read from a folder, where browsers fetch nothing: the search
// looks in the list of pages that another script brings (`atlasPages`), and links that other scripts
// make to a folder lead to the page inside it. It stands in for Pagefind with the same few functions.
(() => {
  "use strict";
  const here = /** @type {HTMLScriptElement} */ (document.currentScript);
  const root = new URL("../../", here.src);
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const escaped = (text) =>
    text.replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign]);
  const split = (text) => fold(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const address = (path, anchor) => new URL(`${path}index.html${anchor ? `#${anchor}` : ""}`, root).href;

  const pages = (window.atlasPages || []).map(([path, title, description, kind, headings]) => ({
    path,
    title,
    description,
    kind,
    headings: headings.map(([anchor, text]) => ({ anchor, text, words: split(text) })),
    titleWords: split(title),
    words: split(description),
  }));

  // How well words match a term: a whole word counts most, then its beginning.
  const match = (words, term) =>
    words.reduce((best, word) => Math.max(best, word === term ? 3 : word.startsWith(term) ? 2 : 0), 0);

  const score = (page, terms) => {
    let total = 0;
    for (const term of terms) {
      const heading = Math.max(0, ...page.headings.map((each) => match(each.words, term)));
      const found = match(page.titleWords, term) * 10 + heading * 2 + match(page.words, term);
      if (!found) return 0;
      total += found;
    }
    return total - page.titleWords.length / 100;
  };

  const marked = (text, terms) =>
    text
      .split(/([^\p{L}\p{N}]+)/u)
      .map((part) =>
        terms.some((term) => fold(part).startsWith(term)) ? `<mark>${escaped(part)}</mark>` : escaped(part),
      )
      .join("");

  const result = (page, terms) => {
    const inTitle = terms.every((term) => match(page.titleWords, term));
    const parts = page.headings.filter((each) => terms.every((term) => match(each.words, term)));
    const excerpt = marked(page.description, terms);
    const sub = inTitle ? [] : parts.slice(0, 1);
    return {
      url: address(page.path),
      meta: { title: page.title, kind: page.kind },
      excerpt,
      sub_results: sub.map(({ anchor, text }) => ({
        anchor: { id: anchor },
        title: text,
        url: address(page.path, anchor),
        excerpt,
      })),
    };
  };

  const search = async (query) => {
    const terms = split(query);
    const scored = terms.length ? pages.map((page) => ({ page, points: score(page, terms) })) : [];
    const found = scored.filter(({ points }) => points > 0).sort((a, b) => b.points - a.points);
    return { results: found.map(({ page }) => ({ data: async () => result(page, terms) })) };
  };

  window.atlasOfflineSearch = {
    options: async () => {},
    init: async () => {},
    search,
    debouncedSearch: search,
  };

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
