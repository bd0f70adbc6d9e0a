// Charts over time, in the page's colours.
import { el } from "./dom.js";

export const clock = (seconds) =>
  new Date(1000 * seconds).toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" });

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/**
 * A figure with a caption that tells the latest values, and a chart.
 *
 * @param series label, colour (a property of the style sheet), dash, and what to draw of a point, which has a `time`
 * @param range of the vertical axis, of the lowest and highest value
 */
export function chart({ title, series, format, range, height = 110, label = clock }) {
  const values = series.map(({ label: name, colour: key, dash }) => {
    const value = el("span", { class: dash ? "value dashed" : "value" }, `${name} –`);
    value.style.setProperty("--key", `var(${key})`);
    return value;
  });
  const canvas = el("div", { class: "plot", "aria-hidden": "true" });
  const caption = el("figcaption", {}, el("span", { class: "title" }, title), ...values);
  let points = [];
  let plot;

  const data = () => [
    points.map((point) => Date.parse(point.time) / 1000),
    ...series.map(({ of }) => points.map((point) => of(point) ?? null)),
  ];
  const draw = () => {
    plot?.destroy();
    const axis = {
      stroke: colour("--ink-2"),
      grid: { stroke: colour("--line"), width: 1 },
      ticks: { show: false },
      font: "11px system-ui",
    };
    plot = new window.uPlot(
      {
        width: canvas.clientWidth || 300,
        height,
        legend: { show: false },
        cursor: { show: false },
        scales: { y: { range: (self, low, high) => range(low, high) } },
        axes: [
          { ...axis, size: 24, space: 70, values: (self, ticks) => ticks.map(label) },
          { ...axis, size: 52, space: 30, values: (self, ticks) => ticks.map(format) },
        ],
        series: [
          {},
          ...series.map(({ colour: key, dash }) => ({
            stroke: colour(key),
            width: 2,
            dash,
            points: { show: points.length === 1 },
          })),
        ],
      },
      data(),
      canvas,
    );
  };
  document.addEventListener("themechange", () => plot && draw());
  new ResizeObserver(() => plot?.setSize({ width: canvas.clientWidth, height })).observe(canvas);

  return {
    figure: el("figure", {}, caption, canvas),
    show(shown) {
      points = shown;
      if (points.length === 0) {
        return;
      }
      if (plot && points.length > 2) {
        plot.setData(data());
      } else {
        draw();
      }
      series.forEach(({ label: name, of }, i) => {
        const value = of(points.at(-1));
        values[i].textContent = `${name} ${value == null ? "–" : format(value)}`;
      });
    },
  };
}
