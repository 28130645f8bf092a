"use strict";
/* The review page's script: keys, the sheet with its mark, and what others decide meanwhile. No library, no build. */

const POLL = 2000; // ms between two looks at what others decided
const ZOOMS = [1, 1.5, 2, 3, 4, 6];
const $ = (selector, within = document) => within.querySelector(selector);
const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];

let desk = null; // what the page's data says, and what is shown of it
let busy = false;

/* Where others on the network can open the page. */
function askPin(form, text) {
  $("#pin").hidden = false;
  $("#pin label").textContent = text;
  form.elements.pin.value = "";
  form.elements.pin.focus();
}

/* ---------- talking to the program ---------- */

async function post(path, body) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  let said = {};
  try { said = await answer.json(); } catch { said = { error: `${answer.status}` }; }
  return { ok: answer.ok, status: answer.status, ...said };
}

function say(text, wrong = false) {
  const message = $("#message");
  message.textContent = text || "";
  message.hidden = !text;
  message.classList.toggle("wrong", wrong);
  clearTimeout(say.timer);
  if (text && !wrong) say.timer = setTimeout(() => { message.hidden = true; }, 4000);
}

/* Goes to another page of the review without loading script and style again. */
async function go(path, keep = true) {
  const answer = await fetch(path, { headers: { accept: "text/html" } });
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of ["#main", ".trail", "#who", "#undecided"]) {
    const old = $(part), now = $(part, fresh);
    if (old && now) old.replaceWith(document.adoptNode(now));
  }
  document.body.className = fresh.body.className;
  document.title = fresh.title;
  if (keep) history.pushState({}, "", answer.headers.get("content-location") || answer.url);
  begin();
  $("#main").focus({ preventScroll: true });
}

const again = () => go(location.pathname + location.search, false);

/* ---------- the sheet ---------- */

function begin() {
  const data = $("#data");
  desk = data ? { ...JSON.parse(data.textContent), zoom: 0 } : null;
  if (!desk) return;
  const at = desk.pages.findIndex((one) => one.sha === desk.sha && one.page === desk.page);
  desk.at = at;
  if (at < 0 && desk.sha && desk.page) { desk.pages.unshift({ sha: desk.sha, page: desk.page }); desk.at = 0; desk.extra = 1; }
  const missing = desk.at < 0 && desk.pages.length > 0;  // a missing paper: the company's other pages are shown
  $("#elsewhere").hidden = !missing;
  if (missing) desk.at = 0;
  show(desk.at, desk.box);
  crops();
}

function show(at, box) {
  const image = $("#page-image"), none = $("#no-image"), mark = $("#mark"), choice = $("#paper");
  const page = desk.pages[at];
  desk.at = at;
  desk.shownBox = box || null;
  mark.hidden = true;
  delete $("#sheet").dataset.shown;
  if (!page) { image.removeAttribute("src"); image.hidden = true; none.hidden = false; return; }
  const option = at - (desk.extra || 0);
  if (choice.options[option]) choice.selectedIndex = option; else choice.selectedIndex = -1;
  image.onload = () => { none.hidden = true; image.hidden = false; lay(); $("#sheet").dataset.shown = page.page; };
  image.onerror = () => { none.hidden = false; image.hidden = true; };
  image.alt = choice.selectedOptions[0] ? choice.selectedOptions[0].textContent : "";
  image.src = `/page/${page.sha}/${page.page}.webp`;
  if (image.complete && image.naturalWidth) lay();
}

function lay() {
  const sheet = $("#sheet"), image = $("#page-image"), mark = $("#mark"), canvas = $("#canvas");
  if (!image || !image.naturalWidth) return;  // the page may have been left in the meantime
  const ratio = image.naturalHeight / image.naturalWidth;
  const whole = Math.min(sheet.clientWidth - 4, (sheet.clientHeight - 4) / ratio);
  const width = whole * ZOOMS[desk.zoom];
  canvas.style.width = `${width}px`;
  canvas.style.height = `${width * ratio}px`;
  const box = desk.shownBox;
  mark.hidden = !box;
  if (!box) return;
  const pad = 5;
  mark.style.left = `${box[0] * width - pad}px`;
  mark.style.top = `${box[1] * width * ratio - pad}px`;
  mark.style.width = `${(box[2] - box[0]) * width + 2 * pad}px`;
  mark.style.height = `${(box[3] - box[1]) * width * ratio + 2 * pad}px`;
}

