// While a notice is written, asks the server what it would come to; without this file the button does the same.
"use strict";
(() => {
  const form = document.querySelector("form[data-counts]"), place = form?.querySelector("[data-counter]");
  if (!form || !place) return;
  const zalo = document.getElementById("zalo");
  let timer = null, asked = 0;

  async function count() {
    const mine = ++asked;
    try {
      const answer = await fetch(form.dataset.counts, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
      if (!answer.ok || answer.redirected) return;
      const { html } = await answer.json();
      if (mine === asked && html) place.innerHTML = html;
    } catch { /* no network: the button asks again */ }
  }

  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(count, 600); });
  document.getElementById("route").addEventListener("change", (event) => { if (event.target.value.includes("zalo")) zalo.open = true; });
  if (form.elements.text.value) count();
})();
