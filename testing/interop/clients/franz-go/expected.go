package main

import (
	"fmt"
	"strconv"
	"strings"
)

// The records of the scenario in clients/README.md.

var codecs = []string{"none", "gzip", "snappy", "lz4", "zstd"}

const (
	partitions = 3
	perCodec   = 300
	total      = 5 * perCodec
	firstPart  = total / 2
)

// key is nil for every second record.
func key(codec string, i int) []byte {
	if i%2 != 0 {
		return nil
	}
	return []byte("key-" + codec + "-" + strconv.Itoa(i))
}

func value(codec string, i int) []byte {
	return []byte(fmt.Sprintf("%s-%d-%s", codec, i, strings.Repeat("x", i%50)))
}

// line is the form in which records are compared: offset, key, value and headers.
func line(offset int64, key, value []byte, headers string) string {
	k := "null"
	if key != nil {
		k = string(key)
	}
	return fmt.Sprintf("%d|%s|%s|%s", offset, k, value, headers)
}

// partition says what a partition of the records topic holds, in order.
func partition(p int) []string {
	var lines []string
	for _, codec := range codecs {
		for i := p; i < perCodec; i += partitions {
			headers := ""
			if i%2 == 0 {
				headers = fmt.Sprintf("codec=%s,n=%d", codec, i)
			}
			lines = append(lines, line(int64(len(lines)), key(codec, i), value(codec, i), headers))
		}
	}
	return lines
}

// same names the first difference.
func same(what string, wanted, seen []string) error {
	for i := 0; i < min(len(wanted), len(seen)); i++ {
		if wanted[i] != seen[i] {
			return fmt.Errorf("%s, element %d: expected <%s> but was <%s>", what, i, wanted[i], seen[i])
		}
	}
	if len(wanted) != len(seen) {
		return fmt.Errorf("%s: expected %d elements but was %d", what, len(wanted), len(seen))
	}
	return nil
}

// oneEach checks (key, partition) pairs: a key goes to one partition, and the keys do not all go to the same.
func oneEach(written map[string][]int32) error {
	used := map[int32]bool{}
	for k, ps := range written {
		for _, p := range ps {
			used[p] = true
			if p != ps[0] {
				return fmt.Errorf("%s is in partitions %d and %d", k, ps[0], p)
			}
		}
	}
	if len(used) != partitions {
		return fmt.Errorf("the keys are only in partitions %v", used)
	}
	return nil
}
