/* Texts in tabs, one a language. Without this script they stay a plain list.

   A translated field carries a class such as `mt-field-name-ja_simple`. The rows of
   one fieldset are put into one panel a language; what is not translated stays. */
"use strict";

(() => {
  const names = document.getElementById("text-languages");
  if (!names) return;

  const languages = [...names.children].map((item) => ({
    code: item.dataset.code.replaceAll("-", "_"),
    name: item.textContent,
  }));
  let made = 0;

  const rowsOf = (fieldset, code) =>
    [...fieldset.querySelectorAll(`.mt[class*="-${code}"]`)]
      .filter((field) => field.className.split(" ").some(
        (name) => name.startsWith("mt-field-") && name.endsWith(`-${code}`)))
      .map((field) => field.closest(".form-row"))
      .filter((row) => row?.tagName === "DIV" && row.closest("fieldset") === fieldset);

  const show = (tabs, chosen) => {
    tabs.forEach(({ tab, panel }) => {
      const isChosen = tab === chosen;
      tab.setAttribute("aria-selected", String(isChosen));
      tab.tabIndex = isChosen ? 0 : -1;
      panel.hidden = !isChosen;
    });
  };

  const onKey = (tabs, event) => {
    const here = tabs.findIndex(({ tab }) => tab === event.target);
    const last = tabs.length - 1;
    const next = {
      ArrowRight: here === last ? 0 : here + 1,
      ArrowLeft: here === 0 ? last : here - 1,
      Home: 0,
      End: last,
    }[event.key];
    if (here < 0 || next === undefined) return;
    event.preventDefault();
    show(tabs, tabs[next].tab);
    tabs[next].tab.focus();
  };

  const makeTab = ({ name, rows }) => {
    made += 1;
    const tab = document.createElement("button");
    const panel = document.createElement("div");
    tab.type = "button";
    tab.id = `text-tab-${made}`;
    tab.className = "text-tabs__tab";
    tab.setAttribute("role", "tab");
    tab.textContent = name;
    panel.id = `text-panel-${made}`;
    panel.className = "text-tabs__panel";
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", tab.id);
    tab.setAttribute("aria-controls", panel.id);
    panel.append(...rows);
    const hasError = panel.querySelector(".errorlist") !== null;
    if (hasError) {
      const mark = document.createElement("span");
      mark.className = "text-tabs__error";
      mark.textContent = names.dataset.error;
      tab.append(mark);
    }
    return { tab, panel, hasError };
  };

  const enhance = (fieldset) => {
    if (fieldset.closest(".empty-form") || fieldset.querySelector(":scope > .text-tabs")) return;
    const parts = languages
      .map(({ code, name }) => ({ name, rows: rowsOf(fieldset, code) }))
      .filter(({ rows }) => rows.length);
    if (parts.length < 2) return;

    const place = document.createElement("div");
    place.className = "text-tabs";
    parts[0].rows[0].before(place);
    const tabs = parts.map(makeTab);
    const list = document.createElement("div");
    list.className = "text-tabs__list";
    list.setAttribute("role", "tablist");
    list.setAttribute("aria-label", names.dataset.label);
    list.append(...tabs.map(({ tab }) => tab));
    place.append(list, ...tabs.map(({ panel }) => panel));

    tabs.forEach(({ tab }) => tab.addEventListener("click", () => show(tabs, tab)));
    list.addEventListener("keydown", (event) => onKey(tabs, event));
    show(tabs, (tabs.find(({ hasError }) => hasError) ?? tabs[0]).tab);
  };

  const enhanceAll = (root) => root.querySelectorAll("fieldset").forEach(enhance);
  enhanceAll(document);
  document.addEventListener("formset:added", (event) => enhanceAll(event.target));
})();
