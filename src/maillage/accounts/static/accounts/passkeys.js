// What happens around a passkey: says that it failed, and hides what this browser cannot do.
document.addEventListener("allauth.error", (event) => {
  // Cancelling is no fault: a sentence, nothing in the console.
  event.preventDefault();
  const trouble = document.querySelector("[data-passkey-trouble]");
  if (trouble) {
    trouble.hidden = false;
  }
});
document.addEventListener("DOMContentLoaded", () => {
  if (!window.PublicKeyCredential) {
    document.querySelectorAll("[data-passkey-only]").forEach((element) => {
      element.hidden = true;
    });
  }
});
