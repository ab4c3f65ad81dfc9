// The letters stand in the page, but a browser unpacks them beside its other work: what is laid out before would move when they are
// there. Nothing is shown for those few milliseconds.

(() => {
  const { classList } = document.documentElement;
  classList.add("unlettered");
  const letters = [400, 600].map((weight) => document.fonts.load(`${weight} 16px "Noto Sans"`));
  void Promise.allSettled(letters).then(() => classList.remove("unlettered"));
})();
