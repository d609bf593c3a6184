// Package vault keeps exhibits: bytes exactly as they came, named by their
// SHA-256, each with where it came from and who received it. Nothing in the
// vault is ever changed; what is learned later about an exhibit is a further
// event in the journal.
package vault

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"slices"
	"sync"
	"time"

	"plimsoll/journal"
)

// KindAdded records that an exhibit was received and is kept.
const KindAdded = "exhibit.added"

// MaxSize bounds an exhibit that is handed over in memory. Files of any size
// come in through AddFile.
const MaxSize = 256 << 20

// Blobs is where the bytes live. Write must be atomic: after a crash a key
// holds all of the data or nothing. Read of a key never written gives an
// error that wraps os.ErrNotExist.
type Blobs interface {
	Write(ctx context.Context, key string, data []byte) error
	Read(ctx context.Context, key string) ([]byte, error)
	WriteFrom(ctx context.Context, key string, r io.Reader) error
	Open(ctx context.Context, key string) (io.ReadCloser, error)
	Exists(ctx context.Context, key string) (bool, error)
}

// Item is what is known of an exhibit when it is received.
type Item struct {
	Name      string `json:"name"`                 // file name as received
	MediaType string `json:"media_type,omitempty"` // text/csv, application/xml, ...
	Source    string `json:"source"`               // who or what it comes from
	Origin    string `json:"origin,omitempty"`     // whose observation it is: reprints share one origin
	URL       string `json:"url,omitempty"`
	Rights    string `json:"rights,omitempty"` // what may be done with it: needed before publishing
	Grade     string `json:"grade,omitempty"`  // Admiralty A-F and 1-6, e.g. "A1"
	Demo      bool   `json:"demo,omitempty"`   // belongs to an invented world
}

// Exhibit is an item that is kept.
type Exhibit struct {
	SHA256 string `json:"sha256"`
	Size   int64  `json:"size"`
	Item
	Received time.Time `json:"received"`
	By       string    `json:"by"`
	Seq      int64     `json:"seq"` // the journal event that says so
}

// Vault keeps exhibits. It is a fold over the journal: pass Apply to
// journal.Open.
type Vault struct {
	blobs Blobs

	mu       sync.RWMutex
	journal  *journal.Journal
	exhibits map[string]Exhibit
}

// New returns a vault over the blobs. Attach must follow once the journal is
// open.
func New(blobs Blobs) *Vault { return &Vault{blobs: blobs, exhibits: map[string]Exhibit{}} }

// Attach gives the vault the journal it records to.
func (v *Vault) Attach(j *journal.Journal) { v.journal = j }

type addedBody struct {
	Size int64 `json:"size"`
	Item
}

// Apply folds one journal event.
func (v *Vault) Apply(e journal.Event) error {
	if e.Kind != KindAdded {
		return nil
	}
	var b addedBody
	if err := json.Unmarshal(e.Body, &b); err != nil {
		return fmt.Errorf("reading what exhibit was added: %w", err)
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if _, have := v.exhibits[e.Subject]; !have {
		v.exhibits[e.Subject] = Exhibit{SHA256: e.Subject, Size: b.Size, Item: b.Item, Received: e.At, By: e.Actor, Seq: e.Seq}
	}
	return nil
}

// key spreads exhibits over folders, so that none grows too large to list.
func key(sha string) string { return "exhibits/" + sha[:2] + "/" + sha }

// Add keeps the bytes and records who received them from where. Bytes already
// kept are not recorded twice; the exhibit first recorded is returned.
func (v *Vault) Add(ctx context.Context, by journal.Signer, item Item, data []byte) (Exhibit, error) {
	if len(data) > MaxSize {
		return Exhibit{}, fmt.Errorf("%s has %d bytes; an exhibit may have at most %d: split it", item.Name, len(data), MaxSize)
	}
	if item.Source == "" {
		return Exhibit{}, fmt.Errorf("%s needs a source: say who or what it comes from", item.Name)
	}
	sum := sha256.Sum256(data)
	sha := hex.EncodeToString(sum[:])
	if ex, ok := v.Exhibit(sha); ok {
		return ex, nil
	}
	if err := v.blobs.Write(ctx, key(sha), data); err != nil {
		return Exhibit{}, fmt.Errorf("keeping exhibit %s: %w", item.Name, err)
	}
	return v.record(ctx, by, sha, int64(len(data)), item)
}

// AddFile is Add for a file that may be too large to hold: r is read once, and
// must have the SHA-256 that the caller found.
func (v *Vault) AddFile(ctx context.Context, by journal.Signer, item Item, sha string, r io.Reader) (Exhibit, error) {
	if item.Source == "" {
		return Exhibit{}, fmt.Errorf("%s needs a source: say who or what it comes from", item.Name)
	}
	if ex, ok := v.Exhibit(sha); ok {
		return ex, nil
	}
	c := &checked{r: r, sha: sha, hash: sha256.New()}
	if err := v.blobs.WriteFrom(ctx, key(sha), c); err != nil {
		return Exhibit{}, fmt.Errorf("keeping exhibit %s: %w", item.Name, err)
	}
	return v.record(ctx, by, sha, c.size, item)
}

func (v *Vault) record(ctx context.Context, by journal.Signer, sha string, size int64, item Item) (Exhibit, error) {
	if _, err := v.journal.Record(ctx, by, KindAdded, sha, addedBody{size, item}); err != nil {
		return Exhibit{}, fmt.Errorf("recording exhibit %s: %w", item.Name, err)
	}
	ex, _ := v.Exhibit(sha)
	return ex, nil
}

// checked ends with an error where the bytes read are not those of the hash.
type checked struct {
	r    io.Reader
	sha  string
	hash hash.Hash
	size int64
}

func (c *checked) Read(b []byte) (int, error) {
	n, err := c.r.Read(b)
	c.hash.Write(b[:n])
	c.size += int64(n)
	if errors.Is(err, io.EOF) {
		if got := hex.EncodeToString(c.hash.Sum(nil)); got != c.sha {
			return n, &DamagedError{c.sha, got}
		}
	}
	return n, err
}

// Exhibit returns what is known of an exhibit.
func (v *Vault) Exhibit(sha string) (Exhibit, bool) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	ex, ok := v.exhibits[sha]
	return ex, ok
}

