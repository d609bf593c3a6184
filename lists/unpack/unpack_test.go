package unpack

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"
	"github.com/ulikunitz/xz"
)

func packed(t *testing.T, open func(io.Writer) (io.WriteCloser, error), data string) string {
	t.Helper()
	var b bytes.Buffer
	w, err := open(&b)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(w, data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func gz(w io.Writer) (io.WriteCloser, error)  { return gzip.NewWriter(w), nil }
func xzw(w io.Writer) (io.WriteCloser, error) { return xz.NewWriter(w) }
func zst(w io.Writer) (io.WriteCloser, error) { return zstd.NewWriter(w) }

func tarOf(t *testing.T, files ...string) string {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		h := &tar.Header{Name: files[i], Size: int64(len(files[i+1])), Mode: 0o644, Typeflag: tar.TypeReg, Format: tar.FormatUSTAR}
		if err := w.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, files[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func zipOf(t *testing.T, files ...string) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		f, err := w.Create(files[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(f, files[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func unpackAll(name, data string) (out []string, err error) {
	err = Each(context.Background(), name, strings.NewReader(data), func(name string, r io.Reader) error {
		b, err := io.ReadAll(r)
		out = append(out, name+"="+string(b))
		return err
	})
	return out, err
}

func TestFilesComeOutOfWhateverTheyArePackedIn(t *testing.T) {
	two := tarOf(t, "lists/2021.xml", "<a/>", "lists/._2021.xml", "junk", "2022.xml.gz", packed(t, gz, "<b/>"))
	for name, c := range map[string]struct {
		data string
		want []string
	}{
		"list.xml":      {"<a/>", []string{"list.xml=<a/>"}},
		"folder/a.csv":  {"", []string{"a.csv="}},
		"list.xml.gz":   {packed(t, gz, "<a/>"), []string{"list.xml=<a/>"}},
		"list.xml.xz":   {packed(t, xzw, "<a/>"), []string{"list.xml=<a/>"}},
		"download":      {packed(t, zst, "<a/>"), []string{"download=<a/>"}},
		"series.tar":    {two, []string{"2021.xml=<a/>", "2022.xml=<b/>"}},
		"series.tgz":    {packed(t, gz, two), []string{"2021.xml=<a/>", "2022.xml=<b/>"}},
		"series.tar.xz": {packed(t, xzw, two), []string{"2021.xml=<a/>", "2022.xml=<b/>"}},
		"sdn.zip":       {zipOf(t, "x/sdn.csv", "1", "__MACOSX/sdn.csv", "2", "alt.csv", "3"), []string{"sdn.csv=1", "alt.csv=3"}},
		"list.xlsx":     {zipOf(t, "a", "b"), []string{"list.xlsx=" + zipOf(t, "a", "b")}},
	} {
		got, err := unpackAll(name, c.data)
		if diff := cmp.Diff(c.want, got); err != nil || diff != "" {
			t.Errorf("%s: %v\n%s", name, err, diff)
		}
	}
}

func TestDamagedAndEndlessArchivesAreRefused(t *testing.T) {
	whole := packed(t, gz, strings.Repeat("list ", 10000))
	deep := "x"
	for range 6 {
		deep = packed(t, gz, deep)
	}
	for name, data := range map[string]string{
		"cut.gz":     whole[:len(whole)/2],
		"altered.gz": whole[:len(whole)-8] + "12345678",
		"cut.tar":    tarOf(t, "a.xml", strings.Repeat("x", 5000))[:2000],
		"deep.gz":    deep,
		"cut.zip":    zipOf(t, "a", "b")[:30],
		"cut.xz":     packed(t, xzw, "list")[:20],
		"header.xz":  packed(t, xzw, "list")[:12],
	} {
		if _, err := unpackAll(name, data); err == nil || !strings.Contains(err.Error(), strings.SplitN(name, ".", 2)[0]) && !strings.Contains(err.Error(), "a.xml") && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, gzip.ErrChecksum) {
			t.Errorf("%s: %v", name, err)
		}
	}
	r := &limited{name: "bomb", r: strings.NewReader(strings.Repeat("0", 100)), left: 10}
	if b, err := io.ReadAll(r); err == nil || len(b) != 10 || !strings.Contains(err.Error(), "bomb unpacks to more") {
		t.Errorf("%d bytes, %v", len(b), err)
	}
}

func FuzzEach(f *testing.F) {
	f.Add("a.zip", []byte("PK\x03\x04"))
	f.Add("a", []byte("\x1f\x8b\x08\x00"))
	f.Add("a.tar", []byte(strings.Repeat("\x00", 257)+"ustar"+strings.Repeat("\x00", 300)))
	f.Add("a", []byte("\xfd7zXZ\x00"))
	f.Fuzz(func(_ *testing.T, name string, data []byte) {
		_ = Each(context.Background(), name, bytes.NewReader(data), func(_ string, r io.Reader) error {
			_, err := io.Copy(io.Discard, io.LimitReader(r, 1<<20))
			return err
		})
	})
}
