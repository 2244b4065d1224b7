package main

import (
	"context"
	"fmt"
	"sync"

	"github.com/IBM/sarama"
)

// taker is a member of the group that takes a given number of records and commits just these.
type taker struct {
	mutex sync.Mutex
	left  int
	lines map[int][]string
	done  chan struct{}
}

func (t *taker) Setup(sarama.ConsumerGroupSession) error   { return nil }
func (t *taker) Cleanup(sarama.ConsumerGroupSession) error { return nil }

func (t *taker) ConsumeClaim(session sarama.ConsumerGroupSession, claim sarama.ConsumerGroupClaim) error {
	for {
		select {
		case message, open := <-claim.Messages():
			if !open || !t.take(session, message) {
				return nil
			}
		case <-t.done:
			return nil
		case <-session.Context().Done():
			return nil
		}
	}
}

// take says whether the claim is to go on.
func (t *taker) take(session sarama.ConsumerGroupSession, message *sarama.ConsumerMessage) bool {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	if t.left == 0 {
		return false
	}
	t.lines[int(message.Partition)] = append(t.lines[int(message.Partition)], seen(message))
	session.MarkMessage(message, fmt.Sprintf("at %d", message.Partition))
	t.left--
	if t.left == 0 {
		session.Commit()
		close(t.done)
	}
	return t.left > 0
}

// member joins the group, takes count records and leaves.
func (r *run) member(ctx context.Context, count int) (map[int][]string, error) {
	group, err := sarama.NewConsumerGroup(r.brokers(), r.group(), r.config())
	if err != nil {
		return nil, err
	}
	defer group.Close()
	t := &taker{left: count, lines: map[int][]string{}, done: make(chan struct{})}
	ended := make(chan error, 1)
	session, leave := context.WithCancel(ctx)
	defer leave()
	go func() { ended <- group.Consume(session, []string{r.records()}, t) }()
	select {
	case <-t.done:
		leave()
		return t.lines, <-ended
	case err := <-ended:
		return nil, fmt.Errorf("the session ended before %d records: %w", count, err)
	case err := <-group.Errors():
		return nil, err
	case <-ctx.Done():
		return nil, fmt.Errorf("%d of %d records are missing: %w", t.left, count, ctx.Err())
	}
}

func (r *run) groupCommit(ctx context.Context) (string, error) {
	taken, err := r.member(ctx, firstPart)
	if err != nil {
		return "", err
	}
	for p, lines := range taken {
		if err := same(fmt.Sprintf("partition %d", p), partition(p)[:len(lines)], lines); err != nil {
			return "", err
		}
		r.committed[p] = len(lines)
	}
	return fmt.Sprintf("committed %v", r.committed), nil
}

func (r *run) groupResume(ctx context.Context) (string, error) {
	if err := r.checkCommitted(); err != nil {
		return "", err
	}
	taken, err := r.member(ctx, total-firstPart)
	if err != nil {
		return "", err
	}
	for p := 0; p < partitions; p++ {
		if err := same(fmt.Sprintf("partition %d", p), partition(p)[r.committed[p]:], taken[p]); err != nil {
			return "", err
		}
	}
	return fmt.Sprintf("%d records after the committed offsets", total-firstPart), nil
}

func (r *run) checkCommitted() error {
	admin, err := sarama.NewClusterAdmin(r.brokers(), r.config())
	if err != nil {
		return err
	}
	defer admin.Close()
	fetched, err := admin.ListConsumerGroupOffsets(r.group(), map[string][]int32{r.records(): {0, 1, 2}})
	if err != nil {
		return err
	}
	for p := 0; p < partitions; p++ {
		wanted, committed := r.committed[p]
		if !committed {
			wanted = -1
		}
		block := fetched.GetBlock(r.records(), int32(p))
		if block == nil || block.Offset != int64(wanted) {
			return fmt.Errorf("partition %d: committed %d but the group has %+v", p, wanted, block)
		}
	}
	return nil
}
