// In pages that `briefing serve` hands out, and in no built book: shows what changed, and what is wrong.
(() => {
  const own = document.currentScript;
  const page = own.dataset.page;
  const place = "briefing-live-scroll";
  const kept = JSON.parse(sessionStorage.getItem(place) || "null");
  sessionStorage.removeItem(place);
  if (kept && kept.page === page) {
    history.scrollRestoration = "manual";
    const back = () => scrollTo({ top: kept.top, behavior: "instant" });
    addEventListener("DOMContentLoaded", back);
    addEventListener("load", back);
  }

  const look = async () => {
    const answer = await fetch(`/_live/digest?page=${encodeURIComponent(page)}`);
    if (!answer.ok || (await answer.text()) === own.dataset.digest) return;
    sessionStorage.setItem(place, JSON.stringify({ page, top: scrollY }));
    location.reload();
  };

  const show = (findings) => {
    document.getElementById("briefing-live")?.remove();
    if (!findings.length) return;
    const overlay = document.createElement("aside");
    overlay.id = "briefing-live";
    overlay.setAttribute("role", "alert");
    for (const [where, text] of findings) {
      const row = overlay.appendChild(document.createElement("p"));
      row.appendChild(document.createElement("strong")).textContent = where;
      row.append(` ${text}`);
    }
    document.body.append(overlay);
  };

  const events = new EventSource(`/_live/events?page=${encodeURIComponent(page)}`);
  events.addEventListener("findings", (event) => show(JSON.parse(event.data)));
  events.addEventListener("changed", look);
  events.addEventListener("open", look);
})();
