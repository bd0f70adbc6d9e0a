// Before the first paint, so that the page does not flash: the theme that was chosen for this browser, or the system's.
document.documentElement.dataset.theme =
  localStorage.getItem("theme") ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
