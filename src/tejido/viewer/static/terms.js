// Words explained where they stand: a link to the page of words becomes a button that opens the explanation below the line. No
// module, so that it also works in a page opened as a file.

(() => {
  const list = document.getElementById("terms");
  if (!list) return;
  let count = 0;

  /** The paragraph, cell or heading that a word stands in. @param {HTMLElement} word */
  const block = (word) => /** @type {HTMLElement} */ (word.closest("p, li, dt, dd, td, th, h2, h3, caption, summary") ?? word);

  /** What a button opens: explanation, and the way to all words. @param {string} term @param {string} id */
  function note(term, id) {
    const text = document.getElementById(`term-${term}`)?.nextElementSibling?.textContent ?? "";
    const place = document.createElement("span");
    place.className = "explained";
    place.id = id;
    const more = document.createElement("a");
    more.href = `${list?.dataset.page}#${term}`;
    more.textContent = list?.dataset.more ?? "";
    place.append(`${text} `, more);
    return place;
  }

  /** @param {HTMLAnchorElement} link */
  function button(link) {
    const term = link.dataset.term ?? "";
    const id = `explained-${++count}`;
    const made = document.createElement("button");
    made.type = "button";
    made.className = "term";
    made.setAttribute("aria-expanded", "false");
    made.setAttribute("aria-controls", id);
    made.append(...link.childNodes);
    const opened = note(term, id);
    opened.hidden = true;
    link.replaceWith(made);
    block(made).append(opened);
    const open = (/** @type {boolean} */ wish) => {
      opened.hidden = !wish;
      made.setAttribute("aria-expanded", String(wish));
    };
    made.addEventListener("click", () => open(opened.hidden === true));
    for (const part of [made, opened]) {
      part.addEventListener("keydown", (event) => {
        if (event.key !== "Escape" || opened.hidden) return;
        open(false);
        made.focus();
      });
    }
  }

  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("a.term"))) button(link);
})();
