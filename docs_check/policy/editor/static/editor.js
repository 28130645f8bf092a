"use strict";
/* The pack editor's script: print on a form is pointed at, what it is goes to the pack. No library, no build. */

const $ = (selector, within = document) => within.querySelector(selector);
const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];
const words = $("#words").dataset;
const stamp = document.body.dataset.stamp;
const AFTER = "docs-check-edit"; // what the page shows again once it was loaded anew

async function post(path, body) {
  try {
    const answer = await fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ stamp, ...body }),
    });
    let said = {};
    try { said = await answer.json(); } catch { said = { error: `${answer.status}` }; }
    return { ok: answer.ok, faults: [], asked: [], ...said };
  } catch { return { ok: false, error: words.gone, faults: [], asked: [] }; }
}

function say(text, wrong = false) {
  const message = $("#message");
  message.textContent = text || "";
  message.hidden = !text;
  message.classList.toggle("wrong", wrong);
}

function again(text, label = "") {
  const tab = $('[role="tab"][aria-selected="true"]').dataset.tab;
  sessionStorage.setItem(AFTER, JSON.stringify({ text, label, tab, at: window.scrollY }));
  location.reload();
}

function refused(answer) {
  if (answer.error) { say(answer.error, true); return; }
  const box = $("#faults"), list = document.createElement("ul");
  for (const one of answer.faults) {
    const line = document.createElement("li"), link = document.createElement("a");
    link.href = `#${one.file}`;
    link.textContent = `${one.file} ${words.line} ${one.line}`;
    link.addEventListener("click", (event) => { event.preventDefault(); go(one.file, one.line); });
    line.append(link, `：${one.said}`);
    list.append(line);
  }
  box.textContent = words.wrong;
  box.append(list);
  box.hidden = false;
  box.scrollIntoView({ block: "nearest" });
}

/* ---------- the files ---------- */

function open(name) {
  for (const tab of $$('[role="tab"]')) tab.setAttribute("aria-selected", String(tab.dataset.tab === name));
  for (const panel of $$('[role="tabpanel"]')) panel.hidden = panel.id !== name;
}

function select(area, start, end) {
  area.focus({ preventScroll: true });
  area.setSelectionRange(start, end);
  const lines = area.value.slice(0, start).split("\n").length;
  area.scrollTop = Math.max(0, (lines - 6) * parseFloat(getComputedStyle(area).lineHeight));
}

function go(name, number) {
  open(name);
  const area = $(`textarea[data-file="${name}"]`), lines = area.value.split("\n");
  const start = lines.slice(0, Math.max(0, number - 1)).join("\n").length + (number > 1 ? 1 : 0);
  select(area, start, start + (lines[number - 1] || "").length);
}

function show(kind, key) {
  const area = $('textarea[data-file="papers.yaml"]');
  const from = area.value.search(new RegExp(`^  ["']?${kind}["']?:`, "m"));
  const found = area.value.slice(Math.max(0, from)).search(new RegExp(`^ +["']?${key}["']?:.*$`, "m"));
  if (found < 0) return;
  const start = Math.max(0, from) + found;
  open("papers.yaml");
  select(area, start, area.value.indexOf("\n", start));
}

$$('[role="tab"]').forEach((tab) => tab.addEventListener("click", () => open(tab.dataset.tab)));
$$("a[data-file]").forEach((link) => link.addEventListener("click", (event) => {
  event.preventDefault();
  go(link.dataset.file, Number(link.dataset.line));
}));

async function saveTexts() {
  const texts = Object.fromEntries($$("textarea").map((area) => [area.dataset.file, area.value]));
  const answer = await post("/texts", { texts });
  if (answer.ok) again(words.saved); else refused(answer);
}
$("#save-texts").addEventListener("click", saveTexts);
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") { event.preventDefault(); saveTexts(); }
});
const edited = () => $$("textarea").some((area) => area.value !== area.defaultValue);
window.addEventListener("beforeunload", (event) => { if (edited() && !sessionStorage.getItem(AFTER)) event.preventDefault(); });

/* ---------- the form ---------- */

const dialog = $("#say"), form = $("form", dialog);
let piece = null;

function fitting() {
  const role = form.elements.role.value;
  for (const part of $$("[data-for]", form)) part.hidden = !part.dataset.for.split(" ").includes(role);
}

function point(at) {
  const kind = at.closest("svg").dataset.kind;
  if (!kind) return;
  piece = at;
  $("#say-label").textContent = at.dataset.label;
  form.elements.role.value = at.dataset.role;
  for (const name of ["key", "type", "name", "unit", "party", "date"]) form.elements[name].value = at.dataset[name];
  form.elements.required.checked = Boolean(at.dataset.required);
  $(".error", form).hidden = true;
  fitting();
  if (at.dataset.key && !at.classList.contains("open")) show(kind, at.dataset.key);
  dialog.showModal();
  $("input:checked", form).focus();
}

for (const at of $$(".piece")) {
  at.addEventListener("click", () => point(at));
  at.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") { event.preventDefault(); point(at); }
  });
}
form.addEventListener("change", fitting);
$("[data-closes]", form).addEventListener("click", () => dialog.close());
dialog.addEventListener("close", () => piece && piece.focus());
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const body = Object.fromEntries(["role", "key", "type", "name", "unit", "party", "date"].map((name) => [name, form.elements[name].value]));
  const kind = piece.closest("svg").dataset.kind;
  const answer = await post("/say", { ...body, kind, label: piece.dataset.label, required: form.elements.required.checked });
  if (answer.ok) { again(words.saved, piece.dataset.label); return; }
  if (!answer.error) { dialog.close(); refused(answer); return; }
  const error = $(".error", form);
  error.textContent = answer.error;
  error.hidden = false;
});

$$("[data-kind-of]").forEach((button) => button.addEventListener("click", async () => {
  const answer = await post("/kind", { form: Number(button.dataset.kindOf) });
  if (answer.ok) again([words.saved, ...answer.asked].join(" ")); else refused(answer);
}));
$("#undo").addEventListener("click", async () => {
  const answer = await post("/undo");
  if (answer.ok) again(words.undone); else refused(answer);
});

/* ---------- after a change ---------- */

const after = JSON.parse(sessionStorage.getItem(AFTER) || "null");
if (after) {
  sessionStorage.removeItem(AFTER);
  open(after.tab);
  say(after.text);
  window.scrollTo(0, after.at);
  const same = after.label && $$(".piece").find((one) => one.dataset.label === after.label);
  if (same) {
    if (same.dataset.key) show(same.closest("svg").dataset.kind, same.dataset.key);
    same.focus({ preventScroll: true });
  }
}