function toPlace() {
  const mark = $("#mark"), sheet = $("#sheet");
  if (mark.hidden) return;
  sheet.scrollTo({
    left: mark.offsetLeft + mark.offsetWidth / 2 - sheet.clientWidth / 2,
    top: mark.offsetTop + mark.offsetHeight / 2 - sheet.clientHeight / 2,
  });
}

function zoom(step) {
  if (!desk) return;
  const sheet = $("#sheet"), before = $("#canvas").clientWidth || 1;
  const middle = [sheet.scrollLeft + sheet.clientWidth / 2, sheet.scrollTop + sheet.clientHeight / 2];
  const first = desk.zoom === 0;
  desk.zoom = step === 0 ? 0 : Math.max(0, Math.min(ZOOMS.length - 1, desk.zoom + step));
  lay();
  const grown = $("#canvas").clientWidth / before;
  if (first && desk.shownBox) toPlace();
  else sheet.scrollTo(middle[0] * grown - sheet.clientWidth / 2, middle[1] * grown - sheet.clientHeight / 2);
}

function turn(step) {
  if (!desk || !desk.pages.length) return;
  const at = (desk.at + step + desk.pages.length) % desk.pages.length;
  show(at, placeOn(at));
}

function placeOn(at) {
  const page = desk.pages[at];
  return page && page.sha === desk.sha && page.page === desk.page ? desk.box : null;
}

/* What was read, cut out of the page by showing a window on it. */
function crops() {
  for (const button of $$(".reading")) {
    const window_ = $(".crop", button);
    if (button.closest("details:not([open])")) continue;
    if (window_.firstChild) continue;
    const [x0, y0, x1, y1] = button.dataset.box.split(",").map(Number);
    if (x1 <= x0 || y1 <= y0) continue;
    const image = new Image();
    image.alt = "";
    image.onload = () => {
      const ratio = image.naturalHeight / image.naturalWidth;
      const grow = 0.01, w = x1 - x0 + 2 * grow, h = y1 - y0 + 2 * grow;
      const width = Math.min(260 / w, 70 / (h * ratio));
      window_.style.width = `${w * width}px`;
      window_.style.height = `${h * width * ratio}px`;
      image.style.width = `${width}px`;
      image.style.left = `${-(x0 - grow) * width}px`;
      image.style.top = `${-(y0 - grow) * width * ratio}px`;
    };
    image.src = `/page/${button.dataset.sha}/${button.dataset.page}.webp`;
    window_.append(image);
  }
}

/* ---------- verdicts ---------- */

function named() {
  if (!$("#who").dataset.missing) return true;
  open("name-dialog");
  return false;
}

async function decide(body) {
  if (!desk || busy || !named()) return;
  busy = true;
  try {
    const answer = await post("/verdict", { id: desk.id, seen: desk.seen, ...body });
    if (answer.status === 401) { open("name-dialog"); return; }
    if (!answer.ok) {
      say(answer.error, true);
      if (answer.status === 409 || answer.status === 404) await again();
      return;
    }
    if (body.action === "correct" && !answer.gone) await again();
    else await go(desk.next);
    say(answer.said);
  } finally { busy = false; }
}

async function undo() {
  if (busy || !named()) return;
  busy = true;
  try {
    const answer = await post("/undo", {});
    if (!answer.ok) { say(answer.error, true); return; }
    if (answer.id && !$("#picked")) await go(`/item/${answer.id}${scope() ? `?in=${scope()}` : ""}`);
    else await again();
    say(`${answer.said} ✕`);
  } finally { busy = false; }
}

async function claim(button) {
  if (!button || !named()) return;
  const answer = await post("/claim", { what: button.dataset.claim, held: !button.dataset.held });
  if (!answer.ok) say(answer.error, true);
  await again();
}

/* ---------- second looks, signing, letters ---------- */

async function deed(path, body) {
  if (busy || !named()) return;
  busy = true;
  try {
    const answer = await post(path, body);
    await again();
    say(answer.ok ? answer.said : answer.error, !answer.ok);
  } finally { busy = false; }
}

function noted(then) {
  if (!named()) return;
  ask("note-dialog", (form) => {
    const note = form.elements.note.value;
    if (!note.trim()) return;
    $("#note-dialog").close();
    then(note);
  });
}

