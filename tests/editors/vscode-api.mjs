// Runs vscode-api-suite.cjs inside VS Code's own extension host, where the real `vscode` API is. Started by vscode.sh.
import path from "node:path";
import { BROKEN, extension, here, program, withVsCode } from "./vscode-server.mjs";

// The two articles share no sentence: one that stands in both would be a finding of its own.
const files = {
  "a.txt": `${BROKEN}\nNobody answered.\n`,
  "b.news": "title: The tide\ndate: 2024-05-14\n\nShe replied: \"The tide waits for nobody”, and smiled.\n",
  "copydesk.toml": "",
};
const settings = { "copydesk.server.path": program() };

const run = withVsCode({ files, settings }, async ({ page, open, remote, }) => {
  let ended;
  const end = new Promise((resolve) => (ended = resolve));
  await page.exposeFunction("codeAutomationLog", (_type, [line]) => {
    if (String(line).startsWith("copydesk: ")) console.log(String(line).replace("copydesk: ", ""));
  });
  await page.exposeFunction("codeAutomationExit", (code) => ended(code));
  const payload = [
    ["extensionDevelopmentPath", remote(extension)],
    ["extensionTestsPath", remote(path.join(here, "vscode-api-suite.cjs"))],
    ["skipWelcome", "true"],
  ];
  await open(`&payload=${encodeURIComponent(JSON.stringify(payload))}`);
  const late = setTimeout(() => ended("the suite did not end within two minutes"), 120000);
  const code = await end;
  clearTimeout(late);
  if (code !== 0) throw new Error(`the suite ended with ${code}`);
});
process.exit(await run.then(() => 0, (error) => (console.error(error.message), 1)));
