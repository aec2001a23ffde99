// Draws each <c-map>: contours shipped with the project, points from the page or from packed columns, and the link with
// the list beside it. The list says the same, so nothing here is the only way to a thing.

const MAINLAND = { code: "FR", west: -5.6, south: 41.2, east: 9.8, north: 51.3 };
const CLUSTER_FROM = 800; // below, every point shows by itself
const INK = { water: "#E9EEF0", abroad: "#EEF0EE", land: "#F3ECDF", line: "#FFFFFF", region: "#D9CDB7", text: "#55605B" };
const MARKS = {
  strong: { fill: "#1F5D4C", size: 8.5, shape: "circle" },
  soft: { fill: "#7F9A8E", size: 5.5, shape: "circle" },
  ochre: { fill: "#C8741A", size: 8, shape: "diamond" },
  sky: { fill: "#245B86", size: 6.5, shape: "square" },
  brick: { fill: "#A33A22", size: 7.5, shape: "triangle" },
  ink: { fill: "#1C2421", size: 7.5, shape: "drop" },
};
const still = matchMedia("(prefers-reduced-motion: reduce)");

// --- data -----------------------------------------------------------------------------------------------------------

/** Packed columns or a list of points, as [{id, lat, lon, kind, title, url, text}]. */
export function unpack(data) {
  if (data.points) return data.points;
  const points = [];
  let id = 0;
  let lat = 0;
  let lon = 0;
  for (let i = 0; i < data.id.length; i += 1) {
    id += data.id[i];
    lat += data.lat[i];
    lon += data.lon[i];
    points.push({ id: String(id), lat: lat / 1e4, lon: lon / 1e4, kind: data.kind?.[i] ?? 0 });
  }
  return points;
}

function collection(points) {
  return {
    type: "FeatureCollection",
    features: points.map((point) => ({
      type: "Feature",
      geometry: { type: "Point", coordinates: [point.lon, point.lat] },
      properties: { id: String(point.id), kind: Number(point.kind) || 0 },
    })),
  };
}

function extend(box, lon, lat) {
  box.west = Math.min(box.west, lon);
  box.east = Math.max(box.east, lon);
  box.south = Math.min(box.south, lat);
  box.north = Math.max(box.north, lat);
  return box;
}

const nothing = () => ({ west: 180, south: 90, east: -180, north: -90 });
const boundsOf = (points) => points.reduce((box, point) => extend(box, point.lon, point.lat), nothing());
/** No closer than shows the contour of the département: nothing else of the ground is drawn. In degrees. */
const LEAST = { lat: 1.3, lon: 1.9 };
const roomy = ({ west, south, east, north }) => {
  const lon = Math.max(0, LEAST.lon - (east - west)) / 2;
  const lat = Math.max(0, LEAST.lat - (north - south)) / 2;
  return { west: west - lon, south: south - lat, east: east + lon, north: north + lat };
};
const holds = (box, point) =>
  point.lon >= box.west - 0.4 && point.lon <= box.east + 0.4 && point.lat >= box.south - 0.4 && point.lat <= box.north + 0.4;
const corners = (box) => [
  [box.west, box.south],
  [box.east, box.north],
];

/** The parts of France, from the contours: the mainland, then each overseas territory. */
function territories(land, mainlandName) {
  const overseas = land.features
    .filter(({ properties }) => properties.code.length === 3)
    .map(({ geometry, properties }) => {
      const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
      const box = nothing();
      for (const [ring] of polygons) for (const [lon, lat] of ring) extend(box, lon, lat);
      return { code: properties.code, name: properties.name, ...box };
    });
  return [{ name: mainlandName, ...MAINLAND }, ...overseas];
}

/** A point inside the largest part of each département, to write its name on. */
function names(land) {
  return {
    type: "FeatureCollection",
    features: land.features.map(({ geometry, properties }) => {
      const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
      const [ring] = polygons.reduce((a, b) => (b[0].length > a[0].length ? b : a));
      const box = ring.reduce((sum, [lon, lat]) => extend(sum, lon, lat), nothing());
      return {
        type: "Feature",
        geometry: { type: "Point", coordinates: [(box.west + box.east) / 2, (box.south + box.north) / 2] },
        properties,
      };
    }),
  };
}

