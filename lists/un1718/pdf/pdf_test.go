package pdf

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"plimsoll/lists"
)

// file puts a document together from the bodies of its objects, 1 and up.
func file(objects ...string) string {
	var b strings.Builder
	b.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	for i, o := range objects {
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	b.WriteString("xref\n0 1\ntrailer << /Root 1 0 R >>\nstartxref\n0\n%%EOF\n")
	return b.String()
}

func stm(extra, data string) string {
	return fmt.Sprintf("<< /Length %d %s >>\nstream\n%s\nendstream", len(data), extra, data)
}

func packed(extra, data string) string {
	var z bytes.Buffer
	w := zlib.NewWriter(&z)
	_, _ = w.Write([]byte(data))
	_ = w.Close()
	return fmt.Sprintf("<< /Length %d /Filter /FlateDecode %s >>\nstream\r\n%s\nendstream", z.Len(), extra, z.String())
}

const (
	catalog = "<< /Type /Catalog /Pages 2 0 R >>"
	tree    = "<< /Type /Pages /Kids [3 0 R] /Count 1 /Resources << /Font << /F 5 0 R >> >> >>"
	leaf    = "<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>"
	winAnsi = "<< /Type /Font /Subtype /TrueType /Encoding /WinAnsiEncoding >>"
)

func open(data string) (*Document, error) {
	return Open(lists.Bytes("f.pdf", lists.OnePart, "e0", []byte(data)))
}

// texts are the pieces of the first page, with their places.
func texts(t *testing.T, data string) []string {
	t.Helper()
	d, err := open(data)
	if err != nil {
		t.Fatal(err)
	}
	pieces, err := d.Page(0)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, p := range pieces {
		out = append(out, fmt.Sprintf("%s at %g,%g in %g,%g,%g,%g", p.Text, p.X, p.Y, p.Clip.X0, p.Clip.Y0, p.Clip.X1, p.Clip.Y1))
	}
	return out
}

func TestTextIsWhereItIsDrawn(t *testing.T) {
	const all = "in -Inf,-Inf,+Inf,+Inf"
	for name, tc := range map[string]struct {
		contents string
		want     []string
	}{
		"matrix":        {"BT /F 11 Tf 2 0 0 2 10 20 Tm (A) Tj 5 -3 Td (B) Tj ET", []string{"A at 10,20 " + all, "B at 20,14 " + all}},
		"lines":         {"BT /F 11 Tf 14 TL 10 20 Td (A) Tj T* (B) Tj (C) ' 1 -2 TD (D) Tj T* (E) Tj ET", []string{"A at 10,20 " + all, "B at 10,6 " + all, "C at 10,-8 " + all, "D at 11,-10 " + all, "E at 11,-12 " + all}},
		"saved state":   {"q .5 0 0 .5 8 4 cm BT /F 1 Tf 10 20 Td (A) Tj ET Q BT /F 1 Tf 10 20 Td (B) Tj ET Q", []string{"A at 13,14 " + all, "B at 10,20 " + all}},
		"clip":          {"q 1 2 30 40 re W n 5 5 100 100 re W* n BT /F 1 Tf (A) Tj ET Q BT /F 1 Tf (B) Tj ET", []string{"A at 0,0 in 5,5,31,42", "B at 0,0 " + all}},
		"clip turned":   {"q -1 0 0 -1 0 0 cm 1 2 30 40 re W n BT /F 1 Tf (A) Tj ET Q", []string{"A at 0,0 in -31,-42,-1,-2"}},
		"no clip":       {"q 1 2 m 3 4 l W n 1 1 2 2 re f BT /F 1 Tf (A) Tj ET Q", []string{"A at 0,0 " + all}},
		"steps":         {"BT /F 1 Tf [(Or) -20 (rin) -300 (Ta) 12 (le)] TJ ET", []string{"Orrin Tale at 0,0 " + all}},
		"escapes":       {`BT /F 1 Tf (\(a\)(b)\134\101\7x\` + "\n" + `y\n) Tj <4142 4> Tj ET`, []string{"(a)(b)\\A\ax" + "y\n at 0,0 " + all, "AB@ at 0,0 " + all}},
		"win ansi":      {"BT /F 1 Tf (People\x92s \x96) Tj ET", []string{"People’s – at 0,0 " + all}},
		"inline image":  {"BI /W 1 ID \x00(((EI BT /F 1 Tf (A) Tj ET", []string{"A at 0,0 " + all}},
		"unknown font":  {"BT /G 1 Tf (A) Tj ET", []string{"\uFFFD at 0,0 " + all}},
		"no font":       {"BT (A) Tj ET", []string{"\uFFFD at 0,0 " + all}},
		"marks, remark": {"/Span << /ActualText (x) >> BDC BT /F 1 Tf (A) Tj % (B) Tj\n ET EMC", []string{"A at 0,0 " + all}},
		"nothing":       {"BT /F 1 Tf () Tj Tj [] TJ ET", nil},
	} {
		t.Run(name, func(t *testing.T) {
			for _, contents := range []string{stm("", tc.contents), packed("", tc.contents)} {
				if diff := cmp.Diff(tc.want, texts(t, file(catalog, tree, leaf, contents, winAnsi))); diff != "" {
					t.Error(diff)
				}
			}
		})
	}
}

func TestFontsSayWhatTheirCharactersMean(t *testing.T) {
	const cmap = "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <%s> <%s> endcodespacerange " +
		"1 beginbfchar <%s01> <D55CAD6D> endbfchar 2 beginbfrange <%s02> <%s04> <0041> <%s05> <%s06> [<0078> <0079>] endbfrange endcmap"
	one := strings.NewReplacer("%s0", "0", "<%s> <%s>", "<00> <FF>").Replace(cmap)
	two := strings.NewReplacer("%s0", "000", "<%s> <%s>", "<0000> <FFFF>").Replace(cmap)
	for name, tc := range map[string]struct{ font, table, contents string }{
		"one byte":  {"<< /Subtype /TrueType /ToUnicode 6 0 R >>", one, `BT /F 1 Tf (\1\2\3\4\5\6\7) Tj ET`},
		"two bytes": {"<< /Subtype /Type0 /Encoding /Identity-H /ToUnicode 6 0 R >>", two, "BT /F 1 Tf <0001000200030004000500060007> Tj ET"},
	} {
		t.Run(name, func(t *testing.T) {
			got := texts(t, file(catalog, tree, leaf, packed("", tc.contents), tc.font, packed("", tc.table)))
			if len(got) != 1 || !strings.HasPrefix(got[0], "한국ABCxy\uFFFD at") {
				t.Errorf("got %q", got)
			}
		})
	}
	roman := "<< /Subtype /TrueType /Encoding /MacRomanEncoding >>"
	if got := texts(t, file(catalog, tree, leaf, stm("", "BT /F 1 Tf (\x8e) Tj ET"), roman)); !strings.HasPrefix(got[0], "é ") {
		t.Errorf("got %q", got)
	}
}

func TestNewerDocumentsPackTheirObjects(t *testing.T) {
	bodies := []string{catalog, tree, leaf, winAnsi}
	numbers := []int{1, 2, 3, 5}
	var head, all strings.Builder
	for i, o := range bodies {
		fmt.Fprintf(&head, "%d %d ", numbers[i], all.Len())
		all.WriteString(o + " ")
	}
	objstm := packed(fmt.Sprintf("/Type /ObjStm /N %d /First %d", len(bodies), head.Len()), head.String()+all.String())
	data := "%PDF-1.5\n4 0 obj\n" + stm("", "BT /F 1 Tf (A) Tj ET") + "\nendobj\n9 0 obj\n" + objstm + "\nendobj\n%%EOF"
	if got := texts(t, data); len(got) != 1 || !strings.HasPrefix(got[0], "A at") {
		t.Errorf("got %q", got)
	}
}

func TestLaterObjectsAndLengthsElsewhere(t *testing.T) {
	contents := "<< /Length 7 0 R >>\nstream\nBT /F 1 Tf (old) Tj ET\nendstream"
	data := file(catalog, tree, leaf, contents, winAnsi) + "4 0 obj\n" + strings.Replace(contents, "old", "new", 1) + "\nendobj\n%%EOF\n"
	if got := texts(t, data); len(got) != 1 || !strings.HasPrefix(got[0], "new at") {
		t.Errorf("got %q", got)
	}
}

func TestInfo(t *testing.T) {
	d, err := open(file(catalog, tree, leaf, stm("", ""), winAnsi, "<< /Title (\xe9t\\351) /Producer <FEFFD55C> >>"))
	if err != nil {
		t.Fatal(err)
	}
	if d.Info("Title") != "été" || d.Info("Producer") != "한" || d.Info("Author") != "" || d.Pages() != 1 {
		t.Errorf("%q %q %q", d.Info("Title"), d.Info("Producer"), d.Info("Author"))
	}
}

func TestDamagedAndHostileDocumentsAreRefused(t *testing.T) {
	good := file(catalog, tree, leaf, packed("", "BT /F 1 Tf (A) Tj ET"), winAnsi)
	content := func(s string) string { return file(catalog, tree, leaf, stm("", s), winAnsi) }
	bomb := packed("", strings.Repeat(" ", maxUnpacked+1))
	for name, tc := range map[string]struct{ data, want string }{
		"no PDF":            {"<html>", "no PDF"},
		"cut":               {good[:len(good)-8], "ends in the middle"},
		"cut in a stream":   {good[:strings.Index(good, "endstream")] + "%%EOF", "that nothing ends"},
		"too long":          {good + strings.Repeat(" ", maxFile), "longer than"},
		"no catalog":        {file("<< >>"), "no catalog"},
		"no pages":          {file(catalog, "<< /Type /Pages /Kids [] >>"), "no pages"},
		"page is no page":   {file(catalog, "<< /Kids [1 0 R] >>"), "no page"},
		"tree in a ring":    {file(catalog, "<< /Kids [2 0 R] >>"), "deeper than"},
		"tree without end":  {file(catalog, "<< /Kids [3 0 R 3 0 R 3 0 R] >>", "<< /Kids [4 0 R 4 0 R 4 0 R 4 0 R 4 0 R 4 0 R 4 0 R 4 0 R] >>", "<< /Kids [5 0 R 5 0 R 5 0 R 5 0 R 5 0 R 5 0 R 5 0 R 5 0 R] >>", "<< /Kids [6 0 R 6 0 R 6 0 R 6 0 R 6 0 R 6 0 R 6 0 R 6 0 R] >>", "<< /Kids [7 0 R 7 0 R 7 0 R 7 0 R 7 0 R 7 0 R 7 0 R 7 0 R] >>", "<< /Kids [] >>"), "more than 2000 pages"},
		"encrypted":         {strings.Replace(good, "/Root", "/Encrypt 9 0 R /Root", 1), "encrypted"},
		"encrypted, newer":  {strings.Replace(good, "/Type /Catalog", "/Type /Catalog /Encrypt 9 0 R", 1), "encrypted"},
		"other filter":      {file(catalog, tree, leaf, stm("/Filter /LZWDecode", "x"), winAnsi), "LZWDecode"},
		"two filters":       {file(catalog, tree, leaf, stm("/Filter [/FlateDecode /FlateDecode]", "x"), winAnsi), "does not read"},
		"predictor":         {file(catalog, tree, leaf, packed("/DecodeParms << /Predictor 12 >>", "x"), winAnsi), "predictor"},
		"damaged Flate":     {strings.Replace(good, "stream\r\nx", "stream\r\ny", 1), "damaged"},
		"bomb":              {file(catalog, tree, leaf, bomb, winAnsi), "unpacks to more"},
		"bombs":             {file(catalog, "<< /Kids [3 0 R 3 0 R 3 0 R] >>", leaf, packed("", strings.Repeat(" ", maxUnpacked/2))), "unpacks to more"},
		"deep array":        {content(strings.Repeat("[", 100) + " Tj"), "nested deeper"},
		"deep dictionary":   {file(strings.Repeat("<< /A ", 100)), "nested deeper"},
		"open string":       {content("(A Tj"), "string that nothing closes"},
		"open hexadecimal":  {content("<41 Tj"), "hexadecimal"},
		"open array":        {content("[(A)"), "array that nothing closes"},
		"odd bracket":       {content(") Tj"), "where an object should begin"},
		"odd dictionary":    {file("<< 1 2 >>"), "whose key is no name"},
		"no number":         {content("1-2-3 Td"), "is no number"},
		"endless operands":  {content(strings.Repeat("1 ", maxArgs+1) + "Td"), "operands"},
		"endless saving":    {content(strings.Repeat("q ", maxSaved+1)), "saves its state"},
		"open image":        {content("BI /W 1"), "picture without an end"},
		"objects, no table": {file("<< >>", packed("/Type /ObjStm", "1 0 << >>")), "does not say what it holds"},
		"objects, bad":      {file("<< >>", packed("/Type /ObjStm /N 1 /First 4", "1 99 << >>")), "damaged table"},
		"objects, words":    {file("<< >>", packed("/Type /ObjStm /N 1 /First 4", "a b  << >>")), "damaged table"},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := open(tc.data)
			for i := 0; err == nil && i < d.Pages(); i++ {
				_, err = d.Page(i)
			}
			var bad *lists.ParseError
			if !errors.As(err, &bad) || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, want %q", err, tc.want)
			}
		})
	}
}

func FuzzOpen(f *testing.F) {
	f.Add([]byte(file(catalog, tree, leaf, stm("", "q 1 2 3 4 re W n BT /F 1 Tf 1 0 0 1 2 3 Tm [(A) -300 <42>] TJ ET Q"), winAnsi)))
	f.Add([]byte(file(catalog, tree, leaf, stm("", "BT /F 1 Tf <0001> Tj ET"), "<< /ToUnicode 6 0 R >>", stm("", "1 beginbfrange <00> <FF> <0041> endbfrange 1 beginbfchar <01> <D800> endbfchar"))))
	f.Add([]byte(file("<< >>", stm("/Type /ObjStm /N 2 /First 8", "1 0 2 3 << /Type /Catalog /Pages 2 0 R >>"))))
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := open(string(data))
		for i := 0; err == nil && i < d.Pages(); i++ {
			_, err = d.Page(i)
		}
		var bad *lists.ParseError
		if err != nil && !errors.As(err, &bad) {
			t.Fatalf("not a ParseError: %v", err)
		}
	})
}
