package fetch

import (
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"plimsoll/lists"
)

// take writes the body of an answer to a temporary file, unpacked, and sees to
// it that all of it has come.
func (g *getter) take(ctx context.Context, stop context.CancelCauseFunc, r request, rep *reply, resp *http.Response) (err error) {
	if resp.ContentLength > r.limit {
		return tooLarge(r.limit)
	}
	idle := time.AfterFunc(g.Idle, func() { stop(fmt.Errorf("no byte came for %v", g.Idle)) })
	defer idle.Stop()
	total := resp.ContentLength
	if resp.Uncompressed {
		total = -1
	}
	raw := &wire{body: resp.Body, total: total, moved: func(n int64) {
		idle.Reset(g.Idle)
		g.observer.Read(r.dataset, n, total)
	}}
	src, err := unpack(raw, resp.Header.Get("Content-Encoding"))
	if err != nil {
		return err
	}
	rep.body, err = lists.Nameless(g.spool)
	if err != nil {
		return final(err)
	}
	defer func() {
		if err != nil {
			discard(rep.body)
		}
	}()
	if rep.Bytes, rep.SHA256, err = copyTo(ctx, rep.body, src, r.limit); err != nil {
		return err
	}
	if _, err := rep.body.Seek(0, io.SeekStart); err != nil {
		return final(err)
	}
	return nil
}

func tooLarge(limit int64) error {
	return final(fmt.Errorf("it is larger than %d bytes, which no list is", limit))
}

// copyTo copies to the end. It tells apart what came badly, which may come
// better the next time, and what this machine could not write.
func copyTo(ctx context.Context, w io.Writer, src io.Reader, limit int64) (size int64, sum string, err error) {
	h := sha256.New()
	buf := make([]byte, 64<<10)
	for {
		n, err := src.Read(buf)
		if size += int64(n); size > limit {
			return 0, "", tooLarge(limit)
		}
		h.Write(buf[:n])
		if _, werr := w.Write(buf[:n]); werr != nil {
			return 0, "", final(fmt.Errorf("writing what is fetched: %w", werr))
		}
		if errors.Is(err, io.EOF) {
			return size, hex.EncodeToString(h.Sum(nil)), nil
		}
		if err != nil {
			return 0, "", err
		}
		if ctx.Err() != nil {
			return 0, "", ctx.Err()
		}
	}
}

// wire is a body as it comes over the wire.
type wire struct {
	body  io.Reader
	n     int64
	total int64 // -1 where unknown
	moved func(n int64)
}

func (w *wire) Read(b []byte) (int, error) {
	n, err := w.body.Read(b)
	if n > 0 {
		w.n += int64(n)
		w.moved(w.n)
	}
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) && w.total >= 0 && w.n < w.total {
		if w.total < 0 {
			return n, fmt.Errorf("the answer was cut after %d bytes", w.n)
		}
		return n, fmt.Errorf("the answer was cut after %d of %d bytes", w.n, w.total)
	}
	return n, err
}

// unpack undoes the compression that was made for the way; a file that is
// itself compressed stays as it is.
func unpack(raw *wire, encoding string) (io.Reader, error) {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "", "identity":
		return raw, nil
	case "gzip", "x-gzip":
		z, err := gzip.NewReader(raw)
		if errors.Is(err, io.EOF) && raw.n == 0 {
			return raw, nil // nothing at all, which needs no unpacking
		}
		if err != nil {
			return nil, fmt.Errorf("unpacking the answer: %w", err)
		}
		return z, nil
	}
	return nil, final(fmt.Errorf("the answer is packed as %q, which was not asked for", encoding))
}
