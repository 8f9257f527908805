/* The ledger: search, filter, sort, page by page; the address carries the view. Rows that do not stand in the page
   come as scripts, a hundred at a time; those that are not shown are kept out of it. */
(() => {
  const form = document.querySelector(".ledger-controls");
  const table = document.querySelector("table.layout-ledger");
  if (!form || !table) return;
  const { announce, copyText, addressOf, fragment, say, noMatch, LOCAL } = briefing;
  const script = document.currentScript || document.querySelector("script[data-engine]");
  const body = table.tBodies[0];
  const count = document.getElementById("ledger-count");
  const notice = document.getElementById("ledger-notice");
  const pager = document.getElementById("ledger-pager");
  const total = Number(table.dataset.total) || body.rows.length;
  const PAGE = Number(table.dataset.page) || total;
  /* Withdrawn claims are left out until they are asked for. */
  const withdrawn = form.elements.withdrawn;
  const standing = total - (Number(withdrawn?.dataset.count) || 0);
  const isWithdrawn = ({ row }) => (row.dataset.state || "").split(" ").includes("withdrawn");
  const none = noMatch(form, table, "No claim matches.");
  const names = [...form.querySelectorAll("select")].map((select) => select.name).filter((name) => name !== "sort");
  const key = (name) => name.replace(/[-_](.)/g, (_, letter) => letter.toUpperCase());
  const items = [];
  const known = new Map();
  const take = (rows) => {
    for (const row of rows) {
      const words = Object.fromEntries(names.map((name) => [name, (row.dataset[key(name)] || "").split(" ")]));
      known.set(row.id, items.push({ row, position: items.length, words }) - 1);
      for (const link of row.querySelectorAll("a, button")) link.tabIndex = -1;
      row.querySelector("td a")?.removeAttribute("tabindex");
    }
  };
  take([...body.rows]);

  /* One stop a row: the links in it join the order of the keys when the focus is in the row. */
  const within = (row, yes) => {
    [...row.querySelectorAll("a, button")].slice(1).forEach((link) => (yes ? link.removeAttribute("tabindex") : (link.tabIndex = -1)));
  };
  body.addEventListener("focusin", (event) => within(event.target.closest("tr"), true));
  body.addEventListener("focusout", (event) => {
    const row = event.target.closest("tr");
    if (!row.contains(event.relatedTarget)) within(row, false);
  });

  const load = (source) =>
    new Promise((resolve) => {
      const element = document.createElement("script");
      Object.assign(element, { src: source, onload: () => resolve(true), onerror: () => resolve(false) });
      document.head.append(element);
    });
  let engine = null;
  const searched = async (query) => {
    engine ||= script.dataset.engine.split(" ").reduce((before, source) => before.then(() => load(source)), Promise.resolve());
    await engine;
    if (!briefing.find) return null;
    const found = new Set();
    for (const { entry, whole } of briefing.find(query)) {
      if (!whole) continue;
      if (entry.kind === "claim") found.add(entry.id);
      if (entry.kind === "passage") for (const claim of entry.claims.split(" ")) found.add(claim);
    }
    return found;
  };

  const compare = new Intl.Collator(document.documentElement.lang, { numeric: true }).compare;
  const keyOf = (item, sort) => {
    if (sort === "statement") return item.row.querySelector("th").textContent.trim();
    return sort === "id" ? item.row.id : item.words[sort].join(" ");
  };
  let matched = items;
  let page = 0;
  const draw = (at) => {
    const pages = Math.max(1, Math.ceil(matched.length / PAGE));
    page = Math.min(Math.max(0, at), pages - 1);
    const shown = matched.slice(page * PAGE, (page + 1) * PAGE).map(({ row }) => row);
    if (shown.length !== body.rows.length || shown.some((row, n) => row !== body.rows[n])) body.replaceChildren(...shown);
    const of = withdrawn && !withdrawn.checked ? standing : total;
    const all = matched.length === of ? `All ${of.toLocaleString("en")} claims` : `${matched.length} of ${of.toLocaleString("en")} claims`;
    count.textContent = items.length < total ? `${all}, loading` : all;
    none.hidden = matched.length > 0 || items.length < total;
    if (!pager) return;
    pager.hidden = pages === 1;
    pager.querySelector("span").textContent = `Page ${page + 1} of ${pages}`;
    pager.querySelector("[data-turn='-1']").disabled = page === 0;
    pager.querySelector("[data-turn='1']").disabled = page === pages - 1;
  };
  let turn = 0;
  const apply = async (at = 0) => {
    const mine = (turn += 1);
    const query = form.elements.q.value.trim();
    const only = query ? await searched(query) : null;
    if (mine !== turn) return;
    const sort = form.elements.sort.value;
    const shownIds = (new URLSearchParams(location.search).get("show") || "").split(",").filter(Boolean);
    const chosen = names.map((name) => [name, form.elements[name].value]).filter(([, value]) => value);
    const every = !withdrawn || withdrawn.checked || shownIds.length;
    matched = items.filter(
      ({ row, words }) =>
        (every || !isWithdrawn({ row })) && chosen.every(([name, value]) => words[name].includes(value)) && (!only || only.has(row.id)) && (!shownIds.length || shownIds.includes(row.id)),
    );
    if (sort) {
      const keyed = new Map(matched.map((item) => [item, keyOf(item, sort)]));
      matched.sort((a, b) => compare(keyed.get(a), keyed.get(b)) || a.position - b.position);
    }
    draw(at);
  };
  pager?.addEventListener("click", (event) => {
    const button = event.target.closest("[data-turn]");
    if (!button) return;
    draw(page + Number(button.dataset.turn));
    table.scrollIntoView({ block: "start" });
  });

  const query = () => {
    const asked = new URLSearchParams();
    for (const { name, value } of [form.elements.q, ...form.querySelectorAll("select")]) if (value.trim()) asked.set(name, value.trim());
    if (withdrawn?.checked) asked.set(withdrawn.name, withdrawn.value);
    const text = asked.toString();
    return location.pathname + (text ? `?${text}` : "") + location.hash;
  };
  const remember = () => {
    try {
      history.replaceState(null, "", query());
    } catch {
      /* some browsers keep the address of a file fixed; the view still works */
    }
  };
  const recall = () => {
    const asked = new URLSearchParams(location.search);
    const unknown = [];
    form.elements.q.value = asked.get("q") || "";
    if (withdrawn) withdrawn.checked = asked.has(withdrawn.name);
    for (const select of form.querySelectorAll("select")) {
      const value = asked.get(select.name) || "";
      const offered = [...select.options].some((option) => option.value === value);
      select.value = offered ? value : "";
      if (!offered) unknown.push(`${select.labels[0].textContent.toLowerCase()} “${value}”`);
    }
    const folded = form.querySelector(".more-filters");
    if ([...folded.querySelectorAll("select")].some((select) => select.value)) folded.open = true;
    notice.textContent = unknown.length ? `The address asks for ${unknown.join(" and ")}, which this ledger does not have.` : "";
  };

  let timer = 0;
  const changed = () => {
    notice.textContent = "";
    remember();
    apply();
  };
  form.addEventListener("input", (event) => {
    clearTimeout(timer);
    timer = setTimeout(changed, event.target.type === "search" ? 120 : 0);
  });
  form.addEventListener("reset", () => setTimeout(changed));
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("popstate", () => {
    recall();
    apply();
  });

  document.getElementById("ledger-share").addEventListener("click", async (event) => {
    const button = event.currentTarget;
    remember();
    const address = addressOf(new URL(query(), location.href).href);
    if (address) await copyText(address);
    announce(address ? "The link to this view is copied." : LOCAL);
    say(button, address ? "Copied" : "Local copy, no link");
  });

  /* A cell that a spreadsheet would read as a formula is kept as text (OWASP, CSV injection). */
  const quoted = (text) => {
    const clean = text.replace(/\s+/g, " ").trim();
    return `"${(/^[=+\-@＝＋－＠]/.test(clean) ? `'${clean}` : clean).replaceAll('"', '""')}"`;
  };
  document.getElementById("ledger-csv").addEventListener("click", async (event) => {
    const button = event.currentTarget;
    if (!window.briefingLedgerRows) await load(form.dataset.rows);
    if (!window.briefingLedgerRows) {
      say(button, "The data did not load");
      return;
    }
    const { columns, rows } = window.briefingLedgerRows;
    const home = new URL(document.documentElement.dataset.root, location.href).href;
    const cells = matched.flatMap(({ row }) => rows[row.id] || []);
    const lines = cells.map((own) => [...own.slice(0, -1), addressOf(home + own.at(-1)) || own.at(-1)].map(quoted).join(","));
    const file = new Blob(["\ufeff", [columns.map(quoted).join(","), ...lines, ""].join("\r\n")], { type: "text/csv" });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(file);
    link.download = "quotations.csv";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });

  /* Shows the row that the address names, on whatever page it stands; again until nothing above it has moved it. */
  const follow = () => {
    const item = items[known.get(fragment())];
    if (!item) return;
    if (!matched.includes(item)) {
      if (withdrawn && isWithdrawn(item)) withdrawn.checked = true;
      matched = withdrawn && !withdrawn.checked ? items.filter((one) => !isWithdrawn(one)) : items;
    }
    draw(Math.floor(matched.indexOf(item) / PAGE));
    let left = 10;
    let last = NaN;
    const align = () => {
      item.row.scrollIntoView({ block: "start", behavior: "instant" });
      const { top } = item.row.getBoundingClientRect();
      left -= 1;
      if (left && top !== last) requestAnimationFrame(align);
      last = top;
    };
    align();
  };
  addEventListener("hashchange", follow);

  briefing.ledgerRows = (html) => {
    const holder = document.createElement("template");
    holder.innerHTML = `<table>${html}</table>`;
    take([...holder.content.querySelectorAll("tr")]);
  };
  const more = async () => {
    for (const source of (table.dataset.chunks || "").split(" ").filter(Boolean)) await load(source);
    await apply();
    follow();
  };
  recall();
  apply().then(follow);
  if (table.dataset.chunks) more();
})();
