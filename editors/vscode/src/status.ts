// The server's state, beside the language name in the status bar.

import * as vscode from "vscode";
import { State } from "vscode-languageclient/node";

export class Status implements vscode.Disposable {
  private readonly item: vscode.LanguageStatusItem;

  constructor(selector: vscode.DocumentSelector) {
    this.item = vscode.languages.createLanguageStatusItem("copydesk.server", selector);
    this.item.name = "Copydesk";
    this.item.command = { command: "copydesk.showLog", title: "Show Log" };
    this.set("Copydesk: starting", vscode.LanguageStatusSeverity.Information, true);
  }

  show(state: State, server: { name: string; version?: string } | undefined): void {
    switch (state) {
      case State.Starting:
        return this.set("Copydesk: starting", vscode.LanguageStatusSeverity.Information, true);
      case State.Running:
        return this.set(`Copydesk ${server?.version ?? ""}`.trim(), vscode.LanguageStatusSeverity.Information);
      case State.Stopped:
        return this.set("Copydesk: stopped", vscode.LanguageStatusSeverity.Warning);
    }
  }

  failed(message: string): void {
    this.set("Copydesk: cannot start", vscode.LanguageStatusSeverity.Error);
    this.item.detail = message;
  }

  dispose(): void {
    this.item.dispose();
  }

  private set(text: string, severity: vscode.LanguageStatusSeverity, busy = false): void {
    this.item.text = text;
    this.item.detail = "";
    this.item.severity = severity;
    this.item.busy = busy;
  }
}
