/* Sends files one after the other, straight to the disk of the server, and watches the
   reading. The batch is in the address: a page that is left half-way goes on. */
(function () {
  "use strict";

  const HEADERS = { "X-Sightline": "1" };
  const POLL = 600;
  let batch = null;
  let sending = null; // the request that is under way
  let cancelled = false;
  let watching = null; // the timer of the next look
  let watchNo = 0; // a look that is under way ends where another was begun
  let focusVerdict = false;

  const at = (id) => document.getElementById(id);
  const placed = (address) => window.sightline.at(address);
  const tell = (id, props) => window.dash_clientside.set_props(id, props);

  /* ---- the form ----------------------------------------------------------------- */

  function make(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  function mount(place) {
    if (place.childElementCount) return false;
    const files = make("input", { type: "file", multiple: "", id: "upload-files", class: "form-control" });
    const day = make("input", { type: "date", id: "upload-as-at", class: "form-control" });
    day.value = place.dataset.asAt;
    const drop = make("div", { id: "upload-drop", class: "upload-drop" },
      make("label", { for: "upload-files" }, "Drop files here, or choose them"), files);
    place.append(
      make("div", { class: "upload-day" }, make("label", { for: "upload-as-at" }, "The picture is as at"), day,
        make("span", { class: "upload-hint" }, "the day on which the extracts were run"),
        make("button", { id: "upload-of-day", type: "button", class: "choice", hidden: "" }, "Read again as at this day")),
      drop,
      make("div", { id: "upload-progress", class: "upload-progress", hidden: "" },
        make("progress", { id: "upload-bar", max: "1", "aria-labelledby": "upload-said" }),
        make("span", { id: "upload-said" }),
        make("button", { id: "upload-cancel", type: "button", class: "choice" }, "Cancel")),
      make("p", { id: "upload-announced", class: "visually-hidden", role: "status" }),
      make("div", { id: "upload-not-taken", role: "alert" }));
    files.addEventListener("change", () => { send([...files.files]); files.value = ""; });
    drop.addEventListener("dragover", (event) => { event.preventDefault(); drop.classList.add("over"); });
    drop.addEventListener("dragleave", () => drop.classList.remove("over"));
    drop.addEventListener("drop", (event) => {
      event.preventDefault();
      drop.classList.remove("over");
      send([...event.dataTransfer.files]);
    });
    at("upload-cancel").addEventListener("click", cancel);
    day.addEventListener("change", () => { at("upload-of-day").hidden = !batch; });
    at("upload-of-day").addEventListener("click", () => {
      at("upload-of-day").hidden = true;
      read().catch((error) => refuse(error.message));
    });
    return true;
  }

  let announced = "";
  function progress(words, done, of) {
    const bar = at("upload-bar");
    if (!bar) return;
    at("upload-progress").hidden = false;
    at("upload-said").textContent = words;
    if (of > 0) { bar.max = of; bar.value = Math.min(done, of); } else bar.removeAttribute("value");
    const stage = words.replace(/[\d.,]+ ?(of|%|[KMG]B).*/, "");
    if (stage !== announced) at("upload-announced").textContent = announced = stage;
  }

  function idle() {
    if (at("upload-progress")) at("upload-progress").hidden = true;
    if (at("upload-steps")) at("upload-steps").inert = false;
    if (at("upload-files")) at("upload-files").disabled = false;
  }

  function busy() {
    at("upload-steps").inert = true;
    at("upload-files").disabled = true;
  }

  function refuse(words) {
    at("upload-not-taken").append(make("p", {}, words));
  }

  /* ---- sending ------------------------------------------------------------------ */

  function size(bytes) {
    return bytes < 1e6 ? Math.ceil(bytes / 1e3) + " KB" : (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0) + " MB";
  }

  async function send(files) {
    if (!files.length || sending) return;
    at("upload-not-taken").replaceChildren();
    cancelled = false;
    busy();
    try {
      if (!batch) await begin();
      if (await sendAll(files)) await read();
      else tell("upload-read", { data: Date.now() });
    } catch (error) {
      refuse(error.message);
    }
    if (watching === null) idle();
  }

  async function begin() {
    batch = (await ask("POST", "/uploads")).batch;
    window.history.replaceState(window.history.state, "", placed("/data/upload?batch=" + batch));
    tell("upload-batch", { data: batch });
  }

  async function sendAll(files) {
    const most = Number(at("upload-control").dataset.most);
    const total = files.reduce((sum, file) => sum + file.size, 0);
    let done = 0;
    let taken = 0;
    for (const [index, file] of files.entries()) {
      if (cancelled) break;
      const told = (sent) => progress(
        "Sending " + file.name + " (" + (index + 1) + " of " + files.length + "), " +
        size(done + sent) + " of " + size(total), done + sent, total);
      told(0);
      if (file.size > most) refuse(file.name + " is larger than 2 GB. Send it in parts: a year at a time, say.");
      else if (await sendOne(file, told)) taken += 1;
      done += file.size;
    }
    return !cancelled && taken > 0;
  }

  function sendOne(file, told) {
    return new Promise((resolve) => {
      sending = new XMLHttpRequest();
      sending.open("POST", placed("/uploads/" + batch + "/files?name=" + encodeURIComponent(file.name)));
      sending.setRequestHeader("X-Sightline", "1");
      sending.upload.onprogress = (event) => told(event.loaded);
      sending.onloadend = () => {
        const ok = sending.status === 200;
        if (!ok && !cancelled) refuse(sentence(sending.responseText) || file.name + " did not arrive. Send it again.");
        sending = null;
        resolve(ok);
      };
      sending.send(file);
    });
  }

  function sentence(text) {
    try {
      const said = JSON.parse(text);
      return [said.title, said.what_to_do].filter(Boolean).join(" ");
    } catch {
      return "";
    }
  }

  async function ask(method, address) {
    const answer = await fetch(placed(address), { method: method, headers: HEADERS });
    if (!answer.ok) throw new Error(sentence(await answer.text()) || "Sightline did not answer. Try again.");
    return answer.json();
  }

  async function cancel() {
    cancelled = true;
    if (sending) sending.abort();
    else if (batch) await ask("POST", "/uploads/" + batch + "/stop");
  }

  /* ---- reading ------------------------------------------------------------------ */

  async function read() {
    await ask("POST", "/uploads/" + batch + "/read?as_at=" + encodeURIComponent(at("upload-as-at").value));
    look();
  }

  function look() {
    window.clearTimeout(watching);
    if (!at("upload-steps")) { watching = null; return; }
    busy();
    progress("Reading", 0, 0);
    const ours = ++watchNo;
    watching = window.setTimeout(() => see(ours), 200);
  }

  async function see(ours) {
    let seen = null;
    try {
      seen = await ask("GET", "/uploads/" + batch);
    } catch (error) {
      refuse(error.message);
    }
    if (ours !== watchNo) return;
    if (!at("upload-steps")) { watching = null; return; } // another page is shown
    if (seen && seen.reading) {
      const step = seen.progress || {};
      progress(step.what || "Reading", step.done || 0, step.of || 0);
      watching = window.setTimeout(() => see(ours), POLL);
      return;
    }
    watching = null;
    idle();
    focusVerdict = true;
    tell("upload-read", { data: Date.now() });
  }

  /* Discarded: the address no longer names the batch. */
  function leave() {
    batch = null;
    window.history.replaceState(window.history.state, "", placed("/data/upload"));
    focusSoon();
  }

  function focusSoon() {
    focusVerdict = true;
    window.setTimeout(shown, 60);
  }

  /* ---- what Dash calls ------------------------------------------------------------ */

  function watch(now, reading, published) {
    const first = mount(at("upload-control"));
    const changed = (id) => window.dash_clientside.callback_context.triggered.some(
      (trigger) => trigger.prop_id === id + ".data");
    if (published && changed("upload-published")) {
      // Anew, so that what stands around the page is of the new picture too.
      window.location.assign(placed("/data/upload?published=" + encodeURIComponent(published)));
      return window.dash_clientside.no_update;
    }
    if (first && window.location.search.startsWith("?published=")) focusSoon();
    if (batch && !now && !first) leave();
    batch = now || null;
    if (batch && reading && (first || changed("upload-reading"))) look();
    return window.dash_clientside.no_update;
  }

  function shown() {
    const said = at("upload-verdict");
    if (said && focusVerdict) {
      focusVerdict = false;
      window.setTimeout(() => at("upload-verdict") && at("upload-verdict").focus(), 60);
    }
    return window.dash_clientside.no_update;
  }

  /* ---- notes to copy ---------------------------------------------------------------- */

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.textContent = "Copied";
    } catch {
      button.textContent = "Select the text and copy it";
    }
  });

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.sightlineUpload = { watch: watch, shown: shown };
})();
