/* A frame to sign in. What leaves the browser is lines of integers in a box of 1000 × 400, never a picture. */
import SignaturePad from "../vendor/signature_pad/signature_pad.min.mjs";

const WIDTH = 1000;
const HEIGHT = 400;
const MOST_POINTS = 1500;

/** Makes a canvas a frame; `lines()` gives what was drawn, `null` when nothing was. */
export function frame(canvas) {
  // Its drawing space keeps the proportions of the box, at the sharpness of the screen.
  const fit = () => {
    const width = canvas.clientWidth || WIDTH;
    const ratio = Math.max(window.devicePixelRatio || 1, 1);
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(width * (HEIGHT / WIDTH) * ratio);
    canvas.getContext("2d").scale(ratio, ratio);
    pad.clear();
  };
  const pad = new SignaturePad(canvas, { penColor: "#1C2421", minDistance: 3 });
  return {
    fit,
    clear: () => pad.clear(),
    lines() {
      if (pad.isEmpty()) return null;
      const scale = WIDTH / (canvas.clientWidth || WIDTH);
      const held = (value, most) => Math.min(most, Math.max(0, Math.round(value)));
      const lines = pad
        .toData()
        .map((stroke) =>
          stroke.points.map((point) => [held(point.x * scale, WIDTH), held(point.y * scale, HEIGHT)]),
        );
      const count = lines.reduce((sum, line) => sum + line.length, 0);
      const step = Math.ceil(count / MOST_POINTS);
      return lines.map((line) => line.filter((_point, rank) => rank % step === 0 || rank === line.length - 1));
    },
  };
}

/* A form with a frame writes its lines into its hidden field. */
for (const form of document.querySelectorAll("form[data-signing]")) {
  const canvas = form.querySelector("canvas[data-pad]");
  const field = form.querySelector("input[name=strokes]");
  if (!canvas || !field) continue;
  const signing = frame(canvas);
  signing.fit();
  form.querySelector("[data-clear]")?.addEventListener("click", signing.clear);
  form.addEventListener("submit", () => {
    const lines = signing.lines();
    field.value = lines ? JSON.stringify(lines) : "";
  });
}
