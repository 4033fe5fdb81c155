// Looks at a server of foxglove.websocket.v1 with @foxglove/ws-protocol's client, as a viewer does; prints one JSON object.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [url, modules, origin] = process.argv.slice(2);
const require = createRequire(pathToFileURL(modules + "/").href);
const { FoxgloveClient } = require("@foxglove/ws-protocol");
const WebSocket = require("ws");

const seen = { topics: {}, messages: {}, scene: [], status: [], parameters: [] };
const socket = new WebSocket(url, [FoxgloveClient.SUPPORTED_SUBPROTOCOL], origin ? { origin } : {});
const client = new FoxgloveClient({ ws: socket });
const channels = new Map();
let asked = false;
const finish = (code) => {
  console.log(JSON.stringify(seen));
  process.exit(code);
};
setTimeout(() => finish(0), 60_000);
client.on("error", (error) => {
  seen.error = String(error?.message ?? error);
  finish(0);
});
client.on("serverInfo", (info) => (seen.info = info));
client.on("status", (status) => seen.status.push(status.message));
client.on("parameterValues", (values) => {
  seen.parameters.push(values);
  if (values.id === "set") {
    finish(0);
  }
});
client.on("advertise", (all) => {
  for (const channel of all) {
    seen.topics[channel.topic] = { schema: channel.schemaName, encoding: channel.encoding, properties:
      Object.keys(JSON.parse(channel.schema).properties ?? {}).length };
    channels.set(client.subscribe(channel.id), channel.topic);
  }
});
client.on("message", ({ subscriptionId, timestamp, data }) => {
  const topic = channels.get(subscriptionId);
  const message = JSON.parse(new TextDecoder().decode(data));
  seen.messages[topic] = (seen.messages[topic] ?? 0) + 1;
  seen.last = Number(timestamp);
  if (topic === "/scene") {
    seen.scene.push(...message.entities.map((entity) => entity.id));
  }
  if (!asked && (seen.messages["/poses"] ?? 0) >= 20 && (seen.messages["/rover-2/signals"] ?? 0) >= 5 && seen.scene.includes("path")) {
    asked = true;
    client.getParameters([], "get");
    client.setParameters([{ name: "formation.speed_m_s", value: 0.1 }, { name: "nonsense", value: 1 }], "set");
  }
});