function secondLook(agrees) {
  if (!desk || !desk.verdict || !$(".look.waiting [data-key]")) return;
  const body = { id: desk.id, verdict: desk.verdict, agrees };
  if (agrees) deed("/second", body); else noted((note) => deed("/second", { ...body, note }));
}

const scope = () => $("#main").dataset.in;

function ask(id, then) {
  open(id);
  const form = $("form", $(`#${id}`));
  form.onsubmit = (event) => { event.preventDefault(); then(form); };
}

/* Several alike at once: each gets a verdict of its own, and one undo takes all of them back. */
async function together(action) {
  const ids = $$(".pick:checked").map((one) => one.value);
  if (!ids.length || busy || !named()) return;
  const send = async (body) => {
    busy = true;
    try {
      const answer = await post("/verdict", { ids, ...body });
      await again();
      say(answer.ok ? answer.said : answer.error, !answer.ok);
    } finally { busy = false; }
  };
  if (action !== "other") { await send(action === "confirm" ? { action } : { action: "dismiss", reason: action }); return; }
  ask("note-dialog", (form) => {
    if (!form.elements.note.value.trim()) return;
    $("#note-dialog").close();
    send({ action: "dismiss", reason: "other", note: form.elements.note.value });
  });
}

function picked() {
  const count = $$(".pick:checked").length;
  for (const button of $$("[data-together]")) button.disabled = !count;
  const said = $("#picked");
  if (said) said.textContent = count ? `（${count}）` : "";
}

function withNote(body) {
  if (!named()) return;
  ask("note-dialog", (form) => {
    const note = form.elements.note.value;
    if (!note.trim()) return;
    $("#note-dialog").close();
    decide({ ...body, note });
  });
}

function correct() {
  const dialog = $("#correct-dialog");
  if (!dialog || !named()) return;
  const form = $("form", dialog), which = form.elements.target;
  if (!which.options.length) return;
  const fill = () => { form.elements.value.value = which.selectedOptions[0].dataset.written; form.elements.value.select(); };
  which.onchange = fill;
  reading("correct-dialog", () => ({ target: which.value, value: form.elements.value.value }));
  fill();
}

/* A reading that is put right, or was missed: where it makes findings go, the program asks why before it writes. */
function reading(id, said) {
  const dialog = $(`#${id}`), form = $("form", dialog), why = $(".why", form);
  why.hidden = true;
  form.elements.reason.value = form.elements.note.value = "";
  $(".error", form).hidden = true;
  ask(id, async () => {
    if (busy) return;
    busy = true;
    try {
      const more = { reason: form.elements.reason.value, note: form.elements.note.value };
      const answer = await post("/verdict", { id: desk.id, seen: desk.seen, action: "correct", ...said(), ...more });
      if (answer.status === 400) { const error = $(".error", form); error.textContent = answer.error; error.hidden = false; return; }
      if (answer.status === 428) {
        $(".removes", form).textContent = answer.removes.join("、");
        why.hidden = false;
        form.elements.reason.focus();
        return;
      }
      dialog.close();
      if (!answer.ok) { say(answer.error, true); await again(); return; }
      if (answer.gone) await go(desk.next); else await again();
      say(answer.said);
    } finally { busy = false; }
  });
}

/* ---------- drawing a box around what was missed ---------- */

function draw() {
  if (!desk || !desk.pages.length || !named()) return;
  $("#sheet").classList.toggle("drawing");
  say($("#sheet").classList.contains("drawing") ? $("#sheet").dataset.draw : "");
}

function drawn(box) {
  $("#sheet").classList.remove("drawing");
  const page = desk.pages[desk.at], dialog = $("#missed-dialog"), form = $("form", dialog), which = form.elements.target;
  for (const option of which.options) option.hidden = option.disabled = option.dataset.sha !== page.sha || Number(option.dataset.page) !== page.page;
  const first = [...which.options].find((option) => !option.disabled);
  if (!first) { say($("#sheet").dataset.nothing, true); return; }
  which.value = first.value;
  form.elements.value.value = "";
  reading("missed-dialog", () => {
    const [what, name] = which.value.split(":").slice(1);
    return { missed: { sha256: page.sha, what, name, page: page.page, box }, value: form.elements.value.value };
  });
  which.focus();
}

