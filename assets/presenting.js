/* A meeting on the screen: one slide at a time, by keys. Everything is in the page already;
   the address says which slide, so that Back comes to it again. */
(function () {
  "use strict";

  const HERE = "/here";
  const EVERY = 4 * 60 * 1000; // milliseconds; far below any limit without a click

  const stage = () => document.getElementById("present");
  const slides = () => [...document.querySelectorAll("#present .slide")];

  function place() {
    const wanted = Number((window.location.hash.match(/^#view-(\d+)$/) || [])[1] || 1);
    return Math.min(Math.max(wanted, 1), slides().length) - 1;
  }

  function show(number, kept) {
    const every = slides();
    if (!every.length) return;
    const to = Math.min(Math.max(number, 0), every.length - 1);
    every.forEach((slide, n) => {
      slide.classList.toggle("current", n === to);
      slide.inert = n !== to;
    });
    if (!kept) window.history.replaceState(window.history.state, "", "#view-" + (to + 1));
    every[to].focus({ preventScroll: true });
  }

  function current() {
    return document.querySelector("#present .slide.current");
  }

  function part(name) {
    const found = current() && current().querySelector("." + name);
    if (!found) return;
    found.hidden = !found.hidden;
    for (const folded of found.querySelectorAll("details.panel-table")) folded.open = true;
    const first = !found.hidden && found.querySelector("textarea, input:not([type=hidden]), summary, [tabindex]");
    if (first) first.focus();
    else if (found.hidden) atHand();
  }

  /* What had the focus is no longer there. */
  function atHand() {
    if (current()) current().focus({ preventScroll: true });
  }

  function help() {
    const found = document.getElementById("present-help");
    found.hidden = !found.hidden;
  }

  function fullScreen() {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen().catch(() => say("This browser does not go to full screen here."));
  }

  function say(words) {
    const said = document.getElementById("present-said");
    if (said) said.textContent = words;
  }

  /* Whatever is open closes first; then the agenda. */
  function leave() {
    const open = [...document.querySelectorAll("#present-help, .current .slide-record, .current .slide-table, .current .slide-definition")]
      .filter((one) => !one.hidden);
    if (open.length) {
      open.forEach((one) => (one.hidden = true));
      atHand();
    } else window.location.assign(window.sightline.at(stage().dataset.agenda));
  }

  function openView(clause) {
    const to = current() && current().dataset.open;
    if (!to) return;
    const url = new URL(window.sightline.at(to), window.location.origin);
    if (clause) url.searchParams.set(clause[0], clause[1]);
    window.location.assign(url.pathname + url.search);
  }

  const DOES = {
    ArrowRight: () => show(place() + 1),
    PageDown: () => show(place() + 1),
    " ": () => show(place() + 1),
    ArrowLeft: () => show(place() - 1),
    PageUp: () => show(place() - 1),
    Home: () => show(0),
    End: () => show(slides().length - 1),
    Enter: () => openView(),
    r: () => part("slide-record"),
    t: () => part("slide-table"),
    d: () => part("slide-definition"),
    f: fullScreen,
    "?": help,
  };

  document.addEventListener("keydown", (event) => {
    if (!stage() || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") return leave();
    if (event.target.closest("input, textarea, select")) return; // what is typed is typed
    const presses = event.key === "Enter" || event.key === " ";
    if (presses && event.target.closest("button, a, summary")) return;
    const does = DOES[event.key] || DOES[event.key.toLowerCase()];
    if (!does) return;
    event.preventDefault();
    does();
  });

  /* A click on a chart looks further, on the page itself. */
  function listen(slide) {
    for (const chart of slide.querySelectorAll(".chart .js-plotly-plot")) {
      if (chart.dataset.listening || !chart.on) continue;
      chart.dataset.listening = "yes";
      chart.on("plotly_click", (told) => {
        const point = told.points && told.points[0];
        const dimension = chart.closest("[data-dimension]").dataset.dimension;
        if (point && dimension && point.customdata) openView([dimension, String(point.customdata)]);
      });
    }
  }

  /* ---- the room ------------------------------------------------------------------ */

  function lost() {
    if (stage()) say("The network is gone. Every view is still here.");
  }

  async function here() {
    if (!stage()) return;
    try {
      const answer = await fetch(window.sightline.at(HERE), { headers: { "X-Sightline": "1" } });
      if (answer.status === 401) say("You have been signed out. What is on the screen stays; sign in again to record.");
      else say("");
    } catch {
      lost();
    }
  }

  window.addEventListener("offline", lost);
  window.addEventListener("online", () => setTimeout(here, 1000)); // it is there a little later than it says
  setInterval(here, EVERY);
  window.addEventListener("hashchange", () => stage() && show(place(), true));

  new MutationObserver(() => {
    const on = Boolean(stage());
    document.body.classList.toggle("presenting", on);
    if (!on) return;
    slides().forEach(listen);
    if (!current()) {
      for (const face of document.fonts) face.load(); // each weight now: the network may go
      show(place(), true);
    }
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
