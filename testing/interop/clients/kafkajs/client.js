'use strict'

// KafkaJS through the scenario of clients/README.md: client.js BOOTSTRAP NAME

const assert = require('node:assert')
const { setTimeout: pause } = require('node:timers/promises')
const { Kafka, logLevel } = require('kafkajs')
const codecs = require('./codecs')
const e = require('./expected')

const [bootstrap, name] = process.argv.slice(2)
if (!name) {
  console.error('usage: client.js BOOTSTRAP NAME')
  process.exit(2)
}
codecs.register()

const kafka = new Kafka({ clientId: 'interop', brokers: [bootstrap], logLevel: logLevel.ERROR })
const topics = { records: `${name}.records`, keyed: `${name}.keyed`, times: `${name}.times` }
const groupId = `${name}.group`
const total = e.CODECS.length * e.PER_CODEC
const firstPart = total / 2
const committed = {}

async function withAdmin(use) {
  const admin = kafka.admin()
  await admin.connect()
  try {
    return await use(admin)
  } finally {
    await admin.disconnect()
  }
}

async function createTopic() {
  return withAdmin(async (admin) => {
    const wanted = Object.values(topics).map((topic) => ({
      topic,
      numPartitions: topic === topics.times ? 1 : e.PARTITIONS,
      replicationFactor: 1,
    }))
    assert.strictEqual(await admin.createTopics({ topics: wanted, waitForLeaders: true }), true)
    const listed = await admin.listTopics()
    for (const { topic } of wanted) assert.ok(listed.includes(topic), `${topic} is not in ${listed}`)
    const described = await admin.fetchTopicMetadata({ topics: [topics.records] })
    assert.strictEqual(described.topics[0].partitions.length, e.PARTITIONS)
    return `${topics.records} has ${e.PARTITIONS} partitions`
  })
}

async function send(topic, messages, options = {}) {
  const producer = kafka.producer({ idempotent: options.idempotent || false })
  await producer.connect()
  const written = await producer.send({ topic, messages, acks: options.acks, compression: options.compression })
  await producer.disconnect()
  return written
}

async function produce(codec) {
  const messages = []
  for (let i = 0; i < e.PER_CODEC; i++) {
    messages.push({ partition: i % e.PARTITIONS, key: e.key(codec, i), value: e.value(codec, i), headers: e.headers(codec, i) })
  }
  const written = await send(topics.records, messages, { compression: codecs.TYPES[codec], idempotent: codec === 'none' })
  const offset = String((e.CODECS.indexOf(codec) * e.PER_CODEC) / e.PARTITIONS)
  for (const part of written) assert.strictEqual(part.baseOffset, offset, `partition ${part.partition}`)
  assert.strictEqual(written.length, e.PARTITIONS)
  return `${e.PER_CODEC} records acknowledged at the expected offsets`
}

async function keyed() {
  const messages = []
  for (let i = 0; i < 200; i++) messages.push({ key: `key-${i % 100}`, value: 'keyed' })
  const written = await send(topics.keyed, messages)
  assert.strictEqual(written.length, e.PARTITIONS, `keys went to ${written.length} partitions`)
  const partitionOf = new Map()
  await consume({ groupId: `${groupId}.keyed`, topic: topics.keyed, count: 200 }, (partition, message) => {
    const k = message.key.toString()
    if (!partitionOf.has(k)) partitionOf.set(k, partition)
    assert.strictEqual(partition, partitionOf.get(k), `${k} is in two partitions`)
  })
  assert.strictEqual(partitionOf.size, 100)
  return `100 keys, each in one of ${e.PARTITIONS} partitions`
}

async function acks() {
  for (const level of [0, 1]) await send(topics.keyed, [{ value: 'acks' }], { acks: level })
  return 'sent with acks 0 and 1'
}

/** Runs a group consumer until `count` records were taken; further ones that were already fetched are not shown. */
async function consume({ groupId: id, topic, count, commit, seek }, each) {
  const consumer = kafka.consumer({ groupId: id, maxWaitTimeInMs: 200 })
  await consumer.connect()
  await consumer.subscribe({ topics: [topic], fromBeginning: true })
  let taken = 0
  await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`only ${taken} of ${count} records arrived`)), 30000)
    const finish = (end) => (clearTimeout(timer), end())
    consumer.on(consumer.events.CRASH, ({ payload }) => finish(() => reject(payload.error)))
    consumer
      .run({
        autoCommit: false,
        eachMessage: async ({ partition, message }) => {
          if (taken >= count) return
          try {
            each(partition, message)
          } catch (failure) {
            finish(() => reject(failure))
          }
          if (++taken === count) finish(resolve)
        },
      })
      .catch(reject)
    if (seek) consumer.seek({ topic, ...seek })
  })
  if (commit) await consumer.commitOffsets(commit())
  await consumer.disconnect()
}

