// The server's side of WebSockets with text messages, as far as the mock needs it (RFC 6455).
import { createHash } from "node:crypto";

const guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/**
 * accept answers an HTTP upgrade. It returns the connection, with a function to send a
 * text, and calls hear with each text from the client.
 */
export function accept(request, stream, hear) {
  const key = createHash("sha1").update(request.headers["sec-websocket-key"] + guid).digest("base64");
  stream.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${key}\r\n\r\n`);
  let buffer = Buffer.alloc(0);
  stream.on("data", (data) => {
    buffer = Buffer.concat([buffer, data]);
    for (let frame = parse(buffer); frame; frame = parse(buffer)) {
      buffer = buffer.subarray(frame.length);
      if (frame.opcode === 8) stream.end();
      if (frame.opcode === 1) hear(frame.payload.toString());
    }
  });
  stream.on("error", () => stream.destroy());
  return { send: (text) => stream.writable && stream.write(frameOf(text)), cut: () => stream.destroy(), stream };
}

function parse(buffer) {
  if (buffer.length < 6) return undefined;
  let size = buffer[1] & 127;
  let at = 2;
  if (size === 126) {
    size = buffer.readUInt16BE(2);
    at = 4;
  }
  if (buffer.length < at + 4 + size) return undefined;
  const mask = buffer.subarray(at, at + 4);
  const payload = buffer.subarray(at + 4, at + 4 + size).map((byte, i) => byte ^ mask[i % 4]);
  return { opcode: buffer[0] & 15, payload, length: at + 4 + size };
}

function frameOf(text) {
  const payload = Buffer.from(text);
  const head = Buffer.alloc(payload.length < 126 ? 2 : payload.length < 65536 ? 4 : 10);
  head[0] = 0x81;
  head[1] = head.length === 2 ? payload.length : head.length === 4 ? 126 : 127;
  if (head.length === 4) head.writeUInt16BE(payload.length, 2);
  if (head.length === 10) head.writeBigUInt64BE(BigInt(payload.length), 2);
  return Buffer.concat([head, payload]);
}
