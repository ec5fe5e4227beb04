// Where the server program is, and its process.

import { ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as path from "node:path";
import * as vscode from "vscode";

const PROGRAM = process.platform === "win32" ? "copydesk.exe" : "copydesk";

/** A program to run and the reason why it was chosen, for the log. */
export interface Found {
  command: string;
  from: "copydesk.server.path" | "the extension" | "PATH";
}

/** The setting first, then the program inside the extension, then the one on `PATH`. */
export function findServer(extension: vscode.Uri): Found {
  const setting = vscode.workspace.getConfiguration("copydesk").get<string>("server.path", "").trim();
  if (setting !== "") {
    if (!isFile(setting)) {
      throw new Error(`copydesk.server.path names no file: ${setting}`);
    }
    return { command: setting, from: "copydesk.server.path" };
  }

  const bundled = vscode.Uri.joinPath(extension, "server", PROGRAM).fsPath;
  if (isFile(bundled)) {
    makeExecutable(bundled);
    return { command: bundled, from: "the extension" };
  }

  for (const folder of (process.env["PATH"] ?? "").split(path.delimiter)) {
    const candidate = path.join(folder, PROGRAM);
    if (folder !== "" && isFile(candidate)) {
      return { command: candidate, from: "PATH" };
    }
  }
  throw new Error("No copydesk program: none came with the extension and none is on the PATH.");
}

function isFile(name: string): boolean {
  return fs.statSync(name, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** Unpacking may lose the mode. */
function makeExecutable(name: string): void {
  try {
    fs.accessSync(name, fs.constants.X_OK);
  } catch {
    fs.chmodSync(name, 0o755);
  }
}

/** Runs `copydesk lsp`, with what the settings add to it. Fails when it cannot be run at all. */
export async function spawnServer(command: string): Promise<ChildProcess> {
  const settings = vscode.workspace.getConfiguration("copydesk.server");
  const child = spawn(command, ["lsp", ...settings.get<string[]>("extraArgs", [])], {
    env: { ...process.env, ...settings.get<Record<string, string>>("env", {}) },
    stdio: "pipe",
  });
  await once(child, "spawn");
  return child;
}

/** Gives a server that was asked to leave a moment, then ends it. */
export async function ensureGone(child: ChildProcess, patience: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) {
    return;
  }
  const exit = once(child, "exit");
  const kill = setTimeout(() => child.kill("SIGKILL"), patience);
  await exit;
  clearTimeout(kill);
}
