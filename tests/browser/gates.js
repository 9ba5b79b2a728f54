// What the gates measure in a page. Each function answers with a list of sentences,
// one for each element at fault; none changes the page for the next one.
window.gates = (() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const styleOf = (element, pseudo) => getComputedStyle(element, pseudo);
  const root = () => document.scrollingElement;

  const nameOf = (element) => {
    const id = element.id ? `#${element.id}` : "";
    const classes = [...element.classList].map((name) => `.${name}`).join("");
    const text = element.textContent.trim().replace(/\s+/g, " ").slice(0, 24);
    return `<${element.localName}${id}${classes}> 「${text}」`;
  };

  const isShown = (element) =>
    element.checkVisibility({ visibilityProperty: true, opacityProperty: true });

  const isClear = (colour) => /^rgba\(.*, 0\)$/.test(colour);

  const sizeOf = (rect) => `${Math.round(rect.width)}×${Math.round(rect.height)}`;

  function* ancestorsOf(element) {
    for (; element; element = element.parentElement) yield element;
  }

  // For one measurement, in which nothing moves: the texts of a page share their boxes.
  const remembered = (answer) => {
    const known = new Map();
    return (element) => {
      if (!known.has(element)) known.set(element, answer(element));
      return known.get(element);
    };
  };

  // Kept for screen readers, or waiting outside of the page for focus.
  const isAside = (box) => {
    const rect = box.getBoundingClientRect();
    if (rect.right + scrollX <= 0 || rect.bottom + scrollY <= 0) return true;
    return styleOf(box).clipPath === "inset(50%)";
  };
  const isForEars = (element) => [...ancestorsOf(element)].some(isAside);

  function* texts() {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const skipped = "script, style, noscript, option, textarea, svg title, svg desc";
    const isHeard = remembered(
      (one) => one !== null && (isAside(one) || isHeard(one.parentElement)),
    );
    const isSeen = remembered(
      (one) => !one.closest(skipped) && isShown(one) && !isHeard(one),
    );
    for (let node; (node = walker.nextNode()); ) {
      if (node.data.trim() && isSeen(node.parentElement)) yield [node.parentElement, node];
    }
  }

  const linesOf = (text) => {
    const range = document.createRange();
    range.selectNodeContents(text);
    return [...range.getClientRects()].filter((rect) => rect.width > 1);
  };

  const isOutside = (rect, box, sides) =>
    (sides.x && (rect.left < box.left - 1 || rect.right > box.right + 1)) ||
    (sides.y && (rect.top < box.top - 1 || rect.bottom > box.bottom + 1));

  // The height of a text's own box is the font's, not the line's: leave half a letter.
  const inked = (rect) =>
    new DOMRect(rect.x, rect.y + rect.height * 0.2, rect.width, rect.height * 0.6);

  // On which sides a box holds what is in it, and where they are; null holds nothing.
  const edgeOf = (box) => {
    const style = styleOf(box);
    if (style.display === "inline" || box === document.documentElement) return null;
    if (box instanceof SVGElement && box.localName !== "svg") return null;
    const clips = { x: style.overflowX !== "visible", y: style.overflowY !== "visible" };
    const isBox = parseFloat(style.borderLeftWidth) > 0 || !isClear(style.backgroundColor);
    const sides = isBox ? { x: true, y: true } : clips;
    return sides.x || sides.y ? [box.getBoundingClientRect(), sides] : null;
  };

  const faultOf = (element, rects, edgeOf) => {
    for (const box of ancestorsOf(element)) {
      if (box.matches(".scroll-x")) return null;
      const edge = edgeOf(box);
      if (edge && rects.some((rect) => isOutside(inked(rect), ...edge))) return box;
    }
    return null;
  };

  const spillingTexts = () => {
    const faults = [];
    const edges = remembered(edgeOf);
    for (const [element, text] of texts()) {
      const box = faultOf(element, linesOf(text), edges);
      if (box) faults.push(`text ${nameOf(element)} leaves its box ${nameOf(box)}`);
    }
    return faults;
  };

  const widePage = () =>
    root().scrollWidth <= innerWidth
      ? []
      : all("body *")
          .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
          .filter((one) => isShown(one) && !one.closest(".scroll-x *"))
          .slice(0, 3)
          .map((one) => `page is ${root().scrollWidth} px wide because of ${nameOf(one)}`)
          .concat([`page is ${root().scrollWidth} px wide`]);

  const scrollers = () =>
    all("body *").filter(
      (one) =>
        one.scrollWidth > one.clientWidth + 1 && /auto|scroll/.test(styleOf(one).overflowX),
    );

  const sidewaysScrollers = () =>
    scrollers()
      .filter((one) => {
        const label = one.ariaLabel || one.ariaLabelledByElements?.length;
        return !(one.matches(".scroll-x[role=region]") && one.tabIndex === 0 && label);
      })
      .map((one) => `${nameOf(one)} scrolls sideways without being a named region`);

  const controls = () =>
    all("a[href], button, input, select, textarea, summary, [role=button]").filter(
      (one) => one.type !== "hidden" && isShown(one),
    );

  // Its lines are set by the sentence around it, so WCAG exempts it.
  const isInRunningText = (link) => {
    const block = "p, li, dd, dt, td, th, figcaption, caption, blockquote";
    const text = link.localName === "a" && !link.closest("nav") && link.closest(block);
    if (!text) return false;
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
    for (let node; (node = walker.nextNode()); ) {
      const within = node.parentElement.closest("a, button, ul, ol, dl");
      const isAround = !within || !text.contains(within);
      if (isAround && node.data.trim().length > 1 && isShown(node.parentElement)) return true;
    }
    return false;
  };

  // As far as a pointer can stray from the middle and still hit the control.
  const reachOf = (control) => {
    control.scrollIntoView({ block: "center" });
    const boxes = [control, ...(control.labels ?? [])];
    const hits = (x, y) => boxes.some((box) => box.contains(document.elementFromPoint(x, y)));
    const { x, y, width, height } = control.getBoundingClientRect();
    const middle = [x + width / 2, y + height / 2];
    const far = (dx, dy) => {
      let step = 0;
      while (step < 44 && hits(middle[0] + dx * (step + 1), middle[1] + dy * (step + 1))) step++;
      return step;
    };
    return new DOMRect(0, 0, far(-1, 0) + far(1, 0), far(0, -1) + far(0, 1));
  };

  const smallTargets = () =>
    controls()
      .filter((control) => !isInRunningText(control))
      .map((control) => {
        const box = control.getBoundingClientRect();
        const isBig = box.width >= 43.5 && box.height >= 43.5;
        return [control, isBig || isForEars(control) ? null : reachOf(control)];
      })
      .filter(([, reach]) => reach && (reach.width < 43 || reach.height < 43))
      .map(([control, reach]) => `${nameOf(control)} is only ${sizeOf(reach)}`);

  const isFirstOfItsGroup = (radio) => {
    const group = all(`input[type=radio][name="${radio.name}"]`);
    return radio === (group.find((one) => one.checked) ?? group[0]);
  };

  const stops = () =>
    all("a[href], area[href], button, input, select, textarea, summary, iframe, [tabindex]")
      .filter((one) => one.tabIndex >= 0 && !one.disabled && isShown(one))
      .filter((one) => one.type !== "hidden")
      .filter((one) => one.type !== "radio" || isFirstOfItsGroup(one));

  // The ring may be drawn on the stop, on its label, or on a box that it spans.
  const ringsOf = (element) =>
    [element, element.closest("label")]
      .filter(Boolean)
      .flatMap((one) => [null, "::before", "::after"].map((part) => styleOf(one, part)));
  const isOutlined = ({ outlineStyle, outlineWidth, outlineColor }) =>
    outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 && !isClear(outlineColor);
  const hasOutline = (element) => ringsOf(element).some(isOutlined);

  // A text on two lines is covered when neither of them can be seen.
  const isCovered = (element) =>
    [...element.getClientRects()].every((rect) => {
      const middle = (from, to, end) => (Math.max(from, 0) + Math.min(to, end)) / 2;
      const hit = document.elementFromPoint(
        middle(rect.left, rect.right, innerWidth),
        middle(rect.top, rect.bottom, innerHeight),
      );
      return !hit || !(element.contains(hit) || hit.contains(element));
    });

  const isInView = (element) => {
    const rect = element.getBoundingClientRect();
    // A browser goes to the line where one writes, not to the whole box.
    const fits = rect.height <= innerHeight && element.localName !== "textarea";
    const above = fits ? rect.top >= -1 : rect.top < innerHeight;
    const below = fits ? rect.bottom <= innerHeight + 1 : rect.bottom > 0;
    return above && below && rect.right > 0 && rect.left < innerWidth;
  };

  let walk = [];
  let trail = [];
  const startWalk = () => {
    // Where a focused element was taken away, Tab goes on: at the very beginning.
    const start = document.createElement("span");
    start.tabIndex = -1;
    document.body.prepend(start);
    start.focus();
    start.remove();
    scrollTo(0, 0);
    walk = stops();
    trail = [];
    return walk.length;
  };

  // Where the focus is: its place on the walk, and what is wrong with it.
  const focused = () => {
    const element = document.activeElement;
    if (element === document.body || !element) return { place: -1, faults: [], name: "" };
    const faults = [];
    if (!isInView(element)) faults.push("is out of view");
    else if (isCovered(element)) faults.push("is covered");
    if (!hasOutline(element)) faults.push("shows no focus");
    return { place: walk.indexOf(element), faults, name: nameOf(element) };
  };

  // Each stop is looked at when the next key is pressed: by then it has been scrolled to.
  addEventListener("keydown", () => trail.push(focused()), true);
  const walked = () => [...trail.slice(1), focused()];

  const startsMain = () => document.activeElement.closest("main") !== null;

  const ringless = () =>
    stops()
      .filter((stop) => {
        stop.focus({ focusVisible: true });
        return !hasOutline(stop);
      })
      .map((stop) => `${nameOf(stop)} shows no outline`);

  // Its own address; of a handout, whose paper has room for one only, that of its code.
  const whereFrom = () =>
    document.querySelector(".handout")
      ? document.querySelector(".paper__address--code").textContent
      : location.host + location.pathname;

  // Without colour: weight, lines, borders and marks only.
  const shapeOf = (element) => {
    const border = (style, side) =>
      isClear(style[`border${side}Color`]) ? "" : style[`border${side}Width`] + style[`border${side}Style`];
    const shape = (style) => [
      style.fontWeight, style.textDecorationLine, style.content,
      ...["Top", "Right", "Bottom", "Left"].map((side) => border(style, side)),
    ];
    return [null, "::before", "::after"].flatMap((part) => shape(styleOf(element, part))).join();
  };

  const unmarkedCurrent = () =>
    all("[aria-current]:not([aria-current=false])")
      .filter((current) => {
        const group = current.closest("ul, ol, nav");
        const others = group ? all("a:not([aria-current])", group) : [];
        return isShown(current) && others.length && shapeOf(current) === shapeOf(others[0]);
      })
      .map((current) => `${nameOf(current)} looks like the others but for its colour`);

  const ownTextOf = (element) =>
    [...element.childNodes].map((node) => (node.nodeType === 3 ? node.data : "")).join("");

  // What a screen reader would speak with the wrong voice; it does not read an option
  // or the title in another one, and of a drawing only the title.
  const unmarkedJapanese = () =>
    [...texts()]
      .filter(([one]) => /[\u3041-\u3096\u30a1-\u30fa\u3400-\u9fff]/.test(ownTextOf(one)))
      .filter(([one]) => one.closest("[lang]").lang !== "ja" && !one.closest("option, title, svg"))
      .map(([one]) => `${nameOf(one)} does not say that it is Japanese`);

  const moving = () =>
    all("*")
      .flatMap((one) => [null, "::before", "::after"].map((part) => [one, styleOf(one, part)]))
      .filter(
        ([, style]) =>
          /[1-9]/.test(style.transitionDuration) ||
          style.animationName !== "none" ||
          style.scrollBehavior !== "auto",
      )
      .map(([one]) => `${nameOf(one)} moves`);

  const colouredTexts = () =>
    [...texts()]
      .map(([one]) => [one, styleOf(one)[one instanceof SVGElement ? "fill" : "color"]])
      .filter(([, colour]) => colour !== "rgb(0, 0, 0)")
      .map(([one, colour]) => `${nameOf(one)} is ${colour}`);

  const cutTables = () => [
    ...scrollers().map((one) => `${nameOf(one)} is cut at the edge of the paper`),
    ...all("tr, figure, svg")
      .filter((one) => isShown(one) && !one.closest("tr *, figure *, svg *"))
      .filter((one) => !styleOf(one).breakInside.startsWith("avoid"))
      .map((one) => `${nameOf(one)} may be cut by the end of a page`),
    ...all("thead")
      .filter((one) => isShown(one) && styleOf(one).display !== "table-header-group")
      .map((one) => `${nameOf(one)} is not repeated on the next page`),
  ];

  // A list's numbers stand beside it, where the paper ends.
  const cutNumbers = () =>
    all("ol > li")
      .filter((one) => isShown(one) && styleOf(one).listStyleType === "decimal")
      .filter((one) => {
        const pen = document.createElement("canvas").getContext("2d");
        pen.font = styleOf(one).font;
        const number = [...one.parentElement.children].indexOf(one) + one.parentElement.start;
        return one.getBoundingClientRect().left < pen.measureText(`${number}. `).width;
      })
      .map((one) => `the number of ${nameOf(one)} is cut at the edge of the paper`);

  // Measures under further rules, and takes them back.
  const withStyle = async (css, measure) => {
    adopt(css);
    const found = await measure();
    adopt("");
    return found;
  };

  const adopt = (css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = css ? [sheet] : [];
  };

  const open = () => all("details").forEach((one) => (one.open = true));
  const layout = () => [...widePage(), ...sidewaysScrollers(), ...spillingTexts()];

  return {
    open, layout, adopt, withStyle, smallTargets, startWalk, focused, walked, whereFrom, startsMain, ringless,
    unmarkedCurrent, unmarkedJapanese, moving, colouredTexts, cutTables, cutNumbers,
  };
})();
