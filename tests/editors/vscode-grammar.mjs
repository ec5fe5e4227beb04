// The highlighting of .news files, read with VS Code's own TextMate engine. Started by vscode.sh.
import assert from "node:assert/strict";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { extension } from "./vscode-server.mjs";

const require = createRequire(path.join(process.env.CODE_HOME, "package.json"));
const oniguruma = require("vscode-oniguruma");
const textmate = require("vscode-textmate");

const wasm = path.join(path.dirname(require.resolve("vscode-oniguruma")), "onig.wasm");
await oniguruma.loadWASM(fs.readFileSync(wasm).buffer);
const manifest = JSON.parse(fs.readFileSync(path.join(extension, "package.json"), "utf8"));
const registry = new textmate.Registry({
  onigLib: {
    createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
    createOnigString: (text) => new oniguruma.OnigString(text),
  },
  loadGrammar: (scope) => {
    if (scope === "text.html.markdown") {
      // Markdown as far as this test goes: code in backticks.
      return { scopeName: scope, repository: {}, patterns: [{ match: "`[^`]*`", name: "markup.inline.raw" }] };
    }
    const found = manifest.contributes.grammars.find((grammar) => grammar.scopeName === scope);
    const file = found && path.join(extension, found.path);
    return file ? textmate.parseRawGrammar(fs.readFileSync(file, "utf8"), file) : null;
  },
  getInjections: (scope) =>
    manifest.contributes.grammars.filter((g) => g.injectTo?.includes(scope)).map((g) => g.scopeName),
});

/** The parts of one line that have a scope of ours, as "text → scope". */
async function scopes(language, line) {
  const grammar = await registry.loadGrammar(language);
  return grammar.tokenizeLine(line, textmate.INITIAL).tokens.flatMap(({ startIndex, endIndex, scopes }) => {
    const scope = scopes.at(-1);
    const text = line.slice(startIndex, endIndex).trim();
    return scope === language || text === "" ? [] : [`${text} → ${scope.replace(/\.news$/, "")}`];
  });
}

const cases = [
  ["text.news", "title: The gates", ["title → entity.name.tag.header", ": → punctuation.separator.key-value", "The gates → string.unquoted.header"]],
  ["text.news", "He said: no more, and left.", []],
  ["text.news", "---", ["--- → punctuation.definition.header"]],
  ["text.news", "==========", ["========== → comment.line.separator"]],
  ["text.news", "   3 of 10 DOCUMENTS", ["3 of 10 DOCUMENTS → comment.line.separator"]],
  ["text.news", "Then [Ada]{.PER #ada} spoke", ["[ → punctuation.definition.annotation.begin", "Ada → markup.underline.link.annotation", "] → punctuation.definition.annotation.end", "{ → punctuation.definition.annotation.begin", ".PER #ada → entity.name.type.annotation", "} → punctuation.definition.annotation.end"]],
  ["text.news", "Then [[ada|Lovelace]] spoke", ["[[ → punctuation.definition.annotation.begin", "ada → entity.name.type.annotation", "| → punctuation.separator.annotation", "Lovelace → markup.underline.link.annotation", "]] → punctuation.definition.annotation.end"]],
  ["text.news", "Then <PER id=\"ada\">Ada</PER> spoke", ["< → punctuation.definition.tag.begin", "PER → entity.name.tag.annotation", "id → entity.other.attribute-name", "= → punctuation.separator.key-value", "\"ada\" → string.quoted", "> → punctuation.definition.tag.end", "</ → punctuation.definition.tag.begin", "PER → entity.name.tag.annotation", "> → punctuation.definition.tag.end"]],
  ["text.news", "2 < 3 and [sic] {not}", []],
  ["text.html.markdown", "Then [Ada]{.PER} spoke", ["[ → punctuation.definition.annotation.begin", "Ada → markup.underline.link.annotation", "] → punctuation.definition.annotation.end", "{ → punctuation.definition.annotation.begin", ".PER → entity.name.type.annotation", "} → punctuation.definition.annotation.end"]],
  ["text.html.markdown", "Then [Ada](https://example.org) spoke", []],
];
for (const [language, line, wanted] of cases) {
  const found = await scopes(language, line);
  assert.deepEqual(found, wanted, line);
}
console.log(`ok the grammar colours ${cases.length} lines as they should be`);

const { wordPattern } = JSON.parse(fs.readFileSync(path.join(extension, "language-configuration.json"), "utf8"));
const words = "L’Aquila, Łódź and 東京: Jean-Luc's".match(new RegExp(wordPattern.pattern, `g${wordPattern.flags}`));
assert.deepEqual(words, ["L’Aquila", "Łódź", "and", "東京", "Jean-Luc's"]);
console.log("ok a word is what a reader takes for one");
