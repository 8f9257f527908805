/* The search page: results by kind, the hit marked, each record's state beside its id. */
(() => {
  const place = document.querySelector(".search");
  const field = document.getElementById("q");
  const results = document.getElementById("search-results");
  const hints = document.getElementById("search-hints");
  const status = document.getElementById("search-count");
  if (!place || !field || !window.MiniSearch) return;
  const MOST = 12;
  /* What is found by its codes alone, whatever its kind, comes last. */
  const CODED = "coded";
  const KINDS = [
    ["judgement", "Judgements"], ["claim", "Claims"], ["passage", "Passages"], ["actor", "Actors"], ["page", "Pages"],
  ];
  const heading = (kind) => (KINDS.find(([known]) => known === kind) || [kind, `${kind[0].toUpperCase()}${kind.slice(1)}s`])[1];
  const { find, tokens } = window.briefing;

  const element = (name, className, text) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  };
  /* Text as nodes, the words found inside <mark>; never as HTML. */
  const WORD = /(\p{Script=Han}|[\p{L}\p{N}][\p{L}\p{N}'’.-]*)/u;
  const hits = (word, terms) => tokens(word).some((token) => terms.has(token)) || [...terms].some((term) => term.length > 1 && /\p{Script=Han}/u.test(word) && term.includes(word));
  const marked = (text, terms) => {
    const all = document.createDocumentFragment();
    for (const part of text.split(WORD)) all.append(WORD.test(part) && hits(part, terms) ? element("mark", "hit", part) : part);
    return all;
  };
  const snippet = (text, terms) => {
    const words = text.split(" ");
    const hit = words.findIndex((word) => hits(word, terms));
    const from = Math.max(0, hit - 12);
    const cut = words.slice(from, from + 34).join(" ");
    return `${from ? "… " : ""}${cut}${from + 34 < words.length ? " …" : ""}`;
  };
  const item = ({ entry, terms }) => {
    const found = new Set(terms);
    const made = element("li");
    const link = element("a");
    link.href = document.documentElement.dataset.root + entry.address;
    if (entry.name && entry.name !== entry.title) link.append(element("span", "result-id", entry.name), " ");
    link.append(entry.kind === "passage" ? entry.title : marked(entry.title, found));
    made.append(link);
    if (entry.state) {
      made.append(" ", element("span", `state${/^withdrawn/.test(entry.state) ? " state-withdrawn" : ""}`, entry.state));
      made.classList.toggle("is-withdrawn", /^withdrawn/.test(entry.state));
    }
    const body = [entry.coded, entry.body].filter(Boolean).join(" · ");
    const text = element(entry.kind === "passage" ? "blockquote" : "p", "result-text");
    text.append(marked(snippet(body, found), found));
    if (body) made.append(text);
    return made;
  };
  const show = (query) => {
    results.replaceChildren();
    const all = query ? find(query) : [];
    const whole = all.filter((hit) => hit.whole).length;
    const found = `${all.length || "No"} ${all.length === 1 ? "result" : "results"}`;
    const partly = whole < all.length;
    status.textContent = query ? `${found} for “${query}”${partly ? `: ${whole ? `${whole} ${whole === 1 ? "holds" : "hold"}` : "nothing holds"} all of these words, ${whole ? "the others" : "these"} hold some` : ""}` : "";
    hints.hidden = !query || all.length > 0;
    const kindOf = ({ entry, coded }) => (coded ? CODED : entry.kind);
    const told = all.map(kindOf).filter((kind) => kind !== CODED);
    const kinds = [...new Set([...told.slice(0, 1), ...KINDS.map(([kind]) => kind), ...told, CODED])];
    for (const kind of kinds) {
      const own = all.filter((hit) => kindOf(hit) === kind);
      if (!own.length) continue;
      own.sort((a, b) => /^withdrawn/.test(a.entry.state || "") - /^withdrawn/.test(b.entry.state || ""));
      const section = element("section");
      section.append(element("h2", "", `${kind === CODED ? "Coded so" : heading(kind)} (${own.length})`));
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
