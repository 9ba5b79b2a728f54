// Rows with 「上へ」「下へ」 can be dragged as well: a button of theirs is pressed, with
// the row that they are dropped on. Without this, the buttons do the same step by step.
const EDGE = 60; // so near to the edge of the window, it scrolls along
const keyOf = (row) => row.querySelector(".move button").value.split("-")[1];

function drag(handle, row) {
  let target = null;
  const aim = (found) => {
    target?.classList.remove("is-dropped-on");
    target = found;
    target?.classList.add("is-dropped-on");
  };
  const follow = (event) => {
    if (event.clientY < EDGE) scrollBy(0, -EDGE / 4);
    if (event.clientY > innerHeight - EDGE) scrollBy(0, EDGE / 4);
    const under = document.elementFromPoint(event.clientX, event.clientY);
    const found = under?.closest("tr");
    aim(found && found !== row && found.querySelector(".move") ? found : null);
  };
  const stop = () => {
    handle.removeEventListener("pointermove", follow);
    row.classList.remove("is-dragged");
  };
  handle.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    handle.setPointerCapture(event.pointerId);
    handle.addEventListener("pointermove", follow);
    row.classList.add("is-dragged");
  });
  handle.addEventListener("pointercancel", () => {
    stop();
    aim(null);
  });
  handle.addEventListener("pointerup", () => {
    stop();
    if (target === null) return;
    const button = row.querySelector(".move button");
    button.value = `to-${keyOf(row)}-${keyOf(target)}`;
    button.click();
  });
}

for (const move of document.querySelectorAll(".move")) {
  const handle = document.createElement("span");
  handle.className = "move__handle";
  handle.textContent = "⠿";
  handle.title = "ひっぱって動かす";
  handle.setAttribute("aria-hidden", "true"); // who hears the page has the buttons
  move.prepend(handle);
  drag(handle, move.closest("tr"));
}
