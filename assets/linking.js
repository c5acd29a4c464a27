/* Linked views: the address is the only state.
   A click, a row, a chip or the filter bar changes the address; the server answers the
   address; this script draws tables and chips from the one answer. What is drawn is told
   to whoever listens for sightline:drawn (taking.js). */
(function () {
  "use strict";

  const DEFAULT_PERIOD = "last12";
  const ANY = "any"; // as in filter_bar.py
  let store = {};
  let filling = false;

  function params() {
    return new URLSearchParams(window.location.search);
  }

  function go(next) {
    const text = next.toString();
    const search = text ? "?" + text : "";
    if (search === window.location.search) return;
    window.dash_clientside.set_props("address", { search: search });
  }

  function put(next, dimension, key) {
    for (const rival of (store.rivals || {})[dimension] || [dimension]) next.delete(rival);
    const standard = dimension === "period" && key === DEFAULT_PERIOD;
    if (key && !standard) next.set(dimension, key);
    return next;
  }

  function toggle(dimension, key) {
    const next = params();
    const same = next.get(dimension) === key;
    go(put(next, dimension, same ? null : key));
  }

  /* ---- from the page to the address ------------------------------------------- */

  function followClick(clicks) {
    const context = window.dash_clientside.callback_context;
    for (const trigger of context.triggered) {
      const point = trigger.value && trigger.value.points && trigger.value.points[0];
      if (!point) continue;
      const id = JSON.parse(trigger.prop_id.replace(/\.clickData$/, ""));
      window.dash_clientside.set_props(id, { clickData: null });
      const panel = (store.panels || {})[id.panel];
      if (panel && panel.dimension && point.customdata) toggle(panel.dimension, String(point.customdata));
    }
  }

  function chooseFromBar() {
    if (filling) return;
    for (const trigger of window.dash_clientside.callback_context.triggered) {
      const id = JSON.parse(trigger.prop_id.replace(/\.value$/, ""));
      const wanted = trigger.value === ANY ? "" : trigger.value || "";
      if (wanted !== (params().get(id.dimension) || "")) go(put(params(), id.dimension, wanted));
    }
  }

  function chooseLevel() {
    if (filling) return;
    for (const trigger of window.dash_clientside.callback_context.triggered) {
      const id = JSON.parse(trigger.prop_id.replace(/\.value$/, ""));
      if (trigger.value && trigger.value !== (store.levels || {})[id.panel]) {
        const next = params();
        next.set("level_" + id.panel, trigger.value);
        go(next);
      }
    }
  }

  function choose(text) {
    const [name, value] = text.split("=");
    const next = params();
    next.set(name, value);
    go(next);
  }

  document.addEventListener("click", function (event) {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.key !== undefined) toggle(button.dataset.dimension, button.dataset.key);
    else if (button.dataset.choice) choose(button.dataset.choice);
    else if (button.dataset.newest !== undefined) { const next = params(); next.delete("as_at"); go(next); }
  });

  document.addEventListener("submit", (event) => {
    if (event.target.matches(".filter-bar")) event.preventDefault();
  });

  /* Back and forward on one page: the view follows, the page is not laid out anew. */
  let path = window.location.pathname;
  window.addEventListener(
    "popstate",
    function (event) {
      const same = window.location.pathname === path;
      path = window.location.pathname;
      if (!same || !document.getElementById("view-headline")) return;
      event.stopImmediatePropagation();
      // All of it: an href left as it was would be pushed again as a new address.
      window.dash_clientside.set_props("address", {
        search: window.location.search,
        href: window.location.href,
      });
    },
    true
  );
  window.addEventListener("_dashprivate_pushstate", () => (path = window.location.pathname));

  /* ---- from the answer to the page --------------------------------------------- */

  function element(tag, attributes, children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (name === "text") made.textContent = value;
      else if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value);
    }
    for (const child of children || []) made.append(child);
    return made;
  }

  function row(panel, given) {
    const button = element("button", {
      type: "button",
      class: "row-button",
      "data-dimension": panel.dimension,
      "data-key": given.key === null ? "" : given.key,
      "aria-pressed": given.chosen ? "true" : "false",
      text: given.label,
    });
    const cells = given.cells.map((cell, place) =>
      element("td", { text: place === 0 && given.note ? cell + " · " + given.note : cell })
    );
    const name = panel.dimension ? button : given.label;
    const marks = [given.chosen ? "chosen" : "", given.unusual ? "unusual" : ""].join(" ").trim();
    return element("tr", { class: marks || null }, [element("th", { scope: "row" }, [name]), ...cells]);
  }

  function drawTable(frame, panel) {
    const focused = document.activeElement && frame.contains(document.activeElement)
      ? document.activeElement.dataset.key : null;
    const head = element("tr", {}, panel.columns.map((c) => element("th", { scope: "col", text: c })));
    const table = element("table", { class: "numbers" }, [
      element("caption", { class: "visually-hidden", text: panel.caption }),
      element("thead", {}, [head]),
      element("tbody", {}, panel.rows.map((given) => row(panel, given))),
    ]);
    frame.replaceChildren(table);
    if (focused !== null) {
      const again = [...frame.querySelectorAll("button")].find((b) => b.dataset.key === focused);
      if (again) again.focus({ preventScroll: true });
    }
  }

  function drawChips() {
    const frame = document.getElementById("view-chips");
    const focused = frame.contains(document.activeElement);
    frame.replaceChildren(
      ...store.chips.map((chip) =>
        element("button", {
          type: "button", class: "chip", "data-dimension": chip.dimension, "data-key": chip.key,
          "aria-label": "Take away " + chip.words,
        }, [element("span", { text: chip.words }), element("span", { "aria-hidden": "true", text: " ×" })])
      )
    );
    if (!store.chips.length) frame.append(element("span", { class: "no-chips", tabindex: "-1", text: "Everyone, last 12 months" }));
    // The chip that was pressed is gone: the next one has the focus, or what stands instead.
    if (focused) frame.firstElementChild.focus({ preventScroll: true });
  }

  function drawEvents() {
    const frame = document.getElementById("view-events");
    if (!frame) return;
    frame.replaceChildren(
      ...store.events.map((event) =>
        element("span", { class: "event" }, [
          element("b", { text: event.letter }), " " + event.date + ": " + event.title,
        ])
      )
    );
  }

  function drawNewer() {
    const frame = document.getElementById("view-newer");
    frame.replaceChildren();
    if (store.newer) {
      frame.append(
        element("span", { text: store.newer + " " }),
        element("button", { type: "button", class: "btn btn-link btn-sm", "data-newest": "", text: "Show the newest" })
      );
    }
  }

  function markChoices() {
    const on = new Set(store.on);
    const shown = {
      "[data-units]": store.counted,
      "[data-compared]": store.compared,
      "[data-finer]": store.finer,
      "[data-mapped]": store.mapped,
      "[data-circled]": store.circled,
      "[data-charts]": on.has("rules=control"),
    };
    for (const [group, wanted] of Object.entries(shown)) {
      for (const found of document.querySelectorAll(group)) found.hidden = !wanted;
    }
    for (const panels of document.querySelectorAll(".panels")) {
      panels.classList.toggle("by-size", Boolean(store.compared && on.has("places=size")));
    }
    for (const button of document.querySelectorAll("[data-choice]")) {
      button.setAttribute("aria-pressed", on.has(button.dataset.choice) ? "true" : "false");
    }
  }

  function fillControls() {
    filling = true;
    const given = params();
    for (const select of document.querySelectorAll("select[id*='view-filter']")) {
      const id = JSON.parse(select.id);
      window.dash_clientside.set_props(id, { value: given.get(id.dimension) || ANY });
      const known = id.dimension === "period" || store.dimensions.includes(id.dimension);
      select.closest(".filter").hidden = !known;
    }
    for (const select of document.querySelectorAll("select[id*='view-level']")) {
      const id = JSON.parse(select.id);
      if (store.levels[id.panel]) window.dash_clientside.set_props(id, { value: store.levels[id.panel] });
    }
    setTimeout(() => (filling = false), 0);
  }

  function draw(data) {
    store = data || {};
    if (!store.panels) return;
    for (const [name, panel] of Object.entries(store.panels)) {
      const frame = document.querySelector(`[data-table="${name}"]`);
      if (frame) drawTable(frame, panel);
      const chart = document.querySelector(`[data-chart="${name}"]`);
      if (chart) chart.setAttribute("aria-label", panel.alt);
      const said = document.querySelector(`[data-said="${name}"]`);
      if (said) said.textContent = panel.said;
    }
    for (const section of document.querySelectorAll("[data-panel]")) {
      section.hidden = !store.panels[section.dataset.panel];
    }
    drawChips();
    drawEvents();
    drawNewer();
    markChoices();
    fillControls();
    document.dispatchEvent(new CustomEvent("sightline:drawn", { detail: store }));
    document.body.dataset.drawn = String(Number(document.body.dataset.drawn || 0) + 1);
  }

  /* A page that has a filter bar and no linked panels. */
  function fill(data) {
    store = data || {};
    if (store.dimensions) fillControls();
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    linking: {
      follow_click: followClick,
      choose_from_bar: chooseFromBar,
      choose_level: chooseLevel,
      draw: draw,
      fill: fill,
    },
  });
})();
