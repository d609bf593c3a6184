package australia

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"plimsoll/ftm"
	"plimsoll/lists"
	"plimsoll/lists/sheet/sheettest"
)

// BenchmarkParse reads a list of the size of the real one: 3,000 parties of
// three names. The bytes are those of the workbook as it is published, packed.
func BenchmarkParse(b *testing.B) {
	var table strings.Builder
	table.WriteString(oldHeader)
	for i := range 3000 {
		for _, suffix := range []string{"", "a", "b"} {
			nameType := "aka"
			if suffix == "" {
				nameType = "Primary Name"
			}
			fmt.Fprintf(&table, `%d%s,Orrin Vale %d%s,Individual,%s,"a) 1 Jan. %d b) Approximately 1961",Lamport,Kenya,"Lamp Street %d, Nairobi, Kenya","Title: Mullah. Passport no: K%07d. %s",Listed on 1 Feb. 2010,1988 (Taliban),{41988}`+"\n",
				i+1, suffix, i, suffix, nameType, 1950+i%40, i, i, strings.Repeat("Keeper of lamps. ", 10+i%20))
		}
	}
	data := sheettest.Workbook(b, table.String())
	in := lists.Input{Files: []lists.File{lists.Bytes("list.xlsx", lists.OnePart, "e0", data)}}
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		p, err := Parse(context.Background(), in, func(*ftm.Entity) error { return nil })
		if err != nil || p.Counts["individuals"] != 3000 {
			b.Fatalf("%v %v", p, err)
		}
	}
}
