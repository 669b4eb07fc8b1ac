"use strict";
// Sorting: a click on a column head; numbers by value, names by the reader's own alphabet.
const valueOf = (row, column) => {
  const cell = row.cells[column];
  const text = cell.dataset.v ?? cell.textContent.trim();
  const value = Number.parseFloat(text.replace("%", ""));
  return cell.classList.contains("n") ? (Number.isNaN(value) ? -Infinity : value) : text;
};
const compare = (a, b) =>
  typeof a === "number" ? (a < b ? -1 : a > b ? 1 : 0) : a.localeCompare(b, undefined, { numeric: true });
for (const table of document.querySelectorAll("table.sortable")) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    if (head.classList.contains("flags")) return;
    head.tabIndex = 0;
    const sort = () => {
      const down = head.getAttribute("aria-sort") === (column ? "descending" : "ascending") ? !column : !!column;
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const rows = [...table.tBodies[0].rows];
      rows.sort((a, b) => compare(valueOf(a, column), valueOf(b, column)) * (down ? -1 : 1));
      table.tBodies[0].append(...rows);
    };
    head.addEventListener("click", sort);
    head.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") { event.preventDefault(); sort(); }
    });
  });
}
const filter = document.getElementById("filter");
filter.addEventListener("input", () => {
  const wanted = filter.value.trim().toLowerCase();
  for (const row of document.querySelectorAll("details.table tbody tr"))
    row.hidden = !row.cells[0].textContent.toLowerCase().includes(wanted);
});
// What is folded on the screen is printed too.
addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((d) => { d.open = true; }));
