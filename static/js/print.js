// 「印刷する」 prints at once. Without this, the link leads to the page as it is
// printed, or to a word on how to print.
const FRAGMENT = "#print";

for (const link of document.querySelectorAll("a[data-print]")) {
  link.addEventListener("click", (event) => {
    if (link.pathname !== location.pathname) return; // its page prints by itself
    event.preventDefault();
    window.print();
  });
}

if (location.hash === FRAGMENT) {
  // Once only: not again when the page is loaded anew or come back to.
  history.replaceState(null, "", location.pathname + location.search);
  window.print();
}
