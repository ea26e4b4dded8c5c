// Forms work without this file; it spares an officer a second tap, a long upload, a field not needed.
"use strict";
(() => {
  const LONGEST_SIDE = 1600, SMALL = 400 * 1024;
  let working = null;

  function openNamed() {
    const named = location.hash && document.getElementById(location.hash.slice(1));
    if (named && named.tagName === "DETAILS") { named.open = true; named.scrollIntoView(); }
  }

  function showProblem() {
    const first = document.querySelector("[aria-invalid]");
    for (let fold = first?.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    if (first) { first.scrollIntoView({ block: "center" }); first.focus({ preventScroll: true }); }
  }

  // A second tap on slow 4G sends nothing (the server would count it once anyway); a photo being made light is waited for.
  function sendOnce(form) {
    form.addEventListener("submit", (event) => {
      if (working) {
        event.preventDefault();
        const chosen = event.submitter;
        working.then(() => form.requestSubmit(chosen));
        return;
      }
      if (form.dataset.sent) { event.preventDefault(); return; }
      form.dataset.sent = "1";
      if (event.submitter) event.submitter.setAttribute("aria-busy", "true");
    });
  }

  function ownTime(select) {
    const own = document.getElementById(select.dataset.own);
    const show = () => { own.hidden = select.value !== "own"; };
    select.addEventListener("change", show);
    show();
  }

  // A photo of a modern phone is too heavy for poor 4G; what it shows is not.
  async function lighter(file) {
    if (!file.type.startsWith("image/") || file.size <= SMALL) return file;
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => { canvas.toBlob(done, "image/jpeg", 0.82); });
    return blob && blob.size < file.size ? new File([blob], "anh.jpg", { type: "image/jpeg" }) : file;
  }

  async function lighten(input) {
    let file = input.files[0];
    try {
      file = await lighter(file);
      const list = new DataTransfer();
      list.items.add(file);
      input.files = list.files;
    } catch { /* a picture that this browser cannot read is sent as it is */ }
    if (file.size > Number(input.dataset.largest)) input.setCustomValidity(input.dataset.tooLarge);
    input.reportValidity();
    working = null;
  }

  function chooseFile(input) {
    input.addEventListener("change", () => {
      input.setCustomValidity("");
      if (input.files.length) working = lighten(input);
    });
  }

  document.querySelectorAll("form[data-once]").forEach(sendOnce);
  document.querySelectorAll("select[data-own]").forEach(ownTime);
  document.querySelectorAll("input[type=file][data-largest]").forEach(chooseFile);
  document.querySelectorAll("input[data-copy]").forEach((box) => { box.addEventListener("focus", () => box.select()); });
  window.addEventListener("hashchange", openNamed);
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));
  openNamed();
  showProblem();
})();
