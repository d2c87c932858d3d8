// Before anything is painted: scripts run, and the reader's stored choice of colours holds.
{
  const root = document.documentElement;
  root.classList.replace("no-js", "js");
  try {
    const chosen = localStorage.getItem("atlas-colours");
    if (chosen === "light" || chosen === "dark") root.dataset.colours = chosen;
  } catch {
    // Storage is off: the colours follow the system.
  }
}
