/* Who was signed out by the time-out is taken to the sign-in, and back to where they were.
   What a click asked for and was refused is said, in the server's words. */
(function () {
  "use strict";
  const fetched = window.fetch;

  async function sayRefused(answer) {
    const place = document.getElementById("shell-errors");
    if (!place || !new URL(answer.url).pathname.endsWith("/_dash-update-component")) return;
    const said = await answer.clone().json().catch(() => ({}));
    const words = document.createElement("p");
    words.className = "alert alert-warning";
    words.textContent = [said.title, said.message, said.what_to_do].filter(Boolean).join(" ");
    place.replaceChildren(words);
  }

  window.fetch = async (...asked) => {
    const answer = await fetched(...asked);
    if (new URL(answer.url, window.location).origin !== window.location.origin) return answer;
    if (answer.status === 401) {
      const here = window.sightline.own(window.location.pathname) + window.location.search;
      window.location.assign(window.sightline.at("/sign-in?to=") + encodeURIComponent(here));
    }
    if (answer.status === 403) await sayRefused(answer);
    return answer;
  };
})();
