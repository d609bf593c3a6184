package packed_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go"

	"plimsoll/packed"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func is[T comparable](t *testing.T, got, want T) {
	t.Helper()
	if got != want {
		t.Fatalf("got %v, want %v", got, want)
	}
}

func fails(t *testing.T, err error, want string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Fatalf("got the error %v, want one of %q", err, want)
	}
}

func ended(t *testing.T, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("got the error %v, want %v", err, want)
	}
}

const said = "!AIVDM,1,1,,A,13u?etPv2;0n:dDPwUM1U1Cb069D,0*24\n"

func gzipped(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, err := io.WriteString(z, said)
	must(t, err)
	must(t, z.Close())
	return b.Bytes()
}

func zstandard(t *testing.T) []byte {
	t.Helper()
	z, err := zstd.NewWriter(nil)
	must(t, err)
	return z.EncodeAll([]byte(said), nil)
}

func TestTextIsToldByItsFirstBytes(t *testing.T) {
	for packing, in := range map[string][]byte{"": []byte(said), "gzip": gzipped(t), "zstd": zstandard(t)} {
		text, got, done, err := packed.Text(bufio.NewReader(bytes.NewReader(in)))
		must(t, err)
		is(t, got, packing)
		out, err := io.ReadAll(text)
		done()
		must(t, err)
		is(t, string(out), said)
	}
}

func TestShortAndEmptyFilesAreText(t *testing.T) {
	for _, in := range []string{"", "!", "PA"} {
		text, packing, done, err := packed.Text(bufio.NewReader(strings.NewReader(in)))
		must(t, err)
		out, err := io.ReadAll(text)
		done()
		must(t, err)
		is(t, packing, "")
		is(t, string(out), in)
	}
}

func TestWhatBeginsLikeGzipAndIsNoneIsSaid(t *testing.T) {
	_, packing, done, err := packed.Text(bufio.NewReader(strings.NewReader("\x1f\x8bnothing of the kind")))
	fails(t, err, "")
	is(t, packing, "gzip")
	done()
}

func TestACutPackingIsAnErrorOfReading(t *testing.T) {
	for _, in := range map[string][]byte{"gzip": gzipped(t), "zstd": zstandard(t)} {
		text, _, done, err := packed.Text(bufio.NewReader(bytes.NewReader(in[:len(in)-6])))
		must(t, err)
		_, err = io.ReadAll(text)
		done()
		ended(t, err, io.ErrUnexpectedEOF)
	}
}

type row struct {
	N int64 `parquet:"n"`
}

// table is a Parquet file of two row groups.
func table(t *testing.T, rows int) []byte {
	t.Helper()
	var b bytes.Buffer
	w := parquet.NewGenericWriter[row](&b)
	for i := range rows {
		if i == rows/2 {
			must(t, w.Flush())
		}
		_, err := w.Write([]row{{N: int64(i)}})
		must(t, err)
	}
	must(t, w.Close())
	return b.Bytes()
}

func TestRowsComeInOrderOverRowGroups(t *testing.T) {
	in := table(t, 700)
	is(t, packed.IsParquet(in), true)
	f, err := packed.Parquet(bytes.NewReader(in), int64(len(in)))
	must(t, err)
	rows := packed.NewRows(f)
	for i := range int64(700) {
		r, err := rows.Next()
		must(t, err)
		is(t, r[0].Int64(), i)
		is(t, int64(rows.Number()), i+1)
	}
	_, err = rows.Next()
	ended(t, err, io.EOF)
	_, err = rows.Next()
	ended(t, err, io.EOF)
}

func TestAFooterLongerThanItsFileIsRefused(t *testing.T) {
	in := table(t, 3)
	binary.LittleEndian.PutUint32(in[len(in)-8:], 1<<31)
	_, err := packed.Parquet(bytes.NewReader(in), int64(len(in)))
	fails(t, err, "its footer would have 2147483648 bytes")
	_, err = packed.Parquet(bytes.NewReader(in[:len(in)-1]), int64(len(in)-1))
	fails(t, err, "PAR1")
	_, err = packed.Parquet(strings.NewReader("PAR1"), 4)
	ended(t, err, io.ErrUnexpectedEOF)
}

func read(in []byte) (err error) {
	defer packed.Recovered(&err)
	f, err := packed.Parquet(bytes.NewReader(in), int64(len(in)))
	if err != nil {
		return err
	}
	for rows := packed.NewRows(f); ; {
		if _, err := rows.Next(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// FuzzParquet looks for a file that is not read to its end and says no error.
func FuzzParquet(f *testing.F) {
	var b bytes.Buffer
	w := parquet.NewGenericWriter[row](&b)
	_, _ = w.Write([]row{{1}, {2}, {3}})
	_ = w.Close()
	f.Add(b.Bytes())
	f.Add([]byte("PAR1\x00\x00\x00\x00PAR1"))
	f.Fuzz(func(_ *testing.T, in []byte) { _ = read(in) })
}
