package sim

import "testing"

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		scene(b, Config{Seed: 1, Ships: 500, Days: 5})
	}
}
