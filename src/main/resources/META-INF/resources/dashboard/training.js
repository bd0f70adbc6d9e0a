// Training runs: starting one, watching it, ending it, and what came of the earlier ones.
import { post } from "./api.js";
import { chart } from "./charts.js";
import { byId, clockTime, el, userText } from "./dom.js";

const REFRESH_MILLIS = 3000;
const HISTORY = 8;
const PATH = "/api/admin/training-runs";
const ENDED = ["SUCCEEDED", "FAILED", "CANCELLED", "REFUSED"];

const three = (value) => value.toFixed(3);
const word = (status) => status.toLowerCase();

function curve(title, training, validation, range) {
  return chart({
    title,
    x: (row) => row.epoch,
    whole: true,
    label: String,
    series: [
      { label: "training", of: (row) => row[training], colour: "--ink-2", dash: [4, 4] },
      { label: "validation", of: (row) => row[validation], colour: "--positive" },
    ],
    format: three,
    range,
  });
}

export function startTraining(admin) {
  const form = byId("training-form");
  const said = byId("training-said");
  const loss = curve("Loss by epoch", "loss", "validationLoss", (low, high) => [0, Math.max(0.1, (high ?? 0) * 1.1)]);
  const accuracy = curve("Accuracy by epoch", "accuracy", "validationAccuracy", (low) => [Math.min(0.5, low ?? 0.5), 1]);
  byId("training-charts").append(loss.figure, accuracy.figure);
  let current;
  let watched;
  let listed = "";

  const show = (run) => {
    current = run;
    const isEnd = ENDED.includes(run.status);
    byId("training-run").hidden = false;
    byId("training-cancel").hidden = isEnd;
    byId("training-start").disabled = !isEnd;
    byId("training-bar").value = isEnd && run.status === "SUCCEEDED" ? 1 : done(run.progress);
    byId("training-progress").textContent = isEnd ? "" : progress(run);
    // Said only when it changes, so that a screen reader is not kept talking.
    const state = isEnd ? decision(run) : `${stateOf(run)}.`;
    if (byId("training-state").textContent !== state) {
      byId("training-state").textContent = state;
    }
    const rows = run.epochs ?? [];
    byId("training-charts").hidden = rows.length === 0;
    loss.show(rows);
    accuracy.show(rows);
  };

  const watch = async (run) => {
    if (watched === run.id) {
      return;
    }
    watched = run.id;
    const watching = new AbortController();
    admin.addEventListener("out", () => watching.abort(), { once: true, signal: watching.signal });
    try {
      for await (const event of admin.events(`${PATH}/${run.id}/events`, watching.signal)) {
        show(event);
      }
    } catch {
      // The list is asked again soon, and takes it up from there.
    } finally {
      watching.abort();
      watched = undefined;
      refresh();
    }
  };

  const refresh = admin.follow(REFRESH_MILLIS, async () => {
    const runs = await admin.json(PATH);
    if (runs.length > 0) {
      if (watched === undefined) {
        show(runs[0]);
      }
      if (!ENDED.includes(runs[0].status)) {
        watch(runs[0]);
      }
    }
    const state = JSON.stringify(runs.map((run) => [run.id, run.status]));
    if (state !== listed) {
      listed = state;
      const earlier = runs.filter((run) => ENDED.includes(run.status)).slice(0, HISTORY);
      byId("training-history").replaceChildren(...earlier.map(line));
      byId("training-none").hidden = earlier.length > 0;
    }
  });

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    said.textContent = "";
    try {
      const run = await admin.json(PATH, post(wanted(new FormData(form))));
      show(run);
      watch(run);
    } catch (error) {
      said.textContent = `No run was started: ${error.message}.`;
    }
  });
  byId("training-cancel").addEventListener("click", async () => {
    try {
      await admin.json(`${PATH}/${current.id}`, { method: "DELETE" });
    } catch (error) {
      said.textContent = `It goes on: ${error.message}.`;
    }
  });
  const showPath = () => {
    byId("training-path").hidden = form.elements.data.value !== "file";
    form.elements.path.required = !byId("training-path").hidden;
  };
  form.elements.data.addEventListener("change", showPath);
  showPath();
  admin.addEventListener("models", ({ detail }) => {
    const { from } = form.elements;
    const kept = from.value;
    from.replaceChildren(
      el("option", { value: "" }, "anew"),
      ...detail.models.map(({ version }) => el("option", { value: version }, `from ${version}`)),
    );
    from.value = kept;
  });
}

function wanted(form) {
  const topic = "reviews.labelled";
  const data = {
    imdb: "imdb",
    file: form.get("path"),
    labelled: { topic },
    both: { topic, addedTo: "imdb" },
  }[form.get("data")];
  const from = form.get("from");
  return { epochs: Number(form.get("epochs")), seed: Number(form.get("seed")), data, ...(from ? { from } : {}) };
}

/** The share of the epochs that is done, in [0, 1]. */
function done({ phase, epoch, epochs, batch, batches }) {
  if (phase === "LOADING" || epochs === 0) {
    return 0;
  }
  return (Math.max(0, epoch - 1) + (batches > 0 ? batch / batches : 0)) / epochs;
}

function stateOf({ status, progress: { phase, epoch, epochs }, detail }) {
  if (status !== "RUNNING") {
    return `${word(status)}${detail ? `: ${detail}` : ""}`;
  }
  return phase === "TRAINING" ? `Epoch ${epoch} of ${epochs}` : word(phase);
}

function progress({ progress: { phase, batch, batches, loss, accuracy, etaSeconds } }) {
  if (phase !== "TRAINING") {
    return "";
  }
  const left = etaSeconds >= 0 ? ` · at most ${duration(etaSeconds)} left` : "";
  return `minibatch ${batch} of ${batches} · loss ${three(loss)}, accuracy ${three(accuracy)}${left}`;
}

function duration(seconds) {
  return seconds < 90 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}

function decision({ status, detail, model }) {
  const came = model ? ` Model ${model}:` : "";
  return `Run ${word(status)}.${came}${detail ? ` ${detail}.` : ""}`;
}

function line(run) {
  return el(
    "li",
    {},
    clockTime(run.changedAt),
    el("span", { class: "status", "data-status": run.status }, ` ${word(run.status)} `),
    run.model ? el("code", {}, run.model) : "",
    run.detail ? userText(` ${run.detail}`, { class: "aside" }) : "",
  );
}
