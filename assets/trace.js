/* Sends one file whose rows are looked for; the server answers with row numbers. */
(function () {
  "use strict";

  const HEADERS = { "X-Sightline": "1" };

  async function send(file, said) {
    said.textContent = "Sending " + file.name;
    try {
      const begun = await ask("/uploads", null);
      await ask("/uploads/" + begun.batch + "/files?name=" + encodeURIComponent(file.name), file);
      said.textContent = "";
      window.dash_clientside.set_props("trace-batch", { data: begun.batch });
    } catch (error) {
      said.textContent = error.message;
    }
  }

  async function ask(address, body) {
    const answer = await fetch(window.sightline.at(address), { method: "POST", headers: HEADERS, body: body });
    const told = await answer.json();
    if (!answer.ok) throw new Error([told.title, told.what_to_do].filter(Boolean).join(" "));
    return told;
  }

  function mount() {
    const place = document.getElementById("trace-control");
    if (!place || place.childElementCount) return window.dash_clientside.no_update;
    const input = document.createElement("input");
    input.type = "file";
    input.id = "trace-file";
    input.className = "form-control";
    const said = document.createElement("p");
    said.setAttribute("role", "status");
    input.addEventListener("change", () => {
      if (input.files.length) send(input.files[0], said);
      input.value = "";
    });
    place.append(input, said);
    return window.dash_clientside.no_update;
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    sightlineTrace: { mount: mount },
  });
})();
