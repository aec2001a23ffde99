// A form of a questionnaire shows, hides and judges as one types, without asking the server: the page brings the rules,
// the answers of the other parts and the facts. Without this script everything is shown, each condition in words.

const NUMERIC = new Set(["number", "money"]);

const island = document.getElementById("filling");
const holder = document.querySelector("[data-filling]");
const form = holder?.closest("form");

/** The decimal that people type: "12 500,50 €" is "12500.50". */
function decimal(text) {
  return text.replace(/[\s€]/g, "").replace(",", ".").replace("−", "-");
}

/** The answer of a question as the page shows it now, in the JSON that rules read; undefined leaves what is kept. */
function answerOf(question, id, type, kept) {
  const named = (part = "") => [...question.querySelectorAll(`[name="${CSS.escape(id + part)}"]`)];
  const value = (part = "") => named(part)[0]?.value.trim() ?? "";
  const chosen = (part = "") => named(part).find((control) => control.checked)?.value ?? "";
  if (NUMERIC.has(type)) return decimal(value());
  if (type === "yes_no") return { true: true, false: false }[chosen()] ?? null;
  if (type === "scale") return chosen();
  if (type === "choice") {
    const list = named()[0];
    if (list?.tagName === "SELECT") return list.value;
    const word = value(":other");
    return word && ["", ":other"].includes(chosen()) ? { other: word } : chosen().replace(":other", "");
  }
  if (type === "choices" || type === "territories") {
    const ticked = named().filter((control) => control.checked).map((control) => control.value);
    const added = type === "territories" ? value(":add_code") : "";
    return added ? [...ticked, added] : ticked;
  }
  if (type === "period") return { from: value(":from"), to: value(":to") };
  if (type === "matrix") {
    const rows = {};
    for (const control of question.querySelectorAll("input[type=radio]:checked")) {
      rows[control.name.slice(id.length + 1)] = control.value;
    }
    return rows;
  }
  if (type === "commune") return value(":code");
  if (type === "place") return value(":code") ? Number(value(":code")) : "";
  if (type === "organisation") {
    const number = value(":number").replace(/[\s.-]/g, "");
    return { [/^w/i.test(number) ? "rna" : "siret"]: number.toUpperCase(), name: value(":name") };
  }
  if (type === "files") {
    const gone = named(":remove").filter((control) => control.checked).length;
    const added = named(":new")[0]?.files.length ?? 0;
    return (kept ?? 0) - gone + added;
  }
  if (type === "table") {
    return [...question.querySelectorAll("tbody tr")].map((row) => {
      const cells = {};
      for (const cell of row.querySelectorAll("[name]")) {
        const column = cell.name.slice(cell.name.lastIndexOf(":") + 1);
        cells[column] = cell.classList.contains("num") ? decimal(cell.value) : cell.value.trim();
      }
      return cells;
    });
  }
  return value();
}

