// Reads a record with @mcap/core, from outside: by its index, and from front to back with every checksum. Prints one JSON object.
import { readFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(pathToFileURL(process.argv[3] + "/").href);
const { McapIndexedReader, McapStreamReader } = require("@mcap/core");
const fzstd = require("fzstd");

const bytes = readFileSync(process.argv[2]);
const decompressHandlers = { zstd: (data) => fzstd.decompress(data) };

const streamed = {};
const stream = new McapStreamReader({ validateCrcs: true, decompressHandlers });
stream.append(bytes);
for (let record; (record = stream.nextRecord()); ) {
  streamed[record.type] = (streamed[record.type] ?? 0) + 1;
}

const readable = {
  size: async () => BigInt(bytes.length),
  read: async (offset, length) => new Uint8Array(bytes.buffer, bytes.byteOffset + Number(offset), Number(length)),
};
const reader = await McapIndexedReader.Initialize({ readable, decompressHandlers });
const topics = {};
const digest = createHash("sha256");
let messages = 0;
let last = 0n;
let ordered = true;
for await (const message of reader.readMessages()) {
  const channel = reader.channelsById.get(message.channelId);
  const topic = (topics[channel.topic] ??= {
    messages: 0,
    encoding: channel.messageEncoding,
    schema: reader.schemasById.get(channel.schemaId)?.name ?? null,
  });
  topic.messages++;
  if (channel.messageEncoding === "json") {
    JSON.parse(new TextDecoder().decode(message.data));
  }
  ordered &&= message.logTime >= last;
  last = message.logTime;
  digest.update(message.data);
  messages++;
}
const attachments = [];
for await (const attachment of reader.readAttachments()) {
  attachments.push({ name: attachment.name, text: new TextDecoder().decode(attachment.data) });
}
const metadata = {};
for await (const one of reader.readMetadata()) {
  metadata[one.name] = Object.fromEntries(one.metadata);
}
console.log(JSON.stringify({
  messages, ordered, streamed, topics, attachments, metadata, digest: digest.digest("hex"),
  statistics: Number(reader.statistics.messageCount), chunks: reader.chunkIndexes.length, ended: stream.done(),
}));
