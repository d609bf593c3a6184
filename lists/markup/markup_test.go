package markup

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"plimsoll/lists"
)

func open(t testing.TB, data string) *Document {
	t.Helper()
	return New(t.Context(), lists.Bytes("f.xml", lists.OnePart, "e0", []byte(data)))
}

func TestAnEntryIsReadWithPlacesOfElementsAndAttributes(t *testing.T) {
	const file = `<?xml version="1.0" encoding="UTF-8"?>
<!-- made for a test -->
<List date='2026-03-01' xmlns="urn:x">
  <People>
    <Person id="1"><Name lang="en" >A &amp; B</Name><Name>C</Name><Note/></Person>
    <Person id='2'><ns:Name><![CDATA[<D>]]>&#x45;</ns:Name></Person>
  </People>
  <Other><Deep>x</Deep></Other>
</List>
`
	doc := open(t, file)
	root, err := doc.Root("List")
	if err != nil {
		t.Fatal(err)
	}
	if got := root.At("@date"); got.Text != "2026-03-01" || got.Place != fmt.Sprintf("/List/@date @%d", strings.Index(file, "date=")) {
		t.Errorf("date of the list: %+v", got)
	}
	var said []string
	err = doc.Each(func(n *Node) error {
		if n.Name != "People" {
			return nil // left, so skipped
		}
		return doc.Each(func(*Node) error {
			p, err := doc.Tree()
			if err != nil {
				return err
			}
			said = append(said, p.At("@id").Text)
			for name := range p.All("Name") {
				v := name.Value()
				said = append(said, v.Text+" "+v.Place)
				if v.Exhibit != "e0" {
					t.Errorf("exhibit %q", v.Exhibit)
				}
			}
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.End(); err != nil {
		t.Fatal(err)
	}
	at := func(s string) int { return strings.Index(file, s) }
	want := []string{
		"1",
		fmt.Sprintf("A & B /List/People[1]/Person[1]/Name[1] @%d", at(`<Name lang`)),
		fmt.Sprintf("C /List/People[1]/Person[1]/Name[2] @%d", at(`<Name>C`)),
		"2",
		fmt.Sprintf("<D>E /List/People[1]/Person[2]/Name @%d", at(`<ns:Name`)),
	}
	if strings.Join(said, "\n") != strings.Join(want, "\n") {
		t.Errorf("read\n%s\nwant\n%s", strings.Join(said, "\n"), strings.Join(want, "\n"))
	}
}

// A document can return to any element it has met, and says of it what it
// said the first time.
func TestAnElementIsReadAgainAtItsPlace(t *testing.T) {
	var b strings.Builder
	b.WriteString("<L>\n")
	for i := range 300 { // several buffers long
		fmt.Fprintf(&b, "<a id=\"%d\">\n<b>text %d &amp; more</b><c/></a>\n", i, i)
	}
	b.WriteString("</L>")
	file := lists.Bytes("f.xml", lists.OnePart, "e0", []byte(b.String()))
	doc := New(t.Context(), file)
	if _, err := doc.Root("L"); err != nil {
		t.Fatal(err)
	}
	type met struct {
		at          int64
		path, place string
	}
	var all []met
	err := doc.Each(func(head *Node) error {
		m := met{at: head.Offset(), path: head.Path()}
		n, err := doc.Tree()
		m.place = n.One("b").Place()
		all = append(all, m)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	again := NewAt(t.Context(), file, all[7].at)
	for k := range all {
		i := (k * 113) % len(all) // neither forwards nor backwards
		if k%3 == 0 && i > 0 {
			again.Jump(all[i-1].at, all[i-1].path) // the next is in the buffer, as a rule
		}
		again.Jump(all[i].at, all[i].path)
		if _, err := again.Root("a"); err != nil {
			t.Fatal(err)
		}
		n, err := again.Tree()
		if err != nil {
			t.Fatal(err)
		}
		v := n.At("b")
		if n.At("@id").Text != fmt.Sprint(i) || v.Text != fmt.Sprintf("text %d & more", i) || v.Place != all[i].place {
			t.Fatalf("element %d is read again as %+v, want the place %s", i, v, all[i].place)
		}
		var bad *lists.ParseError
		if err := again.Fail(n, "no"); !errors.As(err, &bad) || bad.Line != 2+2*i || bad.Offset != all[i].at {
			t.Fatalf("element %d is refused at %v", i, err)
		}
	}
}

func TestWhatIsNoListIsRefusedWithItsPlace(t *testing.T) {
	deep := strings.Repeat("<a>", 100) + strings.Repeat("</a>", 100)
	for name, c := range map[string]struct {
		file, reason string
		line         int
	}{
		"empty":            {"", "ends before the list begins", 1},
		"cut":              {"<L>\n<a>x</a>\n<a", "cut", 3},
		"cut in text":      {"<L>\n<a>x", "cut", 2},
		"cut in attribute": {"<L>\n<a b='", "cut", 2},
		"wrong end":        {"<L>\n<a></b></L>", "ended by", 2},
		"another list":     {"<M/>", "another list", 1},
		"second document":  {"<L/>\n<L/>", "second document", 2},
		"text at the root": {"<L>\nhello</L>", "text where none belongs", 1},
		"not UTF-8":        {"<L>\n<a>caf\xe9</a></L>", "0xE9 is not UTF-8", 2},
		"NUL":              {"<L><a>\x00</a></L>", "U+0000", 1},
		"lone surrogate":   {"<L><a>&#xD800;</a></L>", "no character", 1},
		"surrogate bytes":  {"<L><a>\xed\xa0\x80</a></L>", "not UTF-8", 1},
		"entity":           {"<L><a>&lol;</a></L>", "no character", 1},
		"document type":    {"<!DOCTYPE L [<!ENTITY lol 'lol'>]>\n<L/>", "declaration", 1},
		"depth":            {"<L>" + deep + "</L>", "nested deeper", 1},
		"UTF-16 declared":  {`<?xml version="1.0" encoding="UTF-16"?><L/>`, "encoding UTF-16", 1},
		"long text":        {"<L><a>" + strings.Repeat("x", 9<<20) + "</a></L>", "in one piece", 1},
		"attribute twice":  {`<L a="1" a="2"/>`, "twice", 1},
		"]]> in text":      {`<L><a>]]></a></L>`, "CDATA", 1},
		"no quotes":        {`<L a=1/>`, "no quotes", 1},
		"< in attribute":   {`<L a="<"/>`, "< inside", 1},
		"HTML":             {"<html><body>Sorry</body></html>", "another list", 1},
	} {
		t.Run(name, func(t *testing.T) {
			err := walk(t, c.file)
			var bad *lists.ParseError
			if !errors.As(err, &bad) || !strings.Contains(bad.Reason, c.reason) || bad.Line != c.line || bad.Offset < 0 {
				t.Errorf("got %v (%+v), want %q at line %d", err, bad, c.reason, c.line)
			}
		})
	}
}

// Blanks around elements are no text; anything else between them is warned of.
func TestTextBetweenElementsIsNotLostInSilence(t *testing.T) {
	for _, c := range []struct {
		file, raw string
		warnings  int
	}{
		{"<L><a>\n  <b>x</b>\n  <c/>\n</a></L>", "", 0},
		{"<L><a>said <b>x</b></a></L>", "said ", 1},
		{"<L><a> <b>x</b> said</a></L>", " said", 1},
		{"<L><a>one<b>x</b>two</a></L>", "onetwo", 1},
		{"<L><a> x <!-- y --> z </a></L>", " x  z ", 0},
	} {
		doc := open(t, c.file)
		if _, err := doc.Root("L"); err != nil {
			t.Fatal(err)
		}
		n, err := doc.Tree()
		if err != nil {
			t.Fatal(err)
		}
		a := n.One("a")
		for child := range a.Children() {
			child.Use()
		}
		r := lists.NewReading(t.Context(), lists.Input{}, nil, "x", "x")
		n.Unknown(r)
		p, _ := r.Done()
		if a.Raw() != c.raw || len(p.Warnings) != c.warnings {
			t.Errorf("%s: text %q and warnings %v", c.file, a.Raw(), p.Warnings)
		}
	}
}

// walk reads every entry below the root.
func walk(t testing.TB, data string) error {
	doc := open(t, data)
	if _, err := doc.Root("L"); err != nil {
		return err
	}
	err := doc.Each(func(*Node) error {
		_, err := doc.Tree()
		return err
	})
	if err != nil {
		return err
	}
	return doc.End()
}

// The scanner and the standard decoder must see the same elements, attributes
// and texts wherever both take a file.
func compareWithStandard(t *testing.T, data []byte) {
	t.Helper()
	mine, mineErr := tokens(data)
	std, stdErr := standard(data)
	if mineErr != nil {
		return // stricter is allowed
	}
	if stdErr != nil {
		t.Fatalf("taken, though the standard decoder says: %v\n%q", stdErr, data)
	}
	if mine != std {
		t.Fatalf("scanned\n%s\nthe standard decoder\n%s", mine, std)
	}
}

func tokens(data []byte) (string, error) {
	s := newScanner(bytes.NewReader(data), "f", maxEntry)
	var b, said strings.Builder
	depth := 0
	flush := func() {
		if said.Len() > 0 && depth > 0 {
			fmt.Fprintf(&b, "%q\n", said.String())
		}
		said.Reset()
	}
	for {
		k, err := s.next()
		if errors.Is(err, io.EOF) {
			if depth > 0 {
				return "", s.cut()
			}
			return b.String(), nil
		}
		if err != nil {
			return "", err
		}
		if k == text {
			said.Write(s.data)
			continue
		}
		flush()
		if k == end {
			depth--
			b.WriteString("end\n")
			continue
		}
		depth++
		fmt.Fprintf(&b, "start %s", local(s.tag))
		for _, a := range s.attrs {
			fmt.Fprintf(&b, " %s=%q", local(a.name), a.value)
		}
		b.WriteByte('\n')
	}
}

func standard(data []byte) (string, error) {
	dec := xml.NewDecoder(bytes.NewReader(data))
	var b, text strings.Builder
	depth := 0
	flush := func() {
		if text.Len() > 0 && depth > 0 {
			fmt.Fprintf(&b, "%q\n", text.String())
		}
		text.Reset()
	}
	for {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return b.String(), nil
		}
		if err != nil {
			return "", err
		}
		switch v := tok.(type) {
		case xml.CharData:
			text.Write(v)
		case xml.StartElement:
			flush()
			depth++
			fmt.Fprintf(&b, "start %s", v.Name.Local)
			for _, a := range v.Attr {
				fmt.Fprintf(&b, " %s=%q", a.Name.Local, a.Value)
			}
			b.WriteByte('\n')
		case xml.EndElement:
			flush()
			depth--
			b.WriteString("end\n")
		}
	}
}

func FuzzAgreesWithTheStandardDecoder(f *testing.F) {
	for _, s := range []string{
		"<L/>", "<L a='1' b=\"2\"><x>y</x></L>", "<L>a&amp;b<![CDATA[c]]>\r\nd</L>", "<?xml version='1.0'?><!-- c --><L><a:b c:d='&#10;'/></L>",
		"<L>&#x10FFFF;</L>", "<L a='>'></L >", "<L><a></b></L>", "<L>\xff</L>", "\ufeff<L/>", "<L a='\r\n'/>", "<a:b></a:b>", "<L><!-- - -- --></L>",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		compareWithStandard(t, data)
		if doc := open(t, string(data)); true { // never a panic, always a place
			if _, err := doc.Root("L"); err == nil {
				if _, err = doc.Tree(); err == nil {
					err = doc.End()
				}
				var bad *lists.ParseError
				if err != nil && !errors.As(err, &bad) {
					t.Fatalf("not a ParseError: %v", err)
				}
			}
		}
	})
}

// TestRealDataAgreesWithTheStandardDecoder reads every XML file of the folder
// that PLIMSOLL_DATA names both ways.
func TestRealDataAgreesWithTheStandardDecoder(t *testing.T) {
	dir := os.Getenv("PLIMSOLL_DATA")
	if dir == "" {
		t.Skip("make conformance DATA=folder runs this")
	}
	files, _ := filepath.Glob(filepath.Join(dir, "*", "*.xml"))
	if len(files) == 0 {
		t.Skip("no XML there")
	}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		mine, err := tokens(data)
		if err != nil {
			t.Logf("%s: %v", f, err)
			continue
		}
		if std, err := standard(data); err != nil || std != mine {
			t.Errorf("%s: differs from the standard decoder (%v)", f, err)
		}
	}
}

// BenchmarkScan reads a list entry by entry, beside the standard decoder.
func BenchmarkScan(b *testing.B) {
	entry := `<Person id="12"><Name lang="en">ORRIN VALE HARCASTLE</Name><Born>1961-02-03</Born><Note>Associated with nobody &amp; nothing at all in this world</Note></Person>` + "\n"
	data := "<L>" + strings.Repeat(entry, 20000) + "</L>"
	b.Run("markup", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		b.ReportAllocs()
		for b.Loop() {
			if err := walk(b, data); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("encoding-xml", func(b *testing.B) { // tokens alone, no tree
		b.SetBytes(int64(len(data)))
		b.ReportAllocs()
		for b.Loop() {
			dec := xml.NewDecoder(strings.NewReader(data))
			for {
				if _, err := dec.RawToken(); errors.Is(err, io.EOF) {
					break
				} else if err != nil {
					b.Fatal(err)
				}
			}
		}
	})
}

func TestFirstTagIsTheNameOfTheRoot(t *testing.T) {
	for head, want := range map[string]string{
		`<LIST a="b">`: "LIST",
		"\ufeff \n<?xml version=\"1.0\"?>\n<!-- a > b --><x:LIST\n a=\"b\"": "LIST",
		"<LIST/>":            "LIST",
		"<LIST":              "LIST",
		"<?xml version=":     "",
		"<!-- no end":        "",
		`{"LIST": "<LIST>"}`: "",
		"":                   "",
	} {
		if got := FirstTag([]byte(head)); got != want {
			t.Errorf("%q: %q, want %q", head, got, want)
		}
	}
}
