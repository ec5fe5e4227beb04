// What the server is told of the settings: only what somebody has set.
// The defaults stay with the server, so that a copydesk.toml is never overruled by a value nobody chose.

import * as vscode from "vscode";
import { DidChangeConfigurationNotification, LanguageClient, Middleware } from "vscode-languageclient/node";

export const SECTION = "copydesk";

type Settings = Record<string, unknown>;

/** The settings that were set, from the general to the particular, but for those that say how to start the server. */
export function explicitSettings(scope?: vscode.Uri): Settings {
  const found = vscode.workspace.getConfiguration(undefined, scope ?? null).inspect<Settings>(SECTION);
  const layers = [found?.globalValue, found?.workspaceValue, found?.workspaceFolderValue];
  const { server: _server, trace: _trace, ...settings } = layers.reduce<Settings>(merge, {});
  return settings;
}

/** Answers the server's questions about settings, and tells it of changes, with `explicitSettings`. */
export function settingsMiddleware(client: () => LanguageClient | undefined): Middleware {
  return {
    workspace: {
      configuration: async (params, token, next) => {
        const answers = await next(params, token);
        if (!Array.isArray(answers)) {
          return answers;
        }
        return params.items.map((item, i) =>
          item.section === SECTION
            ? explicitSettings(item.scopeUri === undefined ? undefined : vscode.Uri.parse(item.scopeUri))
            : answers[i],
        );
      },
      didChangeConfiguration: async () => {
        const settings = { [SECTION]: explicitSettings() };
        await client()?.sendNotification(DidChangeConfigurationNotification.type, { settings });
      },
    },
  };
}

function merge(general: Settings, particular: Settings | undefined): Settings {
  const merged: Settings = { ...general };
  for (const [key, value] of Object.entries(particular ?? {})) {
    const before = merged[key];
    merged[key] = isTable(before) && isTable(value) ? merge(before, value) : value;
  }
  return merged;
}

function isTable(value: unknown): value is Settings {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
