// Which models there are, which of them scores, and how good they are; switching and going back.
import { post } from "./api.js";
import { byId, clockTime, el, percent, save } from "./dom.js";
import { ask } from "./dialog.js";
import { evaluation } from "./evaluation.js";

const REFRESH_MILLIS = 3000;

const exactly = (share) => (share == null ? "–" : `${(100 * share).toFixed(2)} %`);
const decimal = (number, digits = 4) => (number == null ? "–" : number.toFixed(digits).replace("-", "−"));

export function startModels(admin) {
  const said = byId("model-said");
  const saveReport = async (version) => {
    said.textContent = "";
    try {
      save(await admin.blob(`${path(version)}/report`), `verdict-model-${version}.html`);
    } catch (error) {
      said.textContent = `The report was not saved: ${error.message}.`;
    }
  };
  const active = evaluation("Active", saveReport);
  const other = evaluation("Beside it", saveReport);
  byId("model-side").append(active.element, other.element);
  let shown = "";
  let chosen;
  let models;

  const path = (version) => `/api/admin/models/${version}`;

  const show = async (beside, version) => {
    beside.element.hidden = version === undefined;
    if (version !== undefined && beside.version !== version) {
      beside.show(await admin.json(path(version)));
      beside.version = version;
    }
  };

  const activate = async (version, order) => {
    try {
      models = await admin.json(`${path(version)}/activation`, post(order));
      said.textContent = "";
      return true;
    } catch (error) {
      if (error.status === 409 && !order.force) {
        const anyhow = await ask({
          title: "The gate refuses it",
          body: [el("p", {}, `${error.message.replace(/; \{.*/, "")}.`)], // without what callers of the API can do
          action: "Activate it anyhow",
        });
        return anyhow && activate(version, { force: true });
      }
      said.textContent = `Nothing was changed: ${error.message}.`;
      return false;
    } finally {
      await refresh();
    }
  };

  const change = async (version) => {
    const back = version < models.active?.version;
    const agreed = await ask({
      title: back ? "Roll back?" : "Switch models?",
      body: [el("p", {}, "All instances will score with ", el("code", {}, version), " within seconds.")],
      action: back ? "Roll back" : "Switch",
    });
    if (agreed && (await activate(version, {}))) {
      said.textContent = `${version} is active now.`;
    }
  };

  const row = (model) => {
    const isActive = model.version === models.active?.version;
    const isShadow = model.version === models.shadow?.version;
    const back = model.version < models.active?.version;
    const state = isActive ? "active" : isShadow ? "alongside" : back ? "earlier" : "candidate";
    const name = `version-${model.version}`;
    const button = (text, does, attributes = {}) =>
      el("button", { type: "button", "aria-describedby": name, click: does, ...attributes }, text);
    return el(
      "tr",
      { "data-state": state },
      el("th", { scope: "row", id: name }, el("code", {}, model.version)),
      el("td", {}, state),
      el("td", { class: "number" }, exactly(model.test.accuracy)),
      el("td", { class: "number" }, decimal(model.test.loss)),
      el("td", { class: "number" }, String(model.instances)),
      el(
        "td",
        { class: "does" },
        ...(isActive
          ? []
          : [
              button("Compare", () => choose(model.version), { "aria-pressed": model.version === chosen }),
              button(back ? "Roll back" : "Switch", () => change(model.version)),
              isShadow ? "" : button("Score alongside", () => activate(model.version, { mode: "shadow", share: share() })),
            ]),
      ),
    );
  };

  const share = () => Number(byId("model-share").value);

  const choose = (version) => {
    chosen = version === chosen ? undefined : version;
    showModels();
  };

  function showModels() {
    const { shadow, ...lasting } = models;
    const state = JSON.stringify([lasting, shadow?.version, chosen]);
    if (state !== shown) {
      shown = state;
      const focused = document.activeElement?.getAttribute("aria-describedby");
      byId("model-versions").replaceChildren(...models.models.map(row));
      if (focused) {
        document.querySelector(`[aria-describedby="${CSS.escape(focused)}"]`)?.focus();
      }
      byId("model-active").replaceChildren(
        ...(models.active
          ? [el("code", {}, models.active.version), ` since `, clockTime(models.active.since), `, by ${models.active.by}`]
          : ["No model is active."]),
      );
      byId("model-problems").replaceChildren(
        ...models.instances.filter((each) => each.problem).map((each) => el("li", {}, `${each.instance}: ${each.problem}`)),
        ...models.refused.map((each) => el("li", {}, `Refused: ${each.key ?? ""} ${each.reason ?? ""}`)),
      );
      admin.dispatchEvent(new CustomEvent("models", { detail: models }));
      show(active, models.active?.version).catch(() => {});
      show(other, chosen === models.active?.version ? undefined : chosen).catch(() => {});
    }
    showShadow(shadow);
  }

  function showShadow(shadow) {
    byId("model-shadow").hidden = !shadow;
    if (!shadow) {
      return;
    }
    byId("model-shadow-version").textContent = shadow.version;
    const figures = {
      "share of the reviews": percent(shadow.share),
      compared: shadow.compared.toLocaleString(),
      "same label": exactly(shadow.agreement),
      "mean difference": decimal(shadow.meanDifference),
      "mean distance": decimal(shadow.meanAbsoluteDifference),
      dropped: shadow.dropped.toLocaleString(),
      failed: shadow.failed.toLocaleString(),
    };
    byId("model-shadow-figures").replaceChildren(
      ...Object.entries(figures).map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value))),
    );
  }

  byId("model-shadow-end").addEventListener("click", () =>
    activate(models.shadow.version, { mode: "shadow", share: 0 }),
  );

  const refresh = admin.follow(REFRESH_MILLIS, async () => {
    models = await admin.json("/api/admin/models");
    showModels();
  });
}