// --- drawing --------------------------------------------------------------------------------------------------------

function drawMark({ fill, size, shape }, ratio = 2) {
  const side = (size + 2) * 2 * ratio;
  const canvas = new OffscreenCanvas(side, side);
  const pen = canvas.getContext("2d");
  const r = size * ratio;
  pen.translate(side / 2, side / 2);
  pen.beginPath();
  if (shape === "circle") pen.arc(0, 0, r, 0, 2 * Math.PI);
  if (shape === "square") pen.rect(-r, -r, 2 * r, 2 * r);
  if (shape === "diamond") [[0, -r], [r, 0], [0, r], [-r, 0]].forEach(([x, y]) => pen.lineTo(x, y));
  if (shape === "triangle") [[0, -r], [r, r * 0.8], [-r, r * 0.8]].forEach(([x, y]) => pen.lineTo(x, y));
  if (shape === "drop") [[-r, -r * 0.8], [r, -r * 0.8], [0, r]].forEach(([x, y]) => pen.lineTo(x, y));
  pen.closePath();
  pen.fillStyle = fill;
  pen.fill();
  pen.lineWidth = 1.5 * ratio;
  pen.strokeStyle = "#FFFFFF";
  pen.stroke();
  return pen.getImageData(0, 0, side, side);
}

function style(land, urls, area) {
  const absolute = (url) => new URL(url, location.href).href;
  const sources = {
    abroad: { type: "geojson", data: absolute(urls.neighbours) },
    land: { type: "geojson", data: land },
    regions: { type: "geojson", data: absolute(urls.regions) },
    names: { type: "geojson", data: names(land) },
  };
  const layers = [
    { id: "water", type: "background", paint: { "background-color": INK.water } },
    { id: "abroad", type: "fill", source: "abroad", paint: { "fill-color": INK.abroad } },
    { id: "land", type: "fill", source: "land", paint: { "fill-color": INK.land } },
    {
      id: "departments",
      type: "line",
      source: "land",
      paint: { "line-color": INK.line, "line-width": ["interpolate", ["linear"], ["zoom"], 4, 0.7, 9, 1.8] },
    },
    {
      id: "regions",
      type: "line",
      source: "regions",
      paint: { "line-color": INK.region, "line-width": ["interpolate", ["linear"], ["zoom"], 4, 0.7, 9, 1.6] },
    },
  ];
  if (area) {
    sources.area = { type: "geojson", data: absolute(area) };
    layers.push(
      { id: "area", type: "fill", source: "area", paint: { "fill-color": "#1F5D4C", "fill-opacity": 0.13 } },
      { id: "area-line", type: "line", source: "area", paint: { "line-color": "#1F5D4C", "line-width": 1.6 } },
    );
  }
  layers.push({
    id: "names",
    type: "symbol",
    source: "names",
    minzoom: 6.6,
    layout: { "text-field": ["get", "name"], "text-font": ["Atkinson Hyperlegible Next"], "text-size": 12, "text-max-width": 7 },
    paint: { "text-color": INK.text, "text-halo-color": INK.land, "text-halo-width": 1.4 },
  });
  return { version: 8, sources, layers };
}

