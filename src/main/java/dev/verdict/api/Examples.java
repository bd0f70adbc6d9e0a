package dev.verdict.api;

/** Answers as the OpenAPI document shows them. */
final class Examples {
    static final String SCORE = """
            {
              "label": "POSITIVE",
              "probability": 0.9373,
              "tokens": 9,
              "knownTokens": 9,
              "truncated": false,
              "model": "20261123T231652Z-0b6388b9",
              "explanation": {
                "tokens": [{"word": "best", "start": 11, "end": 15, "known": true, "contribution": 1.0824}],
                "words": [{"word": "best", "count": 1, "contribution": 1.0824}]
              }
            }""";

    static final String ACCEPTED = """
            {"accepted": 1}""";

    static final String REVIEW = """
            {"id": "r-1", "text": "A quiet masterpiece.", "subject": "Ikiru"}""";

    static final String SENTIMENTS = """
            id: 0-17.1-23
            event: sentiment
            data: {"id":"r-1","subject":"Ikiru","label":"POSITIVE","probability":0.9373,"tokens":3,"knownTokens":2,\
            "truncated":false,"model":"20261123T231652Z-0b6388b9","time":"2026-11-24T12:00:00Z"}

            event: heartbeat
            data: {"time":"2026-11-24T12:00:02Z","rate":25.0}

            """;

    static final String SUBJECTS = """
            {
              "order": "REVIEWED",
              "window": "1h",
              "allWindows": ["1m", "1h", "1d"],
              "subjects": [
                {
                  "subject": "Ikiru",
                  "count": 204,
                  "positive": 151,
                  "meanProbability": 0.7312,
                  "change": 0.0415,
                  "history": [
                    {
                      "start": "2026-11-24T12:00:00Z",
                      "end": "2026-11-24T13:00:00Z",
                      "count": 17,
                      "positive": 12,
                      "meanProbability": 0.7041
                    }
                  ]
                }
              ],
              "next": "MjA0OklraXJ1",
              "stale": false,
              "behind": 0,
              "missingPartitions": []
            }""";

    static final String SUBJECT = """
            {
              "subject": "Ikiru",
              "window": "1h",
              "allWindows": ["1m", "1h", "1d"],
              "from": "2026-11-24T12:00:00Z",
              "to": "2026-11-24T13:30:00Z",
              "count": 204,
              "positive": 151,
              "meanProbability": 0.7312,
              "windows": [
                {
                  "start": "2026-11-24T12:00:00Z",
                  "end": "2026-11-24T13:00:00Z",
                  "count": 17,
                  "positive": 12,
                  "meanProbability": 0.7041
                }
              ],
              "stale": false,
              "behind": 0
            }""";

    static final String TREND = """
            {
              "capacity": 180,
              "points": [
                {
                  "time": "2026-11-24T12:00:05Z",
                  "rate": 25.2,
                  "positiveShare": 0.5079,
                  "meanProbability": 0.5133,
                  "latencyP50Millis": 74.0,
                  "latencyP99Millis": 131.0,
                  "deadLetters": 1
                }
              ],
              "deadLetters": {"TEXT_BLANK": 3}
            }""";

    private Examples() {}
}
