// Search: Pagefind is fetched when a reader first turns to the search field.
(() => {
  "use strict";
  const SHOWN = 5;
  const words = JSON.parse(document.getElementById("words").textContent);
  let engine;

  const load = (address) => {
    // In a copy read from a folder nothing can be fetched; offline.js has the same functions.
    const fetched = () => import(new URL(address, document.baseURI).href);
    engine ??= (window.atlasOfflineSearch ? Promise.resolve(window.atlasOfflineSearch) : fetched())
      .then(async (pagefind) => {
        await pagefind.options({
          noWorker: true, // a worker is 12 kB more, and the index is small
          excerptLength: 24,
          ranking: { termFrequency: 0.6, pageLength: 0.5, termSaturation: 1.2, termSimilarity: 2 },
        });
        await pagefind.init();
        return pagefind;
      })
      .catch((error) => {
        engine = undefined;
        throw error;
      });
    return engine;
  };

  // An excerpt is escaped text with <mark> around what was found; only those marks become elements.
  const marked = (excerpt) => {
    const made = document.createElement("p");
    made.className = "search__excerpt";
    const parsed = new DOMParser().parseFromString(excerpt, "text/html").body;
    for (const node of parsed.childNodes) {
      if (node.nodeName === "MARK") {
        const mark = document.createElement("mark");
        mark.textContent = node.textContent;
        made.append(mark);
      } else made.append(node.textContent ?? "");
    }
    return made;
  };

  const line = (found, wanted) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    const whole = found.meta.title;
    const part = found.sub_results.find((each) => each.anchor && each.title !== whole);
    const inside = part && !found.sub_results.some((each) => !each.anchor) ? part : null;
    link.href = inside ? inside.url : found.url;
    link.className = "search__link";
    link.textContent = inside ? `${whole}: ${inside.title}` : whole;
    const kind = document.createElement("span");
    kind.className = "search__kind";
    kind.textContent = [...new Set([found.meta.kind, found.meta.section])].filter(Boolean).join(" · ");
    item.append(link, " ", kind, marked((inside || found).excerpt));
    item.dataset.wanted = wanted;
    return item;
  };

  const attach = (form) => {
    const input = form.querySelector("input");
    const list = form.querySelector("ol");
    const status = form.querySelector("[role=status]");
    const links = () => [...list.querySelectorAll("a")];
    const fetchEngine = () => load(form.dataset.engine);
    let latest = "";

    const find = async () => {
      const wanted = input.value.trim();
      latest = wanted;
      if (!wanted) {
        list.replaceChildren();
        status.textContent = "";
        return;
      }
      const waiting = setTimeout(() => (status.textContent = words.loading), 400);
      try {
        const pagefind = await fetchEngine();
        // The engine would fetch a part of the index for every letter typed: wait for a pause first.
        await new Promise((done) => setTimeout(done, 150));
        if (latest !== wanted) return;
        const found = await pagefind.debouncedSearch(wanted, {}, 0);
        if (!found || latest !== wanted) return;
        const first = await Promise.all(found.results.slice(0, SHOWN).map((each) => each.data()));
        if (latest !== wanted) return;
        list.replaceChildren(...first.map((each) => line(each, wanted)));
        status.textContent = first.length
          ? words.results.replace("{count}", found.results.length)
          : words.none;
      } catch {
        list.replaceChildren();
        status.textContent = words.failed;
      } finally {
        clearTimeout(waiting);
      }
    };

    input.addEventListener("focus", () => fetchEngine().catch(() => {}), { once: true });
    input.addEventListener("input", find);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (list.querySelector("li")?.dataset.wanted !== input.value.trim()) await find();
      links()[0]?.click();
    });
    form.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const stops = [input, ...links()];
      const now = stops.indexOf(document.activeElement);
      if (step && now >= 0) {
        event.preventDefault();
        stops[Math.min(Math.max(now + step, 0), stops.length - 1)].focus();
      } else if (event.key === "Escape" && input.value && !form.closest("dialog")) {
        input.value = "";
        input.focus();
        find();
      }
    });

    // Asked on the page for what is not found, which speaks several languages and searches in none.
    const asked = new URLSearchParams(location.search).get("q");
    if (asked && form.closest("main")) {
      input.value = asked;
      input.focus();
      find();
    }
  };
  document.querySelectorAll("[data-search]").forEach(attach);

  const finder = document.querySelector("[data-finder]");
  const field = finder.querySelector("input");
  const inPage = document.querySelector("main [data-search] input");
  const open = () => {
    if (finder.open) return;
    finder.showModal();
    field.select();
  };
  document.querySelectorAll("[data-search-open]").forEach((each) => each.addEventListener("click", open));
  finder.querySelector("[data-search-close]").addEventListener("click", () => finder.close());
  finder.addEventListener("click", (event) => {
    if (event.target === finder || event.target.closest("a")) finder.close();
  });
  document.addEventListener("keydown", (event) => {
    // Never a key alone: those who speak to their computer would press it unawares (WCAG 2.1.4).
    if (event.key.toLowerCase() !== "k" || event.ctrlKey === event.metaKey || event.altKey) return;
    event.preventDefault();
    if (inPage) inPage.focus();
    else open();
  });
})();
