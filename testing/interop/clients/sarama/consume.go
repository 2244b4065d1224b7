package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/IBM/sarama"
)

func seen(message *sarama.ConsumerMessage) string {
	var headers []string
	for _, header := range message.Headers {
		headers = append(headers, string(header.Key)+"="+string(header.Value))
	}
	return line(message.Offset, message.Key, message.Value, strings.Join(headers, ","))
}

// read takes n messages of one partition, from an offset, without a group.
func (r *run) read(ctx context.Context, topic string, p int32, from int64, n int) ([]*sarama.ConsumerMessage, error) {
	consumer, err := sarama.NewConsumer(r.brokers(), r.config())
	if err != nil {
		return nil, err
	}
	defer consumer.Close()
	part, err := consumer.ConsumePartition(topic, p, from)
	if err != nil {
		return nil, err
	}
	defer part.Close()
	var messages []*sarama.ConsumerMessage
	for len(messages) < n {
		select {
		case message := <-part.Messages():
			messages = append(messages, message)
		case err := <-part.Errors():
			return nil, err
		case <-ctx.Done():
			return nil, fmt.Errorf("partition %d: %d of %d records arrived: %w", p, len(messages), n, ctx.Err())
		}
	}
	if high := part.HighWaterMarkOffset(); high != from+int64(n) && from >= 0 {
		return nil, fmt.Errorf("partition %d: the high watermark is %d", p, high)
	}
	return messages, nil
}

func (r *run) consumeAssign(ctx context.Context) (string, error) {
	for p := 0; p < partitions; p++ {
		messages, err := r.read(ctx, r.records(), int32(p), sarama.OffsetOldest, total/partitions)
		if err != nil {
			return "", err
		}
		var lines []string
		for _, message := range messages {
			lines = append(lines, seen(message))
		}
		if err := same(fmt.Sprintf("partition %d", p), partition(p), lines); err != nil {
			return "", err
		}
	}
	return fmt.Sprintf("%d records, each with its offset, key, value and headers", total), nil
}

func (r *run) timestamps(ctx context.Context) (string, error) {
	base := time.Now().Add(-time.Hour).UnixMilli()
	var messages []*sarama.ProducerMessage
	for i := 0; i < 10; i++ {
		at := time.UnixMilli(base + int64(i)*60_000)
		messages = append(messages, &sarama.ProducerMessage{
			Topic: r.times(), Value: sarama.StringEncoder(fmt.Sprintf("time-%d", i)), Timestamp: at})
	}
	if err := r.send(r.idempotent(), messages); err != nil {
		return "", err
	}
	client, err := sarama.NewClient(r.brokers(), r.config())
	if err != nil {
		return "", err
	}
	defer client.Close()
	for ms, wanted := range map[int64]int64{base + 150_000: 3, base + 300_000: 5, base + 600_000: -1,
		sarama.OffsetOldest: 0, sarama.OffsetNewest: 10} {
		found, err := client.GetOffset(r.times(), 0, ms)
		if err != nil {
			return "", err
		}
		if found != wanted {
			return "", fmt.Errorf("time %d: expected %d but was %d", ms, wanted, found)
		}
	}
	read, err := r.read(ctx, r.times(), 0, 3, 7)
	if err != nil {
		return "", err
	}
	for i, message := range read {
		wanted := fmt.Sprintf("time-%d", i+3)
		if at := base + int64(i+3)*60_000; string(message.Value) != wanted || message.Timestamp.UnixMilli() != at {
			return "", fmt.Errorf("expected %s at %d but was %s at %v", wanted, at, message.Value, message.Timestamp)
		}
	}
	return "offsets 3, 5 and none for times between, on and after the records", nil
}
