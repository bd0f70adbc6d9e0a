package dev.verdict.admin;

/** Answers of the administration, as the OpenAPI document shows them. */
final class Examples {
    static final String IDENTITY = """
            {"name": "admin-token", "roles": ["admin"]}""";

    static final String STREAM = """
            {"state": "RUNNING", "breaker": "CLOSED", "paused": false}""";

    static final String MODELS = """
            {
              "active": {"version": "20261123T231652Z-0b6388b9", "by": "bootstrap", "since": "2026-11-24T08:00:00Z"},
              "shadow": {
                "version": "20261130T081500Z-5d2c77e1",
                "share": 0.1,
                "by": "alice",
                "since": "2026-11-30T09:00:00Z",
                "compared": 1200,
                "agreement": 0.9692,
                "meanDifference": -0.0029,
                "meanAbsoluteDifference": 0.0348,
                "dropped": 0,
                "failed": 0
              },
              "models": [
                {
                  "version": "20261123T231652Z-0b6388b9",
                  "published": "2026-11-24T08:00:00Z",
                  "sizeBytes": 1463512,
                  "test": {"reviews": 25000, "loss": 0.3328, "accuracy": 0.854},
                  "recipe": "verdict",
                  "data": "4322df75d50bf4450aada9245794f76f8fb6c196a8d7134258bf98f971eb587f",
                  "selfTest": true,
                  "report": false,
                  "instances": 2
                }
              ],
              "instances": [{"instance": "verdict-1-5f0c9a1e", "model": "20261123T231652Z-0b6388b9"}],
              "refused": [
                {"topic": "verdict.models", "key": "latest", "offset": 7, "reason": "its key is no version"}
              ]
            }""";

    static final String MODEL = """
            {
              "model": {
                "version": "20261123T231652Z-0b6388b9",
                "published": "2026-11-24T08:00:00Z",
                "sizeBytes": 1463512,
                "test": {"reviews": 25000, "loss": 0.3328, "accuracy": 0.854},
                "recipe": "verdict",
                "data": "4322df75d50bf4450aada9245794f76f8fb6c196a8d7134258bf98f971eb587f",
                "selfTest": true,
                "report": false,
                "instances": 2
              },
              "card": {
                "formatVersion": 1,
                "tokenizer": {"indexCount": 2000, "sequenceLength": 80},
                "network": {
                  "indexCount": 2000,
                  "embeddingSize": 128,
                  "units": 128,
                  "recurrentActivation": "SIGMOID"
                },
                "recipe": {
                  "name": "verdict",
                  "epochs": 15,
                  "patience": 3,
                  "keep": "BEST",
                  "batchSize": 32,
                  "learningRate": 0.001,
                  "dropout": 0.2,
                  "recurrentDropout": 0.2,
                  "implementation": 1,
                  "averagingDecay": 0.98,
                  "windowShare": 0.5,
                  "validationShare": 0.1,
                  "seed": 1
                },
                "data": {
                  "sha256": "4322df75d50bf4450aada9245794f76f8fb6c196a8d7134258bf98f971eb587f",
                  "trainingReviews": 22500,
                  "validationReviews": 2500
                },
                "epochs": [
                  {
                    "epoch": 1,
                    "loss": 0.5332,
                    "accuracy": 0.7348,
                    "validationLoss": 0.5802,
                    "validationAccuracy": 0.7564
                  }
                ],
                "chosenEpoch": 1,
                "partial": false,
                "test": {"reviews": 25000, "loss": 0.3328, "accuracy": 0.854},
                "samples": [{"text": "great film", "probability": 0.8121}]
              },
              "gate": "its test accuracy 0.7710 is below 0.8000"
            }""";

    static final String REPORT = """
            <!DOCTYPE html>
            <html lang="en"><title>Model 20261123T231652Z-0b6388b9</title>...</html>""";

    static final String DEAD_LETTERS = """
            {
              "topic": "reviews.dead",
              "letters": [
                {
                  "partition": 0,
                  "offset": 12,
                  "time": "2026-11-24T12:00:00Z",
                  "reason": "TEXT_MISSING",
                  "detail": "there is no \\"text\\"",
                  "source": {"topic": "reviews", "partition": 0},
                  "key": "r-3",
                  "text": "{\\"id\\": \\"r-3\\"}",
                  "sizeBytes": 13,
                  "whole": true,
                  "replayed": false,
                  "replays": 0
                }
              ],
              "complete": true,
              "reasons": ["TEXT_MISSING", "TEXT_BLANK", "SCORING_FAILED"]
            }""";

    static final String REPLAYED = """
            {
              "dryRun": true,
              "letters": 17,
              "replayed": {"SCORING_FAILED": 12},
              "replayedInAll": 12,
              "replayedBefore": 2,
              "notWanted": 2,
              "left": [
                {
                  "obstacle": "NO_SOURCE",
                  "why": "the topic or partition that it came from is not there",
                  "count": 1
                }
              ]
            }""";

    static final String RUN = """
            {
              "id": "5f0c9a1e-7d3b-4a52-9c1d-2f6f0d1b8e44",
              "status": "RUNNING",
              "requestedBy": "alice",
              "requestedAt": "2026-11-25T12:00:00Z",
              "changedAt": "2026-11-25T12:01:07Z",
              "maxEpochs": 15,
              "seed": 1,
              "data": {"kind": "labelled", "since": "2026-11-01T00:00:00Z", "addedToImdb": true},
              "from": "20261123T231652Z-0b6388b9",
              "attempt": 1,
              "progress": {
                "phase": "TRAINING",
                "epoch": 2,
                "epochs": 15,
                "batch": 310,
                "batches": 704,
                "loss": 0.4127,
                "accuracy": 0.8166,
                "etaSeconds": 212
              },
              "epochs": [
                {
                  "epoch": 1,
                  "loss": 0.5102,
                  "accuracy": 0.7488,
                  "validationLoss": 0.4196,
                  "validationAccuracy": 0.8096
                }
              ]
            }""";

    static final String RUNS = "[" + RUN + "]";

    static final String RUN_EVENTS = """
            event: run
            data: {"id":"5f0c9a1e-7d3b-4a52-9c1d-2f6f0d1b8e44","status":"CANCELLED","requestedBy":"alice",\
            "requestedAt":"2026-11-25T12:00:00Z","changedAt":"2026-11-25T12:00:03Z","maxEpochs":15,"seed":1,\
            "data":{"kind":"imdb"},"attempt":1,"progress":{"phase":"LOADING","epoch":0,"epochs":15,"batch":0,"batches":0,\
            "loss":0.0,"accuracy":0.0,"etaSeconds":-1},"detail":"cancelled by bob"}

            """;

    private Examples() {}
}