function start(Evaluation) {
  const { content, answers: kept, facts } = JSON.parse(island.textContent);
  facts.communes ??= {};
  facts.territories ??= {};
  facts.places ??= {};
  const questions = [...form.querySelectorAll("[data-question]")];
  const conditions = [...document.querySelectorAll("[data-eligible]")];

  // Each condition of eligibility: met, not met, not known yet; away while its question is not asked.
  function weigh(said) {
    const truths = new Map();
    const ranks = {};
    for (const [id, , truth] of said.eligibility()) {
      ranks[id] = (ranks[id] ?? -1) + 1;
      truths.set(`${id}:${ranks[id]}`, truth);
    }
    for (const condition of conditions) {
      const { eligible: key } = condition.dataset;
      condition.hidden = !truths.has(key);
      for (const word of condition.querySelectorAll("[data-truth]")) {
        word.hidden = word.dataset.truth !== String(truths.get(key));
      }
    }
  }

  function judge() {
    const answers = { ...kept };
    for (const question of questions) {
      const { question: id, type } = question.dataset;
      answers[id] = answerOf(question, id, type, kept[id]);
    }
    const said = new Evaluation(content, answers, facts);
    const faults = said.faults();
    for (const question of questions) {
      const { question: id } = question.dataset;
      question.hidden = !said.isShown(id);
      tell(question, faults[id] ?? []);
    }
    weigh(said);
    for (const section of form.querySelectorAll("[data-section]")) {
      section.hidden = !section.querySelector("[data-question]:not([hidden])");
      const link = document.querySelector(`a[href="#${CSS.escape(section.id)}"]`);
      if (link) link.closest("li").hidden = section.hidden;
    }
  }

  // What the author's rules refuse, beside the question: said once it changes, not at each letter.
  function tell(question, sentences) {
    let place = question.querySelector("[data-fault]");
    const text = sentences.join(" ");
    if (!place && !text) return;
    if (!place) {
      place = document.createElement("p");
      place.className = "field__error";
      place.dataset.fault = "";
      place.setAttribute("role", "status");
      question.append(place);
    }
    if (place.textContent !== text) place.textContent = text;
  }

  let asked = 0;
  const soon = () => {
    cancelAnimationFrame(asked);
    asked = requestAnimationFrame(judge);
  };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  // What a look-up answers comes with the facts about it.
  form.addEventListener("lookup:found", (event) => {
    for (const kind of ["communes", "territories", "places"]) Object.assign(facts[kind], event.detail.facts?.[kind]);
    soon();
  });
  judge();
}

// --- rows of tables ---------------------------------------------------------------------------------------------
function addRow(table) {
  const body = table.querySelector("tbody");
  const count = table.querySelector("input[type=hidden]");
  const number = body.rows.length;
  if (number >= Number(table.dataset.most)) return null;
  const row = body.rows[number - 1].cloneNode(true);
  for (const cell of row.querySelectorAll("[name]")) {
    cell.name = `${table.dataset.rows}:${number}:${cell.name.slice(cell.name.lastIndexOf(":") + 1)}`;
    cell.setAttribute("aria-label", cell.getAttribute("aria-label").replace(/\d+$/, String(number + 1)));
    cell.value = "";
    if (cell.tagName === "INPUT") cell.removeAttribute("value");
    else for (const option of cell.options) option.defaultSelected = false;
  }
  body.append(row);
  count.value = String(number + 1);
  if (number + 1 >= Number(table.dataset.most)) table.querySelector("[data-add-row]")?.remove();
  return row;
}

function tables() {
  form.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-add-row]");
    if (!button) return;
    event.preventDefault();
    addRow(button.closest("[data-rows]"))?.querySelector("[name]")?.focus();
  });
  // A draft kept in this browser may hold more rows than the page.
  form.addEventListener("draft:fill", (event) => {
    for (const table of form.querySelectorAll("[data-rows]")) {
      const wanted = Number(event.detail.get(`${table.dataset.rows}:rows`)?.[0] ?? 0);
      while (table.querySelector("tbody").rows.length < wanted && addRow(table));
    }
  });
}

// --- what the server answered to the browser's own saving ---------------------------------------------------------
function follow() {
  form.addEventListener("autosave:answer", ({ detail }) => {
    for (const [id, mark] of Object.entries(detail.seen ?? {})) {
      const field = form.elements[`${id}:seen`];
      if (field) field.value = mark;
    }
    if (detail.revision) form.elements[":revision"].value = detail.revision;
    for (const [section, text] of Object.entries(detail.progress ?? {})) {
      const link = document.querySelector(`a[href="#section-${CSS.escape(section)}"]`);
      const place = link?.closest("li").querySelector("small");
      if (place) place.textContent = text;
    }
  });
}

if (form) {
  tables();
  follow();
  import(holder.dataset.rules).then(({ Evaluation }) => start(Evaluation));
}
