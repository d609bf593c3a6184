package japan

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"plimsoll/ftm"
	"plimsoll/lists"
	"plimsoll/lists/sheet/sheettest"
)

// BenchmarkParse reads an asset freeze of the size of the real one. The bytes
// are those of the workbook as it is published, packed.
func BenchmarkParse(b *testing.B) {
	var table strings.Builder
	for s := range 10 {
		fmt.Fprintf(&table, "== %d.北朝鮮(決議1718号等；個人) %d\n告示日付,告示番号,日本語表記,英語表記,別名,役職,生年月日,国籍,旅券番号,住所,その他の情報\n", s+1, s)
		for i := range 300 {
			fmt.Fprintf(&table, "\"2001.1.1\n2002.2.2改訂\",%d,ランプ・グローブ,LAMP GROVE %d,\"(a)ランプ(b)グローブ\n(a.k.a.: (a)Lamp %d (b)Grove)\",灯台守,{%d},北朝鮮,%09d（北朝鮮旅券）,北朝鮮平壌特別市%d,%s\n",
				1000*s+i, i, i, 20000+i, i, i, strings.Repeat("灯台守である。", 30+i%40))
		}
	}
	data := sheettest.Workbook(b, table.String())
	in := lists.Input{Files: []lists.File{lists.Bytes("list.xlsx", lists.OnePart, "e0", data)}}
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		p, err := ParseFreeze(context.Background(), in, func(*ftm.Entity) error { return nil })
		if err != nil || p.Counts["individuals"] != 3000 {
			b.Fatalf("%v %v", p, err)
		}
	}
}
