/* Forms: built of native inputs from what the server describes, kept on this device
   while they are typed, and sent once. A form that waits is sent when the network is
   back: its id is made here, so that sending it twice keeps it once. */
(function () {
  "use strict";

  const DRAFT = "sightline-draft:";
  const OUTBOX = "sightline-outbox";
  const AGAIN = 4000; // milliseconds between tries to send what waits
  let serial = 0;

  function make(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {}))
      if (value !== undefined && value !== null && value !== false) made.setAttribute(key, value === true ? "" : value);
    made.append(...children.filter((child) => child !== null));
    return made;
  }

  function newId() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  /* ---- what is kept on this device ----------------------------------------------- */

  function read(key, otherwise) {
    try {
      return JSON.parse(localStorage.getItem(key)) || otherwise;
    } catch {
      return otherwise;
    }
  }

  function keep(key, value) {
    try {
      if (value === null) localStorage.removeItem(key);
      else localStorage.setItem(key, JSON.stringify(value));
    } catch {
      /* a private window: the form still works while the network does */
    }
  }

  /* ---- the form -------------------------------------------------------------------- */

  function label(field, target) {
    const words = make("label", { for: target, class: "form-label" }, field.label);
    if (!field.needed) words.append(make("span", { class: "form-optional" }, " (may be left out)"));
    return words;
  }

  function hint(field, id) {
    return field.hint ? make("p", { class: "form-hint", id: id + "-hint" }, field.hint) : null;
  }

  function input(field, id, value) {
    const shared = { id: id, "data-name": field.name, required: field.needed, "aria-describedby": field.hint ? id + "-hint" : null };
    if (field.kind === "long") {
      const made = make("textarea", { ...shared, rows: 3, class: "form-control" });
      made.value = value;
      return made;
    }
    if (field.kind === "choice") {
      const made = make("select", { ...shared, class: "form-select" },
        ...(field.options || []).map(([key, words, of]) => make("option", { value: key, selected: key === value, "data-of": of }, words)));
      if (field.near) made.dataset.near = field.near;
      return made;
    }
    const types = { date: "date", number: "number", file: "file" };
    const made = make("input", { ...shared, type: types[field.kind] || "text", class: "form-control",
      min: field.kind === "number" ? 0 : null, inputmode: field.kind === "number" ? "numeric" : null, autocomplete: "off" });
    if (field.kind !== "file") made.value = value;
    return made;
  }

  function pick(field, id, value) {
    const group = make("fieldset", { class: "form-pick", "data-pick": field.name });
    group.append(make("legend", { class: "form-label" }, field.label,
      ...(field.needed ? [] : [make("span", { class: "form-optional" }, " (may be left out)")])));
    if (field.hint) group.append(make("p", { class: "form-hint" }, field.hint));
    const options = make("div", { class: "form-options" });
    (field.options || []).forEach(([key, words], number) => {
      const own = id + "-" + number;
      options.append(
        make("input", { type: "radio", id: own, name: id, value: key, "data-name": field.name, required: field.needed,
          checked: String(key) === String(value) && value !== "" }),
        make("label", { for: own }, words));
    });
    group.append(options);
    return group;
  }

  function rows(field, id, value) {
    const list = make("ol", { class: "form-rows" });
    const add = (given) => {
      const row = make("li", { class: "form-row" }, ...field.fields.map((one) => build(one, given[one.name])));
      row.append(make("button", { type: "button", class: "choice form-away", "aria-label": "Take this one away" }, "Take away"));
      row.lastChild.addEventListener("click", () => { row.remove(); list.dispatchEvent(new Event("input", { bubbles: true })); });
      list.append(row);
      return row;
    };
    const given = value && value.length ? value : [{}];
    given.forEach(add);
    const more = make("button", { type: "button", class: "choice" }, field.add || "Add another");
    more.addEventListener("click", () => add({}).querySelector("select, input").focus());
    return make("fieldset", { "data-rows": field.name, class: "form-set" },
      make("legend", { class: "form-label" }, field.label), field.hint ? make("p", { class: "form-hint" }, field.hint) : null, list, more);
  }

  function build(field, value) {
    const id = "field-" + ++serial;
    const given = value !== undefined ? value : field.value !== undefined ? field.value : "";
    if (field.kind === "hidden") { const made = make("input", { type: "hidden", "data-name": field.name }); made.value = given; return made; }
    if (field.kind === "heading") return make("h2", { class: "form-heading" }, field.label);
    if (field.kind === "rows") return rows(field, id, given);
    if (field.kind === "pick") return pick(field, id, given);
    return make("div", { class: "form-field" }, label(field, id), hint(field, id), input(field, id, given));
  }

  /* Of a list that is near another field, what is of its value stands first. */
  function nearest(form) {
    for (const list of form.querySelectorAll("select[data-near]")) {
      const other = form.querySelector("[data-name='" + list.dataset.near + "']");
      const [none, ...given] = list.options;
      const sort = () => list.append(
        ...given.filter((one) => one.dataset.of === other.value), ...given.filter((one) => one.dataset.of !== other.value));
      other.addEventListener("change", sort);
      sort();
      list.value = list.value || none.value;
    }
  }

  function values(place) {
    const found = {};
    for (const one of place.querySelectorAll("[data-name], [data-rows]")) {
      if (one.parentElement.closest("[data-rows]") && one.parentElement.closest("[data-rows]") !== place
          && place.contains(one.parentElement.closest("[data-rows]"))) continue;
      if (one.dataset.rows) found[one.dataset.rows] = [...one.querySelectorAll(".form-row")].map(values);
      else if (one.type === "radio") { if (one.checked) found[one.dataset.name] = one.value; }
      else if (one.type === "file") continue;
      else found[one.dataset.name] = one.value;
    }
    return found;
  }

  function say(place, words, wrong) {
    const said = place.querySelector("[data-said-of-form]");
    said.className = wrong ? "said-no" : "said-yes";
    said.textContent = words;
    if (wrong) said.focus();
  }

  function mount(place) {
    const described = JSON.parse(place.dataset.form);
    if (place.dataset.mounted === place.dataset.form) return;
    place.dataset.mounted = place.dataset.form;
    const key = DRAFT + described.key;
    const draft = read(key, {});
    const form = make("form", { class: "form", novalidate: false });
    form.append(...described.fields.map((field) => build(field, draft[field.name])));
    form.append(
      make("div", { "data-said-of-form": "", role: "status", tabindex: "-1" }),
      make("button", { type: "submit", class: "btn btn-primary" }, described.save));
    nearest(form);
    form.addEventListener("input", () => keep(key, values(form)));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      send(place, form, described, key);
    });
    place.replaceChildren(form);
    if (Object.keys(draft).length) say(place, "What you typed here before is still here.", false);
  }

  /* ---- sending ---------------------------------------------------------------------- */

  async function post(action, given, files) {
    const headers = { "X-Sightline": "1" };
    let body = JSON.stringify(given);
    if (files && files.length) {
      body = new FormData();
      for (const [name, value] of Object.entries(given)) body.append(name, value);
      for (const one of files) if (one.files.length) body.append(one.dataset.name, one.files[0]);
    } else headers["Content-Type"] = "application/json";
    const answer = await fetch(window.sightline.at(action), { method: "POST", headers: headers, body: body });
    if (answer.status >= 500) throw new TypeError("not now");
    return { ok: answer.ok, told: await answer.json().catch(() => ({ title: "This was not taken." })) };
  }

  async function send(place, form, described, key) {
    const button = form.querySelector("[type=submit]");
    const given = { ...values(form), id: form.dataset.sendId || (form.dataset.sendId = newId()), filled_at: new Date().toISOString() };
    button.disabled = true;
    try {
      const { ok, told } = await post(described.action, given, form.querySelectorAll("[type=file]"));
      if (!ok) return say(place, words(told), true);
      done(place, key, told);
    } catch {
      if (!described.waits) return say(place, "The network is not there. What you typed is kept on this device: try again.", true);
      keep(OUTBOX, [...read(OUTBOX, []).filter((one) => one.given.id !== given.id), { action: described.action, key: key, given: given }]);
      say(place, "The network is not there. This form is kept on this device and will be sent when it is back.", false);
      place.dataset.waiting = given.id;
    } finally {
      button.disabled = false;
    }
  }

  function words(told) {
    return [told.title, told.message, told.what_to_do].filter(Boolean).join(" ");
  }

  function done(place, key, told) {
    keep(key, null);
    if (told.href) window.location.assign(window.sightline.at(told.href));
    else if (place) say(place, told.said || "Saved.", false);
  }

  let sendingWaiting = false;
  async function sendWaiting() {
    if (sendingWaiting) return;
    sendingWaiting = true;
    try {
      for (const one of read(OUTBOX, [])) {
        const place = [...document.querySelectorAll("[data-form]")].find((p) => p.dataset.waiting === one.given.id);
        const { ok, told } = await post(one.action, one.given);
        keep(OUTBOX, read(OUTBOX, []).filter((other) => other.given.id !== one.given.id));
        if (ok) done(place, one.key, place ? told : { said: told.said });
        else {
          keep(one.key, one.given); // refused: it is in its form again, to be put right
          if (place) say(place, words(told), true);
        }
      }
    } catch {
      /* still no network */
    } finally {
      sendingWaiting = false;
    }
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest("button[data-print]")) window.print();
  });

  /* The button of a view that is drawn anew: whoever works by keyboard stays on it. */
  function focusWhenDrawn(place) {
    new MutationObserver((_, seen) => {
      const button = place.querySelector("button");
      if (!button || button.disabled) return;
      seen.disconnect();
      button.focus();
    }).observe(place, { childList: true, subtree: true });
  }

  /* Buttons that take something back: the same road, without a form. */
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button[data-post]");
    if (!button) return;
    if (button.dataset.ask && !window.confirm(button.dataset.ask)) return;
    button.disabled = true;
    try {
      const { ok, told } = await post(button.dataset.post, JSON.parse(button.dataset.given));
      if (ok && button.dataset.redraw) {
        focusWhenDrawn(button.parentElement);
        window.dash_clientside.set_props(button.dataset.redraw, { data: Date.now() });
      } else if (ok && told.href) window.location.assign(window.sightline.at(told.href));
      else button.textContent = ok ? "Done" : words(told);
    } catch {
      button.disabled = false;
      button.textContent = "The network is not there: try again";
    }
  });

  window.addEventListener("online", sendWaiting);
  setInterval(() => { if (read(OUTBOX, []).length) sendWaiting(); }, AGAIN);

  new MutationObserver(() => {
    for (const place of document.querySelectorAll("[data-form]")) mount(place);
  }).observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-form"] });
})();
