"use strict";
/* Searching and filtering a page of the report; without it everything is shown. */
const boxes = { text: document.getElementById("search"), kind: document.getElementById("only") };
const shown = (one, words, kind) =>
  words.every((word) => one.textContent.toLowerCase().includes(word)) && (!kind || one.matches(kind));
function filter() {
  const words = boxes.text.value.toLowerCase().split(/\s+/).filter(Boolean);
  const kind = boxes.kind ? boxes.kind.value : "";
  for (const one of document.querySelectorAll("article.card")) {
    const named = one.closest("[data-company]");
    const all = words.filter((word) => !(named && named.dataset.company.toLowerCase().includes(word)));
    one.hidden = !shown(one, all, kind);
  }
  for (const group of document.querySelectorAll("[data-company]")) group.hidden = !group.querySelector("article.card:not([hidden])") && (words.length > 0 || kind !== "");
  for (const row of document.querySelectorAll("tr[data-who]")) row.hidden = !words.every((word) => row.dataset.who.toLowerCase().includes(word));
}
if (boxes.text) {
  document.getElementById("searching").hidden = false;
  boxes.text.addEventListener("input", filter);
  if (boxes.kind) boxes.kind.addEventListener("change", filter);
}
