// The builder: scenario and options become a roadmap to take away. The choice stands in the address;
// the country does not. Dates and names that one adds stay on the device; nothing leaves the browser.
(() => {
  "use strict";
  const form = document.querySelector("[data-builder]");
  const plan = JSON.parse(document.getElementById("plan").textContent);
  const { words, options } = plan;
  const place = document.querySelector("[data-roadmap]");
  const hint = form.querySelector("[data-builder-hint]");
  const country = form.querySelector("[data-builder-country]");
  const boxes = [...form.querySelectorAll("[name=option]")];
  const here = location.href.split(/[?#]/)[0];
  const absolute = (path) => new URL(path, new URL(plan.root, here)).href;
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

  /** @type {(tag: string, content?: string | Node | (string | Node)[], attributes?: Record<string, string>) => any} */
  const make = (tag, content = "", attributes = {}) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...[content].flat());
    return made;
  };
  const link = ({ name, path }) => make("a", name, { href: absolute(path) });
  const joined = (nodes, mark) => nodes.flatMap((node, n) => (n ? [mark, node] : [node]));

  const letter = () => form.elements.scenario.value;
  const suggested = (box) => (plan.contains[letter()] || []).includes(box.dataset.scenario);
  const ticked = () => options.filter((each) => boxes.some((box) => box.value === each.id && box.checked));
  const search = () => {
    const parts = [];
    if (letter()) parts.push(`s=${letter()}`);
    const ids = ticked().map((each) => each.id);
    if (ids.length) parts.push(`o=${ids}`);
    return parts.length ? `?${parts.join("&")}` : "";
  };
  const remember = () => history.replaceState(null, "", location.pathname + search() + location.hash);
  const explain = () => (hint.textContent = letter() ? words[`contains_${letter().toLowerCase()}`] : "");

  // What is on record for the country chosen is no step: the roadmap begins at the next option.
  const recorded = () => plan.recorded[country.value] || [];
  const mark = () => {
    for (const box of boxes) {
      const there = recorded().includes(box.value);
      const label = box.closest("label");
      label.querySelector("small")?.remove();
      if (there) label.append(make("small", ` · ${words.on_record}`));
    }
  };
  const done = () => ticked().filter((each) => recorded().includes(each.id));
  const ahead = () => ticked().filter((each) => !recorded().includes(each.id));

  const already = () => done().map((each) => `${each.code} ${each.name}`).join("; ");

  // When and who, for each option, as the reader fills it in.
  const KEPT = "atlas-roadmap";
  const own = (() => {
    try {
      return JSON.parse(localStorage.getItem(KEPT) || "{}");
    } catch {
      return {};
    }
  })();
  const keep = (id, field, value) => {
    own[id] = { ...own[id], [field]: value };
    try {
      localStorage.setItem(KEPT, JSON.stringify(own));
    } catch {
      // Storage is off: what was filled in lasts as long as the page.
    }
  };
  const agreed = ({ id }) => {
    const { date, owner } = own[id] || {};
    return [[words.due, date && day(new Date(`${date}T12:00`))], [words.owner, owner]].filter(([, value]) => value);
  };

  const title = () => {
    const name = country.value && country.selectedOptions[0].textContent;
    return name ? fill(words.for, { country: name }) : words.general;
  };
  const day = (date) => new Intl.DateTimeFormat(plan.language, { dateStyle: "long" }).format(date);
  const contacts = () =>
    country.value
      ? [{ name: `${words.country_page}: ${country.selectedOptions[0].textContent}`, path: `countries/${country.value}/` }, ...plan.contacts]
      : plan.contacts;

  const facts = (each) => [
    [words.actors, each.actors],
    [words.first_move, each.move],
    [words.outcome, each.outcome],
    ...(each.needs.length ? [[words.needs, each.needs.join(", ")]] : []),
  ];

  // As text.
  const markdown = () => {
    const named = ({ name, path }) => `[${name}](${absolute(path)})`;
    const lines = [`# ${title()}`, "", fill(words.made, { date: day(new Date()) }), ""];
    if (letter()) lines.push(plan.scenarios[letter()], "");
    lines.push(words.order_note, "");
    if (done().length) lines.push(`${words.already}: ${already()}`, "");
    ahead().forEach((each, n) => {
      lines.push(`## ${words.step} ${n + 1}. ${each.code}: ${each.name}`, "", each.description, "");
      for (const [name, text] of [...agreed(each), ...facts(each)]) lines.push(`- **${name}:** ${text}`);
      if (each.mandates.length) lines.push(`- **${words.mandates}:** ${each.mandates.map(named).join("; ")}`);
      lines.push("");
    });
    lines.push(`## ${words.checklist}`, "", ...ahead().map((each) => `- [ ] ${each.code}: ${each.move}`), "");
    lines.push(`## ${words.contacts}`, "", ...contacts().map((each) => `- ${named(each)}`), "");
    lines.push(`## ${words.dates}`, "");
    lines.push(...(plan.dates.length ? plan.dates.map((each) => `- ${each.when}: [${each.title}](${absolute(each.path)})`) : [words.no_dates]), "");
    lines.push(words.disclaimer, "", here + search(), "");
    return lines.join("\n");
  };

  // As a calendar (RFC 5545): one day a month for each step, from the first Monday of next month on.
  const folded = (line) => {
    const parts = [""];
    let size = 0;
    for (const sign of line) {
      const octets = new TextEncoder().encode(sign).length;
      if (size + octets > 75) {
        parts.push(" ");
        size = 1;
      }
      parts[parts.length - 1] += sign;
      size += octets;
    }
    return parts.join("\r\n");
  };
  const escaped = (text) => text.replace(/[\\;,]/g, "\\$&").replace(/\r?\n/g, "\\n");
  const compact = (date) => date.toISOString().slice(0, 10).replace(/-/g, "");
  const monday = (months) => {
    const now = new Date();
    const first = new Date(Date.UTC(now.getFullYear(), now.getMonth() + months, 1));
    first.setUTCDate(1 + ((8 - first.getUTCDay()) % 7));
    return first;
  };
  const calendar = () => {
    const stamp = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
    const lines = ["BEGIN:VCALENDAR", "VERSION:2.0", `PRODID:-//${plan.product}//roadmap//EN`, "CALSCALE:GREGORIAN", `X-WR-CALNAME:${escaped(title())}`];
    ahead().forEach((each, n) => {
      const start = own[each.id]?.date ? new Date(`${own[each.id].date}T00:00Z`) : monday(n + 1);
      const end = new Date(start.getTime() + 864e5);
      lines.push(
        "BEGIN:VEVENT",
        `UID:roadmap-${country.value || "general"}-${each.id}@${new URL(absolute("")).host || plan.product}`,
        `DTSTAMP:${stamp}`,
        `DTSTART;VALUE=DATE:${compact(start)}`,
        `DTEND;VALUE=DATE:${compact(end)}`,
        `SUMMARY:${escaped(fill(words.event_title, each))}`,
        `DESCRIPTION:${escaped(`${words.first_move}: ${each.move}\n${words.outcome}: ${each.outcome}\n${words.event_note}`)}`,
        `URL:${absolute(`scenarios/#${each.id}`)}`,
        "STATUS:TENTATIVE",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
      );
    });
    return `${[...lines, "END:VCALENDAR"].map(folded).join("\r\n")}\r\n`;
  };

  // As a document.
  const blocks = () => [
    { kind: "title", text: title() },
    { text: fill(words.made, { date: day(new Date()) }) },
    ...(done().length ? [{ name: words.already, text: already() }] : []),
    ...ahead().flatMap((each, n) => [
      { kind: "heading", text: `${words.step} ${n + 1}. ${each.code}: ${each.name}` },
      { text: each.description },
      ...[...agreed(each), ...facts(each)].map(([name, text]) => ({ name, text })),
      ...(each.mandates.length ? [{ name: words.mandates, text: each.mandates.map((one) => `${one.name} (${absolute(one.path)})`).join("; ") }] : []),
    ]),
    { kind: "heading", text: words.contacts },
    ...contacts().map((each) => ({ text: `${each.name}: ${absolute(each.path)}` })),
    { text: words.disclaimer },
    { text: here + search() },
  ];

  const save = (content, ending) => {
    const address = URL.createObjectURL(content);
    const made = make("a", "", { href: address, download: `${words.file}${country.value && `-${country.value}`}.${ending}` });
    document.body.append(made);
    made.click();
    made.remove();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  };

  const draw = (focus) => {
    const chosen = ticked();
    place.hidden = false;
    if (!chosen.length) {
      place.replaceChildren(make("p", words.nothing, { role: "status" }));
      return;
    }
    const steps = ahead().map((each, n) => {
      const field = (name, label, type) => {
        const made = make("input", "", { type, value: own[each.id]?.[name] || "", autocomplete: "off" });
        made.addEventListener("change", () => keep(each.id, name, made.value));
        return make("label", [`${label} `, made]);
      };
      const list = make("dl", "", { class: "facts facts--small" });
      for (const [name, text] of facts(each)) list.append(make("div", [make("dt", name), make("dd", text)]));
      if (each.mandates.length)
        list.append(make("div", [make("dt", words.mandates), make("dd", joined(each.mandates.map(link), "; "))]));
      return make("li", [
        make("h4", [`${words.step} ${n + 1}. `, make("a", each.code, { href: `#${each.id}` }), ` ${each.name}`]),
        make("p", [field("date", words.due, "date"), field("owner", words.owner, "text")], { class: "roadmap__own" }),
        list,
      ]);
    });
    const button = (label, act) => {
      const made = make("button", label, { type: "button", class: "button" });
      made.addEventListener("click", act);
      return made;
    };
    const head = make("h3", title(), { id: "roadmap", tabindex: "-1" });
    place.replaceChildren(
      head,
      make("p", fill(words.made, { date: day(new Date()) }), { class: "note" }),
      make("p", words.order_note),
      make("p", words.kept, { class: "note" }),
      ...(done().length ? [make("p", `${words.already}: ${already()}`)] : []),
      make("ol", steps, { class: "roadmap__steps" }),
      make("h4", words.contacts),
      make("ul", contacts().map((each) => make("li", link(each)))),
      make("h4", words.dates),
      plan.dates.length
        ? make("ul", plan.dates.map((each) => make("li", [`${each.when}: `, link({ name: each.title, path: each.path })])))
        : make("p", words.no_dates),
      make("p", words.disclaimer, { class: "note" }),
      make("div", [
        button(words.download_document, () => save(window.atlasDocument(blocks(), plan.language), "docx")),
        button(words.download_markdown, () => save(new Blob([markdown()], { type: "text/markdown;charset=utf-8" }), "md")),
        button(words.download_calendar, () => save(new Blob([calendar()], { type: "text/calendar;charset=utf-8" }), "ics")),
        button(words.print, () => {
          document.documentElement.classList.add("print-roadmap");
          print();
          document.documentElement.classList.remove("print-roadmap");
        }),
        make("button", words.copy_link, { type: "button", class: "button", "data-copy-link": here + search() }),
      ], { class: "roadmap__take" }),
      make("p", words.event_note, { class: "note roadmap__take" }),
    );
    if (focus) head.focus();
  };

  form.addEventListener("change", (event) => {
    if (event.target === country) mark();
    if (event.target.name === "scenario") {
      for (const box of boxes) box.checked = suggested(box);
      explain();
    }
    remember();
    if (!place.hidden) draw(false);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    draw(true);
  });
  form.addEventListener("reset", () =>
    setTimeout(() => {
      explain();
      mark();
      remember();
      place.hidden = true;
      place.replaceChildren();
    }),
  );

  // Begin: the country handed over by a country's page, then what the address says.
  try {
    country.value = sessionStorage.getItem("atlas-country") || "";
    sessionStorage.removeItem("atlas-country");
  } catch {
    // Storage is off: no country is chosen yet.
  }
  const asked = new URLSearchParams(location.search);
  const scenario = (asked.get("s") || "").toUpperCase();
  if (Object.hasOwn(plan.scenarios, scenario)) form.elements.scenario.value = scenario;
  const ids = asked.get("o")?.split(",");
  for (const box of boxes) box.checked = ids ? ids.includes(box.value) : suggested(box);
  explain();
  mark();
  if (ids || letter()) draw(false);
})();
