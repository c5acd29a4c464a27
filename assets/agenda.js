/* The views of a meeting put in order by the mouse; the buttons beside them do the same by
   keyboard. Where a view was dropped is the server's to keep: the page is loaded again. */
(function () {
  "use strict";

  const MOVE = "/records/meeting/view/move";
  let held = null;

  function mover(item) {
    return item && item.querySelector(`button[data-post="${MOVE}"]`);
  }

  function itemOf(event) {
    const item = event.target.closest && event.target.closest(".agenda > li");
    return mover(item) ? item : null;
  }

  function over(item) {
    for (const other of document.querySelectorAll(".agenda > li.drop-here")) {
      if (other !== item) other.classList.remove("drop-here");
    }
    if (item) item.classList.add("drop-here");
  }

  async function move(item, by) {
    const { meeting, view } = JSON.parse(mover(item).dataset.given);
    const answer = await fetch(window.sightline.at(MOVE), {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Sightline": "1" },
      body: JSON.stringify({ meeting: meeting, view: view, by: String(by) }),
    });
    if (answer.ok) window.location.reload();
  }

  document.addEventListener("pointerdown", (event) => {
    const item = itemOf(event);
    if (item) item.draggable = !event.target.closest("a, button");
  });
  document.addEventListener("dragstart", (event) => {
    held = itemOf(event);
    if (held) event.dataTransfer.effectAllowed = "move";
  });
  document.addEventListener("dragover", (event) => {
    const item = held && itemOf(event);
    if (!item) return;
    event.preventDefault();
    over(item);
  });
  document.addEventListener("drop", (event) => {
    const item = held && itemOf(event);
    if (!item || item === held) return;
    event.preventDefault();
    const order = [...item.parentElement.children];
    move(held, order.indexOf(item) - order.indexOf(held));
  });
  document.addEventListener("dragend", () => {
    held = null;
    over(null);
  });
})();