/** KafkaJS has no assignment without a group: a group of its own, from the beginning, stands for it. */
async function consumeAll() {
  const seen = await take(`${groupId}.all`, total)
  for (let p = 0; p < e.PARTITIONS; p++) e.same(`partition ${p}`, e.partition(p), seen[p])
  return `${total} records, each with its offset, key, value and headers`
}

async function take(id, count, commit) {
  const seen = {}
  const each = (partition, message) => (seen[partition] ||= []).push(e.seen(message))
  await consume({ groupId: id, topic: topics.records, count, commit: commit && (() => commit(seen)) }, each)
  return seen
}

async function groupCommit() {
  const seen = await take(groupId, firstPart, (taken) => {
    for (const p of Object.keys(taken)) committed[p] = taken[p].length
    return Object.entries(committed).map(([p, n]) => ({ topic: topics.records, partition: Number(p), offset: String(n) }))
  })
  for (const p of Object.keys(seen)) e.same(`partition ${p}`, e.partition(Number(p)).slice(0, seen[p].length), seen[p])
  return `committed ${JSON.stringify(committed)}`
}

async function groupResume() {
  const [fetched] = await withAdmin((admin) => admin.fetchOffsets({ groupId, topics: [topics.records] }))
  for (const { partition, offset } of fetched.partitions) {
    assert.strictEqual(Number(offset), committed[partition] ?? -1, `committed offset of partition ${partition}`)
  }
  const seen = await take(groupId, total - firstPart)
  for (let p = 0; p < e.PARTITIONS; p++) {
    e.same(`partition ${p}`, e.partition(p).slice(committed[p] ?? 0), seen[p] ?? [])
  }
  return `${total - firstPart} records after the committed offsets`
}

async function timestamps() {
  const base = Date.now() - 3600000
  const messages = []
  for (let i = 0; i < 10; i++) messages.push({ value: `time-${i}`, timestamp: String(base + i * 60000) })
  await send(topics.times, messages)
  // KafkaJS answers the end offset where no record is as late.
  for (const [ms, wanted] of [[150000, '3'], [300000, '5'], [600000, '10']]) {
    const [found] = await withAdmin((admin) => admin.fetchTopicOffsetsByTimestamp(topics.times, base + ms))
    assert.strictEqual(found.offset, wanted, `time +${ms}`)
  }
  const seen = []
  await consume({ groupId: `${groupId}.times`, topic: topics.times, count: 7, seek: { partition: 0, offset: '3' } }, (_, message) =>
    seen.push({ value: message.value.toString(), timestamp: Number(message.timestamp) }))
  const wanted = []
  for (let i = 3; i < 10; i++) wanted.push({ value: `time-${i}`, timestamp: base + i * 60000 })
  e.same('from timestamp', wanted, seen)
  return 'offsets 3, 5 and end for times between, on and after the records'
}

async function deleteTopic() {
  return withAdmin(async (admin) => {
    await admin.deleteTopics({ topics: Object.values(topics) })
    const end = Date.now() + 20000
    while ((await admin.listTopics()).some((topic) => Object.values(topics).includes(topic))) {
      assert.ok(Date.now() < end, 'topics are still listed 20 s after they were deleted')
      await pause(50)
    }
    return '3 topics are gone'
  })
}

async function main() {
  const steps = [['create-topic', createTopic]]
  for (const codec of e.CODECS) steps.push([`produce-${codec}`, () => produce(codec)])
  steps.push(['consume-all', consumeAll], ['keyed-partitions', keyed], ['produce-acks', acks], ['group-commit', groupCommit],
    ['group-resume', groupResume], ['timestamps', timestamps], ['delete-topic', deleteTopic])
  for (const [step, run] of steps) {
    try {
      console.log(`ok ${step}: ${await run()}`)
    } catch (failure) {
      console.error(`FAILED ${step}: ${failure.stack || failure}`)
      process.exit(1)
    }
  }
  process.exit(0)
}

main()
