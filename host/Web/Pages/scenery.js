// What of a mission's world is drawn: floor, graph, path, landmarks. What is held in a hand is drawn where the hand is.
import { css, isNumber } from "./dom.js";

const font = "12px system-ui, sans-serif";
const MOST_NAMED = 40;

export const isPair = p => Array.isArray(p) && p.length >= 2 && isNumber(p[0]) && isNumber(p[1]);

export const isBox = b => Array.isArray(b) && b.length === 4 && b.every(isNumber);

/** The world of a mission, under its rovers: what stands there, and where they are to go. */
export function drawScenery(map, c) {
  const scene = map.scene;
  if (!scene) return;
  c.lineWidth = 2;
  floor(map, c, scene);
  for (const one of scene.obstacles ?? []) if (isNumber(one.x_m) && isNumber(one.y_m) && isNumber(one.radius_m)) {
    const isHeld = map.held?.kind === "obstacle" && map.held.name === one.name;
    map.disc(c, ...(isHeld ? [map.held.x, map.held.y] : [one.x_m, one.y_m]), one.radius_m * map.view.scale); c.fillStyle = css("--bad-bg"); c.fill(); c.strokeStyle = css("--bad"); c.stroke();
  }
  const nodes = scene.graph?.nodes ?? [];
  c.strokeStyle = css("--grid-strong");
  for (const [a, b] of scene.graph?.edges ?? []) if (nodes[a] && nodes[b]) map.line(c, [[nodes[a].x_m, nodes[a].y_m], [nodes[b].x_m, nodes[b].y_m]]);
  for (const node of nodes) if (isNumber(node.x_m) && isNumber(node.y_m)) {
    map.disc(c, node.x_m, node.y_m, node.is_depot ? 8 : 5); c.fillStyle = css(node.is_depot ? "--accent" : "--soft"); c.fill();
    if (node.name !== undefined && (map.view.scale > 30 || nodes.length <= MOST_NAMED)) { c.font = font; c.fillText(String(node.name), ...map.screen(node.x_m, node.y_m).map((v, i) => v + (i ? -8 : 8))); }
  }
  c.strokeStyle = css("--soft"); c.globalAlpha = .55; c.setLineDash([7, 6]);
  for (const line of scene.lines ?? []) map.line(c, line.filter(isPair));
  c.setLineDash([]); c.globalAlpha = 1;
  const points = (scene.path?.points_m ?? []).filter(isPair);
  if (points.length > 1) {
    const [dx, dy] = map.held?.kind === "centre" ? [map.held.x - scene.path.centre_m[0], map.held.y - scene.path.centre_m[1]] : [0, 0];
    const grow = map.held?.kind === "size" ? Math.max(0.1, Math.abs(map.held.x - scene.path.centre_m[0])) / scene.path.size_m : 1;
    const [cx, cy] = isPair(scene.path.centre_m) ? scene.path.centre_m : [0, 0];
    c.strokeStyle = css("--soft"); c.globalAlpha = .55; c.setLineDash([7, 6]);
    map.line(c, points.map(([x, y]) => [cx + (x - cx) * grow + dx, cy + (y - cy) * grow + dy]), scene.path.is_closed === true);
    c.setLineDash([]); c.globalAlpha = 1;
  }
  for (const [i, at] of (scene.landmarks_m ?? []).entries()) if (isPair(at)) {
    const point = map.held?.kind === "landmark" && map.held.index === i ? [map.held.x, map.held.y] : at, [x, y] = map.screen(...point);
    c.strokeStyle = c.fillStyle = css("--warn");
    if (isNumber(scene.landmark_radius_m)) { c.globalAlpha = .12; map.disc(c, ...point, scene.landmark_radius_m * map.view.scale); c.fill(); c.globalAlpha = 1; c.stroke(); }
    c.beginPath(); c.moveTo(x, y - 9); c.lineTo(x + 9, y); c.lineTo(x, y + 9); c.lineTo(x - 9, y); c.closePath(); c.fill();
  }
  if (map.point) { map.disc(c, ...map.point, 4); c.fillStyle = css("--soft"); c.fill(); }
}

// Walls at their thickness, and where the floor ends.
function floor(map, c, scene) {
  c.strokeStyle = css("--bad"); c.lineCap = "round";
  for (const wall of scene.walls ?? []) if (isPair(wall.from_m) && isPair(wall.to_m)) {
    c.lineWidth = Math.max(3, (isNumber(wall.thickness_m) ? wall.thickness_m : 0) * map.view.scale);
    map.line(c, [wall.from_m, wall.to_m]);
  }
  c.lineCap = "butt"; c.lineWidth = 2;
  if (!isBox(scene.bounds_m)) return;
  const [x0, y0, x1, y1] = scene.bounds_m;
  c.setLineDash([10, 4]); map.line(c, [[x0, y0], [x1, y0], [x1, y1], [x0, y1]], true); c.setLineDash([]);
}