function addPoints(map, points, marks, clustered) {
  for (const id of ["lit", "points", "cluster-numbers", "clusters"]) if (map.getLayer(id)) map.removeLayer(id);
  for (const id of ["points", "lit"]) if (map.getSource(id)) map.removeSource(id);
  map.addSource("points", {
    type: "geojson",
    data: collection(points),
    ...(clustered ? { cluster: true, clusterRadius: 42, clusterMaxZoom: 10 } : {}),
  });
  map.addSource("lit", { type: "geojson", data: collection([]) });
  const size = ["interpolate", ["linear"], ["zoom"], 3.5, 0.62, 6, 0.85, 9, 1.1];
  if (clustered) {
    map.addLayer({
      id: "clusters",
      type: "circle",
      source: "points",
      filter: ["has", "point_count"],
      paint: {
        "circle-color": "#FFFFFF",
        "circle-stroke-color": "#1F5D4C",
        "circle-stroke-width": 2,
        "circle-radius": ["step", ["get", "point_count"], 12, 10, 14, 50, 17, 200, 21, 1000, 26],
      },
    });
    map.addLayer({
      id: "cluster-numbers",
      type: "symbol",
      source: "points",
      filter: ["has", "point_count"],
      layout: {
        "text-field": ["get", "point_count_abbreviated"],
        "text-font": ["Atkinson Hyperlegible Next"],
        "text-size": 12.5,
        "text-allow-overlap": true,
      },
      paint: { "text-color": "#174839" },
    });
  }
  const icon = ["match", ["get", "kind"]];
  const order = ["match", ["get", "kind"]];
  marks.forEach(({ kind, mark }, index) => {
    icon.push(kind, mark);
    order.push(kind, marks.length - index);
  });
  map.addLayer({
    id: "points",
    type: "symbol",
    source: "points",
    filter: ["!", ["has", "point_count"]],
    layout: {
      "icon-image": marks.length ? [...icon, marks[0].mark] : "strong",
      "icon-size": size,
      "icon-allow-overlap": true,
      "icon-ignore-placement": true,
      "symbol-sort-key": marks.length ? [...order, 0] : 0,
    },
  });
  map.addLayer({
    id: "lit",
    type: "circle",
    source: "lit",
    paint: {
      "circle-radius": 13,
      "circle-color": "#C8741A",
      "circle-opacity": 0.18,
      "circle-stroke-color": "#9A5B00",
      "circle-stroke-width": 3,
    },
  });
}

// --- one map --------------------------------------------------------------------------------------------------------

