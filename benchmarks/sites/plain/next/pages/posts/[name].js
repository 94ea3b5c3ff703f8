import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";

import matter from "gray-matter";
import { remark } from "remark";
import html from "remark-html";

import Page from "../../page";

const POSTS = join(process.cwd(), "content", "posts");

export default Page;

export async function getStaticPaths() {
  const files = await readdir(POSTS);
  return { paths: files.map((file) => ({ params: { name: file.slice(0, -3) } })), fallback: false };
}

export async function getStaticProps({ params }) {
  const { content, data } = matter(await readFile(join(POSTS, `${params.name}.md`), "utf-8"));
  const made = await remark().use(html).process(content);
  return { props: { title: data.title, html: String(made) } };
}
