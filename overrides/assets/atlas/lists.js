// Lists that filter, tables that sort, countries that compare. What is chosen stands in the address.
(() => {
  "use strict";
  const language = document.documentElement.lang;
  const words = JSON.parse(document.getElementById("words").textContent);
  const query = () => new URLSearchParams(location.search);
  const remember = (chosen) => {
    const text = chosen.toString();
    history.replaceState(null, "", location.pathname + (text && `?${text}`) + location.hash);
  };
  const plain = (text) =>
    text.normalize("NFD").replace(/[\p{M}\s.'’-]/gu, "").toLocaleLowerCase(language);

  const filter = (form) => {
    const list = document.querySelector(`[data-filtered="${form.dataset.filter}"]`);
    const rows = [...list.querySelectorAll("[data-row]")];
    const groups = [...list.querySelectorAll("[data-group]")];
    const fields = [...form.querySelectorAll("[data-filter-field]")];
    const text = form.querySelector("[data-filter-text]");
    const count = form.querySelector("[data-filter-count]");
    const names = new Map(
      rows.map((row) => [row, plain(`${(row.querySelector("th") || row).textContent} ${row.dataset.also || ""}`)]),
    );

    const apply = () => {
      const wanted = text ? plain(text.value) : "";
      let shown = 0;
      for (const row of rows) {
        const fits =
          fields.every(
            (field) =>
              !field.value ||
              (row.dataset[field.dataset.filterField] || "").split(" ").includes(field.value),
          ) && names.get(row).includes(wanted);
        row.hidden = !fits;
        shown += fits;
      }
      for (const group of groups) group.hidden = !group.querySelector("[data-row]:not([hidden])");
      count.textContent = count.dataset.filterCount
        .replace("{shown}", shown)
        .replace("{total}", rows.length);
    };
    const change = () => {
      apply();
      const chosen = query();
      for (const field of fields) {
        if (field.value) chosen.set(field.dataset.filterField, field.value);
        else chosen.delete(field.dataset.filterField);
      }
      if (text?.value) chosen.set("q", text.value);
      else chosen.delete("q");
      remember(chosen);
    };
    const restore = () => {
      const chosen = query();
      for (const field of fields) {
        field.value = chosen.get(field.dataset.filterField) || "";
        if (field.selectedIndex < 0) field.value = "";
        const fold = field.closest("details");
        if (fold && field.value) fold.open = true;
      }
      if (text) text.value = chosen.get("q") || "";
      const fold = form.closest("details");
      if (fold && [...fields, ...(text ? [text] : [])].some(({ value }) => value)) fold.open = true;
      apply();
    };
    form.addEventListener("input", change);
    form.addEventListener("submit", (event) => event.preventDefault());
    addEventListener("popstate", restore);
    restore();
    form.hidden = false;
  };

  const sortable = (table) => {
    const heads = [...table.tHead.rows[0].cells];
    const body = table.tBodies[0];
    const order = new Intl.Collator(language, { numeric: true });
    heads.forEach((head, column) => {
      const name = head.textContent;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.textContent = name;
      button.title = words.sort.replace("{column}", name);
      button.addEventListener("click", () => {
        const up = head.getAttribute("aria-sort") !== "ascending";
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
        const rows = [...body.rows].sort((a, b) =>
          order.compare(a.cells[column].textContent.trim(), b.cells[column].textContent.trim()),
        );
        body.append(...(up ? rows : rows.reverse()));
      });
      head.replaceChildren(button);
    });
  };

  const compare = (form) => {
    const data = JSON.parse(document.getElementById("compared").textContent);
    const frame = document.querySelector("[data-compared]");
    const status = document.querySelector("[data-compare-status]");
    const chosen = () => [...new Set([...form.elements.c].map((each) => each.value).filter(Boolean))];
    const cell = (kind, scope, content) => {
      const made = document.createElement(kind);
      if (scope) made.scope = scope;
      made.append(content);
      return made;
    };
    for (const select of form.elements.c) {
      select.append(new Option(form.dataset.nobody, ""));
      for (const [code, [name]] of Object.entries(data.countries)) select.append(new Option(name, code));
    }
    const draw = () => {
      const codes = chosen();
      frame.hidden = codes.length < 2;
      status.textContent = codes.length < 2 ? form.dataset.few : "";
      if (codes.length < 2) return;
      const table = document.createElement("table");
      table.className = "compared";
      table.createCaption().textContent = form.dataset.caption;
      const head = table.createTHead().insertRow();
      head.append(cell("th", "col", form.dataset.row));
      for (const code of codes) {
        const link = document.createElement("a");
        link.href = `${form.dataset.page}${code}/`;
        link.textContent = data.countries[code][0];
        head.append(cell("th", "col", link));
      }
      const body = table.createTBody();
      data.rows.forEach((name, place) => {
        const row = body.insertRow();
        row.append(cell("th", "row", name));
        for (const code of codes) {
          const value = data.countries[code][place + 1];
          const made = cell("td", "", value < 0 ? form.dataset.none : data.values[value]);
          if (value < 0) made.className = "unrecorded";
          made.dataset.label = data.countries[code][0];
          row.append(made);
        }
      });
      frame.replaceChildren(table);
    };
    const restore = () => {
      const codes = (query().get("c") || "").split(",").filter((code) => Object.hasOwn(data.countries, code));
      [...form.elements.c].forEach((select, place) => (select.value = codes[place] || ""));
      draw();
    };
    form.addEventListener("change", () => {
      draw();
      const codes = chosen();
      history.replaceState(null, "", location.pathname + (codes.length ? `?c=${codes}` : ""));
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    addEventListener("popstate", restore);
    restore();
    form.hidden = false;
  };

  document.querySelectorAll("[data-filter]").forEach(filter);
  document.querySelectorAll("table[data-sortable]").forEach(sortable);
  document.querySelectorAll("[data-compare]").forEach(compare);
})();
