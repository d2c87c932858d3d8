// Search: what it looks in and how it ranks are fetched when a reader first turns to the search field.
(() => {
  "use strict";
  const SHOWN = 8;
  const IN_GROUP = 3;
  const words = JSON.parse(document.getElementById("words").textContent);
  const here = /** @type {HTMLScriptElement} */ (document.currentScript).src;
  let engine;

  // A script, since a page that is read from a folder can fetch nothing else.
  const script = (address) =>
    new Promise((done, failed) => {
      const made = document.createElement("script");
      made.src = address;
      made.onload = done;
      made.onerror = () => {
        made.remove();
        failed(new Error(address));
      };
      document.head.append(made);
    });
  const load = (address) => {
    engine ??= Promise.all([script(address), script(new URL("search-ranking.js", here).href)])
      .then(() => window.atlasRanking(window.atlasSearch))
      .catch((error) => {
        engine = undefined;
        throw error;
      });
    return engine;
  };

  const make = (name, className, ...content) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...content);
    return made;
  };
  const linked = (root, path, text) => {
    const link = make("a", "search__link", text);
    link.href = new URL(path, root).href;
    return link;
  };

  const attach = (form) => {
    const input = form.querySelector("input");
    const list = form.querySelector(".search__results");
    const status = form.querySelector("[role=status]");
    const index = new URL(form.dataset.search, document.baseURI).href;
    const root = new URL("./", index);
    const links = () => [...list.querySelectorAll("a")];
    let latest = "";

    const marked = (text, found) => {
      const parts = text.split(/([\p{L}\p{M}\p{N}]+)/u);
      return parts.map((part, i) => (i % 2 && found.isMet(part) ? make("mark", "", part) : part));
    };
    const line = (entry, found) => {
      const link = linked(root, `${entry.path}${entry.anchor && `#${entry.anchor}`}`, entry.title);
      const within = entry.page ? [" ", make("span", "search__kind", entry.page.title)] : [];
      const text = make("p", "search__excerpt", ...marked(entry.text, found));
      return make("li", "", link, ...within, ...(entry.text ? [text] : []));
    };
    const group = (name, items) => {
      const title = make("p", "search__group", name);
      const made = make("ol", "", ...items);
      made.setAttribute("aria-label", name);
      return [title, made];
    };

    const draw = (found, isWhole) => {
      const groups = new Map();
      let count = 0;
      for (const entry of found.results) {
        const own = groups.get(entry.group) || [];
        if (!isWhole && (count >= SHOWN || own.length >= IN_GROUP)) continue;
        groups.set(entry.group, [...own, line(entry, found)]);
        count++;
      }
      const drawn = [...groups].flatMap(([number, items]) => group(found.groups[number], items));
      if (found.suggestion) {
        const instead = make("button", "search__meant-words", found.suggestion);
        instead.type = "button";
        instead.addEventListener("click", () => {
          input.value = found.suggestion;
          input.focus();
          find();
        });
        drawn.unshift(make("p", "search__meant", `${words.meant} `, instead));
      }
      if (count < found.results.length) {
        const all = make("button", "button", words.all.replace("{count}", found.results.length));
        all.type = "button";
        all.addEventListener("click", () => {
          draw(found, true);
          links()[count]?.focus();
        });
        drawn.push(make("p", "search__all", all));
      }
      if (!found.results.length)
        drawn.push(make("ul", "", ...found.ways.map((way) => make("li", "", linked(root, way.path, way.title)))));
      list.replaceChildren(...drawn);
      status.textContent = found.results.length
        ? words.results.replace("{count}", found.results.length)
        : words.none;
    };

    const find = async () => {
      const wanted = input.value.trim();
      latest = wanted;
      if (!wanted) {
        list.replaceChildren();
        status.textContent = "";
        form.dataset.searched = "";
        return;
      }
      const waiting = setTimeout(() => (status.textContent = words.loading), 400);
      try {
        const { search } = await load(index);
        // What is typed on is not looked for yet.
        await new Promise((done) => setTimeout(done, 80));
        if (latest !== wanted) return;
        draw(search(wanted), false);
        form.dataset.searched = wanted;
      } catch {
        list.replaceChildren();
        status.textContent = words.failed;
      } finally {
        clearTimeout(waiting);
      }
    };

    // This script comes when a reader turns to the search: what was typed meanwhile is looked for.
    const prepare = () => load(index).catch(() => {});
    if (document.activeElement === input) prepare();
    else input.addEventListener("focus", prepare, { once: true });
    if (input.value) find();
    input.addEventListener("input", find);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (form.dataset.searched !== input.value.trim()) await find();
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
})();
