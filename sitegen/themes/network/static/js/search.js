// Search with Pagefind. The index is loaded when the form gets focus, and nothing before.

const LOOKED_AT = 30; // so many of the first results are looked at for their titles
const CODES = new Set(["url", "lang", "image", "image_alt"]);
const SHORTEST = 6; // words of a sentence; less is a heading, a caption or an item of a list
const START = 20; // what the first word of a title counts; Pagefind gives the words of a title 5

// In the index, elided words of French, Italian and Catalan are words of their own, with a break after them:
// U+2060 and a space. The words are those of sitegen/features/search/elision.py.
const ELIDED = new RegExp("(^|[^\\p{L}\\p{M}\\p{N}_'’-])((?:" +
  "c|d|j|l|m|n|s|t|qu|jusqu|lorsqu|puisqu|quoiqu|" +
  "ch|gl|v|un|all|coll|dall|dell|nell|sull|quell|quest|com|cos|dov|" +
  "alcun|anch|bell|ciascun|nessun|sant|senz|tutt" +
  ")['’])(?=[«“„‘(]*[\\p{L}\\p{N}])", "giu");
// Letters of another width than usual, which keyboards for Chinese and Japanese write; the index has usual ones.
const WIDE = /[\uff01-\uff9f]+/g;
// Quotation marks of a phrase; telephones write these, and Pagefind knows the straight ones.
const QUOTED = /“([^“”"]*)”|„([^„“”"]*)[“”]|«([^«»"]*)»|「([^「」"]*)」/g;
const typed = (query) => query.replace(WIDE, (text) => text.normalize("NFKC"))
  .replace(QUOTED, (_, ...texts) => `"${texts.slice(0, 4).join("").trim()}"`);
const written = (text) => text.replace(/\u2060(<\/mark>)?(?: |$)/g, "$1");

// A query without elided words; a phrase in quotation marks has them, as words of their own.
function withoutElided(query) {
  return query.split('"').map((part, number) => part.replace(ELIDED, number % 2 ? "$1$2 " : "$1")).join('"');
}

// Words alone, without accents, capitals and elided words.
function plain(text) {
  const letters = withoutElided(text.replaceAll('"', " ")).normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return letters.replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

// Of the first results, those come first whose title is what is looked for, then those whose title begins with it.
async function titlesFirst(hits, query) {
  const wanted = plain(query), apart = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}]$/u.test(wanted) ? "" : " ";
  const rank = (title) => (title === wanted ? 0 : title.startsWith(wanted + apart) ? 1 : 2);
  const ranked = async (hit) => ({ hit, rank: rank(plain(written((await hit.data()).meta.title ?? ""))) });
  const first = await Promise.all(hits.slice(0, LOOKED_AT).map(ranked));
  return [...first.sort((one, other) => one.rank - other.rank).map(({ hit }) => hit), ...hits.slice(LOOKED_AT)];
}

// Pagefind looks for words in addresses and codes of languages as well; what is found by them alone is left out.
function isMeant({ words, matchedMetaFields: fields }) {
  return words.length > 0 || !fields?.length || fields.some((name) => !CODES.has(name));
}

let engine;

function load(form) {
  engine ??= import(form.dataset.pagefind).then(async (pagefind) => {
    await pagefind.options({ baseUrl: "/", ranking: { metaWeights: { start: START } } });
    await pagefind.init();
    return pagefind;
  });
  return engine;
}

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

// First what precedes the text of a page, its other names and its title; then the sentences of the text that are
// not headings. Each is a list of words. Pagefind counts words: they are apart by U+200B in Chinese and Japanese,
// and by spaces in other languages.
function* sentences({ raw_content: content, locations, anchors, meta }) {
  const dense = content.includes("\u200b"), space = dense ? "" : " ";
  const words = content.replaceAll("&lt;", "<").replaceAll("&gt;", ">").split(dense ? "\u200b" : /\s+/);
  const text = words.join(space), found = new Set(locations);
  const start = text.includes(meta.title) ? text.indexOf(meta.title) + meta.title.length : 0;
  const headings = new Set(anchors.filter(({ element }) => /^h\d$/i.test(element)).map(({ location }) => location));
  let at = 0, place = 0;
  function upTo(end) {
    const first = place;
    for (; place < words.length && at < end; place++) at += words[place].length + space.length;
    return words.slice(first, place).map((word, number) => ({ text: word + space, found: found.has(first + number) }));
  }
  yield upTo(start);
  for (const { index, segment } of new Intl.Segmenter(meta.lang, { granularity: "sentence" }).segment(text.slice(start))) {
    const first = place, sentence = upTo(start + index + segment.length);
    if (sentence.length >= SHORTEST && !headings.has(first)) yield sentence;
  }
}

