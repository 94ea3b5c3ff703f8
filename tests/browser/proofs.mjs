// One proof in a browser: node proofs.mjs NAME, with what it needs as JSON on its input.
// It prints a line for each fault, and at last `checked N pages`. Before that it looks at a page on which
// it must find something; a proof that finds nothing there has a fault itself.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const require = createRequire(import.meta.url);
const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const ALL = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const COLOURS = { type: "rule", values: ["color-contrast", "link-in-text-block"] };
const DESKTOP = { width: 1280, height: 900 };
const PHONE = { width: 320, height: 640 };
const AT_ONCE = 2;
const BAD = "/-bad-/index.html";

const given = JSON.parse(readFileSync(0, "utf8"));

// --- accessibility ---------------------------------------------------------------------------

const APPEARANCES = [
  { name: "light", pages: "pages", viewport: DESKTOP, colorScheme: "light" },
  { name: "dark", pages: "pages", viewport: DESKTOP, colorScheme: "dark", rules: COLOURS },
  { name: "320 px, unfolded", pages: "pages", viewport: PHONE, colorScheme: "light", unfold: true },
  { name: "other language", pages: "other", viewport: DESKTOP, colorScheme: "light" },
];

async function accessibility(browser) {
  const tasks = APPEARANCES.flatMap((appearance) =>
    given[appearance.pages].map((path) => ({ ...appearance, path })));
  return onPages(browser, tasks, (page, task) => violations(page, task));
}

async function violations(page, { unfold, name, rules = ALL }) {
  if (unfold) await unfoldAll(page);
  await page.evaluate(AXE);
  const { violations: found } = await page.evaluate(
    (runOnly) => globalThis.axe.run({ runOnly, resultTypes: ["violations"], preload: false }), rules);
  return found.flatMap((rule) => rule.nodes.map((node) =>
    `${name}: ${rule.id}: ${rule.help}: ${node.html.replace(/\s+/g, " ").slice(0, 160)}` +
    (node.any[0]?.data?.contrastRatio ? ` (${node.any[0].data.contrastRatio})` : "")));
}

function unfoldAll(page) {
  return page.evaluate(() => document.querySelectorAll("details").forEach((it) => (it.open = true)));
}

// --- reflow ----------------------------------------------------------------------------------

async function reflow(browser) {
  const tasks = [...given.pages, ...given.other].map((path) => ({ path, viewport: PHONE }));
  return onPages(browser, tasks, async (page) => {
    const folded = await tooWide(page);
    await unfoldAll(page);
    return [...folded, ...(await tooWide(page))];
  });
}

function tooWide(page) {
  return page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const wide = [...document.querySelectorAll("body *")].filter((it) => {
      const box = it.getBoundingClientRect();
      return box.width > 0 && (box.right > clientWidth + 1 || box.left < -1) && !it.closest(".skip-link");
    });
    return [`scrolls to ${scrollWidth} px: ${wide.at(-1)?.outerHTML.slice(0, 160)}`];
  });
}

// --- privacy ---------------------------------------------------------------------------------

const STORED = ["theme"]; // what may be stored: a choice of the reader's that stays on the device

async function privacy(browser) {
  const tasks = [...given.pages, ...given.other].map((path) => ({ path, viewport: DESKTOP }));
  return onPages(browser, tasks, kept);
}

