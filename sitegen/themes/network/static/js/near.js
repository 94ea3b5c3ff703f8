// The places of a map that are nearest to the reader. The position stays in the browser.

const SHOWN = 5;

// Kilometres between two places on a sphere (the haversine formula).
function distance([latitude, longitude], [otherLatitude, otherLongitude]) {
  const rad = Math.PI / 180, half = (angle) => Math.sin((angle * rad) / 2) ** 2;
  const across = Math.cos(latitude * rad) * Math.cos(otherLatitude * rad) * half(otherLongitude - longitude);
  return 12742 * Math.asin(Math.sqrt(half(otherLatitude - latitude) + across));
}

function show(here, region) {
  const format = new Intl.NumberFormat(document.documentElement.lang, {
    style: "unit", unit: "kilometer", maximumFractionDigits: 0 });
  const mapped = region.closest(".mapped");
  const rows = [...mapped.querySelectorAll("[data-at]")].map((row) => ({
    row, far: distance(here, row.dataset.at.split(", ").map(Number)) }));
  rows.sort((one, other) => one.far - other.far);
  const list = document.createElement("ol");
  for (const [rank, { row, far }] of rows.entries()) {
    const link = row.querySelector("a"), note = document.createElement("span");
    note.className = "meta";
    note.textContent = ` ${format.format(far)}`;
    row.querySelector(".meta")?.remove();
    if (rank < SHOWN) {
      const item = list.appendChild(document.createElement("li"));
      item.append(link ? link.cloneNode(true) : row.cells[0].textContent, note.cloneNode(true));
    }
    row.cells[0].append(note);
    row.parentElement.append(row);
    for (const place of link ? mapped.querySelectorAll(`.place[href="${CSS.escape(link.getAttribute("href"))}"]`) : [])
      place.classList.toggle("nearest", rank < SHOWN);
  }
  region.querySelector("[role=status]").replaceChildren(list);
}

document.addEventListener("click", ({ target }) => {
  const region = target.closest("button") && target.closest(".near");
  if (!region) return;
  const refused = () => region.querySelector("[role=status]").replaceChildren(region.dataset.refused);
  const found = ({ coords }) => show([coords.latitude, coords.longitude], region);
  navigator.geolocation.getCurrentPosition(found, refused, { maximumAge: 600000, timeout: 20000 });
});

const all = () => document.querySelectorAll(".near[hidden]").forEach((region) => (region.hidden = false));
if ("geolocation" in navigator) {
  new MutationObserver(all).observe(document.documentElement, { childList: true }); // filter.js replaces the body
  all();
}
