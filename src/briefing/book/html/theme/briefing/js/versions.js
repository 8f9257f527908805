/* On a site of several versions, `versions.js` says which there are and what has changed since this one
   was made. The note keeps to the foot of the window, so that no text moves. */
(() => {
  const known = window.BRIEFING_VERSIONS;
  const root = document.documentElement.dataset.root;
  if (!known) return;
  const element = (name, className, ...parts) => {
    const made = document.createElement(name);
    made.className = className;
    made.append(...parts);
    return made;
  };
  const place = document.getElementById("versions");
  if (place) {
    const links = known.versions.map(({ version, released, path }) => {
      const link = element("a", "", `${version} (${released})`);
      link.href = root + path;
      return version === known.current ? element("li", "", `${version} (${released}), this one`) : element("li", "", link);
    });
    place.append(element("ul", "", ...links));
    place.hidden = false;
  }
  if (known.current === known.latest) return;
  const newest = known.versions.find(({ version }) => version === known.latest);
  const record = location.pathname.match(/claims\/([CJ]\d+)\.html$/);
  const since = record ? known.since[record[1]] || [] : null;
  const link = element("a", "", `Read version ${known.latest}`);
  link.href = root + newest.path + (record ? `claims/${record[1]}.html` : "");
  const said = since
    ? since.length ? since.map(({ version, what, why }) => `${version}: ${what} ${why}`.trim()).join(" ") : "This record has not changed since."
    : "";
  const note = element("aside", "newer", element("p", "", `This is version ${known.current}, which is no longer the newest. ${said} `, link));
  note.setAttribute("aria-label", "A newer version");
  document.body.append(note);
})();
