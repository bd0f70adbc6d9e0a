// Charts in the page's colours.
import { el } from "./dom.js";

export const clock = (seconds) =>
  new Date(1000 * seconds).toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" });

const time = (point) => Date.parse(point.time) / 1000;
const WHOLE_STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500];

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/**
 * A figure with a caption that tells the latest values, and a chart.
 *
 * @param series label, colour (a property of the style sheet), dash, whether each point has a mark, and what to draw of a point
 * @param range of the vertical axis, of the lowest and highest value
 * @param x where a point stands; at its `time` unless told otherwise
 * @param domain of the horizontal axis; that of the points if it is left out
 * @param whole whether the horizontal axis has whole numbers only
 * @param told what the caption says instead of the latest values
 */
export function chart({ title, series, format, range, height = 110, label = clock, x = time, domain, whole, told }) {
  const values = series.map(({ label: name, colour: key, dash }) => {
    const value = el("span", { class: dash ? "value dashed" : "value" }, `${name} –`);
    value.style.setProperty("--key", `var(${key})`);
    return value;
  });
  const canvas = el("div", { class: "plot", "aria-hidden": "true" });
  const caption = el("figcaption", {}, el("span", { class: "title" }, title), ...(told ? [told] : values));
  let points = [];
  let plot;

  const data = () => [
    points.map(x),
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
        scales: { x: { time: x === time, ...(domain ? { range: () => domain } : {}) }, y: { range: (self, low, high) => range(low, high) } },
        axes: [
          {
            ...axis,
            size: 24,
            space: x === time ? 70 : 30,
            ...(whole ? { incrs: WHOLE_STEPS } : {}),
            values: (self, ticks) => ticks.map(label),
          },
          { ...axis, size: 52, space: 30, values: (self, ticks) => ticks.map(format) },
        ],
        series: [
          {},
          ...series.map(({ colour: key, dash, marked }) => ({
            stroke: colour(key),
            width: 2,
            dash,
            points: { show: marked === true || points.length === 1, size: 6, fill: colour(key) },
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
