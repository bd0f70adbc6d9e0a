// The live feed: one EventSource that says how it is, and comes back by itself.

const SILENT_MILLIS = 7000; // heartbeats come every two seconds
const FIRST_RETRY_MILLIS = 500;
const LAST_RETRY_MILLIS = 10000;

export class Feed extends EventTarget {
  #source;
  #query = "";
  #lastHeard = 0;
  #retry = FIRST_RETRY_MILLIS;
  #timer;

  constructor() {
    super();
    setInterval(() => this.#watch(), 1000);
    addEventListener("online", () => this.open(this.#query));
    addEventListener("offline", () => this.#lost("You are offline."));
  }

  /** @param query parameters of /api/sentiments */
  open(query) {
    this.#query = query;
    this.#source?.close();
    clearTimeout(this.#timer);
    this.#lastHeard = performance.now();
    const source = new EventSource(`/api/sentiments?${query}`);
    this.#source = source;
    source.onopen = () => this.#heard();
    source.onerror = () => this.#lost("The service does not answer.");
    for (const name of ["sentiment", "skipped", "gap", "heartbeat"]) {
      source.addEventListener(name, (event) => {
        this.#heard();
        this.#tell(name, JSON.parse(event.data));
      });
    }
  }

  #heard() {
    this.#lastHeard = performance.now();
    this.#retry = FIRST_RETRY_MILLIS;
    this.#tell("state", { state: "connected" });
  }

  #watch() {
    if (this.#source && performance.now() - this.#lastHeard > SILENT_MILLIS) {
      this.#lost("The connection has gone silent.");
    }
  }

  // A new EventSource starts with the present, which is what a live view wants after an outage.
  #lost(why) {
    this.#source?.close();
    this.#source = undefined;
    clearTimeout(this.#timer);
    const wait = this.#retry;
    this.#retry = Math.min(LAST_RETRY_MILLIS, 2 * wait);
    this.#tell("state", { state: "disconnected", why, retryMillis: wait });
    this.#timer = setTimeout(() => this.open(this.#query), wait);
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
