// Runs before the first paint, so that a chosen theme does not flash; a file of its own because of the CSP.
(() => {
  try {
    const theme = localStorage.getItem("mediashare.theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  } catch (error) {
    console.info("The theme cannot be remembered: storage is blocked.", error);
  }
})();
