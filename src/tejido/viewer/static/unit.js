// The page of a unit: printing, with everything that is folded opened. No module, so that it also works in a page opened as a file.

(() => {
  const print = document.getElementById("print");
  if (!print) return;
  print.hidden = false;
  print.addEventListener("click", () => window.print());
})();
