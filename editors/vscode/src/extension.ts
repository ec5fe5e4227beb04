// Starts `copydesk lsp` and keeps it running; all knowledge of corpora is in the server.

import { ChildProcess } from "node:child_process";
import * as vscode from "vscode";
import {
  CloseAction,
  ErrorAction,
  ErrorHandler,
  LanguageClient,
  LanguageClientOptions,
  Middleware,
  State,
} from "vscode-languageclient/node";
import { FormatItem } from "./format";
import { ensureGone, findServer, spawnServer } from "./server";
import { explicitSettings, SECTION, settingsMiddleware } from "./settings";
import { Status } from "./status";

const LANGUAGES = ["plaintext", "markdown", "news", "conll", "conllu", "vertical", "brat"];
/** Corpora in files whose language is another extension's; the server passes over those that are none. */
const CORPORA = ["**/*.{tsv,sgm,sgml,xml,tei,naf,kaf,ttl,nt,json,jsonl,ndjson}"];
/** Files of the knowledge base, whatever language the editor takes them for. */
const KNOWLEDGE = ["**/entities.{toml,jsonl}", "**/entities/*.{toml,jsonl}"];
/** Annotations beside texts, and their configuration. */
const STANDOFF = ["**/*.{ann,a1,a2}", "**/annotation.conf"];
const SELECTOR = [
  ...LANGUAGES.flatMap((language) => [
    { language, scheme: "file" },
    { language, scheme: "untitled" },
  ]),
  ...[...CORPORA, ...KNOWLEDGE, ...STANDOFF].map((pattern) => ({ scheme: "file", pattern })),
];

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const log = vscode.window.createOutputChannel("Copydesk", { log: true });
  const server = new Server(context, log);
  context.subscriptions.push(
    log,
    server,
    vscode.commands.registerCommand("copydesk.restart", () => server.restart()),
    vscode.commands.registerCommand("copydesk.chooseFormat", () => server.format.choose()),
    vscode.commands.registerCommand("copydesk.showLog", () => log.show(true)),
    vscode.commands.registerCommand("copydesk.showCopies", showPlaces),
    vscode.commands.registerCommand("copydesk.showMentions", showPlaces),
    vscode.commands.registerCommand("copydesk.goToNextMention", () => step("copydesk.nextMention")),
    vscode.commands.registerCommand("copydesk.goToPreviousMention", () => step("copydesk.previousMention")),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(`${SECTION}.server`)) {
        void server.restart();
      }
    }),
  );
  running = server;
  await server.restart();
}

export async function deactivate(): Promise<void> {
  await running?.stop();
}

let running: Server | undefined;

/** What the server sends along with a lens: plain positions of the protocol. */
interface Place {
  uri: string;
  range: { start: { line: number; character: number }; end: { line: number; character: number } };
}

/** Shows all copies of a block or all mentions of a name, as references are shown. */
async function showPlaces(uri: string, at: Place["range"]["start"], places: Place[]): Promise<void> {
  const position = ({ line, character }: Place["range"]["start"]) => new vscode.Position(line, character);
  const locations = places.map(
    ({ uri, range }) =>
      new vscode.Location(vscode.Uri.parse(uri), new vscode.Range(position(range.start), position(range.end))),
  );
  await vscode.commands.executeCommand("editor.action.showReferences", vscode.Uri.parse(uri), position(at), locations);
}

/** Goes to another mention of whoever is meant at the cursor; the command is one of the server's. */
async function step(command: string): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) {
    return;
  }
  const { line, character } = editor.selection.active;
  const place = { textDocument: { uri: editor.document.uri.toString() }, position: { line, character } };
  const found = await vscode.commands.executeCommand<Place | null>(command, place);
  if (found) {
    const { start, end } = found.range;
    const selection = new vscode.Range(start.line, start.character, end.line, end.character);
    await vscode.window.showTextDocument(vscode.Uri.parse(found.uri), { selection });
  }
}

/** How long a server may take to say hello and to say goodbye, in milliseconds. */
const PATIENCE = { start: 30_000, stop: 3_000 };

