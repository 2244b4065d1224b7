package main

import (
	"context"
	"fmt"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kgo"
)

func (r *run) client(opts ...kgo.Opt) (*kgo.Client, error) {
	return kgo.NewClient(append([]kgo.Opt{kgo.SeedBrokers(r.bootstrap)}, opts...)...)
}

func (r *run) topics() []string { return []string{r.records(), r.keyed(), r.times()} }

func (r *run) createTopics(ctx context.Context) (string, error) {
	client, err := r.client()
	if err != nil {
		return "", err
	}
	defer client.Close()
	admin := kadm.NewClient(client)
	for _, topic := range r.topics() {
		n := int32(partitions)
		if topic == r.times() {
			n = 1
		}
		if _, err := admin.CreateTopic(ctx, n, 1, nil, topic); err != nil {
			return "", fmt.Errorf("create %s: %w", topic, err)
		}
	}
	// Apache Kafka answers CreateTopics before every broker has to know the topic.
	err = untilListed(ctx, admin, func(listed kadm.TopicDetails) bool {
		return listed.Has(r.keyed()) && listed.Has(r.times()) && len(listed[r.records()].Partitions) == partitions
	})
	return fmt.Sprintf("%s has %d partitions", r.records(), partitions), err
}

// untilListed polls the list of topics until it is as wanted.
func untilListed(ctx context.Context, admin *kadm.Client, wanted func(kadm.TopicDetails) bool) error {
	for {
		listed, err := admin.ListTopics(ctx)
		if err != nil || wanted(listed) {
			return err
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("the list is still %v", listed.Names())
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func (r *run) deleteTopics(ctx context.Context) (string, error) {
	client, err := r.client()
	if err != nil {
		return "", err
	}
	defer client.Close()
	admin := kadm.NewClient(client)
	deleted, err := admin.DeleteTopics(ctx, r.topics()...)
	if err == nil {
		err = deleted.Error()
	}
	if err != nil {
		return "", err
	}
	err = untilListed(ctx, admin, func(listed kadm.TopicDetails) bool {
		return !listed.Has(r.records()) && !listed.Has(r.keyed()) && !listed.Has(r.times())
	})
	return "3 topics are gone", err
}
