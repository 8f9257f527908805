/* Theme choice, copying, and regions that need the keyboard only when they scroll. */
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
  window.briefing = { announce, copyText };

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
    if (!/https?:\/\/\S+$/.test(text)) text += ` ${location.href.split("#")[0]}`;
    await copyText(text);
    announce("Copied.");
    const label = button.textContent;
    button.textContent = "Copied";
    button.disabled = true;
    setTimeout(() => {
      button.textContent = label;
      button.disabled = false;
    }, 1500);
  });

  /* A link that is there to be handed on: a click puts its whole address on the clipboard. */
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a.copy-link");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    await copyText(link.href);
    announce("The link is copied.");
    const label = link.querySelector(".js-only");
    label.textContent = "Copied";
    setTimeout(() => (label.textContent = "Copy link"), 1500);
  });

  const regions = document.querySelectorAll(".table-scroll, .chart-scroll");
  if (regions.length && "ResizeObserver" in window) {
    const observer = new ResizeObserver((entries) => {
      for (const { target } of entries) {
        if (target.scrollWidth > target.clientWidth + 1) target.tabIndex = 0;
        else target.removeAttribute("tabindex");
      }
    });
    regions.forEach((region) => observer.observe(region));
  }
})();
