// Lighthouse on its phone setting: a line for each page with its four scores; faults begin with `! `.

import { readFileSync } from "node:fs";
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const LEAST = { performance: 95, accessibility: 100, "best-practices": 100, seo: 100 };

const given = JSON.parse(readFileSync(0, "utf8"));
const chrome = await launch({ chromePath: given.chromium, chromeFlags: ["--headless=new", "--no-sandbox"] });

for (const path of given.pages) {
  const { lhr } = await lighthouse(given.url + path, { port: chrome.port, logLevel: "error", onlyCategories: Object.keys(LEAST) });
  const scores = Object.entries(LEAST).map(([name, least]) => ({ name, least, score: Math.round(lhr.categories[name].score * 100) }));
  console.log(`${path}: ${scores.map(({ name, score }) => `${name} ${score}`).join(", ")}`);
  for (const { name, least, score } of scores.filter((it) => it.score < it.least)) {
    const audits = lhr.categories[name].auditRefs.map(({ id }) => lhr.audits[id]);
    const failed = audits.filter((it) => it.score !== null && it.score < 1).map((it) => it.title);
    console.log(`! ${path}: ${name} ${score}, at least ${least}: ${failed.join("; ")}`);
  }
}
await chrome.kill();
