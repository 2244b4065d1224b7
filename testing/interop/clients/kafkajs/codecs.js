'use strict'

// KafkaJS has only gzip in the box. The published lz4 and zstd plugins build native code; these use packages of plain
// JavaScript and WebAssembly instead, which install everywhere.

const { CompressionCodecs, CompressionTypes } = require('kafkajs')
const lz4 = require('lz4js')
const xxhash = require('lz4js/xxh32')
const snappy = require('kafkajs-snappy')
const { ZstdCodec } = require('zstd-codec')

const zstd = new Promise((resolve) => ZstdCodec.run((binding) => resolve(new binding.Simple())))

/**
 * Kafka's readers want frames whose header says that blocks are independent. lz4js leaves the flag out, though a frame of
 * one block (up to 4 MiB) has nothing to depend on: the flag is set, and the header's checksum made anew.
 */
function lz4Frame(bytes) {
  if (bytes.length > 4 * 1024 * 1024) throw new Error(`an lz4 batch of ${bytes.length} bytes needs more than one block`)
  const frame = Buffer.from(lz4.compress(bytes))
  frame[4] |= 0x20
  frame[6] = (xxhash.hash(0, frame, 4, 2) >> 8) & 0xff
  return frame
}

function register() {
  CompressionCodecs[CompressionTypes.Snappy] = snappy
  CompressionCodecs[CompressionTypes.LZ4] = () => ({
    compress: async (encoder) => lz4Frame(encoder.buffer),
    decompress: async (buffer) => Buffer.from(lz4.decompress(buffer)),
  })
  CompressionCodecs[CompressionTypes.ZSTD] = () => ({
    compress: async (encoder) => Buffer.from((await zstd).compress(encoder.buffer)),
    decompress: async (buffer) => Buffer.from((await zstd).decompress(buffer)),
  })
}

const TYPES = {
  none: CompressionTypes.None,
  gzip: CompressionTypes.GZIP,
  snappy: CompressionTypes.Snappy,
  lz4: CompressionTypes.LZ4,
  zstd: CompressionTypes.ZSTD,
}

module.exports = { register, TYPES }