/** At most one language client with one process; starts and stops queue up behind each other. */
class Server implements vscode.Disposable {
  private client: LanguageClient | undefined;
  private process: ChildProcess | undefined;
  private queue: Promise<void> = Promise.resolve();
  private readonly status = new Status(SELECTOR);
  readonly format = new FormatItem(SELECTOR, () => this.client);

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  restart(): Promise<void> {
    return this.enqueue(async () => {
      await this.stopNow();
      await this.startNow();
    });
  }

  stop(): Promise<void> {
    return this.enqueue(() => this.stopNow());
  }

  dispose(): void {
    this.status.dispose();
    this.format.dispose();
  }

  private enqueue(job: () => Promise<void>): Promise<void> {
    this.queue = this.queue.then(job).catch((error: unknown) => this.failed(error));
    return this.queue;
  }

  private async startNow(): Promise<void> {
    const found = findServer(this.context.extensionUri);
    this.log.info(`Starting ${found.command} (from ${found.from})`);
    const run = async (): Promise<ChildProcess> => (this.process = await spawnServer(found.command));
    const options = this.clientOptions(() => (this.client === client ? client : undefined));
    const client: LanguageClient = new LanguageClient("copydesk", "Copydesk", run, options);
    this.client = client;
    client.onDidChangeState((change) => {
      this.status.show(change.newState, client.initializeResult?.serverInfo);
      void this.format.refresh();
    });
    try {
      await within(PATIENCE.start, client.start());
    } catch (error) {
      await this.stopNow();
      throw error;
    }
    this.status.show(State.Running, client.initializeResult?.serverInfo);
  }

  /** `current` is the client these options are for, until it is stopped. */
  private clientOptions(current: () => LanguageClient | undefined): LanguageClientOptions {
    let usual: ErrorHandler | undefined;
    const handler = (): ErrorHandler | undefined =>
      current() === undefined ? undefined : (usual ??= current()?.createDefaultErrorHandler());
    return {
      documentSelector: SELECTOR,
      outputChannel: this.log,
      initializationOptions: explicitSettings(),
      synchronize: { configurationSection: SECTION },
      middleware: { ...settingsMiddleware(current), ...this.format.middleware(), provideDiagnostics },
      initializationFailedHandler: () => false,
      errorHandler: {
        // A message that could not be written: the usual handler gives up after three, before it is known that the
        // server has died, and nothing starts another one. The pipe's end, which follows, decides.
        error: () => ({ action: ErrorAction.Continue }),
        // A server that died is started again, a few times; one that was stopped is not.
        closed: () => handler()?.closed() ?? { action: CloseAction.DoNotRestart, handled: true },
      },
      markdown: { isTrusted: false, supportHtml: false },
    };
  }

  private async stopNow(): Promise<void> {
    const { client, process } = this;
    this.client = undefined;
    this.process = undefined;
    try {
      await client?.dispose(PATIENCE.stop);
    } catch (error) {
      // A server that is still starting, that has died or that hangs cannot say goodbye.
      this.log.warn(`Stopping the server: ${String(error)}`);
    }
    if (process !== undefined) {
      await ensureGone(process, PATIENCE.stop);
    }
    // Without a goodbye the client leaves what the server had published.
    client?.diagnostics?.clear();
  }

  private failed(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    this.log.error(message);
    this.status.failed(message);
    void vscode.window.showErrorMessage(`Copydesk: ${message}`, "Open Settings", "Show Log").then((choice) => {
      if (choice === "Open Settings") {
        void vscode.commands.executeCommand("workbench.action.openSettings", "copydesk.server.path");
      } else if (choice === "Show Log") {
        this.log.show(true);
      }
    });
  }
}

/**
 * Findings that a newer question overtook stay shown until its answer is there.
 * The client takes the overtaken answer for an empty one and would show none meanwhile.
 */
const provideDiagnostics: NonNullable<Middleware["provideDiagnostics"]> = async (
  document,
  previousResultId,
  token,
  next,
) => {
  const report = await next(document, previousResultId, token);
  if (token.isCancellationRequested) {
    throw new vscode.CancellationError();
  }
  return report;
};

async function within<T>(milliseconds: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const message = `the server did not answer within ${milliseconds / 1000} seconds`;
    timer = setTimeout(() => reject(new Error(message)), milliseconds);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
