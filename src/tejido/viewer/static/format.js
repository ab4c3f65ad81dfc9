// Numbers and words by the reader's language; the same habits as the pages made without a script.

/** @typedef {ReturnType<typeof createFormat>} Format */

/**
 * @param {string} lang
 * @param {Record<string, string>} words
 */
export function createFormat(lang, words) {
  const locale = lang === "es" ? "es-CO" : "en-US";
  /** @type {Intl.NumberFormat[]} */
  const made = [];

  /** @param {number|null|undefined} value @param {number} [digits] */
  function number(value, digits = 1) {
    if (value === null || value === undefined || !Number.isFinite(value)) return "—";
    // Spanish separates thousands from four digits on here, as the rest of the page does.
    made[digits] ??= new Intl.NumberFormat(locale, { maximumFractionDigits: digits, useGrouping: "always" });
    return made[digits].format(value);
  }

  /** @param {number|null|undefined} count */
  function people(count) {
    if (count === null || count === undefined) return "—";
    if (count >= 999_500) return `${number(count / 1_000_000, 2)} ${words.million}`;
    if (count >= 10_000) return `${number(count / 1_000, 1)} ${words.thousand}`;
    return number(count, 0);
  }

  return {
    lang,
    number,
    /** A figure in its own unit: as many decimals as say something. @param {number|null|undefined} value */
    figure: (value) => number(value, value && Math.abs(value) < 1 ? 3 : value && Math.abs(value) >= 1000 ? 0 : 1),
    people,
    /** So many inhabitants; Spanish has millions of them. @param {number} count */
    inhabitants: (count) => (lang === "es" && count >= 999_500 ? `${people(count)} de habitantes` : (words.inhabitants ?? "").replace("{people}", people(count))),
    /** @param {number|null|undefined} share */
    percent: (share) => (share === null || share === undefined ? "—" : number(100 * share, 0) + (lang === "es" ? "\u00a0%" : "%")),
    /** @param {Record<string, string>} labels */
    pick: (labels) => labels[lang] ?? Object.values(labels)[0] ?? "",
    /** A text of the page with its braces filled. @param {string} key @param {Record<string, unknown>} [values] */
    say: (key, values = {}) => (words[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? "")),
    /** Whether there is such a text. @param {string} key */
    has: (key) => key in words,
  };
}
