/** The stream's number, three zeros, the length of what follows. */
const HEADER_BYTES = 8;

/**
 * Takes off the frames in which an engine gives the output of a container without a terminal, so that both streams
 * stand in the order in which the engine got them.
 *
 * @yields what stood in the frames, as it comes
 */
export async function* readLogFrames(answer: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let header: Buffer = Buffer.alloc(0);
  let leftBytes = 0;
  for await (const chunk of answer) {
    let rest = chunk;
    const parts: Buffer[] = [];
    while (rest.length > 0) {
      if (leftBytes > 0) {
        const part = rest.subarray(0, leftBytes);
        leftBytes -= part.length;
        rest = rest.subarray(part.length);
        parts.push(part);
        continue;
      }
      const missing = HEADER_BYTES - header.length;
      header = Buffer.concat([header, rest.subarray(0, missing)]);
      rest = rest.subarray(missing);
      if (header.length < HEADER_BYTES) break;
      leftBytes = header.readUInt32BE(4);
      header = Buffer.alloc(0);
    }
    yield Buffer.concat(parts);
  }
}
