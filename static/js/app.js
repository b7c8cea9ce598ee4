// Everything here only smooths what works without it: leaving, sending a form once, and focus.
"use strict";

(() => {
  const exit = document.getElementById("exit");
  document.documentElement.classList.add("js");

  // --- Leaving: blank at once, then go, leaving no entry for this page behind.
  const leave = () => {
    document.title = "";
    document.documentElement.classList.add("left");
    document.body.replaceChildren();
    window.location.replace(exit.href);
  };

  if (exit) {
    for (const link of document.querySelectorAll(`a[href="${exit.getAttribute("href")}"]`)) {
      link.addEventListener("click", (event) => {
        event.preventDefault();
        leave();
      });
    }

    // Three presses of Shift alone within 5 seconds. Typing a capital letter starts over.
    let presses = [];
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Shift") {
        presses = [];
        return;
      }
      if (event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
      const now = Date.now();
      presses = presses.filter((then) => now - then < 5000);
      presses.push(now);
      if (presses.length === 3) leave();
    });
  }

  // --- A page kept in memory must not come back after leaving or signing out.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    document.documentElement.classList.add("left");
    window.location.reload();
  });

  // --- A form is sent once; the button says so in words.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    const button = event.submitter;
    const words = document.body.dataset.busy;
    if (!button || !words || button.name === "_language") return;
    const before = [...button.childNodes];
    button.setAttribute("aria-disabled", "true");
    button.replaceChildren(words);
    // A download leaves the page where it is: give the button back.
    setTimeout(() => {
      delete form.dataset.sent;
      button.removeAttribute("aria-disabled");
      button.replaceChildren(...before);
    }, 8000);
  });

  // --- A long password is easier to type when it can be seen.
  const { show, hide } = document.body.dataset;
  for (const field of document.querySelectorAll(".field > input[type=password]")) {
    const frame = document.createElement("div");
    const button = document.createElement("button");
    const label = document.createElement("span");
    frame.className = "with-show";
    button.className = "button button-secondary";
    button.type = "button";
    button.setAttribute("aria-controls", field.id);
    label.textContent = show;
    button.append(label);
    if (field.labels.length) {
      const what = document.createElement("span");
      what.className = "unseen";
      what.textContent = `: ${field.labels[0].textContent.trim()}`;
      button.append(what);
    }
    field.replaceWith(frame);
    frame.append(field, button);
    button.addEventListener("click", () => {
      const hidden = field.type === "password";
      field.type = hidden ? "text" : "password";
      label.textContent = hidden ? hide : show;
    });
    // What is sent is a password again, so that no browser offers it as a suggestion later.
    if (field.form) field.form.addEventListener("submit", () => { field.type = "password"; });
  }

  // --- A link to copy is chosen whole.
  for (const field of document.querySelectorAll(".field > input[readonly]")) {
    field.addEventListener("focus", () => field.select());
  }

  // --- What went wrong is read first.
  // `autofocus` does it too, but not where the address has a #part.
  window.addEventListener("load", () => {
    const summary = document.querySelector(".summary");
    if (summary && document.activeElement !== summary) summary.focus();
  });
})();
