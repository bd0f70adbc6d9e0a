package dev.verdict.report;

import java.util.List;
import java.util.Locale;

/**
 * A chart drawn as SVG. Colours, line styles and fonts are the page's business (report.css), so that one drawing serves
 * light, dark and print; no text is measured, so that no fonts are needed where it is drawn.
 */
final class SvgChart {
    private static final double WIDTH = 440;
    private static final double HEIGHT = 285;
    private static final double LEFT = 48;
    private static final double RIGHT = WIDTH - 14;
    private static final double TOP = 34;
    private static final double BOTTOM = HEIGHT - 42;
    /** Room for a name of some ten letters. */
    private static final double LEGEND_ENTRY_WIDTH = 108;

    private static final double MARKER_RADIUS = 3.5;

    private final Axis x;
    private final Axis y;
    private final StringBuilder plot = new StringBuilder();
    private final StringBuilder legend = new StringBuilder();
    private double legendX = RIGHT;

    SvgChart(Axis x, Axis y) {
        this.x = x;
        this.y = y;
        drawAxes();
    }

    /** Which of two things is drawn; they differ in colour and in more than colour. */
    enum Series {
        FIRST,
        SECOND;

        private String cssClass() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param x and y in the axes' units */
    record Point(double x, double y) {
        private boolean isFinite() {
            return Double.isFinite(x) && Double.isFinite(y);
        }
    }

    /** A line through these points, in this order; one that is not finite is left out. */
    SvgChart line(Series series, List<Point> points) {
        var path = new StringBuilder();
        for (Point point : points) {
            if (point.isFinite()) {
                path.append(
                        Html.format(path.isEmpty() ? "M%.1f %.1f" : "L%.1f %.1f", pixelX(point.x), pixelY(point.y)));
            }
        }
        if (!path.isEmpty()) {
            plot.append(Html.format("<path class=\"line %s\" d=\"%s\"/>", series.cssClass(), path));
        }
        return this;
    }

    SvgChart markers(Series series, List<Point> points) {
        points.stream()
                .filter(Point::isFinite)
                .forEach(point -> plot.append(marker(series, pixelX(point.x), pixelY(point.y), MARKER_RADIUS)));
        return this;
    }

    /** @param weight in [0, 1]: the area of the marker, next to the largest */
    SvgChart marker(Series series, Point point, double weight) {
        plot.append(marker(series, pixelX(point.x), pixelY(point.y), 2 + 5 * Math.sqrt(weight)));
        return this;
    }

    /** A rectangle between two corners. */
    SvgChart bar(Series series, Point from, Point to) {
        double left = pixelX(from.x);
        double top = Math.min(pixelY(from.y), pixelY(to.y));
        plot.append(Html.format(
                "<rect class=\"bar %s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>",
                series.cssClass(), left + 0.5, top, pixelX(to.x) - left - 1, Math.abs(pixelY(from.y) - pixelY(to.y))));
        return this;
    }

    /** A thin line that is no data. */
    SvgChart guide(Point from, Point to) {
        plot.append(segment("guide", pixelX(from.x), pixelY(from.y), pixelX(to.x), pixelY(to.y)));
        return this;
    }

    /** A word beside a point, on the side where there is room. */
    SvgChart note(Point at, String text) {
        boolean onTheLeft = x.place(at.x) > 0.5;
        plot.append(
                text(onTheLeft ? "note end" : "note", pixelX(at.x) + (onTheLeft ? -5 : 5), pixelY(at.y) + 14, text));
        return this;
    }

    /** Explains a line with markers. Entries stand from right to left above the plot. */
    SvgChart namedLine(Series series, String name) {
        double left = legendEntry(name);
        legend.append(Html.format("<path class=\"line %s\" d=\"M%.1f 10H%.1f\"/>", series.cssClass(), left, left + 24))
                .append(marker(series, left + 12, 10, MARKER_RADIUS));
        return this;
    }

    /** Explains a bar, in the same place. */
    SvgChart namedBar(Series series, String name) {
        legend.append(rectangle("bar " + series.cssClass(), legendEntry(name) + 12, 4, 12, 12));
        return this;
    }

    /** Writes the name and returns where the sign before it begins; there is room for 24. */
    private double legendEntry(String name) {
        legendX -= LEGEND_ENTRY_WIDTH;
        legend.append(text("name", legendX + 33, 14, name));
        return legendX + 4;
    }

    /** @param description what the chart shows, with its key figures, for those who do not see it */
    String svg(String description) {
        return Html.format(
                "<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"%s\">%s%s</svg>",
                WIDTH, HEIGHT, Html.escape(description), plot, legend);
    }

    private void drawAxes() {
        for (double tick : y.ticks()) {
            plot.append(segment(tick == 0 ? "axis" : "grid", LEFT, pixelY(tick), RIGHT, pixelY(tick)))
                    .append(text(
                            "tick end", LEFT - 7, pixelY(tick) + 4, y.label().apply(tick)));
        }
        for (double tick : x.ticks()) {
            plot.append(segment("axis", pixelX(tick), BOTTOM, pixelX(tick), BOTTOM + 4))
                    .append(text(
                            "tick middle", pixelX(tick), BOTTOM + 18, x.label().apply(tick)));
        }
        plot.append(segment("axis", LEFT, BOTTOM, RIGHT, BOTTOM))
                .append(text("title", 2, 14, y.title()))
                .append(text("title middle", (LEFT + RIGHT) / 2, HEIGHT - 6, x.title()));
    }

    private double pixelX(double value) {
        return LEFT + x.place(value) * (RIGHT - LEFT);
    }

    private double pixelY(double value) {
        return BOTTOM - y.place(value) * (BOTTOM - TOP);
    }

    private static String marker(Series series, double x, double y, double radius) {
        return switch (series) {
            case FIRST -> Html.format("<circle class=\"first\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"/>", x, y, radius);
            case SECOND -> rectangle("second", x - radius, y - radius, 2 * radius, 2 * radius);
        };
    }

    private static String rectangle(String cssClass, double x, double y, double width, double height) {
        return Html.format(
                "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>",
                cssClass, x, y, width, height);
    }

    private static String segment(String cssClass, double x1, double y1, double x2, double y2) {
        return Html.format("<path class=\"%s\" d=\"M%.1f %.1fL%.1f %.1f\"/>", cssClass, x1, y1, x2, y2);
    }

    private static String text(String cssClass, double x, double y, String text) {
        return Html.format("<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>", cssClass, x, y, Html.escape(text));
    }
}
