// npm run package [-- FILE.vsix]: puts the program $COPYDESK into server/ and makes the .vsix that carries it.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

if (Number(process.versions.node.split(".")[0]) < 22) {
  console.error(`packaging needs Node 22 or newer, this is ${process.version}`);
  process.exit(2);
}
const extension = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { name, version } = JSON.parse(fs.readFileSync(path.join(extension, "package.json"), "utf8"));
const out = path.resolve(process.argv[2] ?? path.join(extension, `${name}-${version}.vsix`));
const program = path.resolve(process.env.COPYDESK ?? path.join(extension, "../../target/release/copydesk"));
if (!fs.existsSync(program)) {
  console.error(`no program at ${program}: build it (cargo build --release) or name it in COPYDESK`);
  process.exit(2);
}
process.chdir(extension);

const bundled = path.join(extension, "server", process.platform === "win32" ? "copydesk.exe" : "copydesk");
fs.rmSync(path.dirname(bundled), { recursive: true, force: true });
fs.mkdirSync(path.dirname(bundled));
fs.copyFileSync(program, bundled);
fs.chmodSync(bundled, 0o755);

await import("./build.mjs");
// The bundle holds all dependencies; links in the README stay as they are written.
const vsce = path.join(extension, "node_modules/@vscode/vsce/vsce");
execFileSync(process.execPath, [vsce, "package", "--no-dependencies", "--no-rewrite-relative-links", "--out", out], {
  stdio: ["ignore", "inherit", "inherit"],
});
