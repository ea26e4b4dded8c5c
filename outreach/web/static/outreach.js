// Pages work without this file; it brings the running week into view and keeps a watched page fresh.
"use strict";
(() => {
  const banner = () => document.querySelector("[data-replay-now]");
  const main = () => document.getElementById("main");
  const busy = () => document.hidden || (main().contains(document.activeElement)
    && /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName))
    || [...document.querySelectorAll("audio")].some((sound) => !sound.paused);

  function showWeek() {
    for (const box of document.querySelectorAll(".grid-scroll")) {
      const now = box.querySelector("thead .now"), first = box.querySelector("thead th");
      if (now) box.scrollLeft = now.offsetLeft - first.offsetWidth - now.offsetWidth * 1.5;
    }
  }

  function remember() {
    const boxes = [...document.querySelectorAll(".grid-scroll")].map((box) => [box.scrollLeft, box.scrollTop]);
    const open = [...main().querySelectorAll("details[id][open]")].map((fold) => fold.id);
    const focused = main().contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    return () => {
      document.querySelectorAll(".grid-scroll").forEach((box, i) => { if (boxes[i]) [box.scrollLeft, box.scrollTop] = boxes[i]; });
      open.forEach((id) => { const fold = document.getElementById(id); if (fold) fold.open = true; });
      if (focused) main().querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
    };
  }

  // Browsers write days in the order of their own language; what stands below cannot be misread.
  const weekday = new Intl.DateTimeFormat(document.documentElement.lang, { weekday: "long", timeZone: "UTC" });
  function readDay(box) {
    const place = document.querySelector(`[data-reads="${CSS.escape(box.id)}"]`);
    if (place) place.textContent = box.valueAsDate ? `${weekday.format(box.valueAsDate)} ${box.value.split("-").reverse().join("/")}` : "";
  }
  const readDays = () => document.querySelectorAll("input[type=date]").forEach(readDay);

  async function fresh(address) {
    const answer = await fetch(address, { headers: { "X-Fresh": "1" }, cache: "no-store" });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  }

  function put(found, place) {
    if (found && place && found.innerHTML !== place.innerHTML) place.innerHTML = found.innerHTML;
  }

  async function renewPage() {
    const page = await fresh(location.href);
    if (busy()) return;
    const restore = remember();
    put(page.getElementById("main"), main());
    restore();
    document.body.dataset.live = page.body.dataset.live ?? "";
    put(page.querySelector("[data-replay-now]"), banner());
  }

  async function renewBanner() {
    put((await fresh(banner().dataset.replayNow)).querySelector("[data-replay-now]"), banner());
  }

  // A page may slow down or stand still once what it watched is done.
  function watch(renew, pace, after) {
    const again = () => setTimeout(async () => {
      try { if (!busy()) await renew(); } catch { /* no network, or signed out: the page stays as it is */ }
      if (pace()) again(); else after();
    }, pace() * 1000);
    again();
  }

  document.addEventListener("click", (event) => { if (event.target.closest("[data-print]")) window.print(); });
  document.querySelectorAll("[data-needs-script]").forEach((part) => { part.hidden = false; });
  document.querySelectorAll("[data-needs-no-script]").forEach((part) => { part.hidden = true; });
  document.addEventListener("change", (event) => { if (event.target.matches("[data-submits]")) event.target.form.requestSubmit(); });
  document.addEventListener("input", (event) => { if (event.target.matches("input[type=date]")) readDay(event.target); });
  window.addEventListener("pageshow", readDays);
  showWeek();
  const live = () => Number(document.body.dataset.live);
  const watchBanner = () => { if (banner()) watch(renewBanner, () => 5); };
  if (live()) watch(renewPage, live, watchBanner);
  else watchBanner();
})();