async function start(section) {
  const data = section.dataset;
  const words = section.querySelector("[data-map-words]").dataset;
  const failed = () => {
    section.querySelector("[data-map-fallback]").textContent = words.failed;
  };
  const embedded = section.querySelector("script[type='application/json']");
  let library;
  let land;
  let points;
  const fetched = async (url) => {
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(`${answer.status} ${url}`);
    return answer.json();
  };
  const pointsOf = async (src) => (src ? unpack(await fetched(src)) : embedded ? unpack(JSON.parse(embedded.textContent)) : []);
  try {
    [library, land, points] = await Promise.all([import(data.library), fetched(data.land), pointsOf(data.src)]);
    library.setWorkerUrl(new URL(data.worker, location.href).href);
  } catch (error) {
    console.warn(error);
    failed();
    return;
  }

  const marks = [...section.querySelectorAll(".map__legend [data-kind]")].map((entry) => ({
    kind: Number(entry.dataset.kind),
    mark: entry.dataset.mark || "strong",
  }));
  const parts = territories(land, words.mainland);
  const byId = new Map();
  const padding = { top: 28, bottom: 52, left: 28, right: 28 };

  /** Where to look first: the part of France that holds most points. */
  function firstView() {
    const counted = parts.map((part) => ({ part, inside: points.filter((point) => holds(part, point)) }));
    const most = counted.reduce((a, b) => (b.inside.length > a.inside.length ? b : a));
    if (data.zoomTo === "france" || !most.inside.length) return parts[0];
    return roomy(boundsOf(most.inside));
  }

  const fillsWindow = Boolean(section.closest(".atlas"));
  let map;
  try {
    map = new library.Map({
      container: section.querySelector("[data-map-canvas]"),
      style: style(land, data, data.area),
      bounds: corners(firstView()),
      fitBoundsOptions: { padding, maxZoom: 10 },
      minZoom: 1.5,
      maxZoom: 14,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      renderWorldCopies: false,
      cooperativeGestures: !fillsWindow,
      fadeDuration: still.matches ? 0 : 200,
      locale: {
        "Map.Title": data.label,
        "Popup.Close": words.close,
        "CooperativeGesturesHandler.WindowsHelpText": words.gesture,
        "CooperativeGesturesHandler.MacHelpText": words.gestureMac,
        "CooperativeGesturesHandler.MobileHelpText": words.gestureTouch,
      },
    });
  } catch (error) {
    console.warn(error);
    failed();
    return;
  }
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();

  const move = (box, options = {}) =>
    map.fitBounds(corners(box), { padding, maxZoom: 11, animate: !still.matches, ...options });
  let popup = null;
  let active = null;

  function light(ids) {
    map.getSource("lit")?.setData(collection(ids.map((id) => byId.get(id)).filter(Boolean)));
  }

  function choose(id) {
    active = id;
    let first = null;
    for (const item of document.querySelectorAll("[data-map-point]")) {
      const chosen = item.dataset.mapPoint === id;
      item.toggleAttribute("data-active", chosen);
      if (chosen) {
        item.dataset.active = "true";
        first ??= item;
      }
    }
    first?.scrollIntoView({ block: "nearest", behavior: still.matches ? "auto" : "smooth" });
    light(id ? [id] : []);
  }

  function described(point) {
    const holder = document.createElement("div");
    const title = document.createElement(point.url ? "a" : "strong");
    if (point.url) title.href = point.url;
    title.textContent = point.title;
    holder.append(title);
    if (point.text) {
      const text = document.createElement("small");
      text.textContent = point.text;
      holder.append(text);
    }
    return holder;
  }

  async function open(ids, at) {
    popup?.remove();
    const content = document.createElement("div");
    content.className = "stack stack--tight";
    if (data.popupUrl) {
      const fragments = await Promise.all(
        ids.map(async (id) => {
          const answer = await fetch(data.popupUrl.replace("{id}", encodeURIComponent(id)));
          return answer.ok ? answer.text() : "";
        }),
      );
      content.innerHTML = fragments.join("");
    } else {
      content.append(...ids.map((id) => byId.get(id)).filter((point) => point.title).map(described));
    }
    if (!content.childNodes.length) return;
    popup = new library.Popup({ maxWidth: "290px", offset: 10, closeButton: true });
    popup.setDOMContent(content).setLngLat(at).addTo(map);
    popup.on("close", () => choose(null));
    choose(ids[0]);
  }

  function index() {
    byId.clear();
    for (const point of points) byId.set(String(point.id), point);
    addPoints(map, points, marks, data.cluster !== "no" && points.length > CLUSTER_FROM);
    fillJump();
  }

  // "Go to": the mainland and each overseas territory, with the number of points there.
  function fillJump() {
    const jump = section.querySelector("[data-map-jump]");
    const list = jump.querySelector("ul");
    list.replaceChildren(
      ...parts
        .map((part) => ({ part, number: points.filter((point) => holds(part, point)).length }))
        .filter(({ part, number }) => number || !["984", "989"].includes(part.code))
        .map(({ part, number }) => {
          const button = document.createElement("button");
          button.type = "button";
          button.append(part.name);
          if (number) {
            const count = document.createElement("span");
            count.className = "count";
            count.textContent = number.toLocaleString(document.documentElement.lang);
            button.append(count);
          }
          button.addEventListener("click", () => {
            jump.open = false;
            move(part);
            map.getCanvas().focus({ preventScroll: true });
          });
          const line = document.createElement("li");
          line.append(button);
          return line;
        }),
    );
    jump.hidden = false;
  }

  map.on("error", ({ error }) => console.warn(error));
  await map.once("load");
  await document.fonts.load("12px 'Atkinson Hyperlegible Next'").catch(() => {});
  for (const [name, mark] of Object.entries(MARKS)) map.addImage(name, drawMark(mark), { pixelRatio: 2 });
  index();
  section.dataset.ready = "yes";
  // For tests, and for a page that must know where a point is drawn.
  section.project = (lonLat) => map.project(lonLat);
  section.pointCount = () => points.length;
  section.drawnPoints = () => {
    const layers = ["points", "clusters"].filter((id) => map.getLayer(id));
    const found = map.queryRenderedFeatures({ layers });
    return { clusters: found.filter(({ layer }) => layer.id === "clusters").length, points: found.length };
  };
  section.dispatchEvent(new CustomEvent("map:ready", { bubbles: true, detail: { map } }));

  section.querySelector("[data-map-in]").addEventListener("click", () => map.zoomIn({ animate: !still.matches }));
  section.querySelector("[data-map-out]").addEventListener("click", () => map.zoomOut({ animate: !still.matches }));

  map.on("click", async ({ point }) => {
    const around = [
      [point.x - 7, point.y - 7],
      [point.x + 7, point.y + 7],
    ];
    const layers = ["points", "clusters"].filter((id) => map.getLayer(id));
    const found = map.queryRenderedFeatures(around, { layers });
    const cluster = found.find(({ properties }) => properties.point_count);
    const ids = [...new Set(found.filter(({ properties }) => properties.id).map(({ properties }) => properties.id))];
    if (ids.length) {
      open(ids.slice(0, 8), found.find(({ properties }) => properties.id).geometry.coordinates);
    } else if (cluster) {
      const zoom = await map.getSource("points").getClusterExpansionZoom(cluster.properties.cluster_id);
      map.easeTo({ center: cluster.geometry.coordinates, zoom: Math.min(zoom + 0.2, 13), animate: !still.matches });
    } else {
      choose(null);
    }
  });
  for (const id of ["points", "clusters"]) {
    map.on("mouseenter", id, () => (map.getCanvas().style.cursor = "pointer"));
    map.on("mouseleave", id, () => (map.getCanvas().style.cursor = ""));
  }

  // The list beside: pointing at a line, or reaching it with the keyboard, lights its point.
  const point = (event) => {
    const item = event.target.closest?.("[data-map-point]");
    if (item && byId.has(item.dataset.mapPoint)) light([item.dataset.mapPoint]);
  };
  const leave = (event) => {
    if (event.target.closest?.("[data-map-point]")) light(active ? [active] : []);
  };
  document.addEventListener("pointerover", point);
  document.addEventListener("focusin", point);
  document.addEventListener("pointerout", leave);
  document.addEventListener("focusout", leave);

  // A list that htmx has renewed may bring other points with it: <… data-map-src="address">.
  document.addEventListener("htmx:load", async (event) => {
    const renewed = event.target.matches?.("[data-map-src]") ? event.target : event.target.querySelector?.("[data-map-src]");
    if (!renewed || !section.isConnected) return;
    try {
      points = await pointsOf(renewed.dataset.mapSrc);
    } catch (error) {
      console.warn(error);
      return;
    }
    popup?.remove();
    index();
    if (renewed.dataset.mapKeep === undefined) move(firstView());
  });

  const here = section.querySelector("[data-map-here]");
  if (here) {
    map.on("moveend", ({ originalEvent }) => {
      if (originalEvent) here.hidden = false;
    });
    here.addEventListener("click", () => {
      const bounds = map.getBounds();
      const address = new URL(location.href);
      const edges = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
      address.searchParams.set(data.here, edges.map((edge) => edge.toFixed(4)).join(","));
      address.searchParams.delete("cursor");
      location.assign(address);
    });
  }
}

// A map far below the window is not loaded until one comes near it.
const seen = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      seen.unobserve(target);
      start(target);
    }
  },
  { rootMargin: "300px" },
);

function watch(root) {
  for (const section of root.querySelectorAll?.("[data-map]") ?? []) {
    if (section.dataset.watched) continue;
    section.dataset.watched = "yes";
    seen.observe(section);
  }
}

watch(document);
document.addEventListener("htmx:load", (event) => watch(event.target));
