// Search with Pagefind. The index is loaded when the form gets focus, and nothing before.

let engine;

function load(form) {
  engine ??= import(form.dataset.pagefind).then(async (pagefind) => {
    await pagefind.options({ baseUrl: "/" });
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

// An excerpt is text as HTML with the words that were found in <mark>; only text and marks come out.
function excerpt(html) {
  const plain = (part) => new DOMParser().parseFromString(`<i>${part}`, "text/html").body.textContent;
  const parts = html.split(/<\/?mark>/);
  return parts.map((part, number) => (number % 2 ? element("mark", {}, plain(part)) : plain(part)));
}

function result({ meta, filters, excerpt: html }, form) {
  const foreign = meta.lang === document.documentElement.lang ? {} : { lang: meta.lang, dir: "auto" };
  const { host, origin } = new URL(meta.url, location);
  const outside = origin !== location.origin;
  const mark = outside ? [" ", element("bdi", { className: "host" }, host.replace(/^www\./, ""))] : [];
  const more = outside ? { rel: "external", ...foreign } : foreign;
  const link = element("a", { href: meta.url, hreflang: meta.lang, ...more }, meta.title, ...mark);
  const option = filters.type && form.elements.type?.querySelector(`[value="${CSS.escape(filters.type[0])}"]`);
  const kind = option ? [element("p", { className: "meta" }, option.label)] : [];
  return element("li", { className: "card" }, element("h2", {}, link), ...kind, element("p", foreign, ...excerpt(html)));
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
    try {
      const found = given.length ? await (await load(form)).search(box.value.trim() || null, { filters }) : null;
      if (mine !== turn) return;
      hits = found?.results ?? [];
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
