import { Admin, startAdmin } from "./admin.js";
import { startDead } from "./dead.js";
import { byId } from "./dom.js";
import { Feed } from "./feed.js";
import { startLive } from "./live.js";
import { startModels } from "./models.js";
import { startSubjects } from "./subjects.js";
import { startTraining } from "./training.js";
import { startTrend } from "./trend.js";
import { startTryIt } from "./tryit.js";

function showConnection(feed) {
  const shown = byId("connection");
  let last = "";
  feed.addEventListener("state", ({ detail }) => {
    const text =
      detail.state === "connected"
        ? "Connected"
        : `Disconnected. ${detail.why} Trying again …`;
    if (text !== last) {
      last = text;
      shown.textContent = text;
      shown.dataset.state = detail.state;
    }
  });
}

function offerThemes() {
  const button = byId("theme");
  const root = document.documentElement;
  const other = () => (root.dataset.theme === "dark" ? "light" : "dark");
  const describe = () => {
    button.textContent = other() === "dark" ? "Dark" : "Light";
    button.setAttribute("aria-label", `Switch to the ${other()} theme`);
  };
  button.addEventListener("click", () => {
    root.dataset.theme = other();
    localStorage.setItem("theme", root.dataset.theme);
    describe();
    document.dispatchEvent(new Event("themechange"));
  });
  describe();
}

const feed = new Feed();
showConnection(feed);
offerThemes();
startLive(feed);
startTryIt();
startTrend();
startSubjects();
const admin = new Admin();
startTraining(admin);
startModels(admin);
startDead(admin);
startAdmin(admin);
