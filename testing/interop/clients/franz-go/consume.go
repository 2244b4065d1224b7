package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kgo"
)

func seen(record *kgo.Record) string {
	var headers []string
	for _, header := range record.Headers {
		headers = append(headers, header.Key+"="+string(header.Value))
	}
	return line(record.Offset, record.Key, record.Value, strings.Join(headers, ","))
}

// take polls until count records came, and never asks for more.
func take(ctx context.Context, client *kgo.Client, count int) (map[int][]*kgo.Record, error) {
	taken := map[int][]*kgo.Record{}
	for n := 0; n < count; {
		fetches := client.PollRecords(ctx, count-n)
		if err := fetches.Err(); err != nil {
			return nil, fmt.Errorf("%d of %d records arrived: %w", n, count, err)
		}
		fetches.EachRecord(func(record *kgo.Record) {
			taken[int(record.Partition)] = append(taken[int(record.Partition)], record)
			n++
		})
	}
	return taken, nil
}

func lines(records []*kgo.Record) []string {
	var all []string
	for _, record := range records {
		all = append(all, seen(record))
	}
	return all
}

func (r *run) consumeAssign(ctx context.Context) (string, error) {
	from := map[int32]kgo.Offset{}
	for p := int32(0); p < partitions; p++ {
		from[p] = kgo.NewOffset().AtStart()
	}
	client, err := r.client(kgo.ConsumePartitions(map[string]map[int32]kgo.Offset{r.records(): from}))
	if err != nil {
		return "", err
	}
	defer client.Close()
	taken, err := take(ctx, client, total)
	if err != nil {
		return "", err
	}
	for p := 0; p < partitions; p++ {
		if err := same(fmt.Sprintf("partition %d", p), partition(p), lines(taken[p])); err != nil {
			return "", err
		}
	}
	return fmt.Sprintf("%d records, each with its offset, key, value and headers", total), nil
}

func (r *run) member() (*kgo.Client, error) {
	return r.client(kgo.ConsumerGroup(r.group()), kgo.ConsumeTopics(r.records()), kgo.DisableAutoCommit(),
		kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()))
}

func (r *run) groupCommit(ctx context.Context) (string, error) {
	client, err := r.member()
	if err != nil {
		return "", err
	}
	defer client.Close()
	taken, err := take(ctx, client, firstPart)
	if err != nil {
		return "", err
	}
	for p, records := range taken {
		if err := same(fmt.Sprintf("partition %d", p), partition(p)[:len(records)], lines(records)); err != nil {
			return "", err
		}
		if err := client.CommitRecords(ctx, records...); err != nil {
			return "", fmt.Errorf("commit: %w", err)
		}
		r.committed[p] = len(records)
	}
	return fmt.Sprintf("committed %v", r.committed), nil
}

func (r *run) groupResume(ctx context.Context) (string, error) {
	client, err := r.member()
	if err != nil {
		return "", err
	}
	defer client.Close()
	fetched, err := kadm.NewClient(client).FetchOffsets(ctx, r.group())
	if err != nil {
		return "", err
	}
	for p, wanted := range r.committed {
		if offset, found := fetched.Lookup(r.records(), int32(p)); !found || offset.At != int64(wanted) {
			return "", fmt.Errorf("partition %d: committed %d but the group has %v", p, wanted, offset.At)
		}
	}
	taken, err := take(ctx, client, total-firstPart)
	if err != nil {
		return "", err
	}
	for p := 0; p < partitions; p++ {
		if err := same(fmt.Sprintf("partition %d", p), partition(p)[r.committed[p]:], lines(taken[p])); err != nil {
			return "", err
		}
	}
	return fmt.Sprintf("%d records after the committed offsets", total-firstPart), nil
}

func (r *run) timestamps(ctx context.Context) (string, error) {
	base := time.Now().Add(-time.Hour).UnixMilli()
	var records []*kgo.Record
	for i := 0; i < 10; i++ {
		at := time.UnixMilli(base + int64(i)*60_000)
		records = append(records, &kgo.Record{Topic: r.times(), Value: []byte(fmt.Sprintf("time-%d", i)), Timestamp: at})
	}
	if err := r.send(ctx, records); err != nil {
		return "", err
	}
	client, err := r.client(kgo.ConsumePartitions(map[string]map[int32]kgo.Offset{
		r.times(): {0: kgo.NewOffset().AfterMilli(base + 150_000)}}))
	if err != nil {
		return "", err
	}
	defer client.Close()
	admin := kadm.NewClient(client)
	// kadm answers the end offset where no record is as late.
	for ms, wanted := range map[int64]int64{150_000: 3, 300_000: 5, 600_000: 10} {
		found, err := admin.ListOffsetsAfterMilli(ctx, base+ms, r.times())
		if err != nil {
			return "", err
		}
		if offset, _ := found.Lookup(r.times(), 0); offset.Offset != wanted {
			return "", fmt.Errorf("time +%d: expected %d but was %d", ms, wanted, offset.Offset)
		}
	}
	taken, err := take(ctx, client, 7)
	if err != nil {
		return "", err
	}
	for i, record := range taken[0] {
		if wanted := records[i+3]; string(record.Value) != string(wanted.Value) || !record.Timestamp.Equal(wanted.Timestamp) {
			return "", fmt.Errorf("expected %s at %v but was %s at %v", wanted.Value, wanted.Timestamp, record.Value, record.Timestamp)
		}
	}
	return "offsets 3, 5 and end for times between, on and after the records", nil
}
