package ofac

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"plimsoll/ftm"
	"plimsoll/lists"
	"plimsoll/lists/listtest"
)

func FuzzParseTables(f *testing.F) {
	set := sdnSet(f)
	f.Add(set["sdn.csv"], set["alt.csv"], set["add.csv"], set["sdn_comments.csv"])
	f.Add(set["sdn.csv"][:500], []byte{}, []byte{}, []byte{})
	cons := fixtures(f, "cons_prim.csv", "cons_alt.csv")
	f.Add(cons["cons_prim.csv"], cons["cons_alt.csv"], []byte("1,2,-0- ,-0- ,-0- ,x\n"), []byte("1,x\n"))
	f.Add([]byte("1,sanction,vessel,] [,-0- ,a,b,c,d,e,f,; ; alt. ; a.k.a. '; Passport 1 (\n1,sanction,,,,,,,,,,\n"), []byte("1,1,,\n"), []byte("\x1a"), []byte("1,.\n"))
	f.Fuzz(func(t *testing.T, main, alt, add, comments []byte) {
		in := lists.Input{Files: []lists.File{lists.Bytes("sdn.csv", "sdn", "e0", main)}}
		for part, data := range map[string][]byte{partAlt: alt, partAdd: add, partComments: comments} {
			if len(data) > 0 {
				in.Files = append(in.Files, lists.Bytes(part+".csv", part, "e1", data))
			}
		}
		_, entities, err := lists.ReadAll(context.Background(), sdnTables(), in)
		listtest.Sound(t, entities, err)
	})
}

// generatedSet makes a set of n entries of the usual length.
func generatedSet(n int) lists.Input {
	var main, alt, add strings.Builder
	for i := range n {
		fmt.Fprintf(&main, `%d,"VORRICK, Thessaly %d","individual","NPWMD] [DPRK2","Harbour master of an invented port",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,`, i+1, i)
		fmt.Fprintf(&main, `"DOB 03 Feb 1961; POB Ardle, Korea, North; nationality Korea, North; Gender Female; Secondary sanctions risk: section 9(z) of an invented order, as amended by another; Passport DEMO%06d (Korea, North); Linked To: OSTRELLAN LAMPLIGHT BUNKERING; a.k.a. 'THE LAMPLIGHTER'."`+"\r\n", i)
		fmt.Fprintf(&alt, "%d,%d,\"aka\",\"VORRIK, Tessaly\",-0- \r\n", i+1, i)
		fmt.Fprintf(&add, "%d,%d,\"3 Drift Lane\",\"Pyongyang\",\"Korea, North\",-0- \r\n", i+1, i)
	}
	var in lists.Input
	for _, f := range []struct{ part, text string }{{"sdn", main.String()}, {partAlt, alt.String()}, {partAdd, add.String()}} {
		in.Files = append(in.Files, lists.Bytes(f.part+".csv", f.part, "e0", []byte(f.text+"\x1a")))
	}
	return in
}

func BenchmarkParseTables(b *testing.B) {
	in := generatedSet(5000)
	size := int64(0)
	for _, f := range in.Files {
		size += f.Size
	}
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := sdnTables().Parse(context.Background(), in, func(*ftm.Entity) error { return nil }); err != nil {
			b.Fatal(err)
		}
	}
}
