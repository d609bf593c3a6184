package store

import (
	"context"
	"fmt"
	"io"
	"os"

	"gocloud.dev/blob"
	"gocloud.dev/blob/fileblob"
	"gocloud.dev/gcerrors"
)

// Blobs keeps whole files under keys, in a directory or in any object storage
// that gocloud.dev/blob opens. What was written is complete or not there.
type Blobs struct{ bucket *blob.Bucket }

func openDirBlobs(dir string) (*Blobs, error) {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return nil, fmt.Errorf("making the folder for exhibits: %w", err)
	}
	// Temporary files stay beside the target: a rename must not cross disks.
	b, err := fileblob.OpenBucket(dir, &fileblob.Options{NoTempDir: true, Metadata: fileblob.MetadataDontWrite})
	if err != nil {
		return nil, fmt.Errorf("opening the folder for exhibits: %w", err)
	}
	return &Blobs{b}, nil
}

// Write keeps data under the key, replacing what was there.
func (b *Blobs) Write(ctx context.Context, key string, data []byte) error {
	if err := b.bucket.WriteAll(ctx, key, data, nil); err != nil {
		return fmt.Errorf("keeping %s: %w", key, err)
	}
	return nil
}

// WriteFrom keeps what r has to its end under the key, replacing what was
// there. Should r fail, nothing is changed.
func (b *Blobs) WriteFrom(ctx context.Context, key string, r io.Reader) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel() // before Close, it leaves the key as it was
	w, err := b.bucket.NewWriter(ctx, key, nil)
	if err != nil {
		return fmt.Errorf("keeping %s: %w", key, err)
	}
	if _, err := io.Copy(w, r); err != nil {
		cancel()
		_ = w.Close()
		return fmt.Errorf("keeping %s: %w", key, err)
	}
	if err := w.Close(); err != nil {
		return fmt.Errorf("keeping %s: %w", key, err)
	}
	return nil
}

// Read returns what is kept under the key.
func (b *Blobs) Read(ctx context.Context, key string) ([]byte, error) {
	data, err := b.bucket.ReadAll(ctx, key)
	if gcerrors.Code(err) == gcerrors.NotFound {
		return nil, fmt.Errorf("nothing is kept as %s: %w", key, os.ErrNotExist)
	}
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", key, err)
	}
	return data, nil
}

// Open streams what is kept under the key.
func (b *Blobs) Open(ctx context.Context, key string) (io.ReadCloser, error) {
	r, err := b.bucket.NewReader(ctx, key, nil)
	if gcerrors.Code(err) == gcerrors.NotFound {
		return nil, fmt.Errorf("nothing is kept as %s: %w", key, os.ErrNotExist)
	}
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", key, err)
	}
	return r, nil
}

// Exists reports whether something is kept under the key.
func (b *Blobs) Exists(ctx context.Context, key string) (bool, error) {
	ok, err := b.bucket.Exists(ctx, key)
	if err != nil {
		return false, fmt.Errorf("looking for %s: %w", key, err)
	}
	return ok, nil
}

// Close releases the bucket.
func (b *Blobs) Close() error { return b.bucket.Close() }
