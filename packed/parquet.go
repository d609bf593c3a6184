package packed

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/parquet-go/parquet-go"
)

// IsParquet reports whether a file that begins like this is Parquet, which must
// be read from its end.
func IsParquet(head []byte) bool { return bytes.HasPrefix(head, []byte(parquetMagic)) }

// Parquet opens a file of so many bytes. The library believes the length of the
// footer, whatever it is, so that is looked at first; and it panics on some
// damaged files, see [Recovered].
func Parquet(r io.ReaderAt, size int64) (*parquet.File, error) {
	var end [8]byte
	if size < 12 {
		return nil, io.ErrUnexpectedEOF
	}
	if _, err := r.ReadAt(end[:], size-8); err != nil {
		return nil, err
	}
	if string(end[4:]) != parquetMagic {
		return nil, errors.New("it does not end in PAR1")
	}
	if n := int64(binary.LittleEndian.Uint32(end[:])); n > size-12 {
		return nil, fmt.Errorf("its footer would have %d bytes", n)
	}
	return parquet.OpenFile(r, size, parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
}

// Recovered is deferred and turns a panic of the Parquet library into an error.
func Recovered(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("the Parquet file is damaged: %v", r)
	}
}

// Rows gives the rows of a file one after the other.
type Rows struct {
	groups []parquet.RowGroup
	rows   parquet.Rows
	batch  []parquet.Row
	have   int // of batch
	at     int
	number int
}

// NewRows reads the rows of f.
func NewRows(f *parquet.File) *Rows {
	return &Rows{groups: f.RowGroups(), batch: make([]parquet.Row, 256)}
}

// Number is that of the row read last, from 1.
func (r *Rows) Number() int { return r.number }

// Next gives the next row, which is good until the next call, and io.EOF behind
// the last.
func (r *Rows) Next() (parquet.Row, error) {
	for r.at == r.have {
		if err := r.more(); err != nil {
			return nil, err
		}
	}
	row := r.batch[r.at]
	r.at++
	r.number++
	return row, nil
}

func (r *Rows) more() error {
	if r.rows == nil {
		if len(r.groups) == 0 {
			return io.EOF
		}
		r.rows, r.groups = r.groups[0].Rows(), r.groups[1:]
	}
	n, err := r.rows.ReadRows(r.batch)
	r.at, r.have = 0, n
	switch ended := errors.Is(err, io.EOF); {
	case err != nil && !ended:
		return err
	case n > 0: // the end is said again
		return nil
	case !ended:
		return io.ErrNoProgress
	}
	err = r.rows.Close()
	r.rows = nil
	return err
}
