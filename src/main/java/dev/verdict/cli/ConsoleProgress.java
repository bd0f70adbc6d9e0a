package dev.verdict.cli;

import dev.verdict.model.ModelCard;
import dev.verdict.training.TrainingProgress;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

import java.io.Console;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** What Keras shows while it trains: a bar per epoch on a terminal, and a line per epoch anywhere. */
final class ConsoleProgress implements TrainingProgress {
    private final PrintWriter out;
    private final boolean onTerminal;
    private ProgressBar bar;
    private long epochStart;

    private ConsoleProgress(PrintWriter out, boolean onTerminal) {
        this.out = out;
        this.onTerminal = onTerminal;
    }

    static ConsoleProgress to(PrintWriter out) {
        Console console = System.console();
        return new ConsoleProgress(out, console != null && console.isTerminal());
    }

    @Override
    public void epochStarted(int epoch, int epochs, int reviews) {
        epochStart = System.nanoTime();
        out.printf("Epoch %d/%d%n", epoch, epochs);
        out.flush();
        if (onTerminal) {
            bar = new ProgressBarBuilder()
                    .setInitialMax(reviews)
                    .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                    .setUpdateIntervalMillis(200)
                    .build();
        }
    }

    @Override
    public void batchDone(int reviewsDone, double loss, double accuracy) {
        if (onTerminal) {
            bar.stepTo(reviewsDone);
            bar.setExtraMessage(String.format(Locale.ROOT, "loss: %.4f - accuracy: %.4f", loss, accuracy));
        }
    }

    @Override
    public void epochDone(ModelCard.Epoch epoch) {
        if (onTerminal) {
            bar.close();
        }
        out.printf(
                Locale.ROOT,
                "%ds - loss: %.4f - accuracy: %.4f - val_loss: %.4f - val_accuracy: %.4f%n",
                Duration.ofNanos(System.nanoTime() - epochStart).toSeconds(),
                epoch.loss(),
                epoch.accuracy(),
                epoch.validationLoss(),
                epoch.validationAccuracy());
        out.flush();
    }
}
