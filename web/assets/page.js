// What a page gains from JavaScript: tables that sort, and the live chart.
// Everything is on the page without it.

import { feedOf, keepFresh } from "./live.js";

for (const table of document.querySelectorAll("table.sortable")) sortable(table);

function sortable(table) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((th, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = th.textContent;
    th.replaceChildren(button);
    button.addEventListener("click", () => {
      const down = th.getAttribute("aria-sort") === "ascending";
      for (const other of heads) other.removeAttribute("aria-sort");
      th.setAttribute("aria-sort", down ? "descending" : "ascending");
      const rows = [...table.tBodies[0].rows];
      const key = (row) => row.cells[column]?.textContent.trim() ?? "";
      const figures = rows.every((row) => /^[\d\u202f.–-]*$/.test(key(row)));
      const number = (row) => parseFloat(key(row).replaceAll("\u202f", "")) || 0;
      rows.sort((a, b) => figures ? number(a) - number(b) : key(a).localeCompare(key(b)));
      table.tBodies[0].append(...(down ? rows.reverse() : rows));
    });
  });
}

for (const figure of document.querySelectorAll(".chart[data-map]")) chart(figure);

const fresh = document.querySelector(".fresh[data-every]");
if (fresh) keepFresh(fresh);

// The drawn chart stays until the map has shown its first frame, and comes
// back if there is no WebGL or the map fails.
async function chart(figure) {
  const probe = document.createElement("canvas").getContext("webgl2");
  if (!probe) return;
  probe.getExtension("WEBGL_lose_context")?.loseContext();
  const feed = feedOf(figure.dataset.view);
  try {
    const [map, view] = await Promise.all([import(figure.dataset.map), feed.ask()]);
    figure.sea = await map.show(figure, view.data, feed);
  } catch (problem) {
    console.warn("The chart stays as drawn:", problem.message);
    figure.querySelector(".glass").hidden = true;
    figure.querySelector(".paper").hidden = false;
  }
}
