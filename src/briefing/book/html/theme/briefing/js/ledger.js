/* The ledger: search, filter, sort; the address carries the view. Rows are hidden, never redrawn. */
(() => {
  const form = document.querySelector(".ledger-controls");
  const table = document.querySelector("table.layout-ledger");
  if (!form || !table) return;
  const body = table.tBodies[0];
  const count = document.getElementById("ledger-count");
  const notice = document.getElementById("ledger-notice");
  const filters = [...form.querySelectorAll("select")].map((select) => select.name).filter((name) => name !== "sort");
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[‘’]/g, "'").replace(/[“”]/g, '"').toLowerCase();
  const rows = [...body.rows].map((row, position) => ({
    row,
    position,
    text: fold(row.textContent),
    words: Object.fromEntries(filters.map((name) => [name, (row.dataset[name] || "").split(" ")])),
  }));
  let sorted = "";
  /* Only so many rows are worth guessing the heights of those out of sight: a guess makes landings approximate. */
  const LONG = 1000;
  table.classList.toggle("is-long", rows.length > LONG);

  const keyOf = (item, sort) => {
    if (sort === "statement") return (item.row.querySelector("[data-label]:nth-child(2)") || item.row).textContent.trim();
    if (sort === "id") return item.row.id;
    return item.words[sort].join(" ");
  };
  const order = (sort) => {
    if (sort === sorted) return;
    sorted = sort;
    const compare = new Intl.Collator(document.documentElement.lang, { numeric: true }).compare;
    const keyed = rows.map((item) => [sort ? keyOf(item, sort) : "", item]);
    keyed.sort(([a, one], [b, other]) => (sort ? compare(a, b) : 0) || one.position - other.position);
    const all = document.createDocumentFragment();
    for (const [, item] of keyed) all.append(item.row);
    body.append(all);
  };

  const apply = () => {
    const words = fold(form.elements.q.value).split(/\s+/).filter(Boolean);
    const chosen = filters.map((name) => [name, form.elements[name].value]).filter(([, value]) => value);
    let shown = 0;
    for (const item of rows) {
      const fits =
        chosen.every(([name, value]) => item.words[name].includes(value)) &&
        words.every((word) => item.text.includes(word));
      if (item.row.hidden === fits) item.row.hidden = !fits;
      if (fits) shown += 1;
    }
    order(form.elements.sort.value);
    count.textContent = shown === rows.length ? `All ${rows.length} claims` : `${shown} of ${rows.length} claims`;
  };

  const address = () => {
    const query = new URLSearchParams();
    for (const { name, value } of [form.elements.q, ...form.querySelectorAll("select")]) if (value.trim()) query.set(name, value.trim());
    const text = query.toString();
    return location.pathname + (text ? `?${text}` : "") + location.hash;
  };
  const remember = () => {
    try {
      history.replaceState(null, "", address());
    } catch {
      /* some browsers keep the address of a file fixed; the view still works */
    }
  };
  const recall = () => {
    const query = new URLSearchParams(location.search);
    const unknown = [];
    form.elements.q.value = query.get("q") || "";
    for (const select of form.querySelectorAll("select")) {
      const value = query.get(select.name) || "";
      const known = [...select.options].some((option) => option.value === value);
      select.value = known ? value : "";
      if (!known) unknown.push(`${select.labels[0].textContent.toLowerCase()} “${value}”`);
    }
    notice.textContent = unknown.length ? `The address asks for ${unknown.join(" and ")}, which this ledger does not have.` : "";
  };

  let timer = 0;
  const changed = () => {
    notice.textContent = "";
    apply();
    remember();
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

  const say = (button, said) => {
    button.dataset.label ||= button.textContent;
    button.textContent = said;
    setTimeout(() => (button.textContent = button.dataset.label), 1500);
  };
  document.getElementById("ledger-share").addEventListener("click", async (event) => {
    const button = event.currentTarget;
    remember();
    await briefing.copyText(new URL(address(), location.href).href);
    briefing.announce("The link to this view is copied.");
    say(button, "Copied");
  });

  /* A cell that a spreadsheet would read as a formula is kept as text (OWASP, CSV injection). */
  const quoted = (text) => {
    const clean = text.replace(/\s+/g, " ").trim();
    return `"${(/^[=+\-@]/.test(clean) ? `'${clean}` : clean).replaceAll('"', '""')}"`;
  };
  const save = () => {
    const { columns, rows: quotations } = window.briefingLedgerRows;
    const home = new URL(document.documentElement.dataset.root, location.href);
    const shown = [...body.rows].filter((row) => !row.hidden).flatMap((row) => quotations[row.id] || []);
    const lines = shown.map((cells) => [...cells.slice(0, -1), new URL(cells.at(-1), home).href].map(quoted).join(","));
    const file = new Blob(["\ufeff", [columns.map(quoted).join(","), ...lines, ""].join("\r\n")], { type: "text/csv" });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(file);
    link.download = "claims.csv";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };
  document.getElementById("ledger-csv").addEventListener("click", (event) => {
    const button = event.currentTarget;
    if (window.briefingLedgerRows) {
      save();
      return;
    }
    const script = document.createElement("script");
    script.src = form.dataset.rows;
    script.onload = save;
    script.onerror = () => say(button, "The data did not load");
    document.head.append(script);
  });

  body.addEventListener("click", async (event) => {
    const button = event.target.closest("button.cite-claim");
    if (!button) return;
    const row = button.closest("tr");
    const page = new URL(`${form.dataset.claims}${row.id}.html`, location.href).href;
    const statement = row.querySelector("th").textContent.trim().replace(/([^.?!])$/, "$1.");
    const whole = form.dataset.citation.replace(/ https?:\/\/\S+$/, "");
    await briefing.copyText(`“${statement}” Claim ${row.id} in: ${whole} ${page}`);
    briefing.announce(`The citation of ${row.id} is copied.`);
    say(button, "Copied");
  });

  /* Shows the row that the address names, a hidden one too; again until nothing above it has moved it. */
  const follow = () => {
    const row = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!row || row.parentElement !== body) return;
    row.hidden = false;
    let left = 10;
    let last = NaN;
    const align = () => {
      row.scrollIntoView({ block: "start", behavior: "instant" });
      const { top } = row.getBoundingClientRect();
      left -= 1;
      if (left && top !== last) requestAnimationFrame(align);
      last = top;
    };
    align();
  };
  addEventListener("hashchange", follow);

  recall();
  apply();
  follow();
})();
