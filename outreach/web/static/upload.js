// Sends a file piece by piece, tells honestly how far it is, and goes on where a bad line broke off.
// Without this file the form sends it whole.
"use strict";
(() => {
  const form = document.querySelector("form[data-upload]");
  if (!form) return;
  const PIECE = 1_000_000, TRIES = 8, MEGABYTE = 1_000_000;
  const box = form.querySelector("[data-sending]"), bar = box.querySelector("progress"), told = box.querySelector("[data-told]");
  const problem = form.querySelector("[data-problem]"), words = form.dataset, token = form.elements.csrf_token.value;
  let upload = null, sentFile = null;

  const pause = (ms) => new Promise((done) => { setTimeout(done, ms); });
  const megabytes = (bytes) => (bytes / MEGABYTE).toFixed(1).replace(".", document.documentElement.lang === "vi" ? "," : ".");

  function show(done, all) {
    box.hidden = false;
    bar.value = all ? done / all : 0;
    told.textContent = words.sent.replace("{done}", megabytes(done)).replace("{all}", megabytes(all));
  }

  function ask(method, address, body, progress) {
    return new Promise((done, failed) => {
      const request = new XMLHttpRequest();
      request.open(method, address);
      request.responseType = "json";
      request.setRequestHeader("X-CSRFToken", token);
      if (progress) request.upload.addEventListener("progress", (event) => progress(event.loaded));
      request.addEventListener("load", () => {
        if (request.status < 400 && request.response) done(request.response);
        else failed(Object.assign(new Error(String(request.status)), { said: request.response?.problem || "", status: request.status }));
      });
      request.addEventListener("error", () => failed(new Error("network")));
      request.addEventListener("timeout", () => failed(new Error("network")));
      request.timeout = 120_000;
      request.send(body);
    });
  }

  async function pieces(file) {
    let at = upload ? (await ask("GET", `${words.upload}/${upload}`)).size : 0, tries = 0;
    if (!upload) ({ upload } = await ask("POST", words.upload));
    while (at < file.size) {
      const from = at;
      try {
        show(at, file.size);
        const body = file.slice(at, at + PIECE);
        at = (await ask("PUT", `${words.upload}/${upload}?tu=${at}`, body, (sent) => show(from + Math.min(sent, body.size), file.size))).size;
        tries = 0;
      } catch (broken) {
        if (++tries > TRIES || (broken.said && tries > 2)) throw broken;
        told.textContent = words.broken;
        await pause(Math.min(15_000, 500 * 2 ** tries));
        at = await ask("GET", `${words.upload}/${upload}`).then(({ size }) => size, () => from);
      }
    }
  }

  async function send(file) {
    if (file !== sentFile) { upload = null; sentFile = file; }
    await pieces(file);
    told.textContent = words.ending;
    const ending = new FormData();
    ending.append("name", file.name);
    if (form.elements.cho) ending.append("cho", form.elements.cho.value);
    location.assign(await finished(ending));
  }

  // Where to go on. When the answer is lost on the way, an upload that is no more has been taken: the library lists it.
  async function finished(ending) {
    for (let tries = 1; ; tries++) {
      try {
        return (await ask("POST", `${words.upload}/${upload}`, ending)).address;
      } catch (broken) {
        if (broken.status || tries > TRIES) throw broken;
        told.textContent = words.broken;
        await pause(Math.min(15_000, 500 * 2 ** tries));
        const gone = await ask("GET", `${words.upload}/${upload}`).then(() => false, ({ status }) => status === 404);
        if (gone) return words.library;
      }
    }
  }

  form.addEventListener("submit", async (event) => {
    const file = form.elements.file.files[0], button = form.querySelector("button");
    if (!file) return;
    event.preventDefault();
    problem.hidden = true;
    if (file.size > Number(words.most) * MEGABYTE) { problem.textContent = words.large; problem.hidden = false; return; }
    button.disabled = true;
    try {
      await send(file);
    } catch (broken) {
      if (broken.status === 404) upload = null;
      problem.textContent = broken.said || words.lost;
      problem.hidden = false;
      box.hidden = true;
    }
    button.disabled = false;
  });
})();
