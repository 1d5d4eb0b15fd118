// speak.mjs <hub url> <key> json|messagepack <text>: speaks through the hub and prints what came as one line of JSON.
import { createHash } from "node:crypto";
import { HubConnectionBuilder, LogLevel } from "@microsoft/signalr";
import { MessagePackHubProtocol } from "@microsoft/signalr-protocol-msgpack";

const [url, key, protocol, text] = process.argv.slice(2);
const builder = new HubConnectionBuilder()
  .withUrl(url, { accessTokenFactory: () => key })
  .configureLogging(LogLevel.Error);
if (protocol === "messagepack") builder.withHubProtocol(new MessagePackHubProtocol());
const hub = builder.build();
await hub.start();

const hash = createHash("sha256");
let bytes = 0;
let final = false;
await new Promise((complete, error) =>
  hub.stream("Speak", { text }).subscribe({
    next: (chunk) => {
      // MessagePack brings bytes, JSON base64.
      const audio = typeof chunk.audio === "string" ? Buffer.from(chunk.audio, "base64") : chunk.audio;
      hash.update(audio);
      bytes += audio.length;
      final = chunk.isFinal;
    },
    complete,
    error,
  }),
);
await hub.stop();
console.log(JSON.stringify({ bytes, sha256: hash.digest("hex"), final }));
