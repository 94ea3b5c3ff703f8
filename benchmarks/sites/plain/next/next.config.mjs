import { join } from "node:path";

export default {
  output: "export",
  trailingSlash: true,
  turbopack: { root: join(import.meta.dirname, "../..") },
};
