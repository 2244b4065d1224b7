package main

import (
	"context"
	"fmt"
	"strconv"

	"github.com/IBM/sarama"
)

var compressions = map[string]sarama.CompressionCodec{
	"none":   sarama.CompressionNone,
	"gzip":   sarama.CompressionGZIP,
	"snappy": sarama.CompressionSnappy,
	"lz4":    sarama.CompressionLZ4,
	"zstd":   sarama.CompressionZSTD,
}

// send writes with a producer of its own; the messages hold their partitions and offsets afterwards.
func (r *run) send(config *sarama.Config, messages []*sarama.ProducerMessage) error {
	producer, err := sarama.NewSyncProducer(r.brokers(), config)
	if err != nil {
		return err
	}
	defer producer.Close()
	return producer.SendMessages(messages)
}

// idempotent is acks=all with one request at a time, as Sarama requires.
func (r *run) idempotent() *sarama.Config {
	config := r.config()
	config.Producer.Idempotent = true
	config.Producer.RequiredAcks = sarama.WaitForAll
	config.Net.MaxOpenRequests = 1
	return config
}

// produce also checks the offsets that the broker answered.
func (r *run) produce(_ context.Context, codec string) (string, error) {
	config := r.idempotent()
	config.Producer.Compression = compressions[codec]
	config.Producer.Partitioner = sarama.NewManualPartitioner
	var messages []*sarama.ProducerMessage
	for i := 0; i < perCodec; i++ {
		message := &sarama.ProducerMessage{
			Topic: r.records(), Partition: int32(i % partitions), Value: sarama.ByteEncoder(value(codec, i))}
		if k := key(codec, i); k != nil {
			message.Key = sarama.ByteEncoder(k)
			message.Headers = []sarama.RecordHeader{
				{Key: []byte("codec"), Value: []byte(codec)}, {Key: []byte("n"), Value: []byte(strconv.Itoa(i))}}
		}
		messages = append(messages, message)
	}
	if err := r.send(config, messages); err != nil {
		return "", err
	}
	var first int64
	for i, c := range codecs {
		if c == codec {
			first = int64(i * perCodec / partitions)
		}
	}
	for i, message := range messages {
		if wanted := first + int64(i/partitions); message.Offset != wanted {
			return "", fmt.Errorf("record %d should be at offset %d but is at %d", i, wanted, message.Offset)
		}
	}
	return fmt.Sprintf("%d records acknowledged at the expected offsets", len(messages)), nil
}

func (r *run) producedByKey(context.Context) (string, error) {
	var messages []*sarama.ProducerMessage
	for i := 0; i < 200; i++ {
		messages = append(messages, &sarama.ProducerMessage{
			Topic: r.keyed(), Key: sarama.StringEncoder(fmt.Sprintf("key-%d", i%100)), Value: sarama.StringEncoder("keyed")})
	}
	if err := r.send(r.idempotent(), messages); err != nil {
		return "", err
	}
	written := map[string][]int32{}
	for _, message := range messages {
		k := string(message.Key.(sarama.StringEncoder))
		written[k] = append(written[k], message.Partition)
	}
	return fmt.Sprintf("%d keys, each in one of %d partitions", len(written), partitions), oneEach(written)
}

func (r *run) acks(context.Context) (string, error) {
	for _, acks := range []sarama.RequiredAcks{sarama.NoResponse, sarama.WaitForLocal} {
		config := r.config()
		config.Producer.RequiredAcks = acks
		message := &sarama.ProducerMessage{Topic: r.keyed(), Value: sarama.StringEncoder("acks")}
		if err := r.send(config, []*sarama.ProducerMessage{message}); err != nil {
			return "", err
		}
	}
	return "sent with acks 0 and 1", nil
}
