/* Whoever is signed in is told before the time without a click runs out, and can stay by
   one key. Any answer of the server counts, as it does there; a meeting on the wall asks
   by itself (presenting.js). */
(function () {
  "use strict";

  const HERE = "/here";
  const BEFORE = 2 * 60 * 1000; // milliseconds; WCAG 2.2.1 asks for twenty seconds
  const LOOK = 5 * 1000;
  let last = Date.now();
  let cameFrom = null;

  function idle() {
    const said = document.querySelector("[data-idle-minutes]");
    return said ? Number(said.dataset.idleMinutes) * 60 * 1000 : 0;
  }

  new PerformanceObserver((list) => {
    const asked = list.getEntries().some((one) => ["fetch", "xmlhttprequest"].includes(one.initiatorType));
    if (asked) last = Date.now();
  }).observe({ type: "resource" });

  function button(words, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn btn-primary";
    made.textContent = words;
    made.addEventListener("click", act);
    return made;
  }

  function inWords(left) {
    const seconds = Math.round(left / 1000);
    return seconds < 90 ? seconds + " seconds" : Math.round(seconds / 60) + " minutes";
  }

  function warn(left) {
    const box = document.createElement("dialog");
    box.id = "staying";
    box.setAttribute("role", "alertdialog");
    box.setAttribute("aria-labelledby", "staying-said");
    const said = document.createElement("p");
    said.id = "staying-said";
    said.textContent = "You will be signed out in " + inWords(left) + ", because nothing was clicked. What you typed into a form is kept on this device.";
    box.append(said, button("Stay signed in", stay));
    box.addEventListener("cancel", (event) => {
      event.preventDefault();
      stay();
    });
    cameFrom = document.activeElement;
    document.body.append(box);
    box.showModal();
  }

  async function stay() {
    const said = document.getElementById("staying-said");
    try {
      const answer = await fetch(window.sightline.at(HERE), { headers: { "X-Sightline": "1" } });
      if (!answer.ok) return (said.textContent = "You have been signed out. Load the page again to sign in.");
      last = Date.now();
      close();
    } catch {
      said.textContent = "The network is not there: try again.";
    }
  }

  function close() {
    const box = document.getElementById("staying");
    if (!box) return;
    box.remove();
    if (cameFrom && cameFrom.isConnected) cameFrom.focus();
  }

  setInterval(() => {
    const limit = idle();
    if (!limit) return;
    const warned = document.getElementById("staying");
    const before = Math.min(BEFORE, limit / 2);
    const due = Date.now() - last > limit - before;
    if (due && !warned) warn(before);
    if (!due && warned) close(); // something was asked in the meantime
  }, LOOK);
})();
