/* The comparison of two articles: what became of a passage, theme and actor choose the rows. */
(() => {
  for (const form of document.querySelectorAll(".comparison-controls")) {
    const table = form.nextElementSibling;
    const rows = table ? [...table.querySelectorAll("tbody tr")] : [];
    const status = form.querySelector("[role=status]");
    form.addEventListener("submit", (event) => event.preventDefault());
    const none = table && briefing.noMatch(form, table, "No passage matches.");
    const apply = () => {
      const chosen = [...form.querySelectorAll("select")].filter((select) => select.value);
      let shown = 0;
      for (const row of rows) {
        row.hidden = !chosen.every(({ name, value }) => (row.dataset[name] || "").split(" ").includes(value));
        shown += !row.hidden;
      }
      status.textContent = shown === rows.length ? `All ${rows.length} passages` : `${shown} of ${rows.length} passages`;
      if (none) none.hidden = shown > 0;
    };
    form.addEventListener("input", apply);
    form.addEventListener("reset", () => setTimeout(apply));
  }
})();
