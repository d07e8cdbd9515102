/** gzip's magic, deflate, no flags, no time, no extra flags, an unknown system (RFC 1952). */
const header = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
const trailerLength = 8;

/**
 * Puts ASCII text into gzip's form with literals only (one block of fixed codes, RFC 1951, 3.2.6). No
 * compressor makes a choice, so the same text gives the same bytes under every version of zlib and on
 * every processor, which no compressor promises; grep does not find the text a second time, and git,
 * which compresses what it keeps, does that better on this than on compressed bytes.
 *
 * @param text - only characters below 128, whose codes are a byte long: the bits shift by three, once
 */
export function gzip(text: string): Uint8Array {
  const bytes = Buffer.from(text, 'latin1');
  const end = header.length + bytes.length;
  const out = Buffer.alloc(end + 2 + trailerLength);
  out.set(header);
  out.writeInt32LE(pack(bytes, out), end + 2);
  out.writeUInt32LE(bytes.length, end + 6);
  return out;
}

/**
 * Writes the block behind the header in `out`, and returns the CRC-32. It is apart because V8 compiles
 * what runs hot, and compiles a small function sooner.
 */
function pack(bytes: Uint8Array, out: Uint8Array): number {
  let crc = -1;
  // The block's own header: the last block (1), fixed codes (01).
  let bits = 0b011;
  let at = header.length;
  // eslint-disable-next-line @typescript-eslint/prefer-for-of -- four times faster while the code is cold
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index] ?? 0;
    crc = (crc >>> 8) ^ (crcTable[(crc ^ byte) & 0xff] ?? 0);
    bits |= (literalCodes[byte] ?? 0) << 3;
    out[at++] = bits;
    bits >>= 8;
  }
  // The end-of-block code is seven zeros: with the three bits that are left, two bytes.
  out[at] = bits;
  return ~crc;
}

/** CRC-32 of every byte (RFC 1952, 8). Node's own comes with all of zlib, which takes longer to load. */
const crcTable = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

/** Character → its fixed code, first bit lowest. */
const literalCodes = Uint8Array.from({ length: 128 }, (_, character) => {
  let code = 0;
  for (let bit = 0; bit < 8; bit += 1) code |= (((character + 0x30) >> bit) & 1) << (7 - bit);
  return code;
});
