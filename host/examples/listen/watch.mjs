// Prints what every rover of a fleet says of its state, one line of JSON each, reading frames by the description alone:
//   node watch.mjs asyncapi.json mqtt://127.0.0.1:1883 FLEET [COUNT]
import { readFileSync } from 'node:fs';
import mqtt from 'mqtt';

const [file, url, fleet, count] = process.argv.slice(2);
const api = JSON.parse(readFileSync(file, 'utf8'));
const header = Object.fromEntries(api['x-frame-header'].map(field => [field.name, field]));
const headerBytes = header.payload_bytes.offset + 4;
const layout = api.components.messages.state['x-payload-layout'];
const kind = api.components.messages.state['x-frame-kind'];

const readers = {
  u8: (view, at) => view.getUint8(at),
  u16: (view, at) => view.getUint16(at, true),
  u32: (view, at) => view.getUint32(at, true),
  f32: (view, at) => view.getFloat32(at, true),
  f64: (view, at) => view.getFloat64(at, true),
};

function read(payload) {
  const view = new DataView(payload.buffer, payload.byteOffset, payload.length);
  const isFrame = payload.length >= headerBytes && view.getUint16(header.magic.offset, true) === header.magic.value;
  if (!isFrame || view.getUint8(header.kind.offset) !== kind)
    return null; // the last will of a board that can say it only in words
  const said = {};
  for (const { name, type, offset, count: many } of layout) {
    const at = headerBytes + offset;
    const bytes = Number(type.slice(1)) / 8;
    const one = i => readers[type](view, at + i * bytes);
    said[name] = many === undefined ? one(0) : Array.from({ length: said[many] }, (_, i) => one(i));
  }
  return said;
}

const { MAE_USER: username, MAE_PASSWORD: password, MAE_CA: ca } = process.env;
const client = mqtt.connect(url, { username, password, ca: ca ? readFileSync(ca) : undefined });
let left = count ? Number(count) : Infinity;
client.on('connect', () => client.subscribe(`mae/1/${fleet}/+/state`));
client.on('error', error => { console.error(error.message); process.exit(1); });
client.on('message', (topic, payload) => {
  if (left-- <= 0)
    return;
  console.log(JSON.stringify({ rover: topic.split('/')[3], ...(read(payload) ?? { lost: true }) }));
  if (left === 0)
    client.end(true, () => process.exit(0));
});
