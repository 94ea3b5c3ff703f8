// The filters of a list change it in place. Each leads to a page of its own, which is fetched and shown, or to
// the only entry that it leaves.

async function show(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(answer.statusText);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const open = new Map([...document.querySelectorAll(".facets details")].map((facet) => [facet.dataset.facet, facet.open]));
  for (const facet of page.querySelectorAll(".facets details")) facet.open = open.get(facet.dataset.facet) ?? facet.open;
  document.title = page.title;
  document.body.replaceWith(page.body);
  const count = document.querySelector(".results h2");
  count?.setAttribute("tabindex", "-1");
  count?.focus();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest(".facets a:not([data-entry])");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  show(link.href).then(
    () => history.pushState(null, "", link.href),
    () => location.assign(link.href),
  );
});

addEventListener("popstate", () => show(location.href).catch(() => location.reload()));
