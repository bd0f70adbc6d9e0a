// How the stream went lately.
import { json } from "./api.js";
import { chart } from "./charts.js";
import { wordsOf } from "./dead.js";
import { byId, el, percent } from "./dom.js";

const REFRESH_MILLIS = 2000;
const CHARTS = [
  {
    title: "Verdicts a second",
    series: [{ label: "verdicts/s", of: (point) => point.rate, colour: "--ink-2" }],
    format: (value) => value.toLocaleString(undefined, { maximumFractionDigits: 1 }),
    range: (low, high) => [0, Math.max(1, high * 1.1)],
  },
  {
    title: "Sentiment",
    series: [
      { label: "share positive", of: (point) => point.positiveShare, colour: "--positive" },
      { label: "mean probability", of: (point) => point.meanProbability, colour: "--ink-2", dash: [4, 4] },
    ],
    format: percent,
    range: () => [0, 1],
  },
  {
    title: "Latency",
    series: [
      { label: "p50", of: (point) => point.latencyP50Millis, colour: "--ink-2" },
      { label: "p99", of: (point) => point.latencyP99Millis, colour: "--negative", dash: [4, 4] },
    ],
    format: (value) => (value < 1000 ? `${Math.round(value)} ms` : `${(value / 1000).toFixed(1)} s`),
    range: (low, high) => [0, Math.max(10, (high ?? 0) * 1.1)],
  },
];

export function startTrend() {
  const charts = CHARTS.map(chart);
  byId("trend-charts").append(...charts.map((shown) => shown.figure));
  let points = [];

  const refresh = async () => {
    try {
      const since = points.at(-1)?.time;
      const trend = await json(`/api/trend${since ? `?since=${encodeURIComponent(since)}` : ""}`);
      points = points.concat(trend.points).slice(-trend.capacity);
      charts.forEach((shown) => shown.show(points));
      showDead(trend.deadLetters);
    } catch {
      // The connection's state is said at the top of the page; this goes on when it is back.
    }
    setTimeout(refresh, REFRESH_MILLIS);
  };
  refresh();
}

function showDead(counts) {
  const reasons = Object.entries(counts);
  if (reasons.length === 0) {
    byId("trend-dead").replaceChildren(el("p", { class: "empty" }, "None since this instance started."));
    return;
  }
  reasons.sort(([, one], [, other]) => other - one);
  const most = reasons[0][1];
  const rows = reasons.map(([reason, count]) => {
    const bar = el("span", { class: "count-bar", "aria-hidden": "true" });
    bar.style.setProperty("--w", count / most);
    return el(
      "tr",
      {},
      el("th", { scope: "row" }, wordsOf(reason)),
      el("td", { class: "bars" }, bar),
      el("td", { class: "number" }, count.toLocaleString()),
    );
  });
  byId("trend-dead").replaceChildren(el("table", { class: "words" }, el("tbody", {}, ...rows)));
}
