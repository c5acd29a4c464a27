/* The path that the server stands under, as dashboard/components/mounted.py has it: on for
   what the browser goes to, off for what the server is told. */
(function () {
  "use strict";

  const config = JSON.parse(document.getElementById("_dash-config").textContent);
  const root = config.requests_pathname_prefix.replace(/\/$/, "");

  window.sightline = {
    at: (address) => (address.startsWith("/") && !address.startsWith("//") ? root + address : address),
    own: (path) => (path.startsWith(root + "/") ? path.slice(root.length) : path),
  };
})();
