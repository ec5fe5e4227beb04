//! The exact answer to `initialize`.

use expect_test::expect;
use serde_json::json;

use crate::harness::{TestServer, vscode};

#[test]
fn the_answer_to_a_client_that_can_do_much() {
    let mut server = TestServer::new(vscode());
    let mut answer = server.initialized.clone();
    answer["serverInfo"]["version"] = json!("VERSION");
    expect![[r##"
        {
          "capabilities": {
            "positionEncoding": "utf-16",
            "textDocumentSync": {
              "openClose": true,
              "change": 2,
              "willSaveWaitUntil": true,
              "save": {
                "includeText": false
              }
            },
            "selectionRangeProvider": true,
            "hoverProvider": true,
            "completionProvider": {
              "resolveProvider": true,
              "triggerCharacters": [
                "#",
                "[",
                "\"",
                ":",
                "\t",
                "-"
              ]
            },
            "signatureHelpProvider": {
              "triggerCharacters": [
                "\t"
              ]
            },
            "definitionProvider": true,
            "typeDefinitionProvider": true,
            "implementationProvider": true,
            "referencesProvider": true,
            "documentHighlightProvider": true,
            "documentSymbolProvider": true,
            "workspaceSymbolProvider": {
              "resolveProvider": true
            },
            "codeActionProvider": {
              "codeActionKinds": [
                "quickfix",
                "refactor.rewrite",
                "source.fixAll.copydesk"
              ],
              "resolveProvider": true
            },
            "codeLensProvider": {
              "resolveProvider": true
            },
            "renameProvider": true,
            "documentLinkProvider": {
              "resolveProvider": false
            },
            "foldingRangeProvider": true,
            "declarationProvider": true,
            "executeCommandProvider": {
              "commands": [
                "copydesk.keepBlock",
                "copydesk.markBoilerplate",
                "copydesk.realign",
                "copydesk.nextMention",
                "copydesk.previousMention",
                "copydesk.format",
                "copydesk.setFormat"
              ]
            },
            "workspace": {
              "workspaceFolders": {
                "supported": true,
                "changeNotifications": true
              },
              "fileOperations": {
                "didRename": {
                  "filters": [
                    {
                      "scheme": "file",
                      "pattern": {
                        "glob": "**/copydesk.toml"
                      }
                    },
                    {
                      "scheme": "file",
                      "pattern": {
                        "glob": "**/annotation.conf"
                      }
                    },
                    {
                      "scheme": "file",
                      "pattern": {
                        "glob": "**/boilerplate.{allow,deny}"
                      }
                    },
                    {
                      "scheme": "file",
                      "pattern": {
                        "glob": "**/*.{txt,md,markdown,news,conll,iob,iob2,bio,bioes,bilou,conllu,conllup,v4_gold_conll,v4_auto_conll,vert,vrt,vertical,tsv,sgm,sgml,xml,tei,naf,kaf,ttl,nt,json,jsonl,ndjson,ann,a1,a2}"
                      }
                    },
                    {
                      "scheme": "file",
                      "pattern": {
                        "glob": "**/entities.{toml,jsonl}"
                      }
                    },
                    {
                      "scheme": "file",
                      "pattern": {
                        "glob": "**/entities/*.{toml,jsonl}"
                      }
                    }
                  ]
                },
                "didDelete": {
                  "filters": [
                    {
                      "scheme": "file",
                      "pattern": {
                        "glob": "**/copydesk.toml"
                      }
                    },
                    {
                      "scheme": "file",
                      "pattern": {
                        "glob": "**/annotation.conf"
                      }
                    },
                    {
                      "scheme": "file",
                      "pattern": {
                        "glob": "**/boilerplate.{allow,deny}"
                      }
                    },
                    {
                      "scheme": "file",
                      "pattern": {
                        "glob": "**/*.{txt,md,markdown,news,conll,iob,iob2,bio,bioes,bilou,conllu,conllup,v4_gold_conll,v4_auto_conll,vert,vrt,vertical,tsv,sgm,sgml,xml,tei,naf,kaf,ttl,nt,json,jsonl,ndjson,ann,a1,a2}"
                      }
                    },
                    {
                      "scheme": "file",
                      "pattern": {
                        "glob": "**/entities.{toml,jsonl}"
                      }
                    },
                    {
                      "scheme": "file",
                      "pattern": {
                        "glob": "**/entities/*.{toml,jsonl}"
                      }
                    }
                  ]
                }
              }
            },
            "semanticTokensProvider": {
              "legend": {
                "tokenTypes": [
                  "property",
                  "string",
                  "type",
                  "variable",
                  "operator",
                  "comment",
                  "number",
                  "namePerson",
                  "nameOrganisation",
                  "namePlace",
                  "nameGeopolitical",
                  "nameWork",
                  "nameEvent",
                  "nameOther"
                ],
                "tokenModifiers": [
                  "dim",
                  "recognised"
                ]
              },
              "range": true,
              "full": {
                "delta": true
              }
            },
            "monikerProvider": true,
            "linkedEditingRangeProvider": true,
            "inlayHintProvider": true
          },
          "serverInfo": {
            "name": "copydesk",
            "version": "VERSION"
          }
        }"##]]
    .assert_eq(&serde_json::to_string_pretty(&answer).expect("JSON"));
    server.silence();
}

#[test]
fn a_client_that_pulls_is_told_that_it_can() {
    let mut server = TestServer::new(json!({
        "workspace": { "diagnostics": { "refreshSupport": true } },
        "textDocument": { "diagnostic": {} },
    }));
    expect![[r#"{"identifier":"copydesk","interFileDependencies":true,"workspaceDiagnostics":true}"#]]
        .assert_eq(&server.initialized["capabilities"]["diagnosticProvider"].to_string());
    assert!(server.initialized["capabilities"].get("codeActionProvider").is_none(), "it takes no literals");
    server.silence();
}
