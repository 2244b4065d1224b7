package main

import (
	"context"
	"fmt"
	"time"

	"github.com/IBM/sarama"
)

func (r *run) config() *sarama.Config {
	config := sarama.NewConfig()
	config.Version = r.version
	config.ClientID = "interop"
	config.Producer.Return.Successes = true
	config.Consumer.Return.Errors = true
	config.Consumer.Offsets.Initial = sarama.OffsetOldest
	config.Consumer.Offsets.AutoCommit.Enable = false
	return config
}

func (r *run) brokers() []string { return []string{r.bootstrap} }

func (r *run) topics() map[string]int32 {
	return map[string]int32{r.records(): partitions, r.keyed(): partitions, r.times(): 1}
}

func (r *run) createTopics(ctx context.Context) (string, error) {
	admin, err := sarama.NewClusterAdmin(r.brokers(), r.config())
	if err != nil {
		return "", err
	}
	defer admin.Close()
	for topic, n := range r.topics() {
		if err := admin.CreateTopic(topic, &sarama.TopicDetail{NumPartitions: n, ReplicationFactor: 1}, false); err != nil {
			return "", fmt.Errorf("create %s: %w", topic, err)
		}
	}
	// Apache Kafka answers CreateTopics before every broker has to know the topic.
	err = r.untilListed(ctx, admin, "the list has not all topics with their partitions", func(listed map[string]sarama.TopicDetail) bool {
		for topic, n := range r.topics() {
			if listed[topic].NumPartitions != n {
				return false
			}
		}
		return true
	})
	return fmt.Sprintf("%s has %d partitions", r.records(), partitions), err
}

// untilListed polls the list of topics until it is as wanted.
func (r *run) untilListed(ctx context.Context, admin sarama.ClusterAdmin, complaint string,
	wanted func(map[string]sarama.TopicDetail) bool) error {
	for {
		listed, err := admin.ListTopics()
		if err != nil || wanted(listed) {
			return err
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%s: %v", complaint, listed)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func (r *run) deleteTopics(ctx context.Context) (string, error) {
	admin, err := sarama.NewClusterAdmin(r.brokers(), r.config())
	if err != nil {
		return "", err
	}
	defer admin.Close()
	for topic := range r.topics() {
		if err := admin.DeleteTopic(topic); err != nil {
			return "", fmt.Errorf("delete %s: %w", topic, err)
		}
	}
	err = r.untilListed(ctx, admin, "deleted topics are still listed", func(listed map[string]sarama.TopicDetail) bool {
		for topic := range r.topics() {
			if _, there := listed[topic]; there {
				return false
			}
		}
		return true
	})
	return "3 topics are gone", err
}
