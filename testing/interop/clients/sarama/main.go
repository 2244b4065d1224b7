// Sarama through the scenario of clients/README.md: sarama BOOTSTRAP NAME [VERSION]. The version of Kafka that Sarama is told
// decides which request versions it uses; without it, the newest that Sarama knows.
package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/IBM/sarama"
)

// run holds what the steps of one run share.
type run struct {
	bootstrap string
	name      string
	version   sarama.KafkaVersion
	committed map[int]int
}

func (r *run) records() string { return r.name + ".records" }
func (r *run) keyed() string   { return r.name + ".keyed" }
func (r *run) times() string   { return r.name + ".times" }
func (r *run) group() string   { return r.name + ".group" }

type step struct {
	name string
	run  func(context.Context) (string, error)
}

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "usage: sarama BOOTSTRAP NAME [VERSION]")
		os.Exit(2)
	}
	r := &run{bootstrap: os.Args[1], name: os.Args[2], version: sarama.MaxVersion, committed: map[int]int{}}
	if len(os.Args) > 3 {
		version, err := sarama.ParseKafkaVersion(os.Args[3])
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
		r.version = version
	}
	steps := []step{{"create-topic", r.createTopics}}
	for _, codec := range codecs {
		steps = append(steps, step{"produce-" + codec, func(ctx context.Context) (string, error) {
			return r.produce(ctx, codec)
		}})
	}
	steps = append(steps,
		step{"consume-assign", r.consumeAssign},
		step{"keyed-partitions", r.producedByKey},
		step{"produce-acks", r.acks},
		step{"group-commit", r.groupCommit},
		step{"group-resume", r.groupResume},
		step{"timestamps", r.timestamps},
		step{"delete-topic", r.deleteTopics})
	for _, s := range steps {
		ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
		said, err := s.run(ctx)
		cancel()
		if err != nil {
			fmt.Fprintf(os.Stderr, "FAILED %s: %v\n", s.name, err)
			os.Exit(1)
		}
		fmt.Printf("ok %s: %s\n", s.name, said)
	}
}