const FINDING = {
  1: () => decide({ action: "confirm" }),
  2: () => decide({ action: "dismiss", reason: "misread" }),
  3: () => decide({ action: "dismiss", reason: "not_required" }),
  4: () => decide({ action: "dismiss", reason: "exception" }),
  5: () => withNote({ action: "dismiss", reason: "other" }),
};
const PASS = { 1: () => decide({ action: "right" }), 2: () => withNote({ action: "missed" }) };
const KEYS = {
  e: correct,
  u: undo,
  n: () => desk && go(desk.next),
  p: () => desk && desk.previous && go(desk.previous),
  "[": () => turn(-1),
  "]": () => turn(1),
  "+": () => zoom(1),
  "-": () => zoom(-1),
  0: () => zoom(0),
  ".": () => { if (desk) { const at = desk.pages.findIndex((one) => one.sha === desk.sha && one.page === desk.page); if (at >= 0) show(at, desk.box); requestAnimationFrame(toPlace); } },
  m: () => { const manual = $("#manual"); if (manual) manual.open = !manual.open; },
  a: () => secondLook(true),
  d: () => secondLook(false),
  b: draw,
  x: () => claim($("[data-key-too='x']")),
  g: () => go("/"),
  "?": () => open("keys-dialog"),
};

function act(key) {
  const verdicts = desk && (desk.isPass ? PASS : FINDING);
  const deed = (verdicts && verdicts[key]) || KEYS[key];
  if (!deed) return false;
  deed();
  return true;
}

/* ---------- what people do ---------- */

function open(id) {
  const dialog = $(`#${id}`);
  if (dialog && !dialog.open) { dialog.showModal(); const field = $("input, textarea, select", dialog); if (field) field.focus(); }
}

const typing = (target) => target.closest("input, textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches("dialog textarea")) {
    event.target.form.requestSubmit();
    event.preventDefault();
    return;
  }
  if (event.key === "Escape" && $("#sheet.drawing")) { draw(); return; }
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat && /^[1-5eux]$/.test(event.key)) return;
  if (typing(event.target) || $("dialog[open]")) return;
  const key = event.key === "=" ? "+" : event.key === "？" ? "?" : event.key;
  if (act(key)) event.preventDefault();
});

document.addEventListener("click", async (event) => {
  const target = event.target.closest("[data-key], [data-opens], [data-closes], [data-claim], [data-write], [data-together], [data-alike], [data-step], [data-sign], [data-withdraw], .reading, a[href^='/']");
  if (!target) return;
  if (target.dataset.key) act(target.dataset.key);
  else if (target.dataset.opens) open(target.dataset.opens);
  else if ("closes" in target.dataset) target.closest("dialog").close();
  else if (target.dataset.claim) claim(target);
  else if (target.dataset.sign) deed("/sign", { section: Number(target.dataset.sign), unlisted: Boolean($("#leave:checked")) });
  else if (target.dataset.withdraw) noted((note) => deed("/withdraw", { section: Number(target.dataset.withdraw), note }));
  else if (target.dataset.step) {
    const body = { what: target.dataset.step, subject: target.dataset.subject };
    if (target.dataset.asks) noted((note) => deed("/step", { ...body, note })); else deed("/step", body);
  } else if (target.dataset.together) together(target.dataset.together);
  else if (target.dataset.alike) { for (const one of $$(".pick")) one.checked = one.dataset.code === target.dataset.alike; picked(); }
  else if ("write" in target.dataset) {
    const answer = await post("/write", {});
    say(answer.ok ? `✓ ${answer.written.join("  ")}` : answer.error, !answer.ok);
  } else if (target.classList.contains("reading")) {
    const at = desk.pages.findIndex((one) => one.sha === target.dataset.sha && String(one.page) === target.dataset.page);
    if (at >= 0) { show(at, target.dataset.box.split(",").map(Number)); requestAnimationFrame(toPlace); }
  } else if (target.matches("a") && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0 && target.getAttribute("href") !== "/export") {
    event.preventDefault();
    go(target.getAttribute("href"));
  }
});

document.addEventListener("submit", async (event) => {
  const form = event.target;
  event.preventDefault();
  if (form.dataset.post !== "/name") return;
  const answer = await post("/name", { name: form.elements.name.value, pin: form.elements.pin.value });
  if (answer.pin || (answer.status === 403 && !$("#pin").hidden)) { askPin(form, answer.pin || answer.error); return; }
  if (!answer.ok) { say(answer.error, true); return; }
  form.elements.pin.value = "";
  form.closest("dialog").close();
  await again();
});

