'use strict'

// The records of the scenario in clients/README.md.

const assert = require('node:assert')

const CODECS = ['none', 'gzip', 'snappy', 'lz4', 'zstd']
const PARTITIONS = 3
const PER_CODEC = 300

const key = (codec, i) => (i % 2 === 0 ? `key-${codec}-${i}` : null)
const value = (codec, i) => `${codec}-${i}-${'x'.repeat(i % 50)}`
const headers = (codec, i) => (i % 2 === 0 ? { codec, n: String(i) } : {})

/** What a partition of the records topic holds, in order. */
function partition(p) {
  const records = []
  for (const codec of CODECS) {
    for (let i = p; i < PER_CODEC; i += PARTITIONS) {
      records.push({ offset: records.length, key: key(codec, i), value: value(codec, i), headers: headers(codec, i) })
    }
  }
  return records
}

/** A record that was read, in the same form. */
function seen(message) {
  const text = {}
  for (const [name, bytes] of Object.entries(message.headers || {})) text[name] = bytes.toString()
  return {
    offset: Number(message.offset),
    key: message.key === null ? null : message.key.toString(),
    value: message.value.toString(),
    headers: text,
  }
}

/** Fails and names the first difference. */
function same(what, wanted, actual) {
  for (let i = 0; i < Math.min(wanted.length, actual.length); i++) {
    assert.deepStrictEqual(actual[i], wanted[i], `${what}, element ${i}: expected ${JSON.stringify(wanted[i])} but was ${JSON.stringify(actual[i])}`)
  }
  assert.strictEqual(actual.length, wanted.length, `${what}: expected ${wanted.length} elements but was ${actual.length}`)
}

module.exports = { CODECS, PARTITIONS, PER_CODEC, key, value, headers, partition, seen, same }
