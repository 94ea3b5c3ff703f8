// Entries in the order of the lists, and the lists in pages.

const SECTIONS = ["articles", "guides", "reports", "stories"];
const PER_PAGE = 20;

export function newest(api) {
  return api
    .getFilteredByGlob(SECTIONS.map((section) => `content/${section}/*.md`))
    .sort((one, other) => other.date - one.date || compare(one.data.title, other.data.title));
}

export function bySlug(api) {
  return Object.fromEntries(newest(api).map((entry) => [entry.url, entry]));
}

export function sectionPages(api) {
  const entries = newest(api);
  return SECTIONS.flatMap((section) => {
    const title = section[0].toUpperCase() + section.slice(1);
    return inPages(`/${section}/`, title, entries.filter((entry) => entry.url.startsWith(`/${section}/`)));
  });
}

export function termPages(api) {
  const topics = terms(api, (data) => data.topics);
  const places = terms(api, (data) => [data.place]);
  return [...topics, ...places].flatMap(({ url, name, entries }) => inPages(url, name, entries));
}

export function terms(api, namesOf) {
  const found = new Map();
  for (const entry of newest(api)) {
    for (const name of namesOf(entry.data)) {
      if (!found.has(name)) found.set(name, []);
      found.get(name).push(entry);
    }
  }
  return [...found]
    .sort(([one], [other]) => compare(one, other))
    .map(([name, entries]) => ({ name, entries, url: `/${name.split("-")[0]}s/${name}/` }));
}

function inPages(url, title, entries) {
  const total = Math.ceil(entries.length / PER_PAGE);
  const addressOf = (number) => (number === 1 ? url : `${url}page/${number}/`);
  return Array.from({ length: total }, (_, index) => ({
    url: addressOf(index + 1),
    title: index ? `${title} – Page ${index + 1}` : title,
    entries: entries.slice(index * PER_PAGE, (index + 1) * PER_PAGE),
    number: index + 1,
    total,
    newer: index ? addressOf(index) : "",
    older: index + 1 < total ? addressOf(index + 2) : "",
  }));
}

function compare(one, other) {
  return one < other ? -1 : one > other ? 1 : 0;
}
