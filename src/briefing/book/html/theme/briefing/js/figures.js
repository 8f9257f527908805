/* Each figure can be taken along: the picture as SVG and PNG, its data as CSV, its citation. */
(() => {
  const { announce, copyText, addressOf, say } = window.briefing;
  const save = (name, type, content) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };
  /* The picture for itself: the palette's colours in words, no links, the faces by name. */
  const picture = (chart) => {
    const own = chart.querySelector("svg").cloneNode(true);
    const style = getComputedStyle(document.documentElement);
    const probe = document.body.appendChild(document.createElement("span"));
    const colour = (name) => {
      probe.style.color = `var(${name})`;
      return getComputedStyle(probe).color;
    };
    for (const element of [own, ...own.querySelectorAll("*")]) {
      for (const { name, value } of [...element.attributes]) {
        const found = value.match(/^var\((--[\w-]+)\)$/);
        if (found) element.setAttribute(name, colour(found[1]));
        if (/^(data-|aria-|href$)/.test(name) && element.tagName === "a") element.removeAttribute(name);
      }
    }
    probe.remove();
    own.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    own.setAttribute("font-family", style.getPropertyValue("--sans"));
    const paper = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    for (const [name, value] of [["width", "100%"], ["height", "100%"], ["fill", getComputedStyle(document.body).backgroundColor]]) paper.setAttribute(name, value);
    own.prepend(paper);
    return new XMLSerializer().serializeToString(own);
  };
  const raster = (svg, width, height) =>
    new Promise((resolve) => {
      const image = new Image();
      image.onload = () => {
        const canvas = Object.assign(document.createElement("canvas"), { width: width * 3, height: height * 3 });
        const pen = canvas.getContext("2d");
        pen.scale(3, 3);
        pen.drawImage(image, 0, 0, width, height);
        canvas.toBlob(resolve, "image/png");
      };
      image.onerror = () => resolve(null);
      image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
    });
  /* A cell that a spreadsheet would read as a formula is kept as text (OWASP, CSV injection). */
  const quoted = (cell) => {
    const clean = cell.textContent.replace(/\s+/g, " ").trim();
    return `"${(/^[=+\-@＝＋－＠]/.test(clean) ? `'${clean}` : clean).replaceAll('"', '""')}"`;
  };
  for (const figure of document.querySelectorAll("figure.briefing-chart")) {
    const charts = [...figure.querySelectorAll(".chart-scroll")];
    if (!charts.length) continue;
    const { name } = charts[0].dataset;
    const shown = () => charts.find((chart) => chart.offsetParent) || charts[0];
    const table = figure.nextElementSibling?.querySelector("table");
    const menu = figure.querySelector(".figure-menu");
    const offer = (kind, act) => {
      const button = menu?.querySelector(`[data-take=${kind}]`);
      button?.addEventListener("click", () => act(button));
    };
    offer("svg", () => save(`${name}.svg`, "image/svg+xml", picture(shown())));
    offer("png", async (button) => {
      const { width, height } = shown().querySelector("svg");
      const image = await raster(picture(shown()), width.baseVal.value, height.baseVal.value);
      if (image) save(`${name}.png`, "image/png", image);
      else say(button, "No picture");
    });
    if (table) {
      offer("csv", () => save(`${name}.csv`, "text/csv", `\ufeff${[...table.rows].map((row) => [...row.cells].map(quoted).join(",")).join("\r\n")}\r\n`));
    }
    offer("citation", async (button) => {
      const caption = figure.querySelector("figcaption .caption-text")?.firstChild?.textContent.trim() || name;
      const whole = document.getElementById("citation")?.textContent.trim().replace(/ https?:\/\/\S+$/, "") || "";
      const address = addressOf(`${location.href.split(/[?#]/)[0]}#${figure.id}`);
      await copyText(`“${caption}” Figure in: ${whole}${address ? ` ${address}` : ""}`);
      announce("The citation of the figure is copied.");
      say(button, "Copied");
    });
  }
})();
