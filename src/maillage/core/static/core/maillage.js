// What every page does once JavaScript is there: menus that close, messages that are read aloud, forms that are sent
// once. Everything works without it.

document.documentElement.classList.add("js");

// --- menus: one open at a time, closed by Escape or a click elsewhere -----------------------------------------
const openMenus = () => document.querySelectorAll("details[data-menu][open], details.switch[open]");

document.addEventListener("click", (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    const inside = menu.contains(document.activeElement);
    menu.open = false;
    if (inside) menu.querySelector("summary").focus();
  }
});

// --- a list or its map, on a phone ------------------------------------------------------------------------------
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-atlas-switch]");
  if (!button) return;
  const atlas = button.closest(".atlas");
  const toMap = atlas.dataset.view !== "map";
  atlas.dataset.view = toMap ? "map" : "list";
  button.querySelector("span").textContent = toMap ? button.dataset.list : button.dataset.mapWord;
  window.scrollTo(0, 0);
});

// --- messages ---------------------------------------------------------------------------------------------------
const region = document.querySelector("[data-toasts]");
if (region) {
  const messages = [...region.children];
  document.body.append(region);
  region.classList.add("toasts--floating");
  region.replaceChildren();
  // A live region speaks only of what is added to it after the page has settled.
  setTimeout(() => region.append(...messages), 150);
}

document.addEventListener("click", (event) => {
  const toast = event.target.closest?.("[data-toast-close]")?.closest("[data-toast]");
  if (!toast) return;
  toast.remove();
});

// --- forms ------------------------------------------------------------------------------------------------------
// The summary of errors takes the focus, so that it is read first.
const focusSummary = (root) => root.querySelector?.("[data-summary]")?.focus();
focusSummary(document);
document.addEventListener("htmx:load", (event) => focusSummary(event.target));

// A link of the summary puts the focus in its field (a group of boxes: on its first box).
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-summary] a[href^='#']");
  if (!link) return;
  const field = document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!field) return;
  event.preventDefault();
  const control = field.matches("input, select, textarea") ? field : field.querySelector("input, select, textarea");
  field.scrollIntoView({ block: "center" });
  (control ?? field).focus({ preventScroll: true });
});

// A form is sent once: a second click while the answer is under way does nothing.
const SENT_FOR = 8000; // a download answers without leaving the page: then the button comes back

const release = (form) => {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("[aria-busy='true']")) button.removeAttribute("aria-busy");
};

document.addEventListener("submit", (event) => {
  const form = event.target;
  const method = (event.submitter?.getAttribute("formmethod") || form.method || "get").toLowerCase();
  if (event.defaultPrevented || method !== "post" || form.matches("[hx-post], [hx-put], [hx-patch], [hx-delete]")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  event.submitter?.setAttribute("aria-busy", "true");
  setTimeout(() => release(form), SENT_FOR);
});

// Coming back with the browser's button, the page is as it was left: its forms can be sent again.
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(release));
