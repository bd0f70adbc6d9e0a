// How a model was trained and how good it is on its test reviews.
import { chart } from "./charts.js";
import { el } from "./dom.js";

const three = (value) => value.toFixed(3);
const epoch = { x: (row) => row.epoch, whole: true, label: String };

/** A block that shows the details of one model after the other; `openReport` is given the version whose report is wanted. */
export function evaluation(title, openReport) {
  const summary = el("p", { class: "aside" });
  const loss = chart({
    ...epoch,
    title: "Loss by epoch",
    series: curves("loss", "validationLoss"),
    format: three,
    range: (low, high) => [0, Math.max(0.1, (high ?? 0) * 1.1)],
  });
  const accuracy = chart({
    ...epoch,
    title: "Accuracy by epoch",
    series: curves("accuracy", "validationAccuracy"),
    format: three,
    range: (low) => [Math.min(0.5, low ?? 0.5), 1],
  });
  const reliability = chart({
    title: "Calibration",
    told: "share positive among the reviews given a probability; dashed: where the two agree",
    x: (bin) => bin.meanProbability,
    domain: [0, 1],
    label: (value) => value.toFixed(1),
    series: [
      { label: "share positive", of: (bin) => bin.sharePositive, colour: "--positive", marked: true },
      { label: "as it should be", of: (bin) => bin.meanProbability, colour: "--ink-2", dash: [4, 4] },
    ],
    format: (value) => value.toFixed(1),
    range: () => [0, 1],
    height: 160,
  });
  const matrix = el("div");
  const nothing = el("p", { class: "empty" }, "This artifact does not tell how its test reviews were judged one by one.");
  const version = el("code");
  const report = el("button", { type: "button", click: () => openReport(version.textContent) }, "Save its report");
  return {
    element: el(
      "section",
      { class: "evaluation", "aria-label": title, hidden: "" },
      el("div", { class: "head" }, el("h3", {}, `${title}: `, version), report),
      summary,
      loss.figure,
      accuracy.figure,
      matrix,
      reliability.figure,
      nothing,
    ),
    show({ model, card, gate }) {
      version.textContent = model.version;
      report.hidden = !model.report;
      const rows = card.epochs;
      summary.textContent =
        `Test accuracy ${(100 * card.test.accuracy).toFixed(2)} % and loss ${card.test.loss.toFixed(4)} on ` +
        `${card.test.reviews.toLocaleString()} reviews. Recipe ${card.recipe.name}, epoch ${card.chosenEpoch} of ${rows.length}` +
        `, seed ${card.recipe.seed}.${gate ? ` It stays a candidate: ${gate}.` : ""}`;
      loss.show(rows);
      accuracy.show(rows);
      const judged = card.predictions ?? [];
      nothing.hidden = judged.length > 0;
      matrix.hidden = reliability.figure.hidden = judged.length === 0;
      if (judged.length > 0) {
        matrix.replaceChildren(confusion(judged));
        reliability.show(
          judged
            .filter((bin) => bin.positive + bin.negative > 0)
            .map((bin) => ({ ...bin, sharePositive: bin.positive / (bin.positive + bin.negative) })),
        );
      }
    },
  };
}

function curves(training, validation) {
  return [
    { label: "training", of: (row) => row[training], colour: "--ink-2", dash: [4, 4] },
    { label: "validation", of: (row) => row[validation], colour: "--positive" },
  ];
}

/** The bins' edges include the threshold 0.5, so that their counts are the matrix. */
function confusion(bins) {
  const half = bins.length / 2;
  const count = (from, to, of) => bins.slice(from, to).reduce((sum, bin) => sum + bin[of], 0);
  const rows = [
    ["is positive", count(half, bins.length, "positive"), count(0, half, "positive"), true],
    ["is negative", count(half, bins.length, "negative"), count(0, half, "negative"), false],
  ];
  const cell = (number, of, isRight) => {
    const shown = el(
      "td",
      { class: isRight ? "number right" : "number wrong" },
      number.toLocaleString(),
      el("span", { class: "aside" }, ` ${((100 * number) / of).toFixed(1)} %`),
    );
    shown.style.setProperty("--w", (number / of).toFixed(3));
    return shown;
  };
  return el(
    "table",
    { class: "matrix" },
    el("caption", {}, "Test reviews by what they are and what the model says"),
    el(
      "thead",
      {},
      el("tr", {}, el("td"), el("th", { scope: "col" }, "▲ says positive"), el("th", { scope: "col" }, "▼ says negative")),
    ),
    el(
      "tbody",
      {},
      ...rows.map(([name, positive, negative, isPositive]) =>
        el(
          "tr",
          {},
          el("th", { scope: "row" }, name),
          cell(positive, positive + negative, isPositive),
          cell(negative, positive + negative, !isPositive),
        ),
      ),
    ),
  );
}
