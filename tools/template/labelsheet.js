"use strict";
(() => {
  const FORMAT = "suhbat-labels-1";
  const list = document.querySelector("ol");
  const palette = [...document.querySelectorAll(".palette button")];
  const words = [...document.querySelectorAll(".w")];
  const find = (id) => document.getElementById(id);
  const marks = new Map(words.map((word) => [word.dataset.at, new Set()]));
  const shelf = "suhbat-" + list.dataset.sheet;
  let chosen = null;

  const show = (word) => {
    const mine = palette.filter((button) => marks.get(word.dataset.at).has(button.dataset.category));
    palette.forEach((_, n) => word.classList.remove("c" + n));
    if (mine.length) word.classList.add("c" + palette.indexOf(mine[0]));
    word.querySelector("small")?.remove();
    if (mine.length) {
      const label = document.createElement("small");
      label.textContent = mine.map((button) => button.dataset.label).join(" ");
      word.append(label);
    }
  };
  const labels = () => words.flatMap((word) =>
    [...marks.get(word.dataset.at)].map((category) => [Number(word.dataset.at), word.firstChild.data, category]));
  const paper = () => JSON.stringify({
    format: FORMAT, student: find("name").value.trim(), text: list.dataset.sheet,
    sentences: [...list.children].map((item) => [Number(item.dataset.start), Number(item.dataset.end)]), labels: labels(),
  });
  const keep = () => { try { localStorage.setItem(shelf, paper()); } catch { /* no storage: the file is what counts */ } };

  palette.forEach((button) => button.addEventListener("click", () => {
    chosen = button;
    palette.forEach((other) => other.setAttribute("aria-pressed", String(other === button)));
    find("what").textContent = button.textContent + ": " + button.dataset.says;
  }));
  words.forEach((word) => word.addEventListener("click", () => {
    const hint = word.dataset.hint;
    if (!chosen) { find("what").textContent = hint + ". Choose a category first, then touch the word again."; return; }
    const mine = marks.get(word.dataset.at);
    if (!mine.delete(chosen.dataset.category)) mine.add(chosen.dataset.category);
    find("what").textContent = hint + ": " + ([...mine].join(", ").replace("_", "-") || "no label");
    show(word);
    keep();
  }));
  find("save").addEventListener("click", () => {
    const name = find("name").value.trim();
    if (!name) { find("said").textContent = "Write a name or a number first."; find("name").focus(); return; }
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([paper()], { type: "application/json" }));
    link.download = "label_" + name.replace(/[^\p{L}\p{N}]+/gu, "_") + ".json";
    link.click();
    find("said").textContent = "Saved " + link.download + ": " + labels().length + " labels.";
    find("text").value = paper();
    find("copy").hidden = false;
    keep();
  });
  try {
    const old = JSON.parse(localStorage.getItem(shelf));
    if (old) {
      find("name").value = old.student;
      old.labels.forEach(([at, , category]) => marks.get(String(at))?.add(category));
      words.forEach(show);
    }
  } catch { /* nothing kept, or nothing to be had */ }
})();
