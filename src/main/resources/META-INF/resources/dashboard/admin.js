// What needs the administrator's token: it is asked for once and kept for this tab, nowhere else.
import { blob, json, problem } from "./api.js";
import { byId } from "./dom.js";

const KEY = "verdict-admin-token";

/** Tells "in" and "out"; `detail` of the latter is why, if there is anything to say. */
export class Admin extends EventTarget {
  #token = sessionStorage.getItem(KEY) ?? undefined;

  get isIn() {
    return this.#token !== undefined;
  }

  async enter(token) {
    await json("/api/admin/identity", { headers: { Authorization: `Bearer ${token}` } });
    this.#token = token;
    sessionStorage.setItem(KEY, token);
    this.dispatchEvent(new Event("in"));
  }

  leave(why = "") {
    this.#token = undefined;
    sessionStorage.removeItem(KEY);
    this.dispatchEvent(new CustomEvent("out", { detail: why }));
  }

  json(path, options = {}) {
    return this.#ask(json(path, this.#with(options)));
  }

  blob(path) {
    return this.#ask(blob(path, this.#with({})));
  }

  /** Server-sent events, until they end. An EventSource could not send the token. */
  async *events(path, signal) {
    const response = await fetch(path, this.#with({ signal }));
    if (!response.ok) {
      const error = await problem(response);
      this.#leaveIfRefused(error);
      throw error;
    }
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (done) {
        return;
      }
      const events = (rest + value).split(/\r?\n\r?\n/);
      rest = events.pop();
      for (const event of events) {
        const data = event.split(/\r?\n/).filter((line) => line.startsWith("data:"));
        if (data.length > 0) {
          yield JSON.parse(data.map((line) => line.slice("data:".length)).join("\n"));
        }
      }
    }
  }

  /** Calls it again and again while the token is good and the page is seen; calling what is returned does so at once. */
  follow(millis, refresh) {
    let timer;
    const round = async () => {
      clearTimeout(timer);
      if (!this.isIn) {
        return;
      }
      if (!document.hidden) {
        try {
          await refresh();
        } catch {
          // The connection's state is said at the top of the page; this goes on when it is back.
        }
      }
      clearTimeout(timer);
      timer = setTimeout(round, millis);
    };
    this.addEventListener("in", round);
    round();
    return round;
  }

  async #ask(answer) {
    try {
      return await answer;
    } catch (error) {
      this.#leaveIfRefused(error);
      throw error;
    }
  }

  #with(options) {
    return { ...options, headers: { ...options.headers, Authorization: `Bearer ${this.#token}` } };
  }

  #leaveIfRefused(error) {
    if (this.isIn && (error.status === 401 || error.status === 403)) {
      this.leave(`Signed out: ${error.message}.`);
    }
  }
}

export function startAdmin(admin) {
  const form = byId("admin-form");
  const input = byId("admin-token");
  const said = byId("admin-said");
  const show = () => {
    form.hidden = admin.isIn;
    byId("admin-out").hidden = !admin.isIn;
    document.querySelectorAll("[data-admin]").forEach((panel) => (panel.hidden = !admin.isIn));
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    said.textContent = "";
    try {
      await admin.enter(input.value.trim());
      input.value = "";
      byId("model-title").focus();
    } catch (error) {
      said.textContent = `Not signed in: ${error.message}.`;
    }
  });
  byId("admin-out").addEventListener("click", () => {
    admin.leave();
    input.focus();
  });
  admin.addEventListener("in", show);
  admin.addEventListener("out", ({ detail }) => {
    show();
    said.textContent = detail;
  });
  show();
}
