// Dialogs, and the question before something is destroyed. Without JavaScript: `data-dialog-open` is on a link to a
// page with the same form, `data-confirm` on a link to a page that asks the same question.

const dialog = document.getElementById("confirm-dialog");

document.addEventListener("click", (event) => {
  const opener = event.target.closest?.("[data-dialog-open]");
  const target = opener && document.getElementById(opener.dataset.dialogOpen);
  if (!target?.showModal) return;
  event.preventDefault();
  target.showModal();
});

/** Asks; resolves to true or false. The verb of the button is that of what was clicked. */
function ask(sentence, verb) {
  dialog.querySelector("[data-confirm-text]").textContent = sentence;
  const yes = dialog.querySelector("[data-confirm-yes]");
  yes.textContent = verb?.trim() || yes.dataset.defaultLabel;
  dialog.returnValue = "cancel";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

function token() {
  const headers = document.body.getAttribute("hx-headers");
  return headers ? JSON.parse(headers)["X-CSRFToken"] : "";
}

function hidden(name, value) {
  const input = document.createElement("input");
  input.type = "hidden";
  input.name = name;
  input.value = value;
  return input;
}

if (dialog) {
  document.addEventListener("click", async (event) => {
    const link = event.target.closest?.("a[data-confirm]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (!(await ask(link.dataset.confirm, link.textContent))) return;
    const form = document.createElement("form");
    form.method = "post";
    form.action = link.href;
    form.hidden = true;
    form.append(hidden("csrfmiddlewaretoken", token()), hidden("confirmed", "yes"));
    document.body.append(form);
    form.requestSubmit();
  });

  // Before the guard against double sending, hence the capture.
  document.addEventListener(
    "submit",
    async (event) => {
      const { target: form, submitter } = event;
      if (!submitter?.dataset.confirm || form.dataset.asked === "yes") return;
      event.preventDefault();
      event.stopPropagation();
      if (!(await ask(submitter.dataset.confirm, submitter.textContent))) return;
      form.dataset.asked = "yes";
      const confirmed = hidden("confirmed", "yes");
      form.append(confirmed);
      form.requestSubmit(submitter);
      confirmed.remove();
      delete form.dataset.asked;
    },
    true,
  );

  document.addEventListener("htmx:confirm", async (event) => {
    if (!event.detail.question) return;
    event.preventDefault();
    if (await ask(event.detail.question, event.target.textContent)) event.detail.issueRequest(true);
  });
}
