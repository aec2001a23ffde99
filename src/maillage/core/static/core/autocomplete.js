// Completes a text field from a look-up of the server (communes, organisations). The field posts what was typed, and
// the chosen code beside it; without this script it posts what was typed.

const PAUSE = 120; // ms: one question per pause, not per letter
let library;

function load(src) {
  library ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = src;
    script.onload = () => resolve(window.accessibleAutocomplete);
    script.onerror = reject;
    document.head.append(script);
  });
  return library;
}

function escaped(text) {
  const span = document.createElement("span");
  span.textContent = text ?? "";
  return span.innerHTML;
}

async function enhance(holder) {
  if (holder.dataset.enhanced) return;
  holder.dataset.enhanced = "yes";
  const accessibleAutocomplete = await load(holder.dataset.library);
  const original = holder.querySelector("input:not([type=hidden])");
  const code = holder.querySelector("[data-lookup-code]");
  const words = holder.dataset;
  const described = original.getAttribute("aria-describedby");
  const invalid = original.getAttribute("aria-invalid");
  const hadFocus = document.activeElement === original;
  const value = original.value;
  let chosen = code.value ? value : null;
  let timer = 0;
  let asked = null;

  // Whoever chooses wants the list that they see: an answer that comes late would open it again, or change it under
  // their hand.
  const settle = () => {
    clearTimeout(timer);
    asked?.abort();
  };

  const box = document.createElement("div");
  original.replaceWith(box);
  const { id, name, required } = original;

  accessibleAutocomplete({
    element: box,
    id,
    name,
    required,
    defaultValue: value,
    minLength: 2,
    confirmOnBlur: false,
    displayMenu: "overlay",
    showNoOptionsFound: true,
    source(query, populate) {
      settle();
      timer = setTimeout(async () => {
        asked = new AbortController();
        try {
          const address = new URL(words.lookup, location.href);
          address.searchParams.set("q", query);
          const answer = await fetch(address, { signal: asked.signal, headers: { Accept: "application/json" } });
          const found = answer.ok ? await answer.json() : { results: [] };
          // What is known of the results, for a page that reads it.
          holder.dispatchEvent(new CustomEvent("lookup:found", { bubbles: true, detail: found }));
          populate(found.results);
        } catch (error) {
          if (error.name !== "AbortError") populate([]);
        }
      }, PAUSE);
    },
    templates: {
      inputValue: (result) => result?.label ?? "",
      suggestion: (result) =>
        typeof result === "string"
          ? escaped(result)
          : `${escaped(result.label)}${result.hint ? ` <small>${escaped(result.hint)}</small>` : ""}`,
    },
    onConfirm(result) {
      settle();
      if (!result) return;
      chosen = result.label;
      code.value = result.code;
      code.dispatchEvent(new Event("change", { bubbles: true }));
    },
    tNoResults: () => words.none,
    tStatusQueryTooShort: (least) => words.short.replace("{number}", least),
    tStatusNoResults: () => words.none,
    tStatusSelectedOption: (option, length, index) =>
      words.selected.replace("{option}", option).replace("{index}", index + 1).replace("{total}", length),
    tStatusResults: (length, selected) => `${words.results.replace("{number}", length)} ${selected ?? ""}`,
    tAssistiveHint: () => words.hint,
  });

  const input = box.querySelector("input");
  if (invalid) input.setAttribute("aria-invalid", invalid);
  // The library rewrites this attribute at each letter: ours is put back in front of its own.
  const describe = () => {
    if (!described) return;
    const own = (input.getAttribute("aria-describedby") ?? "").replace(described, "").trim();
    const wanted = `${described} ${own}`.trim();
    if (input.getAttribute("aria-describedby") !== wanted) input.setAttribute("aria-describedby", wanted);
  };
  describe();
  new MutationObserver(describe).observe(input, { attributeFilter: ["aria-describedby"] });
  const moves = new Set(["ArrowDown", "ArrowUp"]);
  box.addEventListener("keydown", (event) => {
    if (moves.has(event.key) && input.getAttribute("aria-expanded") === "true") settle();
  });
  input.addEventListener("input", () => {
    if (input.value !== chosen && code.value) {
      code.value = "";
      code.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });
  if (hadFocus) input.focus();
}

const enhanceAll = (root) => root.querySelectorAll?.("[data-lookup]").forEach(enhance);
enhanceAll(document);
document.addEventListener("htmx:load", (event) => enhanceAll(event.target));