async function kept(page, { path }, seen) {
  await unfoldAll(page);
  for (const field of await page.locator("input:visible").all()) await field.focus();
  await page.evaluate(() => globalThis.scrollTo(0, document.body.scrollHeight));
  await page.waitForTimeout(50);
  const own = new URL(given.url).host;
  const cookies = await page.context().cookies();
  const stored = await page.evaluate(async (allowed) => [
    ...Object.keys(localStorage).filter((key) => !allowed.includes(key)).map((key) => `localStorage ${key}`),
    ...Object.keys(sessionStorage).map((key) => `sessionStorage ${key}`),
    ...(await indexedDB.databases()).map(({ name }) => `indexedDB ${name}`),
    ...(globalThis.caches ? await caches.keys() : []).map((key) => `cache ${key}`),
    ...(await (navigator.serviceWorker?.getRegistrations() ?? [])).map(() => "service worker"),
  ], STORED);
  return [
    ...(seen.policy ? [] : ["it was served without a Content-Security-Policy"]),
    ...cookies.map(({ name }) => `cookie ${name}`),
    ...stored,
    ...seen.requests.filter((url) => !url.startsWith("data:") && new URL(url).host !== own).map((url) => `asks for ${url}`),
    ...seen.refused.map((text) => `against the policy: ${text}`),
    ...seen.errors.map((text) => `error: ${text}`),
  ];
}

// --- keyboard --------------------------------------------------------------------------------

async function keyboard(browser) {
  const walks = given.walks.flatMap((path) => [
    { path, viewport: DESKTOP }, { path, viewport: { width: 360, height: 740 } }]);
  const [count, faults] = await onPages(browser, walks, walk);
  const narrow = { width: 360, height: 740 };
  const steps = [
    ["skip link", { path: given.home, viewport: DESKTOP }, skipLink],
    ["menu", { path: given.home, viewport: DESKTOP }, (page) => follow(page, MENU)],
    ["menu", { path: given.home, viewport: narrow }, (page) => follow(page, MENU)],
    ["language switch", { path: given.home, viewport: DESKTOP }, languageSwitch],
    ["language switch", { path: given.home, viewport: narrow }, languageSwitch],
    ["filters", { path: given.index, viewport: DESKTOP }, filters],
    ["filters", { path: given.index, viewport: narrow }, filters],
    ...given.maps.map((path) => ["map", { path, viewport: DESKTOP }, mapByKeys]),
  ];
  for (const [name, task, step] of steps) {
    const [, found] = await onPages(browser, [task], step);
    faults.push(...found.map((fault) => `${name}: ${fault}`));
  }
  return [count + steps.length, faults];
}

const USABLE = "a[href], button, summary, input, select, textarea, [tabindex]";

// Everything that can be used is reached by Tab, in view, not covered, and shows that it has the focus.
async function walk(page) {
  const wanted = await page.evaluate((usable) => {
    globalThis.stops = [...document.querySelectorAll(usable)].filter((it) =>
      it.tabIndex >= 0 && it.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }));
    return globalThis.stops.length;
  }, USABLE);
  const faults = [];
  for (let step = 0; step < wanted; step += 1) {
    await page.keyboard.press("Tab");
    const fault = await page.evaluate((position) => {
      const it = document.activeElement;
      const name = it.outerHTML.slice(0, 120);
      if (it !== globalThis.stops[position]) return `stop ${position + 1} is ${name}, and not ${globalThis.stops[position].outerHTML.slice(0, 120)}`;
      const box = it.getClientRects()[0];
      const style = getComputedStyle(it);
      if (!box || !box.width || !box.height) return `has the focus and no size: ${name}`;
      if (box.bottom < 0 || box.top > innerHeight || box.right < 0 || box.left > innerWidth) return `has the focus out of view: ${name}`;
      const shown = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1) || style.boxShadow !== "none";
      if (!shown) return `does not show its focus: ${name}`;
      const [x, y] = [box.left + box.width / 2, Math.min(Math.max(box.top + box.height / 2, 0), innerHeight - 1)];
      const top = document.elementFromPoint(x, y);
      return top && !it.contains(top) && !top.contains(it) ? `is covered: ${name}` : "";
    }, step);
    if (fault) {
      faults.push(fault);
      break;
    }
  }
  return faults;
}

async function skipLink(page) {
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  const first = await page.evaluate(() => document.activeElement.tagName);
  await page.keyboard.press("Tab");
  const next = await page.evaluate(() => Boolean(document.activeElement.closest("main, footer")));
  return [...(first === "MAIN" ? [] : [`leads to ${first}`]), ...(next ? [] : ["the next stop is not in the content"])];
}