// The sentence that has most of the words that were found; if none has more than the title, the summary of the page
// or, without one, its first sentence.
function excerpt(page) {
  const count = (sentence) => sentence.filter(({ found }) => found).length;
  const [head, ...text] = "Segmenter" in Intl ? sentences(page) : [[]];
  const best = text.reduce((best, next) => (count(next) > count(best) ? next : best), text[0] ?? []);
  if (page.meta.summary && count(best) <= count(head)) return [written(page.meta.summary)];
  return best.flatMap(({ text, found }) => (found ? marked(written(text)) : written(text)));
}

// A word in <mark>, without the punctuation around it.
function marked(text) {
  const [, before, word, after] = /^([^\p{L}\p{N}]*)(.*?)([^\p{L}\p{M}\p{N}]*)$/su.exec(text);
  return [before, element("mark", {}, word), after];
}

// The name of a language in the language of the page.
function nameOf(code) {
  return new Intl.DisplayNames(document.documentElement.lang, { type: "language" }).of(code);
}

function result(page, form) {
  const { meta, filters } = page;
  const foreign = meta.lang === document.documentElement.lang ? {} : { lang: meta.lang, dir: "auto" };
  const { host, origin } = new URL(meta.url, location);
  const outside = origin !== location.origin;
  const mark = outside ? [" ", element("bdi", { className: "host" }, host.replace(/^www\./, ""))] : [];
  const more = outside ? { rel: "external", ...foreign } : foreign;
  const link = element("a", { href: meta.url, hreflang: meta.lang, ...more }, written(meta.title), ...mark);
  const option = filters.type && form.elements.type?.querySelector(`[value="${CSS.escape(filters.type[0])}"]`);
  const facts = option ? [element("span", {}, option.label)] : [];
  if (foreign.lang) facts.unshift(element("span", { className: "language-tag" }, nameOf(foreign.lang)));
  const kind = facts.length ? [element("p", { className: "meta" }, ...facts)] : [];
  const shown = excerpt(page);
  const text = shown.length ? [element("p", foreign, ...shown)] : [];
  return element("li", { className: "card" }, element("h2", {}, link), ...kind, ...text);
}

function start(form, main) {
  const [status, more] = ["[role=status]", "[data-more]"].map((part) => main.querySelector(part));
  const list = element("ol", { className: "cards", hidden: true });
  const box = form.elements.q;
  let hits = [], turn = 0, waiting;

  async function show(number) {
    const mine = turn, from = list.children.length;
    const found = await Promise.all(hits.slice(from, from + number).map((hit) => hit.data()));
    if (mine !== turn) return;
    list.append(...found.map((data) => result(data, form)));
    more.hidden = list.children.length >= hits.length;
  }

  async function search() {
    const mine = ++turn;
    const given = [...new FormData(form)].filter(([, value]) => value.trim());
    history.replaceState(null, "", given.length ? `?${new URLSearchParams(given)}` : location.pathname);
    const filters = Object.fromEntries(given.filter(([name]) => name !== "q"));
    const query = typed(box.value).trim();
    try {
      const found = given.length ? await (await load(form)).search(withoutElided(query) || null, { filters }) : null;
      const results = found?.results ?? [];
      const ordered = query ? await titlesFirst(results.filter(isMeant), query) : results;
      if (mine !== turn) return;
      hits = ordered;
      const count = hits.length.toLocaleString(document.documentElement.lang);
      status.textContent = !found ? "" : hits.length ? form.dataset.found.replace("{n}", count) : form.dataset.none;
      list.replaceChildren();
      list.hidden = !hits.length;
      await show(10);
    } catch {
      status.textContent = form.dataset.failed;
    }
  }

  // Fields are looked for in the address, and not the other way round: an address may say `length` or `__proto__`.
  const asked = new URLSearchParams(location.search);
  for (const field of form.elements) if (field.name && asked.has(field.name)) field.value = asked.get(field.name);
  form.addEventListener("submit", (event) => (event.preventDefault(), search()));
  form.addEventListener("input", () => (clearTimeout(waiting), (waiting = setTimeout(search, 200))));
  more.addEventListener("click", () => {
    const next = list.children.length;
    show(10).then(() => list.children[next]?.querySelector("a").focus());
  });
  main.addEventListener("keydown", (event) => {
    const stops = [box, ...list.querySelectorAll("a")], at = stops.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape" && at >= 0) {
      box.value = "";
      box.focus();
      search();
    } else if (step && at >= 0 && stops[at + step]) {
      event.preventDefault();
      stops[at + step].focus();
    }
  });
  more.before(list);
  if (location.hash === "#q") box.focus();
  search();
}

const form = document.querySelector("form[data-pagefind]");
form.addEventListener("focusin", () => load(form).catch(() => {}), { once: true });
start(form, form.closest("main"));
