/* The search page: one index over claims, passages, actors and pages; results by kind, the hit marked. */
(() => {
  const place = document.querySelector(".search");
  const field = document.getElementById("q");
  const results = document.getElementById("search-results");
  const hints = document.getElementById("search-hints");
  const status = document.getElementById("search-count");
  if (!place || !field || !window.MiniSearch) return;
  const KINDS = [["claim", "Claims and judgements"], ["passage", "Passages"], ["actor", "Actors"], ["page", "Pages"]];
  const MOST = 12;
  const fold = (term) => term.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  /* Words that say nothing of what is sought; words that mean what the book calls otherwise; one form for a plural. */
  const STOP = new Set("a about an and are as at be by did do does for from has have how i in is it its me of on or s that the their them there these they this to was were what when where which who whom why will with you".split(" "));
  const ALSO = { origin: ["source"], one: ["single"], brief: ["summary", "overview"], answer: ["summary"], ledger: ["list", "database"], method: ["methodology"] };
  const stem = (word) => {
    if (word.length < 4 || /(ss|us|is)$/.test(word)) return word;
    return word.replace(/ies$/, "y").replace(/([^s])s$/, "$1");
  };
  const term = (word) => (STOP.has(fold(word)) ? null : stem(fold(word)));
  const entries = window.briefingSearchIndex.map((entry, key) => ({ ...entry, key }));
  const index = new MiniSearch({
    idField: "key",
    fields: ["id", "title", "body"],
    processTerm: (word) => {
      const own = term(word);
      return own && [own, ...(Object.hasOwn(ALSO, own) ? ALSO[own] : [])];
    },
    searchOptions: {
      processTerm: term,
      boost: { id: 4, title: 2 },
      combineWith: "AND",
      prefix: (word) => word.length > 2,
      fuzzy: (word) => (word.length > 4 && !/\d/.test(word) ? 0.2 : false),
    },
  });
  index.addAll(entries);

  const element = (name, className, text) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  };
  /* Text as nodes, the words found inside <mark>; never as HTML. */
  const marked = (text, terms) => {
    const all = document.createDocumentFragment();
    for (const part of text.split(/([\p{L}\p{N}][\p{L}\p{N}'’.-]*)/u)) {
      const word = fold(part).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
      all.append(word.some((piece) => terms.has(stem(piece))) ? element("mark", "hit", part) : part);
    }
    return all;
  };
  const snippet = (text, terms) => {
    const words = text.split(" ");
    const hit = words.findIndex((word) => fold(word).split(/[^\p{L}\p{N}]+/u).some((piece) => terms.has(stem(piece))));
    const from = Math.max(0, hit - 12);
    const cut = words.slice(from, from + 34).join(" ");
    return `${from ? "… " : ""}${cut}${from + 34 < words.length ? " …" : ""}`;
  };
  const item = ({ terms, ...hit }) => {
    const found = new Set(terms);
    const made = element("li");
    const link = element("a");
    link.href = document.documentElement.dataset.root + hit.address;
    if (hit.id && hit.kind === "claim") link.append(element("span", "result-id", hit.id), " ");
    link.append(hit.kind === "passage" ? hit.title : marked(hit.title, found));
    made.append(link);
    const text = element(hit.kind === "passage" ? "blockquote" : "p", "result-text");
    text.append(marked(snippet(hit.body, found), found));
    if (hit.body) made.append(text);
    return made;
  };
  const show = (query) => {
    results.replaceChildren();
    const every = query ? index.search(query) : [];
    const some = query && !every.length ? index.search(query, { combineWith: "OR" }) : [];
    const hits = [...every, ...some].map((hit) => ({ ...entries[hit.id], terms: hit.terms }));
    const found = `${hits.length || "No"} ${hits.length === 1 ? "result" : "results"}`;
    status.textContent = query ? `${found} for “${query}”${some.length ? ": nothing holds all of these words, these hold some" : ""}` : "";
    hints.hidden = !query || hits.length > 0;
    for (const [kind, heading] of KINDS) {
      const own = hits.filter((hit) => hit.kind === kind);
      if (!own.length) continue;
      const section = element("section");
      section.append(element("h2", "", `${heading} (${own.length})`));
      const list = element("ol", "results");
      list.append(...own.slice(0, MOST).map(item));
      section.append(list);
      if (own.length > MOST) {
        const more = element("button", "more", `Show ${own.length - MOST} more`);
        more.type = "button";
        more.addEventListener("click", () => {
          const rest = own.slice(MOST).map(item);
          list.append(...rest);
          more.remove();
          rest[0].querySelector("a").focus();
        });
        section.append(more);
      }
      results.append(section);
    }
  };

  let timer = 0;
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const query = field.value.trim();
      show(query);
      try {
        history.replaceState(null, "", location.pathname + (query ? `?q=${encodeURIComponent(query)}` : ""));
      } catch {
        /* the address of a file may be fixed */
      }
    }, 120);
  });
  field.form.addEventListener("submit", (event) => event.preventDefault());
  field.value = new URLSearchParams(location.search).get("q") || "";
  show(field.value.trim());
  if (!field.value) field.focus();
})();
