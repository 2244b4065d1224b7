package main

import (
	"context"
	"fmt"
	"strconv"

	"github.com/twmb/franz-go/pkg/kgo"
)

var compressions = map[string]kgo.CompressionCodec{
	"none":   kgo.NoCompression(),
	"gzip":   kgo.GzipCompression(),
	"snappy": kgo.SnappyCompression(),
	"lz4":    kgo.Lz4Compression(),
	"zstd":   kgo.ZstdCompression(),
}

// send writes with a producer of its own. franz-go's default is idempotent, with acks=all.
func (r *run) send(ctx context.Context, records []*kgo.Record, opts ...kgo.Opt) error {
	client, err := r.client(opts...)
	if err != nil {
		return err
	}
	defer client.Close()
	return client.ProduceSync(ctx, records...).FirstErr()
}

// produce also checks the offsets that the broker answered.
func (r *run) produce(ctx context.Context, codec string) (string, error) {
	var records []*kgo.Record
	for i := 0; i < perCodec; i++ {
		record := &kgo.Record{Topic: r.records(), Partition: int32(i % partitions), Key: key(codec, i), Value: value(codec, i)}
		if i%2 == 0 {
			record.Headers = []kgo.RecordHeader{
				{Key: "codec", Value: []byte(codec)}, {Key: "n", Value: []byte(strconv.Itoa(i))}}
		}
		records = append(records, record)
	}
	err := r.send(ctx, records, kgo.RecordPartitioner(kgo.ManualPartitioner()),
		kgo.ProducerBatchCompression(compressions[codec]))
	if err != nil {
		return "", err
	}
	var first int64
	for i, c := range codecs {
		if c == codec {
			first = int64(i * perCodec / partitions)
		}
	}
	for i, record := range records {
		if wanted := first + int64(i/partitions); record.Offset != wanted {
			return "", fmt.Errorf("record %d should be at offset %d but is at %d", i, wanted, record.Offset)
		}
	}
	return fmt.Sprintf("%d records acknowledged at the expected offsets", len(records)), nil
}

func (r *run) producedByKey(ctx context.Context) (string, error) {
	var records []*kgo.Record
	for i := 0; i < 200; i++ {
		records = append(records, &kgo.Record{Topic: r.keyed(), Key: []byte(fmt.Sprintf("key-%d", i%100)), Value: []byte("keyed")})
	}
	if err := r.send(ctx, records); err != nil {
		return "", err
	}
	written := map[string][]int32{}
	for _, record := range records {
		written[string(record.Key)] = append(written[string(record.Key)], record.Partition)
	}
	return fmt.Sprintf("%d keys, each in one of %d partitions", len(written), partitions), oneEach(written)
}

func (r *run) acks(ctx context.Context) (string, error) {
	for _, acks := range []kgo.Acks{kgo.NoAck(), kgo.LeaderAck()} {
		record := &kgo.Record{Topic: r.keyed(), Value: []byte("acks")}
		if err := r.send(ctx, []*kgo.Record{record}, kgo.RequiredAcks(acks), kgo.DisableIdempotentWrite()); err != nil {
			return "", err
		}
	}
	return "sent with acks 0 and 1", nil
}
