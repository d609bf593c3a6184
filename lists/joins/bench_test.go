package joins_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"plimsoll/ftm"
	"plimsoll/lists/joins"
)

// crowd makes about n entities of a dozen lists: of every three one is a
// party, one its listing and one a document. Of every two parties one stands
// on further lists, with the same passport, register or IMO number or, a third
// of them, under its name alone.
func crowd(n int, add func(*ftm.Entity)) {
	r := rand.New(rand.NewPCG(1, 2))
	syllables := strings.Fields("an bor cal den el fir gor hal im jor kel lan mor nad or pel quin ros sal tor ul ven wil xan yor zel")
	word := func() string {
		var w string
		for range 2 + r.IntN(2) {
			w += syllables[r.IntN(len(syllables))]
		}
		return w
	}
	countries := []string{"kp", "ru", "ir", "sy", "cy", "cn", "by", "ly"}
	reason := strings.Repeat("traded in what the resolution names, ", 4)
	for made, k := 0, 0; made < n; k++ {
		kind, name, country := r.IntN(10), word()+" "+word(), countries[r.IntN(len(countries))]
		born := fmt.Sprintf("%d-%02d-%02d", 1940+r.IntN(50), 1+r.IntN(12), 2+r.IntN(27))
		copies := 1
		if r.IntN(3) == 0 {
			copies = 2 + r.IntN(3)
		}
		strong := r.IntN(3) > 0
		for c := range copies {
			d := fmt.Sprintf("list_%c", 'a'+(k+c*5)%12)
			id := fmt.Sprintf("%s-%d", d, k)
			number := fmt.Sprintf("N%08d", k)
			if !strong {
				number = fmt.Sprintf("M%08d%d", k, c)
			}
			switch {
			case kind < 6:
				add(entity(d, id, "Person", "name="+name, "alias="+name+" "+word(), "alias="+word()+" "+name, "birthDate="+born, "nationality="+country, "topics=sanction"))
				add(pass(d, id, number, country))
			case kind < 9:
				add(entity(d, id, "Company", "name="+name+" Trading Ltd", "alias="+name+" "+word(), "country="+country, "topics=sanction"))
				add(entity(d, id+"-reg", "Identification", "holder="+id, "number="+number, "country="+country))
			default:
				add(entity(d, id, "Vessel", "name="+name, "previousName="+word(), "flag="+country, "imoNumber="+imo(k), "topics=sanction"))
				add(entity(d, id+"-address", "Address", "full="+name+" 12"))
			}
			add(sanction(d, id, "authority=Office "+d, "listingDate=2017-05-05", "program=P1", "programId=p1", "reason="+reason+name))
			made += 3
		}
	}
}

// imo makes a number with the right check digit.
func imo(k int) string {
	digits := fmt.Sprintf("%06d", 100000+k%800000)
	sum := 0
	for i := range 6 {
		sum += int(digits[i]-'0') * (7 - i)
	}
	return fmt.Sprintf("%s%d", digits, sum%10)
}

func BenchmarkMillion(b *testing.B) {
	for range b.N {
		builder := joins.NewBuilder()
		var all []*ftm.Entity
		var taking time.Duration
		n := 0
		take := func() {
			before := processor()
			for _, e := range all {
				builder.Add(e)
			}
			taking += processor() - before
			n, all = n+len(all), all[:0]
		}
		crowd(1_000_000, func(e *ftm.Entity) {
			if all = append(all, e); len(all) == 10_000 {
				take()
			}
		})
		take()
		kept := heap()
		before := processor()
		j := builder.Build(nil)
		built := processor()
		builder.Build([]joins.Decision{{A: "list_a-0", B: "list_b-1", Because: "x"}})
		b.ReportMetric(float64(n), "entities")
		b.ReportMetric(taking.Seconds(), "cpu-s/take")
		b.ReportMetric((built - before).Seconds(), "cpu-s/build")
		b.ReportMetric((processor() - built).Seconds(), "cpu-s/rebuild")
		b.ReportMetric(float64(kept), "MB/taken")
		b.ReportMetric(float64(heap()), "MB/built")
		b.Logf("%+v", j.Counts())
		runtime.KeepAlive(j)
		runtime.KeepAlive(builder)
	}
}

// processor is the time that this process has had on all processors, which a
// busy machine does not distort.
func processor() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// heap is what is in use, in MB.
func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc >> 20
}
