/* A card for every reference to a record, and one card for a mark that stands for several: hover, Enter, or tap.
   A record's text is a script of its own, asked for when the pointer or the focus reaches the reference.

   The card is a popover of the platform, so Esc, a click elsewhere and the top layer are the
   browser's. A click with a modifier, or without JavaScript, follows the link. */
(() => {
  if (!("popover" in HTMLElement.prototype)) return;
  const HOVER_MS = 200;
  const LEAVE_MS = 500;
  const EDGE = 8;
  const GAP = 16;
  const NARROWEST = 260;
  const LOWEST = 140;
  const DOCKS = matchMedia("(min-width: 1200px)");
  const SHEET = matchMedia("(max-width: 40rem)");
  const HOVERS = matchMedia("(hover: hover)");
  let timer = 0;
  let opener = null;
  let shown = null;
  let byHover = false;

  const root = document.documentElement;
  const linkOf = (event) => (event.target.closest ? event.target.closest("a[data-card]") : null);
  /* How wide the page is; the room kept free for a scroll bar is no part of it. */
  const wide = () => root.getBoundingClientRect().width;
  const openCard = () => document.querySelector(".card:popover-open");

  /* Where the sentence stands that a reference is in; a reference after the full stop belongs to what it follows. */
  const sentenceOf = (link) => {
    const block = link.closest("p, li, td, th, caption, figcaption, dd, h1, h2, h3") || link;
    const whole = block.getBoundingClientRect();
    if (!window.Intl || !Intl.Segmenter || link.classList.contains("mark-link")) return { block: whole, lines: whole };
    const texts = [];
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    let text = "";
    let from = 0;
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (link.contains(node) && !texts.some((one) => one.inside)) from = text.length;
      texts.push({ node, start: text.length, inside: link.contains(node) });
      text += node.data;
    }
    const parts = [...new Intl.Segmenter(root.lang, { granularity: "sentence" }).segment(text)];
    const at = parts.findIndex(({ index, segment }) => from < index + segment.length);
    if (at < 0) return { block: whole, lines: whole };
    let first = at;
    while (first && !/\p{L}{3}/u.test(text.slice(parts[first].index, from))) first -= 1;
    const end = parts[at].index + parts[at].segment.trimEnd().length;
    const range = document.createRange();
    const bound = (offset) => {
      const own = texts.findLast(({ start }) => start <= offset);
      return [own.node, Math.min(offset - own.start, own.node.length)];
    };
    range.setStart(...bound(parts[first].index));
    range.setEnd(...bound(end));
    return { block: whole, lines: range.getBoundingClientRect() };
  };
  /* In the free margin when there is one, else under the sentence that is being checked, else above it. */
  const place = (card, link) => {
    Object.assign(card.style, { left: "", top: "", width: "", maxHeight: "" });
    if (SHEET.matches) return;
    const at = link.getClientRects()[0] || link.getBoundingClientRect();
    const { block, lines } = sentenceOf(link);
    const free = wide() - block.right - EDGE - GAP;
    if (DOCKS.matches && free >= NARROWEST) {
      card.style.width = `${Math.min(card.offsetWidth, free)}px`;
      card.style.left = `${block.right + GAP}px`;
      card.style.top = `${Math.max(EDGE, Math.min(at.top - EDGE, innerHeight - card.offsetHeight - EDGE))}px`;
      return;
    }
    const under = innerHeight - EDGE - Math.max(lines.bottom, at.bottom) - GAP / 2;
    const over = Math.min(lines.top, at.top) - GAP / 2 - EDGE;
    const below = card.offsetHeight <= under || under >= over;
    card.style.maxHeight = `${Math.max(LOWEST, Math.min(card.offsetHeight, below ? under : over))}px`;
    const top = below ? Math.max(lines.bottom, at.bottom) + GAP / 2 : Math.min(lines.top, at.top) - GAP / 2 - card.offsetHeight;
    card.style.left = `${Math.max(EDGE, Math.min(at.left - GAP, wide() - card.offsetWidth - EDGE))}px`;
    card.style.top = `${Math.max(EDGE, Math.min(top, innerHeight - card.offsetHeight - EDGE))}px`;
  };

  const opened = (card, link, hover) => {
    const before = openCard();
    if (before === card && opener === link) {
      if (!hover) byHover = false;
    } else {
      if (before) before.hidePopover();
      opener = link;
      shown = card;
      byHover = hover;
      card.showPopover();
      place(card, link);
      link.setAttribute("aria-expanded", "true");
    }
    if (!hover) card.focus({ preventScroll: true });
  };

  /* Resolves to the card, or to nothing when there is none: then the link is followed. */
  const asked = new Map();
  const waiting = new Map();
  /* The card of a work that is cited, of what the list at the foot of the page says of it. */
  const cited = (id) => {
    const entry = document.getElementById(id);
    const card = document.createElement("div");
    Object.assign(card, { className: "card", id: `card-${id}`, popover: "auto" });
    card.setAttribute("role", "dialog");
    card.setAttribute("aria-label", "Work cited");
    const body = document.createElement("div");
    body.className = "card-body";
    body.append(...[...entry.querySelectorAll("p")].map((part) => part.cloneNode(true)));
    card.append(body);
    attend(card);
    document.body.append(card);
    return card;
  };
  const ask = (name) => {
    if (!asked.has(name) && name.startsWith("#")) asked.set(name, Promise.resolve(cited(name.slice(1))));
    if (!asked.has(name)) {
      asked.set(name, new Promise((resolve) => {
        waiting.set(name, resolve);
        const script = document.createElement("script");
        script.src = `${root.dataset.root}cards/${name}.js?v=${root.dataset.assets}`;
        script.onerror = () => resolve(null);
        document.head.append(script);
      }));
    }
    return asked.get(name);
  };
  window.briefing.card = (name, html) => {
    const holder = document.createElement("template");
    holder.innerHTML = html.replaceAll('href="@root/', `href="${root.dataset.root}`);
    const card = holder.content.querySelector(".card");
    attend(card);
    document.body.append(card);
    waiting.get(name)(card);
  };

  /* Where a card tells of several records, the quotations of each after its first are folded, and counted. */
  const fold = (list) => {
    const rest = [...list.children].slice(1);
    if (!rest.length) return;
    const more = Object.assign(document.createElement("details"), { className: "many" });
    const told = Object.assign(document.createElement("summary"), {
      textContent: `${rest.length} more ${rest.length > 1 ? "quotations" : "quotation"}`,
    });
    const folded = list.cloneNode();
    folded.append(...rest);
    more.append(told, folded);
    list.after(more);
  };
  /* One card of several records, each in words; made of their own cards. */
  const together = (names, cards) => {
    const whole = document.createElement("div");
    Object.assign(whole, { className: "card card-several", id: "card-several", popover: "auto" });
    whole.setAttribute("role", "dialog");
    whole.setAttribute("aria-label", `${names.length} records: ${names.join(", ")}`);
    const head = cards[0].querySelector(".card-head").cloneNode();
    const count = document.createElement("strong");
    count.textContent = `${names.length} records`;
    const close = cards[0].querySelector(".card-close").cloneNode(true);
    close.setAttribute("popovertarget", "card-several");
    head.append(count, close);
    whole.append(head);
    cards.forEach((card) => {
      const part = document.createElement("section");
      const title = document.createElement("p");
      title.className = "card-id";
      for (const piece of card.querySelectorAll(".card-head > :not(button)")) title.append(piece.cloneNode(true), " ");
      const body = card.querySelector(".card-body").cloneNode(true);
      body.querySelectorAll(".card-evidence").forEach(fold);
      part.append(title, body);
      whole.append(part);
    });
    document.getElementById("card-several")?.remove();
    attend(whole);
    document.body.append(whole);
    return whole;
  };
  const cardOf = async (link) => {
    const names = link.dataset.card.split(" ");
    const cards = await Promise.all(names.map(ask));
    const before = openCard();
    if (before && opener === link) return before;
    return cards.every(Boolean) ? (names.length > 1 ? together(names, cards) : cards[0]) : null;
  };
  const show = async (link, hover) => {
    const card = await cardOf(link);
    if (card) opened(card, link, hover);
    else if (!hover) location.href = link.getAttribute("href") || link.href;
  };

  const hideSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const card = openCard();
      if (card && byHover && !card.matches(":hover")) card.hidePopover();
    }, LEAVE_MS);
  };

  const attend = (card) => {
    card.tabIndex = -1;
    card.addEventListener("toggle", (event) => {
      if (event.newState !== "closed" || !opener || shown !== card) return;
      const link = opener;
      link.setAttribute("aria-expanded", "false");
      const lost = document.activeElement === document.body || card.contains(document.activeElement);
      if (!byHover && lost) link.focus({ preventScroll: true });
      opener = shown = null;
    });
    card.addEventListener("pointerenter", () => clearTimeout(timer));
    card.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && hideSoon());
    card.addEventListener("pointerdown", () => (byHover = false));
  };
  for (const link of document.querySelectorAll("main p a[href^='#']:not(.headerlink, .paragraph-number)")) {
    if (document.getElementById(link.hash.slice(1))?.matches(".citation, .footnote")) link.dataset.card = link.hash;
  }
  for (const link of document.querySelectorAll("a[data-card]")) link.setAttribute("aria-haspopup", "dialog");

  document.addEventListener("click", (event) => {
    const link = linkOf(event);
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button) return;
    if (link.classList.contains("mark-link") && !getSelection().isCollapsed) {
      event.preventDefault();
      return;
    }
    event.preventDefault();
    clearTimeout(timer);
    show(link, false);
  });
  document.addEventListener("pointerover", (event) => {
    const link = linkOf(event);
    if (!link || event.pointerType !== "mouse" || !HOVERS.matches || link.classList.contains("mark-link")) return;
    link.dataset.card.split(" ").forEach(ask);
    clearTimeout(timer);
    if (openCard() && !byHover) return;
    timer = setTimeout(() => show(link, true), HOVER_MS);
  });
  document.addEventListener("pointerout", (event) => {
    if (linkOf(event) && event.pointerType === "mouse") hideSoon();
  });
  document.addEventListener("focusin", (event) => {
    const link = linkOf(event);
    if (link) link.dataset.card.split(" ").forEach(ask);
  });
  addEventListener("resize", () => {
    const card = openCard();
    if (card && opener) place(card, opener);
  });
  addEventListener("scroll", () => {
    const card = openCard();
    if (card && opener && !SHEET.matches) place(card, opener);
  }, { passive: true });
})();
