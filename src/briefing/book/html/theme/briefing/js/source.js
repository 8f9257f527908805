/* In a source text: the whole of the passage that the address names is outlined, not its first run
   only; pointing at a claim in the margin shows its words. */
(() => {
  const marks = [...document.querySelectorAll("mark[data-keys]")];
  if (!marks.length) return;

  const pick = (name, wanted) => {
    for (const mark of marks) mark.classList.toggle(name, mark.dataset.keys.split(" ").some(wanted));
  };
  const items = [...document.querySelectorAll(".source-claims [data-claim]")];
  const own = (item) => (key) => key.startsWith(`${item.dataset.claim}-`);
  const follow = () => {
    const key = briefing.fragment();
    pick("is-target", (known) => known === key);
    for (const item of items) item.classList.toggle("is-target", own(item)(key));
    const first = document.getElementById(key);
    if (!first || !first.closest("mark")) return;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    first.scrollIntoView({ block: "center", behavior: still ? "instant" : "auto" });
    const mark = first.closest("mark");
    mark.tabIndex = -1;
    mark.focus({ preventScroll: true });
  };
  addEventListener("hashchange", follow);
  follow();

  const on = (element, names, act) => names.forEach((name) => element.addEventListener(name, act));
  for (const item of items) {
    on(item, ["pointerenter", "focusin"], () => pick("is-pointed", own(item)));
    on(item, ["pointerleave", "focusout"], () => pick("is-pointed", () => false));
  }
  /* And the other way round: pointing at words shows every claim that quotes them. */
  for (const mark of marks) {
    const keys = mark.dataset.keys.split(" ");
    const beside = mark.closest(".source-row");
    const quoting = items.filter((item) => beside && beside.contains(item) && keys.some(own(item)));
    const show = (yes) => quoting.forEach((item) => item.classList.toggle("is-pointed", yes));
    on(mark, ["pointerenter", "focusin"], () => show(true));
    on(mark, ["pointerleave", "focusout"], () => show(false));
  }
})();
