package web

import (
	"context"
	"fmt"
	"io"

	"plimsoll/feed"
	"plimsoll/voyage"
)

// radioRef leads to the line that a position names: in the record, or in the
// piece of a watch that goes on.
func (h fromHouse) radioRef(record string, p *voyage.Position) Ref {
	sha, line := h.Watches.Where(record, p.Line, p.Time)
	return h.ref(sha, fmt.Sprintf("line %d", line))
}

// OpenLines implements Source.
func (h fromHouse) OpenLines(ctx context.Context, sha string) (io.ReadCloser, error) {
	if !h.Watches.Radio(sha) {
		return h.OpenExhibit(ctx, sha)
	}
	r, err := h.Vault.Stream(ctx, sha)
	if err != nil {
		return nil, err
	}
	text, err := feed.Lines(r)
	if err != nil {
		r.Close() //nolint:errcheck,gosec // only read
		return nil, err
	}
	return lines{text, r}, nil
}

// lines closes what lies below as well.
type lines struct {
	io.ReadCloser
	below io.Closer
}

func (l lines) Close() error {
	defer l.below.Close() //nolint:errcheck // only read
	return l.ReadCloser.Close()
}
