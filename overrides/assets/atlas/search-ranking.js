// The one ranking of the search, on a server and in a folder. `search-index.js` brings what it looks in.
(() => {
  "use strict";
  const WORD =
    /\p{N}+(?:\/\p{N}+)+|\p{N}+|[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]|(?:(?![\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff])\p{L})+/gu;
  // What a match in each field is worth. A title beats any number of words in a text.
  const TITLE = 10;
  const NAME = 9;
  const PART = 7;
  const KIND = 6;
  const LEAD = 2;
  const TEXT = 1;
  const WHOLE = 1000;
  const WAYS = 8; // what is offered where nothing is found

  const fold = (text) =>
    text
      .toLowerCase()
      .replaceAll("ß", "ss")
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .replace(/['’ʼ]/g, "")
      .replace(/(?<=\d)[-.](?=\d)/g, "/");
  const split = (text) => fold(text).match(WORD) || [];
  // “EE. UU.” is “EEUU”, “fire arms” is “firearms”.
  const squeeze = (words) => words.join("");
  const sorted = (words) => words.toSorted().join(" ");

  // How many letters to change, add, leave out or swap, as far as that is no more than `limit`.
  const distance = (a, b, limit) => {
    if (Math.abs(a.length - b.length) > limit) return limit + 1;
    let before = [];
    let row = [...Array(b.length + 1).keys()];
    for (let i = 1; i <= a.length; i++) {
      const next = [i];
      for (let j = 1; j <= b.length; j++) {
        next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
          next[j] = Math.min(next[j], before[j - 2] + 1);
      }
      if (Math.min(...next) > limit) return limit + 1;
      before = row;
      row = next;
    }
    return row[b.length];
  };

  // Letters that are easily taken for each other are one: “venesuela”, “ph” and “f”, “ll” and “l”.
  const sound = (word) =>
    word
      .replace(/c(?=[eiy])|z/g, "s")
      .replaceAll("ph", "f")
      .replace(/[ckq]+/g, "k")
      .replaceAll("v", "b")
      .replaceAll("y", "i")
      .replace(/^h/, "")
      .replace(/(.)\1/gu, "$1");

  // How well a word of the index meets a word that was typed: 1 is the word itself, 0 another one.
  const likeness = (word, term) => {
    // “Organisation” is “organization”.
    if (word === term || word.replaceAll("z", "s") === term.replaceAll("z", "s")) return 1;
    if (/^\p{N}/u.test(term)) return /^\p{N}+\//u.test(term) && word.startsWith(term) ? 0.5 : 0;
    if (word.startsWith(term)) return term.length < 2 ? 0 : word.length - term.length < 3 ? 0.9 : 0.7;
    if (term.length < 4 || word.length < 4) return 0;
    if (term.startsWith(word)) return term.length - word.length < (word.length > 4 ? 4 : 3) ? 0.8 : 0;
    let common = 0;
    while (word[common] === term[common]) common++;
    // Forms of one word: “partes” and “parties”, “victim” and “victimas”.
    return common > 4 && Math.max(word.length, term.length) - common < 3 ? 0.55 : 0;
  };

  const read = (index, idle) => {
    const entries = [];
    const names = new Map(); // squeezed name → its entries, each with what the name is worth
    const codes = new Map(); // the same of codes, which are found only by one who types no more
    const vocabulary = new Map(); // word → { entry → worth }
    const spelling = new Map(); // word → as it is written
    const add = (word, entry, worth) => {
      if (!vocabulary.has(word)) vocabulary.set(word, new Map());
      const worths = vocabulary.get(word);
      if ((worths.get(entry) || 0) < worth) worths.set(entry, worth);
    };
    const called = (whole, entry, worth, among = names) => {
      if (!among.has(whole)) among.set(whole, []);
      among.get(whole).push([entry, worth]);
    };
    const name = (text, entry, worth) => {
      const found = split(text);
      const telling = found.filter((word) => !idle.has(word));
      for (const whole of new Set([squeeze(found), squeeze(telling), sorted(telling)]))
        called(whole, entry, worth);
      for (const word of found) add(word, entry, worth);
      for (let i = 1; i < found.length; i++)
        if (/[-/]/.test(text)) add(found[i - 1] + found[i], entry, worth);
      for (const written of text.match(/[\p{L}\p{M}'’ʼ]+/gu) || [])
        if (!spelling.has(fold(written))) spelling.set(fold(written), written);
      entry.sizes.push(telling);
    };
    for (const [path, title, group, kind, description, also, exact, parts] of index.pages) {
      const page = { path, title, group, text: description, anchor: "", page: null, sizes: [] };
      page.order = entries.push(page);
      name(title, page, TITLE);
      for (const other of also) name(other, page, NAME);
      for (const code of exact) called(squeeze(split(code)), page, NAME, codes);
      for (const word of split(description)) add(word, page, LEAD);
      for (const word of split(index.kinds[kind])) add(word, page, KIND);
      for (const [anchor, heading, others, text] of parts) {
        const part = { path, title: heading, group, text, anchor, page, sizes: [] };
        part.order = entries.push(part);
        name(heading, part, PART);
        for (const other of others) name(other, part, PART);
      }
    }
    let word = "";
    for (const line of index.words.split("\n")) {
      const [start, ...gaps] = line.split(" ");
      word = word.slice(0, parseInt(start[0], 36)) + start.slice(1);
      let at = 0;
      for (const gap of gaps) {
        at += parseInt(gap, 36);
        add(word, entries[at], TEXT);
      }
    }
    return { entries, names, codes, vocabulary, spelling };
  };

  window.atlasRanking = (index) => {
    const idle = new Set(split(index.stops));
    const { entries, names, codes, vocabulary, spelling } = read(index, idle);

    // Words of the index that a typed word may mean, each with how well: [word, likeness].
    const meanings = (term) => {
      const found = [];
      for (const word of vocabulary.keys()) {
        const like = likeness(word, term);
        if (like) found.push([word, like]);
      }
      return found;
    };
    // The nearest word, for one that means nothing: of names before that of texts, of two the commoner.
    const nearest = (term) => {
      if (term.length < 4 || /\p{N}/u.test(term)) return null;
      /** @type {any} */
      let best = null;
      const limit = term.length < 7 ? 1 : 2;
      for (const [word, worths] of vocabulary) {
        const far = sound(word) === sound(term) ? 0.5 : distance(term, word, limit);
        if (far > limit) continue;
        const rank = [far + (spelling.has(word) ? 0 : 0.5) + (word[0] === term[0] ? 0 : 0.4), -worths.size];
        if (!best || rank[0] < best.rank[0] || (rank[0] === best.rank[0] && rank[1] < best.rank[1]))
          best = { word, rank };
      }
      return best?.word;
    };

    // The words looked for: two typed apart that are one, and each misspelt one as it is spelt.
    const terms = (typed) => {
      const kept = [];
      let isMended = false;
      for (let i = 0; i < typed.length; i++) {
        const pair = typed[i] + (typed[i + 1] ?? "");
        if (typed[i + 1] && pair.length > 3 && spelling.has(pair)) {
          kept.push(pair);
          i++;
          continue;
        }
        const isKnown = meanings(typed[i]).some(([word]) => word.startsWith(typed[i]) || spelling.has(word));
        const near = isKnown ? null : nearest(typed[i]);
        isMended ||= Boolean(near);
        kept.push(near || typed[i]);
      }
      return { kept, isMended };
    };

    const search = (query) => {
      const all = split(query);
      const telling = all.filter((word) => !idle.has(word));
      const typed = telling.length ? telling : all;
      if (!typed.length) return { results: [], suggestion: "", isMet: () => false };
      const { kept, isMended } = terms(typed);

      // For each typed word, what every entry is worth for it.
      const worths = kept.map((term) => {
        const of = new Map();
        for (const [word, like] of meanings(term))
          for (const [entry, worth] of vocabulary.get(word))
            of.set(entry, Math.max(of.get(entry) || 0, worth * like));
        return of;
      });
      const rarity = worths.map((of) => Math.log(1 + entries.length / (of.size + 1)));
      const total = rarity.reduce((sum, each) => sum + each, 0) || 1;

      // A part has what its page is called, at half its worth; a page what its parts say.
      const gained = new Map();
      worths.forEach((of, i) => {
        const inPage = new Map();
        for (const [entry, worth] of of) {
          if (!gained.has(entry)) gained.set(entry, []);
          gained.get(entry)[i] = Math.max(gained.get(entry)[i] || 0, worth);
          if (entry.page) inPage.set(entry.page, true);
        }
        for (const page of inPage.keys()) {
          if (!gained.has(page)) gained.set(page, []);
          gained.get(page)[i] = Math.max(gained.get(page)[i] || 0, TEXT);
        }
      });
      const scored = [];
      for (const [entry, own] of gained) {
        let sum = 0;
        let share = 0;
        let isOwn = false;
        for (let i = 0; i < kept.length; i++) {
          const page = entry.page && gained.get(entry.page)?.[i];
          const worth = Math.max(own[i] || 0, page ? page / 2 : 0);
          if (worth) share += rarity[i];
          sum += worth * rarity[i];
          isOwn ||= (own[i] || 0) >= PART / 2;
        }
        scored.push({ entry, share: share / total, points: (sum / total) * closeness(entry, kept), isOwn });
      }
      // All the words, or else the most telling ones.
      const most = Math.max(0, ...scored.map((each) => each.share));
      const least = most < 0.999 ? most * 0.8 : 0.999;
      const found = scored.filter((each) => each.share >= least);

      const raise = (entry, points) => {
        const known = found.find((each) => each.entry === entry);
        if (known) known.points = Math.max(known.points, points);
        else found.push({ entry, points, isOwn: true });
      };
      for (const whole of new Set([squeeze(all), squeeze(typed), squeeze(kept), sorted(kept)]))
        for (const [entry, worth] of [...(codes.get(whole) || []), ...(names.get(whole) || [])]) raise(entry, WHOLE + worth);
      // Of “kenya roadmap”, Kenya is called by its name.
      for (let from = 0; from < kept.length; from++)
        for (let to = from + 1; to <= kept.length; to++)
          for (const [entry, worth] of names.get(squeeze(kept.slice(from, to))) || [])
            if (!entry.page && to - from < kept.length) raise(entry, (worth * (to - from)) / kept.length);
      found.sort((a, b) => b.points - a.points || a.entry.order - b.entry.order);
      // Of a page's parts, those that are called so; of what only speaks of it, the page or its best part.
      const seen = new Set();
      const results = found.filter(({ entry, isOwn }) => {
        const page = entry.page || entry;
        const isShown = isOwn ? true : !seen.has(page);
        if (isShown) seen.add(page);
        return isShown;
      });
      const suggestion = isMended && !names.has(squeeze(all)) && !codes.has(squeeze(all)) ? mended(query, typed, kept) : "";
      const isMet = (written) => split(written).some((word) => kept.some((term) => likeness(word, term)));
      return { results: results.map(({ entry }) => entry), suggestion, isMet };
    };

    // How much of a name was asked for: 1 for all its words, 0.5 for one of many.
    const closeness = (entry, kept) => {
      let best = 0;
      for (const told of entry.sizes) {
        const met = told.filter((word) => kept.some((term) => likeness(word, term))).length;
        best = Math.max(best, met / (told.length || 1));
      }
      return 0.5 + best / 2;
    };

    const mended = (query, typed, kept) => {
      let i = 0;
      return query.replace(/[\p{L}\p{M}]+/gu, (written) => {
        const at = typed.indexOf(fold(written), i);
        if (at < 0 || kept.length !== typed.length || kept[at] === typed[at]) return written;
        i = at;
        return spelling.get(kept[at]) || kept[at];
      });
    };

    const ways = entries.filter(({ page, path }) => !page && /^[^/]+\/$/.test(path)).slice(0, WAYS);
    return { search: (query) => ({ ...search(query), groups: index.groups, ways }) };
  };
})();
