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
import java.util.function.Supplier;

/** What Keras shows while it trains: a bar per epoch on a terminal, elsewhere some lines, and a line per epoch anywhere. */
final class ConsoleProgress implements TrainingProgress {
    private static final int LINES_AN_EPOCH = 10;

    private final PrintWriter out;
    private final boolean onTerminal;
    private final Supplier<ProgressBarBuilder> bars;
    private ProgressBar bar;
    private int reviewsOfEpoch;
    private int linesShown;
    private long epochStart;

    /** @param bars where the bars of a terminal come from */
    ConsoleProgress(PrintWriter out, boolean onTerminal, Supplier<ProgressBarBuilder> bars) {
        this.out = out;
        this.onTerminal = onTerminal;
        this.bars = bars;
    }

    static ConsoleProgress to(PrintWriter out) {
        Console console = System.console();
        return new ConsoleProgress(out, console != null && console.isTerminal(), ProgressBarBuilder::new);
    }

    @Override
    public void epochStarted(int epoch, int epochs, int reviews) {
        epochStart = System.nanoTime();
        reviewsOfEpoch = reviews;
        linesShown = 0;
        out.printf("Epoch %d/%d%n", epoch, epochs);
        out.flush();
        if (onTerminal) {
            bar = bars.get()
                    .setInitialMax(reviews)
                    .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                    .setUpdateIntervalMillis(200)
                    .build();
        }
    }

    @Override
    public void batchDone(int reviewsDone, double loss, double accuracy) {
        String figures = String.format(Locale.ROOT, "loss: %.4f - accuracy: %.4f", loss, accuracy);
        if (onTerminal) {
            bar.stepTo(reviewsDone);
            bar.setExtraMessage(figures);
            return;
        }
        int lines = (int) ((long) LINES_AN_EPOCH * reviewsDone / reviewsOfEpoch);
        if (lines > linesShown) {
            out.printf("%d/%d - %s%n", reviewsDone, reviewsOfEpoch, figures);
            out.flush();
            linesShown = lines;
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
