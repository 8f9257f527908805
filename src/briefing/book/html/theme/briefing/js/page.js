/* Theme choice, addresses and copying, keys, the way through a long page. */
(() => {
  const root = document.documentElement;

  const announce = (text) => {
    const place = document.getElementById("announcer");
    if (place) place.textContent = text;
  };

  /* The clipboard needs a secure context; a page from the file system may lack one. */
  const copyText = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
  };
  /* Where something of this book can be found by others: its address on the site, or the server that it comes from;
     nothing for a copy on the reader's own disk. */
  const addressOf = (href) => {
    const here = new URL(href, location.href);
    const home = new URL(root.dataset.root || "./", location.href);
    if (root.dataset.site) return root.dataset.site + here.href.slice(home.href.length);
    return here.protocol.startsWith("http") ? here.href : "";
  };
  /* What the address names; a broken escape names nothing and must not end the script. */
  const fragment = () => {
    try {
      return decodeURIComponent(location.hash.slice(1));
    } catch {
      return location.hash.slice(1);
    }
  };
  const say = (element, words) => {
    element.dataset.label ||= element.textContent;
    element.textContent = words;
    setTimeout(() => (element.textContent = element.dataset.label), 1800);
  };
  const LOCAL = "This is a local copy: it has no address to copy.";
  /* What stands in the place of the rows when a form lets none through. */
  const noMatch = (form, table, words) => {
    const place = document.createElement("p");
    const button = document.createElement("button");
    Object.assign(place, { className: "no-match", hidden: true, textContent: `${words} ` });
    Object.assign(button, { type: "button", textContent: "Show all" });
    button.addEventListener("click", () => form.reset());
    place.append(button);
    table.after(place);
    return place;
  };
  window.briefing = { announce, copyText, addressOf, fragment, say, noMatch, LOCAL };

  const choice = document.querySelector("[data-theme-choice]");
  if (choice) {
    choice.value = root.dataset.theme || "auto";
    choice.addEventListener("change", () => {
      if (choice.value === "auto") delete root.dataset.theme;
      else root.dataset.theme = choice.value;
      try {
        localStorage.setItem("briefing-theme", choice.value);
      } catch {
        /* kept for this page only */
      }
    });
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button[data-copy]");
    if (!button) return;
    let text = document.querySelector(button.dataset.copy).textContent.trim();
    const address = addressOf(location.href.split(/[?#]/)[0]);
    if (!/https?:\/\/\S+$/.test(text) && address) text += ` ${address}`;
    await copyText(text);
    announce(address ? "Copied." : "Copied, without an address: this is a local copy.");
    say(button, "Copied");
  });

  /* A link that is there to be handed on: a click puts its whole address on the clipboard. */
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a.copy-link");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const address = addressOf(link.href);
    if (address) await copyText(address);
    announce(address ? "The link is copied." : LOCAL);
    say(link.querySelector(".js-only"), address ? "Copied" : "Local copy, no link");
  });

  /* Ctrl-K and / go to the search, unless the reader is typing. */
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    const asked = (event.key === "k" && (event.ctrlKey || event.metaKey)) || (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey);
    const field = document.getElementById("q") || document.getElementById("masthead-q");
    if (!asked || !field) return;
    event.preventDefault();
    field.focus();
    field.select();
  });

  /* While the contents lie over the page, the keys stay in them: what is behind is out of reach. */
  const contents = document.getElementById("contents");
  const behind = (yes) => document.querySelectorAll(".skip, .masthead, main, .colophon").forEach((part) => (part.inert = yes));
  contents?.addEventListener("beforetoggle", ({ newState }) => newState === "closed" && behind(false));
  contents?.addEventListener("toggle", ({ newState }) => {
    if (newState !== "open") return;
    contents.querySelector(".contents-close").focus();
    behind(true);
  });

  /* The contents of the page follow the reader. */
  const links = [...document.querySelectorAll(".on-this-page a[href*='#']")];
  const headed = links.map((link) => [link, document.getElementById(link.hash.slice(1))]).filter(([, section]) => section);
  if (headed.length > 1 && "IntersectionObserver" in window) {
    const follow = () => {
      const line = innerHeight / 3;
      const passed = headed.filter(([, section]) => section.getBoundingClientRect().top <= line);
      const [now] = passed.at(-1) || headed[0];
      for (const [link] of headed) {
        if (link === now) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      }
    };
    const observer = new IntersectionObserver(follow, { rootMargin: "-33% 0px -66% 0px" });
    for (const [, section] of headed) observer.observe(section);
    follow();
  }

  /* A head of a plain table sorts its rows; sorted twice the other way round, a third time as they were. */
  const compare = new Intl.Collator(root.lang, { numeric: true }).compare;
  for (const table of document.querySelectorAll("table.layout-table, table.layout-stacked")) {
    const body = table.tBodies[0];
    const head = table.tHead && table.tHead.rows[0];
    if (!head || !body || body.rows.length < 4 || body.querySelector("[rowspan], [colspan]")) continue;
    const first = [...body.rows];
    [...head.cells].forEach((cell, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.setAttribute("aria-label", `Sort by ${cell.textContent.trim() || `column ${column + 1}`}`);
      cell.append(button);
      button.addEventListener("click", () => {
        const order = { ascending: "descending", descending: "none" }[cell.getAttribute("aria-sort")] || "ascending";
        for (const other of head.cells) other.removeAttribute("aria-sort");
        if (order !== "none") cell.setAttribute("aria-sort", order);
        const key = (row) => row.cells[column].textContent.trim();
        const rows = [...first];
        const sign = order === "ascending" ? 1 : -1;
        // An empty cell says nothing, first or last: it stands below in either order.
        if (order !== "none") rows.sort((a, b) => !key(a) - !key(b) || compare(key(a), key(b)) * sign);
        body.append(...rows);
      });
    });
  }

  const regions = document.querySelectorAll(".table-scroll, .chart-scroll, pre");
  if (regions.length && "ResizeObserver" in window) {
    const observer = new ResizeObserver((entries) => {
      for (const { target } of entries) {
        if (target.scrollWidth > target.clientWidth + 1) target.tabIndex = 0;
        else target.removeAttribute("tabindex");
      }
    });
    regions.forEach((region) => observer.observe(region));
  }

  /* An address in small letters, or of a record's own name, is no page of its own: the 404 page leads on. */
  const guess = document.getElementById("missing-guess");
  const asked = guess && location.pathname.match(/\/(?:claims|records)\/([a-z]\d+)(?:\.html)?$/i);
  if (asked) {
    const name = asked[1].toUpperCase();
    const target = `${root.dataset.root}${/^[CJ]/.test(name) ? "claims" : "records"}/${name}.html`;
    const link = Object.assign(document.createElement("a"), { href: target, textContent: name });
    guess.append("Did you mean ", link, "?");
    guess.hidden = false;
    if (asked[1] !== name) location.replace(target);
  }
})();
