/* Runs before the first paint: says that there is JavaScript, asks for the first faces, and applies
   the reader's theme. From the file system a preload would be refused: there the faces may come late. */
(() => {
  const { preload, faces } = document.currentScript.dataset;
  const link = (fields) => document.head.append(Object.assign(document.createElement("link"), fields));
  if (location.protocol.startsWith("http")) {
    for (const href of preload.split(" ")) link({ rel: "preload", as: "font", type: "font/woff2", href, crossOrigin: "" });
  } else {
    addEventListener("DOMContentLoaded", () => link({ rel: "stylesheet", href: faces }));
  }
  const root = document.documentElement;
  root.classList.add("js");
  try {
    const theme = localStorage.getItem("briefing-theme");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  } catch {
    /* no storage: the system's theme */
  }
})();
