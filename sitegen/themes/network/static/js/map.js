// Maps that can be moved and enlarged. Without this script, they show the same places.

const LEAST = 24; // width of the smallest part of the world that is shown, of 1000
const WORLD = [-12, -12, 1024, 452]; // left, top, width and height; sitegen/features/maps/framing.py has the same
const SIDES = [[1, 0, "start"], [-1, 0, "end"], [0, -1, "middle"], [0, 1, "middle"]];
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const within = (at, size, from, whole) =>
  size > whole ? from - (size - whole) / 2 : Math.min(Math.max(at, from), from + whole - size);
const overlap = (one, other) => one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3];

function create(name, attributes, parent) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return parent.appendChild(made);
}

function start(frame) {
  const svg = frame.querySelector("svg"), marks = svg.querySelector(".marks"), zoomed = frame.querySelector(".zoom");
  const { x: left, y: top, width, height } = svg.viewBox.baseVal;
  const text = svg.getAttribute("font-size") / width, list = svg.querySelector(".cluster")?.getAttribute("href");
  const number = new Intl.NumberFormat(document.documentElement.lang);
  const places = [...marks.querySelectorAll(".place")].map((node) => {
    const circle = node.querySelector("circle");
    const [x, y, r] = ["cx", "cy", "r"].map((name) => parseFloat(circle.getAttribute(name)));
    return { node, x, y, r, name: node.querySelector("text") };
  });
  let view = { x: left, y: top, w: width, h: height }, grip, fingers, moved;

  function show(x, y, w) {
    w = Math.min(Math.max(WORLD[2], width), Math.max(LEAST, w));
    const before = svg.getAttribute("viewBox"), h = (w * height) / width;
    x = within(x, w, WORLD[0], WORLD[2]);
    y = within(y, h, WORLD[1], Math.max(WORLD[3], top + height - WORLD[1]));
    view = { x, y, w, h };
    svg.setAttribute("viewBox", `${x} ${y} ${w} ${h}`);
    if (before === svg.getAttribute("viewBox")) return false;
    svg.setAttribute("font-size", w * text);
    arrange();
    return true;
  }

  function zoom(factor, x = view.x + view.w / 2, y = view.y + view.h / 2) {
    const part = Math.min(WORLD[2], Math.max(LEAST, view.w / factor)) / view.w;
    return show(x - (x - view.x) * part, y - (y - view.y) * part, view.w * part);
  }

  const at = (event) => new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
  const whole = () => show(left, top, width);
  const step = (key) => (key === "+" || key === "=" ? zoom(1.6) : key === "-" ? zoom(1 / 1.6) : key === "0" && whole());

  // Places whose circles would overlap share one; names are where they cover nothing.
  function arrange() {
    const em = parseFloat(getComputedStyle(marks).fontSize);
    if (!em) return; // the map is no longer on the page
    const size = (group) => (group[1] ? 0.85 : group[0].r);
    for (const old of marks.querySelectorAll(".cluster")) old.remove();
    let groups = places.map((place) => [place]), before;
    do {
      before = groups.length;
      groups = groups.reduce((found, group) => {
        const [{ x, y }] = group;
        const near = found.find((other) => Math.hypot(other[0].x - x, other[0].y - y) < em * (size(other) + size(group)));
        if (near) near.push(...group);
        else found.push(group);
        return found;
      }, []);
    } while (groups.length < before);
    const taken = groups.map((group) => around(group[0], size(group) * em));
    for (const { node } of places) node.classList.add("hide");
    for (const group of groups) if (group[1]) gather(group);
    for (const [{ node, x, y, r, name }, more] of groups) {
      if (more) continue;
      node.classList.remove("hide");
      name.classList = "";
      const wide = name.getComputedTextLength(), gap = (r + 0.3) * em;
      const [dx = 0, dy = 0, anchor] = SIDES.find(([dx, dy, anchor]) => {
        const from = x + dx * gap - wide * { start: 0, middle: 0.5, end: 1 }[anchor];
        return free(from, y + dy * (gap + 0.3 * em), wide, em, taken);
      }) ?? [];
      for (const [key, value] of [["dx", dx * gap], ["dy", dy * (gap + 0.3 * em)], ["text-anchor", anchor]])
        name.setAttribute(key, value);
      name.classList.toggle("hide", !anchor);
    }
    for (const name of marks.querySelectorAll(".country")) {
      name.classList = "country";
      const wide = name.getComputedTextLength(), [x, y] = ["x", "y"].map((key) => parseFloat(name.getAttribute(key)));
      name.classList.toggle("hide", !free(x - wide / 2, y, wide, em, taken));
    }
  }

  const around = ({ x, y }, r) => [x - r, y - r, x + r, y + r];

  function free(from, middle, wide, em, taken) {
    const box = [from, middle - 0.6 * em, from + wide, middle + 0.6 * em], { x, y, w, h } = view;
    return box[0] > x + em / 3 && box[1] > y && box[2] < x + w - em / 3 && box[3] < y + h &&
      !taken.some((other) => overlap(box, other)) && taken.push(box);
  }

  function gather(group) {
    const [{ x, y }] = group, names = group.map((place) => place.name.textContent).join(", ");
    const count = number.format(group.length), label = `${count}: ${names}`;
    const link = create("a", { class: "cluster", href: list ?? "#map-places", tabindex: -1, "aria-label": label }, marks);
    create("circle", { class: "point", cx: x, cy: y, r: "0.85em" }, link);
    create("text", { x, y }, link).textContent = count;
    create("title", {}, link).textContent = label;
    link.addEventListener("click", (event) => {
      const [xs, ys] = ["x", "y"].map((name) => group.map((place) => place[name]));
      const [w, h] = [xs, ys].map((all) => Math.max(...all) - Math.min(...all));
      const wide = Math.max(w * 1.5, (h * 1.5 * width) / height, LEAST);
      const [x, y] = [xs, ys].map((all) => (Math.max(...all) + Math.min(...all)) / 2);
      if (show(x - wide / 2, y - (wide * height) / width / 2, wide)) event.preventDefault();
    });
  }

  // With a mouse, a map is dragged; one finger scrolls the page, and two move the map.
  svg.addEventListener("pointerdown", (event) => {
    moved = false;
    grip = event.pointerType !== "touch" && !event.button ? at(event) : null;
  });
  svg.addEventListener("pointermove", (event) => {
    if (!grip || !event.buttons) return;
    const { x, y } = at(event);
    if (!moved && Math.hypot(x - grip.x, y - grip.y) < view.w / 150) return;
    moved = true;
    svg.setPointerCapture(event.pointerId);
    show(view.x + grip.x - x, view.y + grip.y - y, view.w);
  });
  svg.addEventListener("dragstart", (event) => event.preventDefault());
  svg.addEventListener("click", (event) => {
    const { x, y } = at(event);
    if (moved) {
      event.preventDefault();
      event.stopPropagation();
    } else if (!event.target.closest("a")) show(x - view.w / 2, y - view.h / 2, view.w);
  }, true);
  svg.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    const { x, y } = at(event);
    zoom(Math.exp(-event.deltaY / 100), x, y);
  }, { passive: false });
  for (const kind of ["touchstart", "touchmove"]) svg.addEventListener(kind, pinch, { passive: false });

  function pinch(event) {
    if (event.touches.length !== 2) return;
    if (event.cancelable) event.preventDefault();
    const [{ clientX: x, clientY: y }, { clientX: x2, clientY: y2 }] = event.touches;
    const now = { apart: Math.hypot(x - x2, y - y2), clientX: (x + x2) / 2, clientY: (y + y2) / 2 };
    if (event.type === "touchmove") {
      const from = at(fingers), to = at(now);
      show(view.x + from.x - to.x, view.y + from.y - to.y, view.w);
      zoom(now.apart / fingers.apart, to.x, to.y);
    }
    fingers = now;
  }

  svg.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = ARROWS[event.key], far = view.w / 6;
    const done = arrow ? show(view.x + arrow[0] * far, view.y + arrow[1] * far, view.w) : step(event.key);
    if (done) event.preventDefault();
  });
  zoomed.addEventListener("click", (event) => step(event.target.value));
  zoomed.hidden = frame.parentElement.querySelector(".how").hidden = false;
  svg.setAttribute("tabindex", 0);
  new ResizeObserver(arrange).observe(frame);
}

const all = () => document.querySelectorAll(".frame:has(.zoom[hidden])").forEach(start);
new MutationObserver(all).observe(document.documentElement, { childList: true }); // filter.js replaces the body
all();
