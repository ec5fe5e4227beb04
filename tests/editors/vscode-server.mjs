// What both VS Code tests share: a fresh server with a corpus folder, a browser with its page, and their end.
import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const here = path.dirname(fileURLToPath(import.meta.url));
export const repo = path.resolve(here, "../..");
export const extension = path.join(repo, "editors/vscode");
const { chromium } = createRequire(path.join(extension, "package.json"))("playwright-core");

const env = (name) => process.env[name] ?? fail(`${name} is not set: start this test with run.sh or vscode.sh`);
const fail = (message) => {
  throw new Error(message);
};

/** The server under test. */
export const program = () => env("COPYDESK");

export const BROKEN = "He said: \"We will open the gates tonight”, and left.";
export const FIXED = [BROKEN.replace("”", "\""), BROKEN.replace("\"", "“")];

const SETTINGS = {
  "security.workspace.trust.enabled": false,
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "files.autoSave": "off",
  "extensions.autoUpdate": false,
  "extensions.autoCheckUpdates": false,
  "chat.disableAIFeatures": true,
  "git.enabled": false,
  "editor.accessibilitySupport": "off",
  "window.commandCenter": false,
  // Typed text is to arrive as it is typed.
  "editor.autoClosingBrackets": "never",
  "editor.autoClosingQuotes": "never",
  "editor.quickSuggestions": { other: "off", comments: "off", strings: "off" },
};

/** Waits until `probe` returns something true, and returns that. */
export async function until(what, probe, ms = 20000) {
  const end = Date.now() + ms;
  for (;;) {
    const value = await probe();
    if (value) return value;
    if (Date.now() > end) fail(`never happened: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/**
 * Runs `test` in a fresh VS Code and cleans up whatever happens. The test gets the page, the corpus folder, the hosts
 * that the page asked, `open(query)` to load the workbench and `remote(file)`, the address of a file as VS Code sees it.
 */
export async function withVsCode({ files, settings = {}, vsix }, test) {
  const node = path.join(env("NODE_HOME"), "bin/node");
  const main = path.join(env("CODE_HOME"), "out/server-main.js");
  const temp = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "copydesk-vscode-")));
  const folder = (name) => {
    fs.mkdirSync(path.join(temp, name), { recursive: true });
    return path.join(temp, name);
  };
  const corpus = folder("corpus");
  for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(corpus, name), text);
  const user = JSON.stringify(SETTINGS);
  fs.writeFileSync(path.join(folder("user/User"), "settings.json"), user);
  fs.writeFileSync(path.join(folder("user/Machine"), "settings.json"), JSON.stringify(settings));

  const environment = {
    ...process.env,
    HOME: folder("home"),
    TMPDIR: folder("tmp"),
    XDG_RUNTIME_DIR: folder("run"),
    PATH: `${path.dirname(node)}:${process.env.PATH}`,
    // No gallery: nothing to ask the network for.
    EXTENSIONS_GALLERY: JSON.stringify({ serviceUrl: "", itemUrl: "", resourceUrlTemplate: "" }),
  };
  for (const name of ["XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"]) delete environment[name];
  const common = [
    main,
    "--accept-server-license-terms",
    ...["--user-data-dir", folder("user"), "--extensions-dir", folder("extensions"), "--server-data-dir", folder("server")],
  ];
  if (vsix) {
    const { stdout, stderr } = spawnSync(node, [...common, "--install-extension", vsix], { env: environment, encoding: "utf8" });
    if (!/successfully installed/.test(stdout)) fail(`the .vsix was not installed: ${stdout}${stderr}`);
  }

  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const log = path.join(temp, "server.log");
  const out = fs.openSync(log, "a");
  const server = spawn(
    node,
    [
      ...common,
      ...["--host", "127.0.0.1", "--port", String(port), "--without-connection-token"],
      ...["--telemetry-level", "off", "--disable-workspace-trust", "--enable-smoke-test-driver"],
    ],
    { env: environment, stdio: ["ignore", out, out], detached: true },
  );
  let browser;
  let page;
  try {
    const answers = () => fetch(`${url}/version`).then((r) => r.ok, () => false);
    await until("VS Code's server answers", answers, 60000);
    browser = await chromium.launch({
      executablePath: env("CHROMIUM"),
      env: environment,
      args: [
        ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"],
        ...["--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage"],
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
      ],
    });
    page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
    const asked = new Set();
    page.on("request", (request) => {
      const { protocol, hostname } = new URL(request.url());
      if (/^(http|ws)/.test(protocol)) asked.add(hostname);
    });
    const open = (query = "") => page.goto(`${url}/?folder=${encodeURIComponent(corpus)}${query}`);
    const remote = (file) => `vscode-remote://127.0.0.1:${port}${file}`;
    await test({ page, corpus, asked, open, remote });
  } catch (error) {
    if (page && process.env.COPYDESK_SCREENS) {
      await page.screenshot({ path: path.join(process.env.COPYDESK_SCREENS, "vscode - failed.png") }).catch(() => {});
    }
    console.error(fs.readFileSync(log, "utf8").split("\n").filter((line) => /^\[\d/.test(line)).slice(-12).join("\n"));
    throw error;
  } finally {
    await browser?.close();
    await end(server);
    fs.rmSync(temp, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}

/** Ends the server with all it started: it leads a process group of its own. */
async function end(server) {
  const signal = (name) => {
    try {
      process.kill(-server.pid, name);
      return true;
    } catch {
      return false;
    }
  };
  signal("SIGTERM");
  await until("VS Code's server is gone", () => !signal(0), 5000).catch(() => signal("SIGKILL"));
}

function freePort() {
  return new Promise((resolve) => {
    const probe = net.createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
