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
  /* The faces of a picture, asked for when one is taken; a script, unlike a fetch, also works from the file system. */
  let faces = null;
  const askFaces = () => {
    const { root, assets } = document.documentElement.dataset;
    faces ||= new Promise((resolve) => {
      const script = Object.assign(document.createElement("script"), { src: `${root}_static/figure-faces.js?v=${assets}` });
      script.onload = () => resolve(window.briefing.faces);
      script.onerror = () => resolve("");
      document.head.append(script);
    });
    return faces;
  };
  const plain = (node) => {
    const copy = node?.cloneNode(true);
    for (const element of copy?.querySelectorAll(".source-claims") || []) element.remove();
    return copy?.textContent.replace(/\s+/g, " ").trim() || "";
  };
  const finding = (figure) => plain(figure.querySelector("figcaption .caption-text"));
  /* Where a figure stands: its number, the book with version and digest, its address where there is one. */
  const source = (figure) => {
    const number = plain(figure.querySelector("figcaption .caption-number")).replace(/\.$/, "") || "Figure";
    const whole = plain(document.getElementById("citation")).replace(/ https?:\/\/\S+$/, "");
    const address = addressOf(`${location.href.split(/[?#]/)[0]}#${figure.id}`);
    return `${number} in: ${whole}${address ? ` ${address}` : ""}`;
  };
  /* Words in lines of a width; what is wider than a line, or has no spaces, is broken where the line ends. */
  const lines = (text, font, width) => {
    const pen = Object.assign(document.createElement("canvas").getContext("2d"), { font, textRendering: "geometricPrecision" });
    const fits = (words) => pen.measureText(words).width <= width;
    const all = [""];
    for (const word of text.split(" ")) {
      if (fits(`${all.at(-1)} ${word}`.trim())) {
        all.push(`${all.pop()} ${word}`.trim());
        continue;
      }
      all.push("");
      for (const letter of word) all.push(...(fits(all.at(-1) + letter) ? [all.pop() + letter] : [letter]));
    }
    return all.filter(Boolean);
  };
  const MARGIN = 16;
  const CAPTION = { size: 15, weight: 600, colour: "ink" };
  const SOURCE = { size: 12, weight: 400, colour: "muted" };
  const GAP = 10;
  /* The picture for itself, between its finding and its source: the palette's colours in words, no links, faces of
     its own, and each text as long as it is here where another program has to take another face. */
  const picture = async (figure, chart) => {
    const embedded = await askFaces();
    const drawn = chart.querySelector("svg");
    const own = drawn.cloneNode(true);
    const family = getComputedStyle(document.documentElement).getPropertyValue("--sans");
    const probe = document.body.appendChild(document.createElement("span"));
    const colour = (name) => {
      probe.style.color = `var(${name})`;
      return getComputedStyle(probe).color;
    };
    const texts = drawn.querySelectorAll("text");
    own.querySelectorAll("text").forEach((text, n) => {
      const length = document.fonts.check(`13px ${family}`) && texts[n].getComputedTextLength();
      if (length) text.setAttribute("textLength", length.toFixed(2));
      text.setAttribute("lengthAdjust", "spacingAndGlyphs");
    });
    for (const element of [own, ...own.querySelectorAll("*")]) {
      for (const { name, value } of [...element.attributes]) {
        const found = value.match(/^var\((--[\w-]+)\)$/);
        if (found) element.setAttribute(name, colour(found[1]));
        if (name === "font-family" || (/^(data-|aria-|href$)/.test(name) && element.tagName === "a")) element.removeAttribute(name);
      }
    }
    const make = (name, attributes, text = "") => {
      const made = document.createElementNS("http://www.w3.org/2000/svg", name);
      for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
      made.textContent = text;
      return made;
    };
    const [width, height] = [drawn.width.baseVal.value, drawn.height.baseVal.value];
    const written = [];
    let y = MARGIN;
    const write = (text, { size, weight, colour: name }) => {
      for (const line of lines(text, `${weight} ${size}px ${family}`, width)) {
        const attributes = { x: MARGIN, y: y + size, "font-size": size, "font-weight": weight, fill: colour(`--${name}`) };
        written.push(make("text", attributes, line));
        y += size * 1.3;
      }
      y += GAP;
    };
    write(finding(figure), CAPTION);
    for (const [name, value] of Object.entries({ x: MARGIN, y, width, height, overflow: "visible" })) own.setAttribute(name, value);
    y += height + GAP;
    write(source(figure), SOURCE);
    const size = { width: width + 2 * MARGIN, height: Math.ceil(y - GAP + MARGIN) };
    const whole = make("svg", { ...size, viewBox: `0 0 ${size.width} ${size.height}`, "font-family": family, "text-rendering": "geometricPrecision" });
    const paper = make("rect", { width: "100%", height: "100%", fill: getComputedStyle(document.body).backgroundColor });
    whole.append(make("title", {}, finding(figure)), make("desc", {}, chart.querySelector(".chart").getAttribute("aria-label") || ""));
    whole.append(make("style", {}, embedded), paper, ...written, own);
    probe.remove();
    return { ...size, text: new XMLSerializer().serializeToString(whole) };
  };
  const raster = ({ text, width, height }) =>
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
      image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
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
    offer("svg", async () => save(`${name}.svg`, "image/svg+xml", (await picture(figure, shown())).text));
    offer("png", async (button) => {
      const image = await raster(await picture(figure, shown()));
      if (image) save(`${name}.png`, "image/png", image);
      else say(button, "No picture");
    });
    if (table) {
      offer("csv", () => save(`${name}.csv`, "text/csv", `\ufeff${[...table.rows].map((row) => [...row.cells].map(quoted).join(",")).join("\r\n")}\r\n`));
    }
    offer("citation", async (button) => {
      await copyText(`“${finding(figure) || name}” ${source(figure)}`);
      announce("The citation of the figure is copied.");
      say(button, "Copied");
    });
  }
})();
