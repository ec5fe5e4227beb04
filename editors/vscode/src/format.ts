// What the server takes the file in front for: shown in the status bar, changed with one command.

import * as vscode from "vscode";
import { ExecuteCommandRequest, LanguageClient, Middleware } from "vscode-languageclient/node";

/** What the server says of a file. */
interface Taken {
  /** None where it is no corpus file. */
  format: string | null;
  label: string;
  /** Whether a person has chosen the format. */
  chosen: boolean;
  formats: { name: string; label: string }[];
}

interface Choice extends vscode.QuickPickItem {
  /** None where the format is to be found. */
  format: string | null;
}

export class FormatItem implements vscode.Disposable {
  private readonly item: vscode.StatusBarItem;
  private readonly watching: vscode.Disposable;
  private lastQuestion = 0;

  /** `client` gives the client of the server, while there is one. */
  constructor(
    private readonly selector: vscode.DocumentSelector,
    private readonly client: () => LanguageClient | undefined,
  ) {
    this.item = vscode.window.createStatusBarItem("copydesk.format", vscode.StatusBarAlignment.Right, 100);
    this.item.name = "Copydesk: Format";
    this.item.command = "copydesk.chooseFormat";
    this.watching = vscode.window.onDidChangeActiveTextEditor(() => this.refresh());
  }

  /** Asks again once the server knows what may have changed the answer. */
  middleware(): Middleware {
    return {
      didOpen: async (document, next) => {
        await next(document);
        void this.refresh();
      },
      didSave: async (document, next) => {
        await next(document);
        void this.refresh();
      },
    };
  }

  /** Shows what the file in front is taken for; nothing where it is no corpus file. */
  async refresh(): Promise<void> {
    const question = ++this.lastQuestion;
    const document = vscode.window.activeTextEditor?.document;
    const taken = document && (await this.ask(document, "copydesk.format").catch(() => null));
    // The answer to an older question may come after that to a newer one.
    if (question === this.lastQuestion) {
      this.show(taken ?? null);
    }
  }

  /** Lets a person choose what the file in front is to be taken for. */
  async choose(): Promise<void> {
    const document = vscode.window.activeTextEditor?.document;
    const taken = document && (await this.ask(document, "copydesk.format"));
    if (!document || !taken) {
      void vscode.window.showInformationMessage("Copydesk does not serve this file.");
      return;
    }
    const found: Choice = { label: "Find out", description: "by settings, name and content", format: null };
    const formats = taken.formats.map(({ name, label }): Choice => {
      const current = name === taken.format ? ` — ${taken.chosen ? "chosen" : "found"}` : "";
      return { label, description: name + current, format: name };
    });
    const placeHolder = `Taken for: ${taken.label}`;
    const choice = await vscode.window.showQuickPick([found, ...formats], { placeHolder, matchOnDescription: true });
    if (choice) {
      await this.ask(document, "copydesk.setFormat", choice.format);
      await this.refresh();
    }
  }

  dispose(): void {
    this.watching.dispose();
    this.item.dispose();
  }

  private async ask(document: vscode.TextDocument, command: string, format?: string | null): Promise<Taken | null> {
    const client = this.client();
    if (!client?.isRunning() || vscode.languages.match(this.selector, document) === 0) {
      return null;
    }
    const uri = client.code2ProtocolConverter.asUri(document.uri);
    return client.sendRequest(ExecuteCommandRequest.type, { command, arguments: [{ uri, format }] });
  }

  private show(taken: Taken | null): void {
    if (taken === null || taken.format === null) {
      return this.item.hide();
    }
    this.item.text = taken.label;
    const by = taken.chosen ? "as you have chosen" : "by settings, name or content";
    this.item.tooltip = `Copydesk takes this file for: ${taken.label} (${by}). Click to choose.`;
    this.item.show();
  }
}
