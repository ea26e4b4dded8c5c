// Pages of sound work without this file; it switches between two sounds at the same word, follows the picture,
// tells how long a script takes, and shows what the server has finished.
"use strict";
(() => {
  const number = (box, name) => Number(box.dataset[name] || 0);

  // The recording has a chime before the text and says it more than once; the sound that was brought has neither.
  function places(box) {
    const lead = number(box, "lead"), reading = number(box, "reading"), turn = reading + number(box, "pause"), start = number(box, "start");
    return {
      brought: (at) => (at < lead ? start : start + Math.min(reading, (at - lead) % turn)),
      made: (at, before) => {
        const count = before > lead ? Math.floor((before - lead) / turn) : 0;
        return Math.max(0, lead + count * turn + Math.min(reading, Math.max(0, at - start)));
      },
    };
  }

  function player(box) {
    const sound = box.querySelector("audio"), waves = [...box.querySelectorAll("[data-wave]")];
    if (!sound) return;
    const buttons = [...box.querySelectorAll("[data-sound]")], place = places(box), matched = box.dataset.reading !== undefined;
    let now = buttons.length ? "made" : waves[0]?.dataset.of, lastMade = 0;

    // The same word, wherever it stands in the picture of the other sound.
    function follow() {
      const at = sound.currentTime;
      for (const wave of waves) {
        const same = wave.dataset.of === now, head = wave.querySelector("[data-head]");
        head.hidden = !same && !matched;
        const there = same ? at : now === "made" ? place.brought(at) : place.made(at, lastMade);
        head.style.left = `${Math.min(100, (100 * there) / number(wave, "wave"))}%`;
      }
    }

    function goTo(at, play) {
      const there = () => { sound.currentTime = at; if (play) sound.play().catch(() => {}); };
      if (sound.readyState > 0) there();
      else { sound.addEventListener("loadedmetadata", there, { once: true }); sound.preload = "metadata"; sound.load(); }
    }

    function load(button) {
      if (now === "made") lastMade = sound.currentTime;
      now = button.dataset.sound;
      buttons.forEach((one) => one.setAttribute("aria-pressed", String(one === button)));
      sound.src = button.dataset.src;
    }

    function change(button) {
      if (button.dataset.sound === now) return;
      const at = sound.currentTime, playing = !sound.paused, begun = at > 0 || playing;
      const then = now === "made" ? place.brought(at) : place.made(at, lastMade);
      load(button);
      if (begun) goTo(then, playing);
    }

    function hear(of, at) {
      const other = of !== now && buttons.find((button) => button.dataset.sound === of);
      if (other) load(other);
      goTo(at, true);
    }

    buttons.forEach((button) => button.addEventListener("click", () => change(button)));
    sound.addEventListener("timeupdate", follow);
    waves.forEach((wave) => wave.addEventListener("click", (event) => {
      const drawn = wave.getBoundingClientRect();
      hear(wave.dataset.of, ((event.clientX - drawn.left) / drawn.width) * number(wave, "wave"));
    }));
    // What is wrong is wrong in the sound that was brought, and is heard there.
    box.querySelectorAll("[data-seek]").forEach((link) => link.addEventListener("click", (event) => {
      event.preventDefault();
      hear("brought", Number(link.dataset.seek));
    }));
  }

  function estimate(form) {
    const place = form.querySelector("[data-estimate]");
    let timer = null, asked = 0;
    async function ask() {
      const mine = ++asked, body = new FormData();
      for (const name of ["csrf_token", "script", "speed"]) body.append(name, form.elements[name].value);
      try {
        const answer = await fetch(form.dataset.length, { method: "POST", body, headers: { Accept: "application/json" } });
        if (!answer.ok || answer.redirected) return;
        const { html } = await answer.json(), open = place.querySelector("details")?.open;
        if (mine !== asked) return;
        place.innerHTML = html;
        if (open && place.querySelector("details")) place.querySelector("details").open = true;
      } catch { /* no network: what stands there stays */ }
    }
    const soon = () => { clearTimeout(timer); timer = setTimeout(ask, 500); };
    form.elements.script.addEventListener("input", soon);
    form.elements.speed.addEventListener("change", ask);
  }

  // Work in the background: asked after quietly, and the page is opened anew once, when it has come to an end.
  function watch() {
    setTimeout(async () => {
      try {
        const answer = await fetch(location.href, { headers: { "X-Fresh": "1" }, cache: "no-store" });
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        if (answer.ok && !answer.redirected && !page.querySelector("[data-busy]")) { location.reload(); return; }
      } catch { /* no network: asked again */ }
      watch();
    }, 2000);
  }

  document.querySelectorAll("[data-player]").forEach(player);
  document.querySelectorAll("form[data-length]").forEach(estimate);
  if (document.querySelector("[data-busy]")) watch();
})();
