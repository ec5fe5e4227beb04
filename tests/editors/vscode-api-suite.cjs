// Runs inside the extension host; `run` is what VS Code calls.
const assert = require("node:assert/strict");
const fs = require("node:fs");
const path = require("node:path");
const vscode = require("vscode");

/** The mark tells these lines from all the others that VS Code writes to the same console. */
const say = (line) => console.log(`copydesk: ${line}`);

const FIXED = /^He said: (?:"We will open the gates tonight"|“We will open the gates tonight”), and left\.$/;

async function until(what, probe, ms = 20000) {
  const end = Date.now() + ms;
  for (;;) {
    const value = await probe();
    if (value) return value;
    if (Date.now() > end) throw new Error(`never happened: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

const extension = () => vscode.extensions.getExtension("copydesk.copydesk");
const uri = (name) => vscode.Uri.joinPath(vscode.workspace.workspaceFolders[0].uri, name);
const show = async (name) => vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri(name)));
const findings = (name) => vscode.languages.getDiagnostics(uri(name)).filter((d) => d.source === "copydesk");
const code = (d) => (typeof d.code === "object" ? d.code.value : d.code);
const command = (name, ...args) => vscode.commands.executeCommand(name, ...args);

/** The running `copydesk lsp` processes that this extension host started. */
function servers() {
  return fs.readdirSync("/proc").filter((pid) => {
    try {
      if (!/^\d+$/.test(pid)) return false;
      const parent = /^PPid:\s+(\d+)/m.exec(fs.readFileSync(`/proc/${pid}/status`, "utf8"))[1];
      return Number(parent) === process.pid && /copydesk\0lsp/.test(fs.readFileSync(`/proc/${pid}/cmdline`, "utf8"));
    } catch {
      return false;
    }
  });
}

/** The one server; between fork and exec there may seem to be none. */
const server = () => until("one server", () => servers().length === 1 && servers()[0]);

async function expectOnce(name, wanted) {
  await until(`${wanted} in ${name}`, () => findings(name).some((d) => code(d) === wanted));
  // An answer to a request: what was still to be said about this text has been said.
  await command("vscode.executeDocumentSymbolProvider", uri(name));
  const found = findings(name);
  assert.equal(found.filter((d) => code(d) === wanted).length, 1, JSON.stringify(found));
  return found.find((d) => code(d) === wanted);
}

const tests = {
  async "a text file activates the extension"() {
    assert.ok(extension(), "not installed");
    await show("a.txt");
    await until("active", () => extension().isActive);
    await server();
  },

  async "one finding, once, with its rule and its other place"() {
    const finding = await expectOnce("a.txt", "DEL001");
    assert.equal(findings("a.txt").length, 1);
    assert.match(finding.message, /quot/i);
    assert.equal(finding.severity, vscode.DiagnosticSeverity.Warning);
    const document = vscode.window.activeTextEditor.document;
    assert.equal(document.getText(finding.range), "”");
    assert.equal(finding.range.start.character, document.lineAt(0).text.indexOf("”"));
    assert.ok(finding.code.target, "the code links to its rule");
    const [related] = finding.relatedInformation ?? [];
    assert.equal(document.getText(related.location.range), "\"");
  },

  async "a .news file has its language and is served"() {
    const editor = await show("b.news");
    assert.equal(editor.document.languageId, "news");
    const finding = await expectOnce("b.news", "DEL001");
    assert.equal(finding.range.start.line, 3);
  },

  async "document symbols and folding answer"() {
    const symbols = (await command("vscode.executeDocumentSymbolProvider", uri("b.news"))) ?? [];
    for (const symbol of symbols) assert.ok(symbol.range.contains(symbol.selectionRange), symbol.name);
    const folds = (await command("vscode.executeFoldingRangeProvider", uri("b.news"))) ?? [];
    for (const fold of folds) assert.ok(fold.start <= fold.end);
    say(`  ${symbols.length} symbols, ${folds.length} folding ranges`);
  },

  async "the legend of the semantic tokens holds every token"() {
    const legend = await command("vscode.provideDocumentSemanticTokensLegend", uri("b.news"));
    if (!legend) return say("  no semantic tokens offered");
    const tokens = await command("vscode.provideDocumentSemanticTokens", uri("b.news"));
    const data = tokens?.data ?? [];
    assert.equal(data.length % 5, 0);
    for (let i = 0; i < data.length; i += 5) assert.ok(data[i + 3] < legend.tokenTypes.length);
    say(`  ${legend.tokenTypes.length} types, ${data.length / 5} tokens`);
  },

  async "the quick fix and the fix of the whole file"() {
    const { document } = await show("a.txt");
    const { range } = await expectOnce("a.txt", "DEL001");
    const kinds = async (kind, at) => (await command("vscode.executeCodeActionProvider", uri("a.txt"), at, kind.value, 10)) ?? [];
    const fix = await until("a quick fix", async () =>
      (await kinds(vscode.CodeActionKind.QuickFix, range)).find((action) => /^Replace/.test(action.title)),
    );
    const whole = new vscode.Range(0, 0, document.lineCount, 0);
    // VS Code drops an answer when anything touches the document meanwhile, so it may take more than one question.
    const all = await until("one fix of the whole file", async () => {
      const found = await kinds(vscode.CodeActionKind.SourceFixAll.append("copydesk"), whole);
      return found.length === 1 && found;
    });
    assert.ok(all[0].kind.value.startsWith("source.fixAll"), all[0].kind.value);

    assert.ok(await vscode.workspace.applyEdit(fix.edit));
    assert.match(document.lineAt(0).text, FIXED);
    await until("no finding", () => findings("a.txt").length === 0);
    await command("undo");
    await expectOnce("a.txt", "DEL001");
    assert.ok(await vscode.workspace.applyEdit(all[0].edit));
    assert.match(document.lineAt(0).text, FIXED);
    await until("no finding", () => findings("a.txt").length === 0);
  },

  async "names: hover, definition, references, rename over three files and back, completion, lens, action"() {
    const texts = [
      "Foreign Minister [Vera Lindqvist]{.PER #lindqvist} shut the gates.\n",
      "[Lindqvist]{.PER #lindqvist} smiled in Oslo.\n",
      "Nobody saw [Lindqvist]{.PER #lindqvist}, and Vera Lindqvist slept.\n",
    ];
    const names = texts.map((_, i) => `names-${i + 1}.txt`);
    texts.forEach((text, i) => fs.writeFileSync(uri(names[i]).fsPath, `date: 2031-03-1${i + 1}\n\n${text}`));
    const documents = await Promise.all(names.map((name) => vscode.workspace.openTextDocument(uri(name))));
    const third = documents[2];
    await show(names[2]);
    const at = (word) => third.positionAt(third.getText().indexOf(word) + 1);
    const ask = (provider, word, ...more) => command(`vscode.execute${provider}`, third.uri, at(word), ...more);

    const references = await until("references in three articles", async () => {
      const found = (await ask("ReferenceProvider", "Lindqvist]")) ?? [];
      return new Set(found.map((it) => it.uri.path)).size === 3 && found;
    });
    assert.equal(references.length, 4);
    const [hover] = await ask("HoverProvider", "Lindqvist]");
    assert.match(hover.contents.map((it) => it.value).join("\n"), /Vera Lindqvist[^]*3 articles/);
    const [definition] = await ask("DefinitionProvider", "Lindqvist]");
    assert.ok((definition.targetUri ?? definition.uri).path.endsWith(names[0]));

    const edit = await ask("DocumentRenameProvider", "lindqvist}", "vl-1");
    assert.equal(edit.entries().length, 3);
    assert.ok(await vscode.workspace.applyEdit(edit));
    documents.forEach((it, i) => assert.ok(it.getText().includes(texts[i].replace("#lindqvist", "#vl-1")), it.getText()));
    for (const [i, name] of names.entries()) {
      await show(name);
      await command("undo");
      await until(`undone in ${name}`, () => documents[i].getText().includes(texts[i]));
    }

    await show(names[2]);
    const completed = await ask("CompletionItemProvider", "indqvist}");
    assert.ok(completed.items.some((it) => (it.label.label ?? it.label) === "lindqvist"), JSON.stringify(completed.items));
    const lens = await until("a lens", async () => {
      const lenses = (await command("vscode.executeCodeLensProvider", third.uri, 20)) ?? [];
      return lenses.find((it) => it.command?.title.endsWith("4 mentions in 3 articles"));
    });
    assert.ok(lens);
    const place = new vscode.Range(at("Vera Lindqvist"), at("Vera Lindqvist"));
    const action = await until("an action", async () => {
      const kind = vscode.CodeActionKind.RefactorRewrite.value;
      const found = (await command("vscode.executeCodeActionProvider", third.uri, place, kind, 20)) ?? [];
      return found.find((it) => /^Annotate .* here as PER$/.test(it.title));
    });
    assert.ok(await vscode.workspace.applyEdit(action.edit));
    assert.ok(third.getText().includes("and [Vera Lindqvist]{.PER #lindqvist} slept"), third.getText());
    for (const document of documents) await document.save();
  },

  async "fix on save"() {
    const { document } = await show("a.txt");
    const settings = vscode.workspace.getConfiguration("editor", document.uri);
    await settings.update("codeActionsOnSave", { "source.fixAll.copydesk": "explicit" }, vscode.ConfigurationTarget.Workspace);
    // Undoing alone would leave the text as it is on disk, with nothing to save.
    await command("undo");
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(2, 0), "Not a soul.\n");
    assert.ok(await vscode.workspace.applyEdit(edit));
    await expectOnce("a.txt", "DEL001");
    assert.ok(await document.save());
    assert.match(document.lineAt(0).text, FIXED);
    assert.match(fs.readFileSync(document.uri.fsPath, "utf8").split("\n")[0], FIXED);
    await settings.update("codeActionsOnSave", undefined, vscode.ConfigurationTarget.Workspace);
  },

  async "an unsaved document is served"() {
    const document = await vscode.workspace.openTextDocument({ language: "news", content: "She said (quietly that it was late.\n" });
    await vscode.window.showTextDocument(document);
    const found = () => vscode.languages.getDiagnostics(document.uri).filter((d) => code(d) === "DEL006");
    await until("a finding", () => found().length > 0);
    assert.equal(found().length, 1);
    await command("workbench.action.revertAndCloseActiveEditor");
  },

  async "columns are served, and taken for something else on demand"() {
    fs.writeFileSync(uri("c.conll").fsPath, "Vera\tB-PER\nleft\tO\nOslo\tI-LOC\n");
    const { document } = await show("c.conll");
    assert.equal(document.languageId, "conll");
    const of = { uri: document.uri.toString() };
    const taken = await until("it is known", () => command("copydesk.format", of));
    assert.equal(taken.label, "IOB columns");
    assert.equal((await command("copydesk.setFormat", { ...of, format: "plain" })).format, "plain");
    assert.equal((await command("copydesk.setFormat", { ...of, format: null })).format, "iob");
    await command("workbench.action.closeActiveEditor");
  },

  async "copies in two files: finding, hover, lens, list, and a decision"() {
    const wire = "The gates of the barrier were shut at dawn on Friday for the first time in their long history.";
    const write = (name, ...blocks) => fs.writeFileSync(uri(name).fsPath, blocks.join("\n\n") + "\n");
    write("wire-1.txt", "Gates", "Nobody on the pier had seen such a thing before, and few will again.", wire, "Engineers slept well.");
    write("wire-2.txt", "Rain", "Umbrellas were sold out by noon in every shop along the quay.", wire, "Farmers rejoiced inland.");
    await show("wire-2.txt");
    await show("wire-1.txt");
    const found = await expectOnce("wire-1.txt", "BOI003");
    const place = found.relatedInformation[0].location;
    assert.match(place.uri.path, /wire-2\.txt$/);
    const hovers = await command("vscode.executeHoverProvider", uri("wire-1.txt"), found.range.start);
    const text = hovers.flatMap((hover) => hover.contents.map((content) => content.value)).join("\n");
    assert.match(text, /wire\\?-2\.txt/);
    const lens = await until("a lens", async () => {
      const lenses = await command("vscode.executeCodeLensProvider", uri("wire-1.txt"), 10);
      return lenses?.find((lens) => lens.command?.title === "in 1 more article");
    });
    await command(lens.command.command, ...lens.command.arguments);
    const keep = await until("the action", async () => {
      const actions = await command("vscode.executeCodeActionProvider", uri("wire-1.txt"), found.range, "quickfix", 10);
      return actions?.find((action) => /^Keep this block/.test(action.title));
    });
    await command(keep.command.command, ...keep.command.arguments);
    await until("the finding is gone", () => !findings("wire-1.txt").some((d) => code(d) === "BOI003"));
    assert.match(fs.readFileSync(uri("boilerplate.allow").fsPath, "utf8"), /The gates of the barrier/);
    await command("workbench.action.closeAllEditors");
    for (const name of ["wire-1.txt", "wire-2.txt", "boilerplate.allow"]) fs.unlinkSync(uri(name).fsPath);
  },

  async "annotations follow their text: edit, save, and the .ann on disk is right; one undo takes it back"() {
    fs.writeFileSync(uri("pair.txt").fsPath, "Vera Lind opened the Barrier.\n");
    fs.writeFileSync(uri("pair.ann").fsPath, "T1\tPerson 0 9\tVera Lind\nT2\tPlace 21 28\tBarrier\n");
    const { document: ann } = await show("pair.ann");
    const { document } = await show("pair.txt");
    // An answer about the text comes after the server has read it.
    await command("vscode.executeDocumentSymbolProvider", document.uri);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 10), "has ");
    assert.ok(await vscode.workspace.applyEdit(edit));
    await document.save();
    await until("the annotation has moved", () => ann.lineAt(1).text === "T2\tPlace 25 32\tBarrier");
    await ann.save();
    assert.match(fs.readFileSync(uri("pair.ann").fsPath, "utf8"), /^T2\tPlace 25 32\tBarrier$/m);
    await show("pair.ann");
    await command("undo");
    await until("one undo takes it back", () => ann.lineAt(1).text === "T2\tPlace 21 28\tBarrier");
    await command("workbench.action.revertAndCloseActiveEditor");
    await command("workbench.action.closeAllEditors");
    for (const name of ["pair.txt", "pair.ann"]) fs.unlinkSync(uri(name).fsPath);
    await show("b.news");
  },

  async "emoji before the mark do not move it"() {
    const { document } = await show("b.news");
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(3, 0), "👩‍👩‍👧 👍🏽 ");
    assert.ok(await vscode.workspace.applyEdit(edit));
    await until("the finding has moved", () => findings("b.news").some((d) => code(d) === "DEL001" && document.getText(d.range) === "”"));
    await expectOnce("b.news", "DEL001");
  },

  async "the restart command leaves exactly one server, and it knows the text"() {
    const before = await server();
    await command("copydesk.restart");
    await until("another server", () => servers().length === 1 && servers()[0] !== before);
    await expectOnce("b.news", "DEL001");
    // Pressed twice in a hurry.
    await Promise.all([command("copydesk.restart"), command("copydesk.restart")]);
    assert.equal(servers().length, 1);
    await expectOnce("b.news", "DEL001");
  },

  async "a server that was killed comes back"() {
    const before = await server();
    process.kill(Number(before), "SIGKILL");
    await until("another server", () => servers().length === 1 && servers()[0] !== before);
    await until("its findings", () => findings("b.news").length > 0);
  },

  async "a server that hangs is replaced on restart"() {
    // The first one right after it was started in place of the one that died, the second one when it is at work.
    for (let i = 0; i < 2; i++) {
      const before = await server();
      process.kill(Number(before), "SIGSTOP");
      await command("copydesk.restart");
      assert.notEqual(await server(), before);
      await expectOnce("b.news", "DEL001");
    }
  },

  async "a wrong path is said, and the right one heals it"() {
    const settings = vscode.workspace.getConfiguration("copydesk");
    const right = settings.get("server.path");
    await settings.update("server.path", path.join(path.dirname(right), "not-here"), vscode.ConfigurationTarget.Global);
    await until("no server", () => servers().length === 0);
    await settings.update("server.path", right, vscode.ConfigurationTarget.Global);
    await server();
    await expectOnce("b.news", "DEL001");
  },

  async "the log opens"() {
    await command("copydesk.showLog");
  },
};

exports.run = async () => {
  let failed = 0;
  for (const [name, test] of Object.entries(tests)) {
    try {
      await test();
      say(`ok ${name}`);
    } catch (error) {
      failed += 1;
      say(`FAILED ${name}\n${error.stack ?? error}`);
    }
  }
  if (failed > 0) throw new Error(`${failed} of ${Object.keys(tests).length} failed`);
};
