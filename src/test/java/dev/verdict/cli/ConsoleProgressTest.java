package dev.verdict.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdict.model.ModelCard;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.junit.jupiter.api.Test;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

class ConsoleProgressTest {
    private final StringWriter out = new StringWriter();
    private final List<String> bars = new CopyOnWriteArrayList<>();

    @Test
    void shouldPrintALineForEachTenthWhenThereIsNoTerminal() {
        // When
        train(false, 1000, 32);

        // Then
        assertThat(bars).isEmpty();
        assertThat(out.toString().lines())
                .hasSize(12)
                .startsWith("Epoch 1/2", "128/1000 - loss: 0.5000 - accuracy: 0.7500")
                .contains("1000/1000 - loss: 0.5000 - accuracy: 0.7500")
                .last()
                .asString()
                .matches("\\d+s - loss: 0.5000 - accuracy: 0.7500 - val_loss: 0.4500 - val_accuracy: 0.8000");
    }

    @Test
    void shouldPrintALineForEachBatchWhenThereAreFewerThanTen() {
        // When
        train(false, 60, 32);

        // Then
        assertThat(out.toString().lines()).hasSize(4).contains("32/60 - loss: 0.5000 - accuracy: 0.7500");
    }

    @Test
    void shouldFillABarWhenThereIsATerminal() {
        // When
        train(true, 1000, 32);

        // Then
        assertThat(bars).last().asString().contains("100%", "1000/1000", "loss: 0.5000 - accuracy: 0.7500");
        assertThat(out.toString().lines()).hasSize(2).first().isEqualTo("Epoch 1/2");
    }

    private void train(boolean onTerminal, int reviews, int batchSize) {
        var progress = new ConsoleProgress(
                new PrintWriter(out),
                onTerminal,
                () -> new ProgressBarBuilder().setConsumer(new DelegatingProgressBarConsumer(bars::add, 150)));
        progress.epochStarted(1, 2, reviews);
        for (int done = batchSize; done < reviews + batchSize; done += batchSize) {
            progress.batchDone(Math.min(done, reviews), 0.5, 0.75);
        }
        progress.epochDone(new ModelCard.Epoch(1, 0.5, 0.75, 0.45, 0.8));
    }
}
