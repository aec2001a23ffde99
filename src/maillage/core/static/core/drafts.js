// A form marked `data-autosave` keeps what is typed in this browser until it is sent, and on the server as well when it
// has `data-autosave-url`. Leaving asks first only when something could not be kept.

const PREFIX = "draft:";
const PAUSE = 700; // ms after the last keystroke
const FIRST_RETRY = 4000; // ms after a lost connection, twice as long each time
const LAST_RETRY = 60000;
const KEPT = 30 * 24 * 3600 * 1000;

let signingOut = false; // then nothing more is kept

const keyOf = (form) => `${PREFIX}${location.pathname}:${form.dataset.autosave}`;

/** What is typed, as [name, value] pairs: no file, no password, no token. */
function typed(form) {
  const secret = new Set([...form.querySelectorAll("input[type=password]")].map((input) => input.name));
  return [...new FormData(form)].filter(
    ([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken" && !secret.has(name),
  );
}

function read(key) {
  try {
    const draft = JSON.parse(localStorage.getItem(key));
    return draft && Date.now() - draft.at < KEPT ? draft : null;
  } catch {
    return null;
  }
}

function keep(key, fields) {
  try {
    localStorage.setItem(key, JSON.stringify({ at: Date.now(), fields }));
    return true;
  } catch {
    return false; // storage full or refused
  }
}

function forget(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // nothing was kept
  }
}

function fill(form, fields) {
  const values = new Map();
  for (const [name, value] of fields) values.set(name, [...(values.get(name) ?? []), value]);
  // A page whose lines grow makes room for those that were typed.
  form.dispatchEvent(new CustomEvent("draft:fill", { detail: values }));
  for (const control of form.elements) {
    if (!control.name || control.type === "file" || control.type === "password" || control.type === "submit") continue;
    if (control.name === "csrfmiddlewaretoken") continue;
    const given = values.get(control.name) ?? [];
    if (control.type === "checkbox" || control.type === "radio") control.checked = given.includes(control.value);
    else if (control.multiple) for (const option of control.options) option.selected = given.includes(option.value);
    else if (values.has(control.name)) control.value = given.shift() ?? "";
    control.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

const clock = (at) => new Intl.DateTimeFormat(document.documentElement.lang, { hour: "numeric", minute: "2-digit" }).format(at);

function start(form) {
  if (form.dataset.autosaving) return;
  form.dataset.autosaving = "yes";
  const key = keyOf(form);
  const state = form.querySelector("[data-autosave-state]");
  const words = form.querySelector("[data-autosave-words]")?.dataset ?? {};
  const initial = JSON.stringify(typed(form));
  let timer = 0;
  let pending = false; // typed, and kept nowhere yet
  let sending = false;

  const say = (sentence) => {
    if (state) state.textContent = (sentence ?? "").replace("{time}", clock(Date.now()));
  };

  let busy = false;
  let again = false;
  let retry = 0; // waits for the network
  let wait = FIRST_RETRY;

  // One request at a time: the server counts saves, and two at once would look like two people.
  async function save() {
    clearTimeout(timer);
    clearTimeout(retry);
    if (signingOut) return;
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    again = false;
    await send();
    busy = false;
    if (again) save();
  }

  async function send() {
    const fields = typed(form);
    const kept = keep(key, fields);
    pending = !kept;
    if (form.dataset.autosaveUrl) {
      const body = new URLSearchParams(fields);
      body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken?.value ?? "");
      try {
        const answer = await fetch(form.dataset.autosaveUrl, { method: "POST", body, headers: { "X-Autosave": "1" } });
        wait = FIRST_RETRY;
        if (answer.redirected || answer.status === 403) {
          // The session ended: what is typed stays here, and is sent once one has signed in again.
          say(words.expired ?? words.local);
          return;
        }
        if (answer.headers.get("Content-Type")?.startsWith("application/json")) {
          form.dispatchEvent(new CustomEvent("autosave:answer", { detail: await answer.json() }));
        }
        if (answer.status === 409) {
          // Somebody else saved meanwhile: sending the form shows both.
          say(words.conflict ?? words.local);
          return;
        }
        if (answer.ok && !answer.redirected) {
          const version = answer.headers.get("X-Draft-Version");
          if (version && form.elements.version) form.elements.version.value = version;
          forget(key);
          pending = false;
          say(words.server);
          return;
        }
      } catch {
        // Offline: the copy of this browser stays, and is sent again by itself.
        retry = setTimeout(save, wait);
        wait = Math.min(wait * 2, LAST_RETRY);
      }
    }
    say(kept ? words.local : words.failed);
  }

  const pendingRetry = () => wait > FIRST_RETRY;

  const draft = read(key);
  const offer = form.querySelector("[data-autosave-offer]");
  if (draft && offer && JSON.stringify(draft.fields) !== initial) {
    offer.hidden = false;
    offer.querySelector("[data-resume]").addEventListener("click", () => {
      fill(form, draft.fields);
      changed(); // what was kept here alone goes to the server too
      offer.remove();
      form.querySelector("input:not([type=hidden]), select, textarea")?.focus();
    });
    offer.querySelector("[data-forget]").addEventListener("click", () => {
      forget(key);
      offer.remove();
    });
  }

  const changed = () => {
    pending = true;
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  };
  window.addEventListener("online", () => pendingRetry() && save());
  form.addEventListener("input", changed);
  form.addEventListener("change", (event) => event.isTrusted && changed());

  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    sending = true;
    clearTimeout(timer);
    // Kept until the next page has come: the network may fail. A page that shows the same form with errors offers
    // nothing, since it holds the same words.
    keep(key, typed(form));
    try {
      sessionStorage.setItem("draft-sent", key);
    } catch {
      // then the draft is offered once more, which loses nothing
    }
  });

  window.addEventListener("beforeunload", (event) => {
    if (!pending || sending || signingOut) return;
    if (keep(key, typed(form))) return;
    event.preventDefault();
  });
}

// The page after a sent form: if it does not hold the same form, the form was accepted; unless one has to sign in
// again, when nothing of it has arrived and the draft is offered on return.
function settle() {
  let key = null;
  try {
    key = sessionStorage.getItem("draft-sent");
    sessionStorage.removeItem("draft-sent");
  } catch {
    return;
  }
  if (!key) return;
  const again = [...document.querySelectorAll("form[data-autosave]")].some((form) => keyOf(form) === key);
  const refused = again && document.querySelector("[data-summary]");
  if (!refused && !document.querySelector("[data-problem], [data-signs-in]")) forget(key);
}

settle();
document.querySelectorAll("form[data-autosave]").forEach(start);
document.addEventListener("htmx:load", (event) => event.target.querySelectorAll?.("form[data-autosave]").forEach(start));

// A shared computer: signing out leaves nothing behind.
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-signs-out]")) return;
  signingOut = true;
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
  } catch {
    // nothing was kept
  }
});
