import anchor from "markdown-it-anchor";
import contents from "markdown-it-table-of-contents";

import { bySlug, newest, sectionPages, terms, termPages } from "./lists.js";

const DAY = new Intl.DateTimeFormat("en-US", { dateStyle: "long", timeZone: "UTC" });

export default function (config) {
  config.addPassthroughCopy({ static: "." });
  config.amendLibrary("md", (markdown) => {
    markdown.use(anchor.default ?? anchor).use(contents, { includeLevel: [2] });
  });
  config.addFilter("day", (date) => DAY.format(date));
  config.addFilter("attribute", (date) => date.toISOString().slice(0, 10));
  config.addFilter("moment", (date) => date.toISOString().slice(0, 19) + "+00:00");

  config.addFilter("below", (entries, start) => entries.filter((entry) => entry.url.startsWith(start)));

  config.addCollection("newest", newest);
  config.addCollection("bySlug", bySlug);
  config.addCollection("sectionPages", sectionPages);
  config.addCollection("topics", (api) => terms(api, (data) => data.topics));
  config.addCollection("places", (api) => terms(api, (data) => [data.place]));
  config.addCollection("termPages", termPages);

  return {
    dir: { input: "content", output: "public" },
    markdownTemplateEngine: false,
    htmlTemplateEngine: "njk",
  };
}