// Presses Tab until what is looked for has the focus, at most once for each stop of the page.
async function tabTo(page, found) {
  const stops = await page.evaluate((usable) => document.querySelectorAll(usable).length, USABLE);
  for (let step = 0; step < stops; step += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(found)) return true;
  }
  return false;
}

const isOpen = () => document.activeElement.closest("details")?.open;

// Opens the folded part whose summary has the focus, and folds it again: Enter, and the space bar.
async function folds(page) {
  const states = [];
  for (const key of ["Enter", "Enter", "Space"]) {
    await page.keyboard.press(key);
    states.push(await page.evaluate(isOpen));
  }
  return String(states) === "true,false,true" ? [] : [`Enter, Enter, space give open: ${states}`];
}

const MENU = "header nav a:not([hreflang])";
const LANGUAGE = "header a[hreflang]:not([aria-current])";
const FILTER = ".facets a";
const CHOSEN = ".facets a[aria-current]";

// Reaches the first link that a selector finds, through the folded part around it, and follows it with Enter.
async function follow(page, selector) {
  const link = page.locator(selector).first();
  if (!(await link.count())) return [`there is no ${selector}`];
  const address = await link.evaluate((it) => it.href);
  const faults = [];
  if (!(await link.isVisible())) {
    await link.evaluate((it) => {
      const folded = (part) => part && (folded(part.parentElement.closest("details")) ?? (part.open ? null : part));
      globalThis.wanted = folded(it.closest("details")).querySelector("summary");
    });
    if (!(await tabTo(page, () => document.activeElement === globalThis.wanted))) return ["what folds it out is not reached"];
    faults.push(...(await folds(page)));
  }
  await link.evaluate((it) => (globalThis.wanted = it));
  if (!(await tabTo(page, () => document.activeElement === globalThis.wanted))) return [...faults, `${address} is not reached`];
  await Promise.all([page.waitForURL(address), page.keyboard.press("Enter")]);
  return faults;
}

async function languageSwitch(page) {
  const language = await page.locator(LANGUAGE).first().getAttribute("hreflang");
  const faults = await follow(page, LANGUAGE);
  const there = await page.evaluate(() => document.documentElement.lang);
  return there === language ? faults : [...faults, `leads to a page in ${there} and not in ${language}`];
}

// A filter is chosen, and removed again.
async function filters(page) {
  const index = page.url();
  const faults = [...(await follow(page, FILTER)), ...(await follow(page, CHOSEN))];
  return page.url() === index ? faults : [...faults, "a filter is not removed"];
}

// A map that has the focus is enlarged and moved by keys, and shown whole again; its list of places is reached.
async function mapByKeys(page) {
  const map = page.locator(".frame > svg[tabindex]").first();
  if (!(await map.count())) return ["it takes no focus"];
  await map.evaluate((it) => (globalThis.wanted = it));
  if (!(await tabTo(page, () => document.activeElement === globalThis.wanted))) return ["it is not reached"];
  const views = [];
  for (const key of ["Shift", "+", "+", "ArrowRight", "ArrowDown", "-", "0"]) {
    await page.keyboard.press(key);
    views.push((await map.getAttribute("viewBox")).split(" ").map(Number));
  }
  const [whole, near, nearer, right, down, back, last] = views;
  const moves = near[2] < whole[2] && nearer[2] < near[2] && right[0] > nearer[0] && down[1] > right[1] && back[2] > down[2];
  // Browsers keep the numbers of a view box with single precision.
  const again = last.every((value, place) => Math.fround(value) === Math.fround(whole[place]));
  const summary = ".mapped details.data summary";
  await page.locator(summary).first().evaluate((it) => (globalThis.wanted = it));
  const listed = await tabTo(page, () => document.activeElement === globalThis.wanted);
  return [
    ...(moves ? [] : [`keys show ${views.join("; ")}`]),
    ...(again ? [] : [`0 shows ${last} and not ${whole}`]),
    ...(listed ? await folds(page) : [`${summary} is not reached`]),
  ];
}

