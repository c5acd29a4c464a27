/* What is taken away from a view: its link, its sentence, a picture of its first chart, and
   the ways on that carry its address. */
(function () {
  "use strict";

  const WIDE = 1200; // pixels; a picture is twice as fine
  const EDGE = 28;
  const LETTERS = { title: 22, said: 15, foot: 12 }; // pixels
  const LEADING = 1.35;
  const at = (address) => window.sightline.at(address);
  let store = {};

  document.addEventListener("sightline:drawn", (event) => {
    store = event.detail;
    pointOn();
  });

  /* To a meeting, and as a file of this very picture. */
  function pointOn() {
    const here = own(window.location);
    for (const link of document.querySelectorAll("[data-of-address]")) {
      link.href = at(link.dataset.ofAddress) + encodeURIComponent(here);
    }
    const of = encodeURIComponent(own(pinned()));
    for (const link of document.querySelectorAll("a[data-pack]")) {
      link.setAttribute("href", at(link.dataset.pack) + "?of=" + of);
    }
  }

  /* The address that the server knows, of one that the browser has. */
  function own(url) {
    return window.sightline.own(url.pathname) + url.search;
  }

  function pinned() {
    const url = new URL(window.location.href);
    if (store.snapshot) url.searchParams.set("as_at", store.snapshot);
    return url;
  }

  /* Whoever takes something can be told if its picture is withdrawn; and it is kept. */
  async function record(what) {
    if (!store.snapshot) return true;
    const answer = await fetch(at("/taken"), {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Sightline": "1" },
      body: JSON.stringify({ snapshot: store.snapshot, what: what, of: store.measure || "" }),
    });
    return answer.ok;
  }

  function say(button, words) {
    const told = button.dataset.told || (button.dataset.told = button.textContent);
    button.textContent = words;
    setTimeout(() => (button.textContent = told), 2500);
  }

  function copy(button, words, ask, said) {
    const done = () => say(button, said);
    if (navigator.clipboard) navigator.clipboard.writeText(words).then(done, () => window.prompt(ask, words));
    else window.prompt(ask, words);
  }

  function text(id) {
    const found = document.getElementById(id);
    return found ? found.textContent.trim() : "";
  }

  /* What a chart says and what holds for it: a sentence without them says nothing. */
  function sentence() {
    return [text("view-headline"), text("view-change"), foot()].filter(Boolean).join("\n");
  }

  async function copySentence(button) {
    if (await recorded(button)) copy(button, sentence(), "Copy this sentence", "Sentence copied");
  }

  /* Numbers are in the record before they leave; where they cannot be, they do not. */
  async function recorded(button) {
    const kept = await record("file").catch(() => false);
    if (!kept) say(button, "Not now: try again");
    return kept;
  }

  function foot() {
    const marking = document.querySelector(".standing strong");
    return [marking && marking.textContent.trim(), text("view-foot")].filter(Boolean).join(" · ");
  }

  /* ---- a picture ------------------------------------------------------------------- */

  function wrapped(words, size, bold) {
    const pen = document.createElement("canvas").getContext("2d");
    pen.font = (bold ? "bold " : "") + size + "px Roboto, Arial, sans-serif";
    const lines = [];
    for (const word of words.split(/\s+/)) {
      const longer = lines.length ? lines[lines.length - 1] + " " + word : word;
      if (lines.length && pen.measureText(longer).width <= WIDE - 2 * EDGE) lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    return words ? lines : [];
  }

  /* Words as they are, whatever they hold: Plotly would read some of them as marks. */
  function plain(words) {
    return words.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  }

  function block(words, kind) {
    const lines = wrapped(words, LETTERS[kind], kind === "title").map(plain);
    return { text: lines.join("<br>"), high: lines.length * LETTERS[kind] * LEADING, kind: kind };
  }

  function note(given, edge, shift) {
    const bold = given.kind === "title" ? "<b>" + given.text + "</b>" : given.text;
    return {
      text: bold, showarrow: false, align: "left", xref: "paper", yref: "paper",
      x: 0, xanchor: "left", xshift: edge.left, y: edge.y, yanchor: "top", yshift: shift,
      font: { size: LETTERS[given.kind], color: given.kind === "foot" ? "#46525b" : "#1a2530" },
    };
  }

  /* The chart as it is drawn, with what is said of it above and what holds for it below. */
  function figure(chart) {
    const drawn = chart._fullLayout._size; // with the room that its labels took
    const title = block(text("view-headline"), "title");
    const said = block(text("view-change"), "said");
    const key = block(events(), "foot");
    const under = block(foot(), "foot");
    const above = drawn.t + title.high + said.high + EDGE;
    const below = drawn.b + key.high + under.high + EDGE;
    const left = EDGE - drawn.l;
    const high = drawn.h + above + below;
    const layout = Object.assign({}, chart.layout, {
      width: WIDE, height: high, autosize: false, paper_bgcolor: "#ffffff",
      margin: { l: drawn.l, r: drawn.r, t: above, b: below, pad: drawn.p },
      annotations: [
        ...(chart.layout.annotations || []),
        note(title, { left: left, y: 1 }, above - EDGE / 2),
        note(said, { left: left, y: 1 }, above - EDGE / 2 - title.high),
        note(key, { left: left, y: 0 }, EDGE / 2 + key.high + under.high - below),
        note(under, { left: left, y: 0 }, EDGE / 2 + under.high - below),
      ].filter((one) => one.text),
    });
    return { data: chart.data, layout: layout, config: { staticPlot: true } };
  }

  function events() {
    return [...document.querySelectorAll("#view-events .event")]
      .map((event) => event.textContent.trim()).join(" · ");
  }

  async function picture(button, form) {
    const chart = document.querySelector("[data-chart] .js-plotly-plot");
    if (!chart || !window.Plotly) return say(button, "Nothing to draw");
    if (!(await recorded(button))) return;
    const made = figure(chart);
    const address = await window.Plotly.toImage(made, {
      format: form, width: WIDE, height: made.layout.height, scale: form === "png" ? 2 : 1,
    });
    const link = document.createElement("a");
    link.href = address;
    link.download = (store.measure || "chart").replaceAll("_", "-") + "." + form;
    link.click();
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.id === "view-copy") {
      record("link").catch(() => false); // a link holds no number
      copy(button, pinned().href, "Copy this link", "Link copied");
    } else if (button.id === "view-sentence") copySentence(button);
    else if (button.dataset.picture) picture(button, button.dataset.picture);
  });
})();
