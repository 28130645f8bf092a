"use strict";
/* The counter's script: papers dropped or picked, and what is known of them by now. No library, no build. */

const POLL = 500; // ms between two looks at what was read meanwhile
const AT_ONCE = 2; // files on their way at a time
const $ = (selector, within = document) => within.querySelector(selector);
const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];
const words = $("#words").dataset;

/* ---------- talking to the program ---------- */

async function post(path, body) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body || {}),
  });
  let said = {};
  try { said = await answer.json(); } catch { said = { error: `${answer.status}` }; }
  return { ok: answer.ok, status: answer.status, ...said };
}

function say(text, wrong = false) {
  const message = $("#message");
  if (!message) return;
  message.textContent = text || "";
  message.hidden = !text;
  message.classList.toggle("wrong", wrong);
}

/* ---------- papers ---------- */

async function filesOf(transfer) {
  const entries = [...transfer.items].map((one) => one.webkitGetAsEntry && one.webkitGetAsEntry()).filter(Boolean);
  if (!entries.some((one) => one.isDirectory)) return [...transfer.files];
  const found = [];
  async function walk(entry) {
    if (entry.isFile) { found.push(await new Promise((yes, no) => entry.file(yes, no))); return; }
    const reader = entry.createReader();
    for (;;) {
      const some = await new Promise((yes, no) => reader.readEntries(yes, no));
      if (!some.length) return;
      for (const one of some) await walk(one);
    }
  }
  for (const one of entries) await walk(one);
  return found;
}

async function send(files) {
  files = files.filter((one) => !/^(\.|~\$)|^(thumbs\.db|desktop\.ini)$/i.test(one.name));
  if (!files.length) return;
  if (!named()) { waiting = files; return; }
  const form = $("#drop"), progress = $("#progress");
  let receipt = form.dataset.receipt;
  if (!receipt) {
    const begun = await post("/receipts");
    if (!begun.ok) { say(begun.error, true); return; }
    receipt = form.dataset.receipt = begun.id;
  }
  let done = 0, failed = 0;
  const left = [...files];
  const tell = () => { progress.textContent = `${words.uploading} ${done} / ${files.length}`; };
  tell();
  async function one() {
    for (let file; (file = left.shift());) {
      const said = await upload(receipt, file);
      if (said) { failed += 1; fail(file.name, said); }
      done += 1;
      tell();
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  progress.textContent = `${files.length - failed} ${words.stored}`;
  if (!$("#live") && failed < files.length) location.assign(`/receipt/${receipt}`);
  if ($("#live")) look();
}

async function upload(receipt, file) {
  try {
    const answer = await fetch(`/receipt/${receipt}/files?name=${encodeURIComponent(file.name)}`, { method: "POST", body: file });
    if (answer.ok) return "";
    try { return (await answer.json()).error; } catch { return `${answer.status}`; }
  } catch { return words.gone; }
}

function fail(name, why) {
  const line = document.createElement("li");
  line.textContent = `${name} ${words.failed}：${why}`;
  $("#failed").append(line);
}

let waiting = null; // files that were dropped before anybody said who receives them

function named() {
  const who = $("#who");
  if (!who || !who.dataset.missing) return true;
  $("#name-dialog").showModal();
  return false;
}

function dropping() {
  const form = $("#drop");
  if (!form) return;
  $("#pick").addEventListener("change", (event) => { const files = [...event.target.files]; event.target.value = ""; send(files); });
  // Anywhere on the page: whoever misses the box by a finger's breadth must not have the browser open the file instead.
  document.addEventListener("dragover", (event) => { event.preventDefault(); form.classList.add("over"); });
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) form.classList.remove("over"); });
  document.addEventListener("drop", async (event) => {
    event.preventDefault();
    form.classList.remove("over");
    send(await filesOf(event.dataTransfer));
  });
}

/* ---------- what is known by now ---------- */

let stamp = "", timer = 0;

async function look() {
  const live = $("#live");
  if (!live) return;
  clearTimeout(timer);
  const query = new URLSearchParams({ stamp });
  const form = $("#give");
  if (form && form.dataset.chosen) {
    query.set("district", form.district ? form.district.value : "");
    query.set("received", form.received.value);
  }
  let said = null;
  try { said = await (await fetch(`${live.dataset.live}?${query}`)).json(); } catch { say(words.gone, true); }
  if (said) {
    if ($("#message") && $("#message").textContent === words.gone) say("");
    if (said.error) say(said.error, true);
    if (said.html) { say(""); show(live, said); }
    live.dataset.state = said.complete ? "complete" : "reading";
    if (said.over && form) { location.reload(); return; }
    if (said.stamp) stamp = said.stamp;
  }
  timer = setTimeout(look, said && said.complete ? 6 * POLL : POLL);
}