// --- search ----------------------------------------------------------------------------------

async function search(browser) {
  return onPages(browser, given.searches.map((task) => ({ ...task, viewport: DESKTOP })), titleFirst);
}

// The page whose title is looked for comes first; excerpts are sentences, without breaks of the index.
async function titleFirst(page, { query, title }) {
  const box = page.locator("form[data-pagefind] input[type=search]");
  if (!(await box.count())) return ["there is no search"];
  await box.fill(query);
  const list = page.locator(".results ol");
  const found = await list.locator("li h2").first().textContent({ timeout: 10_000 }).catch(() => "nothing");
  const broken = (await list.textContent()).includes("\u2060") ? [`${query}: a break of the index is shown`] : [];
  for (const text of await list.locator("li > p:not(.meta)").allTextContents())
    if (!/^[\p{Lu}\p{Lo}\p{N}"«“‘(¿¡].*[.!?…。！？؟][»”’")]*\s*$/su.test(text)) broken.push(`${query}: no sentence: ${text}`);
  return found === title ? broken : [`${query}: first comes ${found}, not ${title}`, ...broken];
}

// --- pages -----------------------------------------------------------------------------------

async function onPages(browser, tasks, look) {
  const waiting = [...tasks];
  const faults = [];
  const count = waiting.length;
  const work = async () => {
    for (let task = waiting.shift(); task; task = waiting.shift()) {
      const found = await onPage(browser, task, look);
      faults.push(...found.map((fault) => `${task.path} (${task.viewport.width} px): ${fault}`));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return [count, faults];
}

async function onPage(browser, task, look) {
  const context = await browser.newContext({ viewport: task.viewport, colorScheme: task.colorScheme ?? "light", reducedMotion: "reduce" });
  const seen = { requests: [], refused: [], errors: [], policy: "" };
  await context.exposeFunction("refusedByPolicy", (text) => seen.refused.push(text));
  await context.addInitScript(() => document.addEventListener("securitypolicyviolation", (event) =>
    globalThis.refusedByPolicy(`${event.effectiveDirective} ${event.blockedURI}`)));
  const page = await context.newPage();
  page.on("request", (request) => seen.requests.push(request.url()));
  page.on("pageerror", (error) => seen.errors.push(error.message));
  try {
    if (given.redirects.includes(task.path)) await stay(page);
    const answer = await page.goto(given.url + task.path, { waitUntil: "load" });
    seen.policy = answer.headers()["content-security-policy"] ?? "";
    return await look(page, task, seen);
  } finally {
    await context.close();
  }
}

// A page that leads on at once is looked at as it would be if the browser did not follow.
async function stay(page) {
  await page.route("**/*", async (route) => {
    const answer = await route.fetch();
    const text = await answer.text();
    await route.fulfill({ response: answer, body: text.replace(/<meta http-equiv="refresh"[^>]*>/, "") });
  });
}

const PROOFS = { accessibility, reflow, keyboard, privacy, search };
const onBad = (look) => async (browser) => (await onPages(browser, [{ path: BAD, viewport: PHONE }], look))[1];
const ON_BAD = { accessibility: onBad(violations), reflow: onBad(tooWide), keyboard: onBad(walk), privacy: onBad(kept), search: onBad(titleFirst) };
const browser = await chromium.launch({ executablePath: given.chromium, args: ["--no-sandbox"] });
const [name] = process.argv.slice(2);
const [looked, found] = await PROOFS[name](browser);
const seenThere = await ON_BAD[name](browser);
await browser.close();
if (!seenThere.length) console.log(`nothing was found on ${BAD}, where there is a fault`);
for (const fault of new Set(found)) console.log(fault);
console.log(`checked ${looked} pages`);
