// Two places of the reader's choice: the answers were written when the page was made, and are fetched.

const choose = document.getElementById("choose");
const [one, other] = ["choose-one", "choose-other"].map((id) => /** @type {HTMLSelectElement|null} */ (document.getElementById(id)));

/** The answers about the first place beside the second. */
async function answer() {
  if (!one || !other) return;
  for (const [select, taken] of [[one, other], [other, one]]) {
    for (const option of select.options) option.disabled = option.value === taken.value;
  }
  const [first, second] = [one.value, Number(other.value)];
  const found = await fetch(new URL(`./sure/${first}.json`, location.href));
  if (!found.ok) throw new Error(`sure/${first}.json: ${found.status}`);
  const said = await found.json();
  if (first !== one.value || second !== Number(other.value)) return;
  for (const [name, text] of [["band", said.band], ["order", said.order[second]], ["method", said.method[second]]]) {
    const place = document.getElementById(`answer-${name}`);
    if (place) place.textContent = text;
  }
}

if (choose && one && other) {
  choose.hidden = false;
  choose.addEventListener("change", () => void answer().catch(console.error));
  for (const [select, taken] of [[one, other], [other, one]]) {
    for (const option of select.options) option.disabled = option.value === taken.value;
  }
}