function show(live, said) {
  const open = $$("details", live).map((one) => one.open);
  const fresh = document.createElement("div");
  fresh.innerHTML = said.html; // made by the program's own template, in which whatever papers say is text
  const focused = document.activeElement && document.activeElement.dataset && document.activeElement.dataset.remove;
  live.replaceChildren(...fresh.childNodes);
  $$("details", live).forEach((one, at) => { one.open = open[at]; });
  if (focused) { const again = $(`[data-remove="${focused}"]`, live); if (again) again.focus(); }
  if ($("#spoken").textContent !== $("#summary").textContent) $("#spoken").textContent = $("#summary").textContent;
  const form = $("#give");
  if (!form) return;
  for (const name of ["company", "code", "district"]) {
    const field = form[name];
    if (field && !field.dataset.touched && said[name]) field.value = said[name];
  }
  $("#unread").hidden = said.complete || !$(".papers li .tag", live);
  if (said.company) $("[data-company]").textContent = said.company;
}

/* The counter's first page follows what is read, and what others do. */
async function lists() {
  const old = $("#lists");
  try {
    const fresh = new DOMParser().parseFromString(await (await fetch("/")).text(), "text/html");
    const now = $("#lists", fresh);
    if (now && now.innerHTML !== old.innerHTML && !old.contains(document.activeElement)) old.replaceWith(document.adoptNode(now));
    if ($("#message").textContent === words.gone) say("");
  } catch { say(words.gone, true); }
  setTimeout(lists, 4 * POLL);
}

/* ---------- forms ---------- */

async function submitted(event) {
  const form = event.target;
  const path = form.dataset.post || form.dataset.give;
  if (!path) return;
  event.preventDefault();
  if (form.dataset.give && !named()) return;
  const error = $(".error", form);
  const buttons = $$("button", form);
  buttons.forEach((one) => { one.disabled = true; });
  let said;
  try { said = await post(path, Object.fromEntries(new FormData(form))); } catch { said = { error: words.gone }; }
  buttons.forEach((one) => { one.disabled = false; });
  if (said.ok) {
    if (form.dataset.give) location.reload();
    else if (form.dataset.then) location.assign(form.dataset.then);
    else nameGiven(said.name);
    return;
  }
  if (said.pin) {
    $("#pin").hidden = false;
    $("#pin label").textContent = said.pin;
    form.elements.pin.focus();
    return;
  }
  error.textContent = said.error;
  error.hidden = false;
}

function nameGiven(name) {
  const who = $("#who");
  who.textContent = name;
  delete who.dataset.missing;
  $("#name-dialog").close();
  if (waiting) { const files = waiting; waiting = null; send(files); }
}

document.addEventListener("submit", submitted);
document.addEventListener("click", async (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.opens) $(`#${button.dataset.opens}`).showModal();
  if ("closes" in button.dataset) button.closest("dialog").close();
  if ("print" in button.dataset) window.print();
  if (button.dataset.remove) {
    const said = await post(`/receipt/${$("#drop").dataset.receipt}/remove`, { number: button.dataset.remove });
    if (!said.ok) say(said.error, true);
    $("#main").focus({ preventScroll: true });
    look();
  }
  if (button.dataset.again) { await post(button.dataset.again); stamp = ""; look(); }
});
document.addEventListener("input", (event) => {
  const field = event.target;
  field.dataset.touched = "1";
  if (field.form && field.form.id === "give" && ["district", "received"].includes(field.name)) { field.form.dataset.chosen = "1"; look(); }
  if (field.id === "filter") {
    const wanted = field.value.trim().toLowerCase();
    $$("#entries tbody tr").forEach((row) => { row.hidden = !row.textContent.toLowerCase().includes(wanted); });
  }
});

dropping();
if ($("#live")) {
  const spoken = document.createElement("p");
  spoken.id = "spoken";
  spoken.className = "spoken";
  spoken.setAttribute("role", "status");
  $("#main").append(spoken);
  look();
}
if ($("#lists")) setTimeout(lists, 4 * POLL);
if ($("#who") && $("#who").dataset.missing) $("#name-dialog").showModal();
if ($("[data-reload]")) setTimeout(() => location.reload(), 2000);
