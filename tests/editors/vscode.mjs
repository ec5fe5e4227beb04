// A person's session in VS Code, with the packaged extension and the server inside it: see, read, jump, fix, type, save.
// Started by vscode.sh. Pictures are kept in $COPYDESK_SCREENS, if that is set.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { BROKEN, FIXED, until, withVsCode } from "./vscode-server.mjs";

const files = { "a.txt": `${BROKEN}\nNobody answered.\n`, "copydesk.toml": "" };
const TYPED = "She said (quietly that it was late.";

const run = withVsCode({ files, vsix: process.env.VSIX }, async ({ page, corpus, asked, open }) => {
  // `after` puts things away when the picture has been taken.
  const step = async (name, run, after) => {
    await run().catch((error) => {
      console.log(`FAILED ${name}`);
      throw error;
    });
    if (process.env.COPYDESK_SCREENS) {
      await page.screenshot({ path: path.join(process.env.COPYDESK_SCREENS, `vscode - ${name}.png`) });
    }
    await after?.();
    console.log(`ok ${name}`);
  };
  const squiggles = () => page.locator(".monaco-editor .squiggly-warning");
  const statusBar = () => page.locator(".statusbar").innerText();
  const visible = (locator, ms = 3000) => locator.waitFor({ state: "visible", timeout: ms }).then(() => true, () => false);
  // A key pressed while a widget opens or closes is lost now and then: press until its effect shows.
  const press = async (keys, effect) => {
    for (let i = 0; i < 6; i++) {
      for (const key of keys) await page.keyboard.press(key);
      if (await effect()) return;
      await page.keyboard.press("Escape");
    }
    assert.fail(`no effect: ${keys}`);
  };
  const text = () =>
    page.locator(".monaco-editor[data-uri$='a.txt'] .view-line").evaluateAll((lines) =>
      lines
        .map((line) => ({ top: parseFloat(line.style.top), text: line.innerText.replace(/\u00a0/g, " ") }))
        .sort((a, b) => a.top - b.top)
        .map((line) => line.text),
    );
  // Marks are drawn anew after each key: only what they come to counts.
  const shownOnce = async () => (await squiggles().count()) === 1;
  const gone = () => until("no squiggle", async () => (await squiggles().count()) === 0);

  await step("the corpus opens", async () => {
    await open();
    await page.waitForSelector(".monaco-workbench .explorer-folders-view", { timeout: 60000 });
    await page.locator(".explorer-folders-view .monaco-list-row", { hasText: "a.txt" }).dblclick();
    await page.waitForSelector(".monaco-editor[data-uri$='a.txt'] .view-line");
  });
  await step("a squiggle under the mark", async () => {
    await until("the finding, shown once", shownOnce, 60000);
  });
  await step("the mouse over it shows the message", async () => {
    const hover = page.locator(".monaco-hover:visible", { hasText: /quot/i });
    await until("the hover", async () => {
      const box = await squiggles().first().boundingBox().catch(() => null);
      if (!box) return false;
      await page.mouse.move(box.x + box.width / 2, box.y + box.height + 80);
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 5 });
      return visible(hover.first(), 2000);
    }, 60000);
    assert.match(await hover.first().innerText(), /copydesk\s*\(?DEL001/i);
  }, async () => {
    await page.keyboard.press("Escape");
    await page.mouse.move(5, 5);
  });
  await step("F8 jumps to the mark and tells why", async () => {
    await page.locator(".monaco-editor .view-line").nth(1).click({ position: { x: 40, y: 5 } });
    await press(["F8"], () => visible(page.locator(".zone-widget .message, .marker-widget", { hasText: /quot/i }).first()));
    await until("the cursor on line 1", async () => /Ln 1, Col 4\d/.test(await statusBar()));
  }, () => page.keyboard.press("Escape"));
  await step("the quick fix is offered", async () => {
    const menu = page.locator(".action-widget", { hasText: /Replace/ });
    await press(["Control+Period"], () => visible(menu));
  });
  await step("the quick fix makes both marks agree", async () => {
    await page.locator(".action-widget .monaco-list-row", { hasText: /^\s*Replace/ }).first().click();
    await gone();
    await until("the fixed line", async () => FIXED.includes((await text())[0]));
  });
  await step("a new error is underlined as it is typed", async () => {
    await page.locator(".monaco-editor .view-line").nth(1).click({ position: { x: 40, y: 5 } });
    await page.keyboard.press("Control+End");
    await page.keyboard.type(TYPED);
    await until("the finding, shown once", shownOnce);
  });
  await step("the saved file is what was on the screen", async () => {
    await page.keyboard.press("Control+S");
    const onDisk = () => fs.readFileSync(path.join(corpus, "a.txt"), "utf8");
    const wanted = FIXED.map((line) => `${line}\nNobody answered.\n${TYPED}`);
    await until("saved", () => wanted.includes(onDisk())).catch(() => assert.fail(onDisk()));
  });
  await step("the Problems panel lists it once", async () => {
    const rows = page.locator(".markers-panel .monaco-list-row", { hasText: "DEL006" });
    await press(["Control+Shift+M"], () => visible(rows.first()));
    const others = page.locator(".markers-panel .monaco-list-row", { hasText: "DEL001" });
    await until("one row", async () => (await rows.count()) === 1 && (await others.count()) === 0);
  });
  await step("no request left this machine", async () => {
    assert.deepEqual([...asked], ["127.0.0.1"]);
  });
});
process.exit(await run.then(() => 0, (error) => (console.error(error), 1)));
