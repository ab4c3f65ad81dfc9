// Fills a form at random in ODK's own engine and tells what it makes of the answers: one entry per question and row.

function dice(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

const pick = (roll, some) => some[Math.floor(roll() * some.length)];

const TEXTS = ["a", "b c", "03/2020", "Ñandú", "5", "  x  y "];
const NUMBERS = [0, 1, 2, 4, 5, 12, 13, 17, 18, 30, 64];

function* leaves(node) {
  if (node.nodeType.startsWith("repeat-range") || node.nodeType === "root" || node.nodeType === "group" || node.nodeType === "repeat-instance") {
    for (const child of node.currentState.children) yield* leaves(child);
  } else {
    yield node;
  }
}

function* ranges(node) {
  if (!node.currentState.children) return;
  if (node.nodeType === "repeat-range:uncontrolled") yield node;
  for (const child of node.currentState.children) yield* ranges(child);
}

function answer(node, roll) {
  if (node.nodeType === "select") {
    const options = node.currentState.valueOptions.map((option) => option.value);
    if (!options.length) return null;
    if (node.selectType.includes("multiple") || node.selectType === "select") {
      const chosen = options.filter(() => roll() < 0.4);
      node.selectValues(chosen);
      return chosen.join(" ");
    }
    const chosen = roll() < 0.4 ? options[0] : pick(roll, options);
    node.selectValue(chosen);
    return chosen;
  }
  if (node.nodeType !== "input") return null;
  const day = `20${10 + Math.floor(roll() * 15)}-0${1 + Math.floor(roll() * 9)}-1${Math.floor(roll() * 10)}`;
  const value = { int: () => pick(roll, NUMBERS), decimal: () => pick(roll, NUMBERS) + 0.5, date: () => day, string: () => pick(roll, TEXTS) }[node.valueType]?.();
  if (value === undefined) return null;
  node.setValue(node.valueType === "int" ? BigInt(value) : value);
  return String(value);
}

const written = (node) => new DOMParser().parseFromString(`<x>${node.instanceState.instanceXML}</x>`, "text/xml").documentElement.textContent;

export async function fill(engine, xml, cases, seed, computed) {
  const missing = { missingResourceBehavior: "BLANK", fetchFormAttachment: async () => new Response("", { status: 404 }) };
  const form = await engine.loadForm(xml, missing);
  if (form.status === "failure") throw form.error;
  const told = [];
  for (let number = 0; number < cases; number++) {
    const { root } = form.createInstance();
    const roll = dice(seed + 7919 * number);
    for (const range of [...ranges(root)]) {
      for (let more = Math.floor(roll() * 4); more > 0; more--) range.addInstances();
    }
    const given = new Map();
    for (let pass = 0; pass < 2; pass++) {
      for (const node of [...leaves(root)]) {
        const name = node.currentState.reference.split("/").at(-1);
        if (computed.includes(name) || !node.currentState.relevant || node.currentState.readonly || roll() < (pass ? 0.6 : 0.15)) continue;
        const said = answer(node, roll);
        if (said !== null) given.set(node.nodeId, said);
      }
    }
    for (const node of leaves(root)) {
      const { reference, relevant } = node.currentState;
      told.push([number, reference, relevant, relevant ? written(node) : (given.get(node.nodeId) ?? "")]);
    }
  }
  return told;
}
