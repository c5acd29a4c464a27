/* On another page the focus is at its beginning, and not on what went with the page before. */
(function () {
  "use strict";

  let path = window.location.pathname;

  function arrived() {
    if (window.location.pathname === path) return;
    path = window.location.pathname;
    const page = document.getElementById("page");
    if (page) page.focus({ preventScroll: true });
  }

  window.addEventListener("_dashprivate_pushstate", arrived);
  window.addEventListener("popstate", arrived);
})();
