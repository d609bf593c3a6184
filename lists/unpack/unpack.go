// Package unpack opens what lists are handed in by: a file as it is, one that
// is compressed (gzip, Zstandard, xz), or an archive of many (tar, compressed
// or not, and zip). Members of an archive come in its order.
package unpack

import (
	"archive/tar"
	"archive/zip"
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/klauspost/compress/zstd"
	"github.com/ulikunitz/xz"
)

// MaxMember is the most that one file may unpack to. A small file can unpack
// to anything; none of the lists comes near.
const MaxMember = 4 << 30

// Each calls fn with every list file that the file is or holds. Names lose
// the folders and the ending of the compression. The file is known by its
// bytes; a ZIP also by its name, for office documents are ZIPs as well and
// are list files themselves. An error of fn ends the visit.
func Each(ctx context.Context, name string, r io.Reader, fn func(name string, r io.Reader) error) error {
	return each(ctx, name, r, 0, fn)
}

// maxLayers is how many compressions may lie in each other: x.tar.gz has two.
const maxLayers = 3

func each(ctx context.Context, name string, r io.Reader, layer int, fn func(string, io.Reader) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	br := bufio.NewReaderSize(r, 1<<16)
	head, err := br.Peek(512)
	if err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("reading %s: %w", name, err)
	}
	if layer > maxLayers {
		return fmt.Errorf("%s: packed in itself more than %d times", name, maxLayers)
	}
	inner, err := decompress(name, head, br)
	if err != nil {
		return fmt.Errorf("unpacking %s: %w", name, err)
	}
	switch {
	case inner != nil:
		defer inner.Close()
		return each(ctx, stripEnding(name), &limited{name: name, r: inner, left: MaxMember}, layer+1, fn)
	case isTar(head):
		return eachOfTar(ctx, name, br, layer, fn)
	case bytes.HasPrefix(head, []byte("PK\x03\x04")) && strings.HasSuffix(strings.ToLower(name), ".zip"):
		return eachOfZip(ctx, name, br, layer, fn)
	}
	return fn(path.Base(strings.ReplaceAll(name, `\`, "/")), br)
}

// decompress opens a compressed stream; nil where it is none.
func decompress(name string, head []byte, r io.Reader) (io.ReadCloser, error) {
	switch {
	case bytes.HasPrefix(head, []byte("\x1f\x8b")):
		return gzip.NewReader(r)
	case bytes.HasPrefix(head, []byte("\x28\xb5\x2f\xfd")):
		z, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(256<<20))
		if err != nil {
			return nil, err
		}
		return z.IOReadCloser(), nil
	case bytes.HasPrefix(head, []byte("\xfd7zXZ\x00")):
		t := &tail{r: r}
		z, err := xz.NewReader(t)
		if err != nil {
			return nil, err
		}
		return io.NopCloser(&footed{z, t}), nil
	case bytes.HasPrefix(head, []byte("BZh")) && strings.HasSuffix(strings.ToLower(name), ".bz2"):
		return nil, errors.New("bzip2 is not read: unpack it first")
	}
	return nil, nil
}

// footed checks that an xz stream ends with its footer: the decoder takes one
// that was cut between two blocks for a whole one.
type footed struct {
	io.Reader
	raw *tail
}

func (f *footed) Read(b []byte) (int, error) {
	n, err := f.Reader.Read(b)
	if errors.Is(err, io.EOF) {
		if _, err := io.Copy(io.Discard, f.raw); err != nil {
			return n, err
		}
		if !bytes.HasSuffix(bytes.TrimRight(f.raw.last, "\x00"), []byte("YZ")) {
			return n, fmt.Errorf("the file ends in the middle: %w", io.ErrUnexpectedEOF)
		}
	}
	return n, err
}

// tail remembers the last bytes read.
type tail struct {
	r    io.Reader
	last []byte
}

func (t *tail) Read(b []byte) (int, error) {
	n, err := t.r.Read(b)
	const keep = 64
	t.last = append(t.last, b[max(0, n-keep):n]...)
	t.last = t.last[max(0, len(t.last)-keep):]
	return n, err
}

// isTar knows the mark of a POSIX archive.
func isTar(head []byte) bool { return len(head) >= 263 && string(head[257:262]) == "ustar" }

func eachOfTar(ctx context.Context, name string, r io.Reader, layer int, fn func(string, io.Reader) error) error {
	t := tar.NewReader(r)
	for {
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("unpacking %s: %w", name, err)
		}
		if h.Typeflag != tar.TypeReg || hidden(h.Name) {
			continue
		}
		if err := each(ctx, path.Base(h.Name), &limited{name: h.Name, r: t, left: MaxMember}, layer+1, fn); err != nil {
			return err
		}
	}
}

// maxZip bounds a ZIP, which has its table at the end and is read whole.
const maxZip = 512 << 20

func eachOfZip(ctx context.Context, name string, r io.Reader, layer int, fn func(string, io.Reader) error) error {
	data, err := io.ReadAll(&limited{name: name, r: r, left: maxZip})
	if err != nil {
		return err
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return fmt.Errorf("unpacking %s: %w", name, err)
	}
	for _, f := range z.File {
		if f.FileInfo().IsDir() || hidden(f.Name) {
			continue
		}
		if err := zipMember(ctx, name, f, layer, fn); err != nil {
			return err
		}
	}
	return nil
}

func zipMember(ctx context.Context, name string, f *zip.File, layer int, fn func(string, io.Reader) error) error {
	r, err := f.Open()
	if err != nil {
		return fmt.Errorf("unpacking %s of %s: %w", f.Name, name, err)
	}
	defer r.Close()
	return each(ctx, path.Base(f.Name), &limited{name: f.Name, r: r, left: MaxMember}, layer+1, fn)
}

// hidden passes over what archivers and systems leave beside the files.
func hidden(name string) bool {
	return strings.HasPrefix(path.Base(name), ".") || strings.HasPrefix(name, "__MACOSX/")
}

func stripEnding(name string) string {
	lower := strings.ToLower(name)
	for _, end := range []string{".gz", ".zst", ".xz"} {
		if strings.HasSuffix(lower, end) {
			return name[:len(name)-len(end)]
		}
	}
	if strings.HasSuffix(lower, ".tgz") {
		return name[:len(name)-len("tgz")] + "tar"
	}
	return name
}

// limited ends with an error, not in silence, where a file has no end.
type limited struct {
	name string
	r    io.Reader
	left int64
}

func (l *limited) Read(b []byte) (int, error) {
	if l.left <= 0 {
		return 0, fmt.Errorf("%s unpacks to more than the limit: this is no list", l.name)
	}
	n, err := l.r.Read(b[:min(int64(len(b)), l.left)])
	l.left -= int64(n)
	return n, err
}
