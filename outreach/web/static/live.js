// A piece of a page that changes by itself: data-live="address" is a stream of server-sent events. A message replaces
// the piece; "over" loads the page anew, which then says how it ended. Without JavaScript the page asks again itself.
"use strict";
for (const piece of document.querySelectorAll("[data-live]")) {
  const stream = new EventSource(piece.dataset.live);
  stream.addEventListener("message", (event) => {
    piece.innerHTML = event.data;
  });
  stream.addEventListener("over", () => {
    stream.close();
    location.reload();
  });
  addEventListener("pagehide", () => stream.close());
}