document.addEventListener("change", (event) => {
  if (event.target.classList.contains("pick")) picked();
  if (event.target.id === "paper") { const at = event.target.selectedIndex + (desk.extra || 0); show(at, placeOn(at)); $("#sheet").focus(); }
});

document.addEventListener("input", (event) => {
  if (event.target.id !== "filter") return;
  const words = event.target.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const line of $$(".items li[data-text], tr[data-text]")) line.hidden = !words.every((word) => line.dataset.text.toLowerCase().includes(word));
  for (const group of $$(".group")) group.hidden = !$("li:not([hidden])", group);
});

document.addEventListener("toggle", async (event) => {
  if (!event.target.open) return;
  if (event.target.id === "manual") {
    const place = $("div", event.target);
    if (!place.firstChild) {
      const page = new DOMParser().parseFromString(await (await fetch(`/rule/${event.target.dataset.code}`)).text(), "text/html");
      place.append(...page.body.childNodes);
    }
  } else crops();
}, true);

/* Moving the sheet by hand; on a tablet the browser does it. */
let grip = null;
document.addEventListener("pointerdown", (event) => {
  const sheet = event.target.closest("#sheet");
  if (sheet && sheet.classList.contains("drawing")) { beginBox(event); return; }
  if (!sheet || event.pointerType !== "mouse" || event.button !== 0) return;
  grip = { x: event.clientX + sheet.scrollLeft, y: event.clientY + sheet.scrollTop, sheet };
  event.preventDefault();
  sheet.focus({ preventScroll: true });
});
document.addEventListener("pointermove", (event) => { if (grip) grip.sheet.scrollTo(grip.x - event.clientX, grip.y - event.clientY); });
document.addEventListener("pointerup", () => { grip = null; });

let corner = null;  // of a box under way, in fractions of the page
function onPage(event) {
  const rect = $("#canvas").getBoundingClientRect();
  const within = (part) => Math.min(1, Math.max(0, part));
  return [within((event.clientX - rect.left) / rect.width), within((event.clientY - rect.top) / rect.height)];
}
function boxTo(event) {
  const end = onPage(event);
  return [Math.min(corner[0], end[0]), Math.min(corner[1], end[1]), Math.max(corner[0], end[0]), Math.max(corner[1], end[1])];
}
function beginBox(event) { corner = onPage(event); event.preventDefault(); }
document.addEventListener("pointermove", (event) => { if (corner) { desk.shownBox = boxTo(event); lay(); } });
document.addEventListener("pointerup", (event) => {
  if (!corner) return;
  const box = boxTo(event);
  corner = null;
  if (box[2] - box[0] > 0.005 && box[3] - box[1] > 0.003) drawn(box);
});
document.addEventListener("wheel", (event) => {
  if (!event.ctrlKey || !event.target.closest("#sheet")) return;
  event.preventDefault();
  zoom(event.deltaY < 0 ? 1 : -1);
}, { passive: false });
addEventListener("resize", () => desk && lay());
addEventListener("popstate", again);

/* ---------- what others do ---------- */

async function look() {
  const main = $("#main");
  if (document.hidden || busy || $("dialog[open]")) return;
  let news;
  try {
    const answer = await fetch(`/changes?after=${main.dataset.last}${scope() ? `&in=${scope()}` : ""}`);
    if (!answer.ok) return;
    news = await answer.json();
  } catch { return; } // the program was ended; what was decided is kept
  if (busy || main !== $("#main")) return;
  const mine = desk && news.rows.filter((row) => row.subject === desk.id);
  const moved = news.last !== Number(main.dataset.last) || news.stamp !== main.dataset.stamp || String(news.step) !== main.dataset.known;
  $("#undecided").textContent = news.undecided;
  for (const place of $$("[data-holder]")) place.textContent = news.claims[place.dataset.holder] || "";
  if (!moved) return;
  if (!desk) { if (!($("#filter") && $("#filter").value)) await again(); else main.dataset.last = news.last; return; }
  main.dataset.last = news.last;
  main.dataset.known = news.step;
  if (news.stamp !== main.dataset.stamp || mine.length) {
    await again();
    const row = mine[mine.length - 1];
    if (row) say(`${row.who}：${row.said}`);
  }
}

setInterval(look, POLL);
if (location.pathname === "/next" && $("#data")) history.replaceState({}, "", `/item/${JSON.parse($("#data").textContent).id}${scope() ? `?in=${scope()}` : ""}`);
begin();
if ($("#who").dataset.missing) open("name-dialog");