// Exhibits lists all, in the order they were received.
func (v *Vault) Exhibits() []Exhibit {
	v.mu.RLock()
	defer v.mu.RUnlock()
	out := make([]Exhibit, 0, len(v.exhibits))
	for _, ex := range v.exhibits {
		out = append(out, ex)
	}
	slices.SortFunc(out, func(a, b Exhibit) int { return int(a.Seq - b.Seq) })
	return out
}

// DamagedError says that the bytes kept are not the bytes received.
type DamagedError struct{ SHA256, Got string }

func (e *DamagedError) Error() string {
	return fmt.Sprintf("exhibit %s is damaged: its bytes now have SHA-256 %s; restore it from a mirror or backup", e.SHA256, e.Got)
}

// Bytes returns an exhibit after checking that it is still what was received.
func (v *Vault) Bytes(ctx context.Context, sha string) ([]byte, error) {
	if _, ok := v.Exhibit(sha); !ok {
		return nil, fmt.Errorf("no exhibit has the SHA-256 %q", sha)
	}
	data, err := v.blobs.Read(ctx, key(sha))
	if err != nil {
		return nil, fmt.Errorf("reading exhibit %s: %w", sha, err)
	}
	sum := sha256.Sum256(data)
	if got := hex.EncodeToString(sum[:]); got != sha {
		return nil, &DamagedError{sha, got}
	}
	return data, nil
}

// Open is Bytes as a reader.
func (v *Vault) Open(ctx context.Context, sha string) (io.Reader, error) {
	data, err := v.Bytes(ctx, sha)
	if err != nil {
		return nil, err
	}
	return bytes.NewReader(data), nil
}

// Stream reads an exhibit of any size. The last read is an error where the
// bytes are no longer those received.
func (v *Vault) Stream(ctx context.Context, sha string) (io.ReadCloser, error) {
	if _, ok := v.Exhibit(sha); !ok {
		return nil, fmt.Errorf("no exhibit has the SHA-256 %q", sha)
	}
	r, err := v.blobs.Open(ctx, key(sha))
	if err != nil {
		return nil, fmt.Errorf("reading exhibit %s: %w", sha, err)
	}
	return struct {
		io.Reader
		io.Closer
	}{&checked{r: r, sha: sha, hash: sha256.New()}, r}, nil
}

// Has reports whether an exhibit is kept.
func (v *Vault) Has(sha string) bool {
	_, ok := v.Exhibit(sha)
	return ok
}

func (v *Vault) verify(ctx context.Context, sha string) error {
	r, err := v.Stream(ctx, sha)
	if err != nil {
		return err
	}
	defer r.Close()
	_, err = io.Copy(io.Discard, r)
	return err
}

// Verify checks every exhibit and returns how many there are, with one error
// for each that is missing or damaged.
func (v *Vault) Verify(ctx context.Context) (int, error) {
	var errs []error
	all := v.Exhibits()
	for _, ex := range all {
		if err := v.verify(ctx, ex.SHA256); err != nil {
			errs = append(errs, err)
		}
		if err := ctx.Err(); err != nil {
			return 0, err
		}
	}
	return len(all), errors.Join(errs...)
}
