/* The one engine behind the search page and the ledger's filter: MiniSearch, fed with the words that readers type.
   A word is folded (case, accents, width); a compound stands for its parts and for the whole (open-source, opensource,
   AB-4, AB4, New Port, Newport, U.S.); scripts without spaces are cut into pairs of characters; an id loses its
   zeros (C4, C04). What stands in quotation marks is found as it stands. */
(() => {
  const fold = (text) =>
    text.normalize("NFKD").replace(/\p{M}/gu, "").normalize("NFKC").toLowerCase().replace(/[‘’ʼ]/g, "'").replace(/[‐‑–]/g, "-");
  /* Words that say nothing of what is sought; words that mean what the book calls otherwise. */
  const STOP = new Set("a about an and are as at be by did do does for from has have how i in is it its me of on or s that the their them there these they this to was were what when where which who whom why will with you".split(" "));
  const ALSO = { origin: ["source"], one: ["single"], brief: ["summary", "overview"], answer: ["summary"], ledger: ["list", "database"], method: ["methodology"], company: ["firm"] };
  const stem = (word) => {
    if (word.length < 4 || /\d/.test(word) || /(ss|us|is)$/.test(word)) return word;
    const plain = word.replace(/i(es|ed)$/, "y").replace(/([^s])s$/, "$1");
    return plain.length > 5 ? plain.replace(/(ing|ed|e)$/, "").replace(/([^aeiouls])\1$/, "$1") : plain;
  };
  const RUN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]+/gu;
  const ID = /^([a-z])0*(\d+)$/;
  /* The words of a text, each as its parts: ["u.s."] is [us], ["open-source"] is [open, source]. */
  const compounds = (text) =>
    (fold(text).replace(RUN, (run) => ` ${run} `).match(/\p{L}[\p{L}\p{N}'.\-/&]*|\p{N}[\p{L}\p{N}'.\-/]*/gu) || []).map((word) => {
      const plain = word.replace(/'s?$|[.\-/&']+$/g, "");
      if (/^(\p{L}\.)+\p{L}?$/u.test(word)) return [word.replaceAll(".", "")];
      if (/^\p{N}+([.,]\p{N}+)*$/u.test(plain)) return [plain];
      return plain.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
    });
  const pairs = (run) => {
    const letters = [...run];
    return letters.length < 2 ? letters : letters.slice(1).map((letter, n) => letters[n] + letter);
  };
  const isRun = (word) => word.replace(RUN, "") === "";
  const term = (word) => (ID.test(word) ? word.replace(ID, "$1$2") : stem(word));
  /* Everything that a text is found by. */
  const tokens = (text) => {
    const words = compounds(text);
    const found = [];
    words.forEach((parts, n) => {
      const next = words[n + 1];
      for (const part of parts) found.push(...(isRun(part) ? [...part, ...pairs(part)] : [term(part)]));
      if (parts.length > 1) found.push(term(parts.join("")));
      if (next && parts.length === 1 && next.length === 1 && parts[0].length + next[0].length < 16) found.push(term(parts[0] + next[0]));
    });
    return found.flatMap((word) => [word, ...(Object.hasOwn(ALSO, word) ? ALSO[word] : [])]);
  };
  /* What a reader asks for, as a tree: every word, or two neighbours written as one. */
  const asked = (text) => {
    const all = compounds(text);
    const telling = all.filter((parts) => parts.length > 1 || !STOP.has(parts[0]));
    const words = telling.length ? telling : all;
    const one = (parts) => {
      const every = parts.flatMap((part) => (isRun(part) ? pairs(part) : [term(part)]));
      const whole = { combineWith: "AND", queries: every };
      return parts.length > 1 ? { combineWith: "OR", queries: [whole, term(parts.join(""))] } : whole;
    };
    const every = { combineWith: "AND", queries: words.map(one) };
    const joined = words.slice(1).flatMap((parts, n) => {
      if (parts.length > 1 || words[n].length > 1) return [];
      const rest = words.filter((_, other) => other !== n && other !== n + 1).map(one);
      return [{ combineWith: "AND", queries: [term(words[n][0] + parts[0]), ...rest] }];
    });
    return words.length ? { every: { combineWith: "OR", queries: [every, ...joined] }, some: { combineWith: "OR", queries: words.map(one) } } : null;
  };
  const phrases = (text) => [...text.matchAll(/["“”„]([^"“”„]+)["“”„]/g)].map((match) => fold(match[1]).trim()).filter(Boolean);

  let index = null;
  let entries = [];
  const start = () => {
    if (index) return;
    entries = window.briefingSearchIndex.map((entry, key) => ({ ...entry, key }));
    index = new MiniSearch({
      idField: "key",
      fields: ["name", "title", "body", "coded"],
      tokenize: tokens,
      processTerm: (word) => word,
      searchOptions: { tokenize: (word) => [word], processTerm: (word) => word, boost: { name: 6, title: 2, coded: 0.1 } },
    });
    index.addAll(entries);
  };
  const STEPS = [
    ["every", { prefix: (word) => word.length > 2 && !/^\p{L}\d+$/u.test(word) }],
    ["every", { prefix: (word) => word.length > 3, fuzzy: (word) => (word.length < 4 || /^\D?\d+$/.test(word) ? false : word.length < 7 ? 1 : 2) }],
    ["some", { prefix: (word) => word.length > 2 }],
  ];
  /* So few entries that hold all words are followed by those that hold some. */
  const FEW = 5;
  /* Finds entries, best first, as {entry, terms, whole, coded}; not whole are those that hold only some of what was
     asked, coded those that hold it in how they are coded alone. */
  const find = (query) => {
    start();
    const tree = asked(query);
    const exact = phrases(query);
    const holds = (entry) => exact.every((phrase) => fold(`${entry.name || ""} ${entry.title} ${entry.body} ${entry.coded || ""}`).includes(phrase));
    const same = term(fold(query.trim()));
    let found = [];
    for (const [part, options] of tree ? STEPS : []) {
      if (found.length >= (part === "every" ? 1 : FEW)) break;
      const known = new Set(found.map(({ entry }) => entry.key));
      const hits = index.search({ ...tree[part], ...options }).map(({ id, terms, match }) => ({
        entry: entries[id], terms, whole: part === "every", coded: Object.values(match).flat().every((field) => field === "coded"),
      }));
      const more = hits.filter(({ entry }) => !known.has(entry.key) && holds(entry));
      found = [...found, ...more.sort((a, b) => (term(fold(b.entry.id)) === same) - (term(fold(a.entry.id)) === same))];
    }
    return found;
  };
  window.briefing.find = find;
  window.briefing.tokens = tokens;
})();
