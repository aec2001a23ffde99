/* Attendance on a trainer's telephone, with or without a network.

   Each tap makes a mark with a number of its own, kept in this browser before anything else happens; a mark
   leaves the browser only when the server has answered for that number. Sent twice, it is kept once there. */
import { frame } from "./signing.js";

const root = document.querySelector("[data-attendance]");
const words = root.querySelector("[data-words]").dataset;
const status = root.querySelector("[data-status]");
const KEY = `maillage.attendance.${root.dataset.key}`;
const AGAIN = 15_000;
const BATCH = 50;

/* --- The queue ------------------------------------------------------------------------------------- */
let memory = [];
let isKept = true;

function queue() {
  if (!isKept) return memory;
  try {
    return JSON.parse(localStorage.getItem(KEY)) || [];
  } catch {
    return memory;
  }
}

function keep(marks) {
  memory = marks;
  try {
    if (marks.length) localStorage.setItem(KEY, JSON.stringify(marks));
    else localStorage.removeItem(KEY);
    isKept = true;
  } catch {
    isKept = false; // full, or refused by the browser: only this page holds them
  }
}

function number() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/* --- What the page shows ---------------------------------------------------------------------------- */
const lineOf = (mark) =>
  root.querySelector(`[data-line][data-half-day="${mark.half_day}"][data-person="${mark.person}"]`);

function show(line, presence, said) {
  const radio = line.querySelector(`input[value="${presence}"]`);
  if (radio) radio.checked = true;
  line.querySelector("[data-means]").textContent = said;
}

function tell(state) {
  const marks = queue();
  const text = !isKept && marks.length ? words.lost : words[state];
  status.textContent = text.replace("{n}", marks.length).replace("{problem}", problem);
  status.className = `note note--${state === "sent" ? "ok" : state === "sending" ? "info" : "wait"}`;
  // Nothing is left to take: that all is sent goes without saying, what is still kept here does not.
  status.hidden = state === "sent" && !marks.length && !root.querySelector("[data-sign]");
  root.dataset.waiting = marks.length;
}

function mark(line, presence, more = {}) {
  const made = {
    id: number(),
    half_day: Number(line.dataset.halfDay),
    person: Number(line.dataset.person),
    presence,
    means: "trainer",
    seen: line.dataset.seen || null,
    taken_at: new Date().toISOString(),
    ...more,
  };
  line.dataset.seen = made.id;
  keep([...queue(), made]);
  show(line, presence, words.waiting);
  send();
}

/* --- Sending ----------------------------------------------------------------------------------------- */
let isSending = false;
let timer = 0;
let problem = ""; // what the server said when it refused

async function send() {
  clearTimeout(timer);
  if (isSending) return;
  const marks = queue().slice(0, BATCH);
  if (!marks.length) return tell("sent");
  isSending = true;
  tell("sending");
  let state = "sent";
  try {
    const headers = { "Content-Type": "application/json", ...JSON.parse(document.body.getAttribute("hx-headers")) };
    const answer = await fetch(root.dataset.sync, {
      method: "POST",
      headers,
      // What this clock says now: the server sees how wrong it is.
      body: JSON.stringify({ sent_at: new Date().toISOString(), marks }),
      redirect: "manual",
    });
    const isJson = (answer.headers.get("Content-Type") || "").startsWith("application/json");
    if (answer.ok && isJson) settle(await answer.json());
    else if (isJson) {
      state = "refused";
      problem = (await answer.json()).problem || "";
    } else if (answer.status === 404) state = "closed";
    else state = answer.type === "opaqueredirect" || [401, 403].includes(answer.status) ? "ended" : "offline";
  } catch {
    state = "offline";
  }
  isSending = false;
  const isLeft = queue().length > 0;
  if (state === "sent" && isLeft) return send();
  tell(state);
  if (isLeft) timer = setTimeout(send, AGAIN);
}

function settle(answer) {
  const answered = new Map(answer.results.map((result) => [result.id, result]));
  for (const made of queue()) {
    const result = answered.get(made.id);
    const line = result && lineOf(made);
    if (line) line.querySelector("[data-means]").textContent = result.sentence;
  }
  const left = queue().filter((made) => !answered.has(made.id));
  keep(left);
  // What others said meanwhile, on the lines that nothing waits for.
  const waiting = new Set(left.map((made) => `${made.half_day} ${made.person}`));
  for (const line of root.querySelectorAll("[data-line]")) {
    if (waiting.has(`${line.dataset.halfDay} ${line.dataset.person}`)) continue;
    const known = answer.sheets[line.dataset.halfDay]?.[line.dataset.person];
    if (!known || known.mark === line.dataset.seen) continue;
    line.dataset.seen = known.mark;
    show(line, known.presence, known.disputed ? words.disputed : known.means);
  }
}

/* --- Hands ------------------------------------------------------------------------------------------- */
root.addEventListener("change", (event) => {
  const line = event.target.closest("[data-line]");
  if (line && event.target.type === "radio") mark(line, event.target.value);
});

const dialog = document.getElementById("signing");
const pad = frame(dialog.querySelector("[data-pad]"));
const typed = dialog.querySelector("[data-typed]");
const fault = dialog.querySelector("[data-signing-fault]");
let signer = null;

root.addEventListener("click", (event) => {
  const button = event.target.closest("[data-sign]");
  if (!button) return;
  signer = button.closest("[data-line]");
  dialog.querySelector("[data-signing-name]").textContent = signer.dataset.name;
  typed.value = "";
  fault.hidden = true;
  dialog.showModal();
  pad.fit();
});
dialog.querySelector("[data-clear]").addEventListener("click", pad.clear);
dialog.querySelector("[data-keep]").addEventListener("click", () => {
  const strokes = pad.lines();
  const count = (strokes || []).reduce((sum, line) => sum + line.length, 0);
  const name = typed.value.trim();
  if (count < 4 && !name) {
    fault.textContent = words.nothing;
    fault.hidden = false;
    return;
  }
  dialog.close();
  mark(signer, "present", { means: "signature", strokes: count < 4 ? null : strokes, name });
});

// Marks of an earlier visit show again, then leave.
for (const made of queue()) {
  const line = lineOf(made);
  if (!line) continue;
  line.dataset.seen = made.id;
  show(line, made.presence, words.waiting);
}
window.addEventListener("online", send);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && send());
send();
