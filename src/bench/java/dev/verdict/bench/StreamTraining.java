package dev.verdict.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.verdict.demo.SampleReviews;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** A training run of an instance that scores meanwhile. It goes on until it is closed. */
final class StreamTraining implements StreamCompanion {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String TOKEN = UUID.randomUUID().toString(); // of instances that this benchmark starts
    private static final String DATA = "reviews.jsonl";
    private static final int REVIEWS = 20_000;
    private static final int EPOCHS = 1_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI run;

    private StreamTraining(URI service) {
        HttpResponse<String> answer = send(request(service.resolve("/api/admin/training-runs"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"data\": \"" + DATA + "\", \"epochs\": " + EPOCHS + "}"))
                .build());
        run = service.resolve(
                answer.headers().firstValue("Location").orElseThrow(() -> new IllegalStateException(answer.body())));
    }

    /** What an instance is started with, so that it can be told to train on the bundled sample, again and again. */
    static Map<String, String> environment(Path folder) {
        try {
            var lines = new ArrayList<String>();
            List<SampleReviews.SampleReview> sample = SampleReviews.read();
            for (int i = 0; i < REVIEWS; i++) {
                SampleReviews.SampleReview review = sample.get(i % sample.size());
                lines.add(JSON.writeValueAsString(Map.of("text", review.text() + " " + i, "label", review.label())));
            }
            Files.write(folder.resolve(DATA), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.of(
                "VERDICT_ADMIN_TOKEN", TOKEN,
                "VERDICT_TRAINING_DATA_DIRECTORY", folder.toString(),
                "VERDICT_TRAINING_WORK_DIRECTORY", folder.resolve("work").toString());
    }

    /** Returns once it has done minibatches. */
    static StreamTraining start(URI service) {
        var training = new StreamTraining(service);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!training.isUnderWay()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the training run does not begin");
            }
            try {
                TimeUnit.MILLISECONDS.sleep(200);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
        return training;
    }

    private boolean isUnderWay() {
        try {
            JsonNode told = JSON.readTree(send(request(run).build()).body());
            return told.path("progress").path("batch").asInt() > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpRequest.Builder request(URI uri) {
        return HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + TOKEN);
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public String summary() {
        String told = send(request(run).build()).body();
        if (!told.contains("\"RUNNING\"")) {
            throw new IllegalStateException("the training run has ended meanwhile: " + told);
        }
        return "  the training run goes on";
    }

    @Override
    public void close() {
        send(request(run).DELETE().build());
        client.close();
    }
}
