package vault_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"plimsoll/journal"
	"plimsoll/vault"
)

type memory map[string][]byte

func (m memory) Write(_ context.Context, key string, data []byte) error { m[key] = data; return nil }

func (m memory) Exists(_ context.Context, key string) (bool, error) { return m[key] != nil, nil }

func (m memory) Read(_ context.Context, key string) ([]byte, error) {
	if m[key] == nil {
		return nil, fmt.Errorf("%s: %w", key, os.ErrNotExist)
	}
	return m[key], nil
}

func (m memory) WriteFrom(ctx context.Context, key string, r io.Reader) error {
	data, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	return m.Write(ctx, key, data)
}

func (m memory) Open(ctx context.Context, key string) (io.ReadCloser, error) {
	data, err := m.Read(ctx, key)
	return io.NopCloser(bytes.NewReader(data)), err
}

var operator = journal.Signer{Actor: "operator", Key: ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))}

func now() time.Time { return time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC) }

func newVault(t *testing.T, blobs memory, store journal.Store) *vault.Vault {
	t.Helper()
	v := vault.New(blobs)
	j, err := journal.Open(context.Background(), store, now, v.Apply)
	if err != nil {
		t.Fatal(err)
	}
	v.Attach(j)
	if _, enrolled := j.Actor("operator"); !enrolled {
		act, err := journal.Enrol(operator, now(), journal.Actor{
			ID: "operator", Roles: []string{journal.RoleOperator}, Key: operator.Key.Public().(ed25519.PublicKey),
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := j.Append(context.Background(), act, nil); err != nil {
			t.Fatal(err)
		}
	}
	return v
}

var item = vault.Item{Name: "list.xml", MediaType: "application/xml", Source: "an authority", Rights: "public"}

func TestAFileIsTakenInByStreamAndItsBytesMustBeThoseOfItsHash(t *testing.T) {
	ctx, blobs := context.Background(), memory{}
	v := newVault(t, blobs, new(journal.Memory))
	const data = "a long file"
	sum := fmt.Sprintf("%x", sha256.Sum256([]byte(data)))
	var damaged *vault.DamagedError
	if _, err := v.AddFile(ctx, operator, item, sum, strings.NewReader("another")); !errors.As(err, &damaged) || v.Has(sum) || len(blobs) > 0 {
		t.Errorf("other bytes were taken: %v", err)
	}
	x, err := v.AddFile(ctx, operator, item, sum, strings.NewReader(data))
	if err != nil || x.SHA256 != sum || x.Size != int64(len(data)) {
		t.Fatalf("got %+v %v", x, err)
	}
	r, err := v.Stream(ctx, sum)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(r); err != nil || string(got) != data {
		t.Errorf("read %q %v", got, err)
	}
	for key := range blobs {
		blobs[key] = []byte("a lung file")
	}
	if r, err = v.Stream(ctx, sum); err == nil {
		_, err = io.ReadAll(r)
	}
	if !errors.As(err, &damaged) {
		t.Errorf("damage was read: %v", err)
	}
}

func TestAnExhibitIsKeptAsItCameAndRecordedOnce(t *testing.T) {
	ctx, blobs, store := context.Background(), memory{}, new(journal.Memory)
	v := newVault(t, blobs, store)
	data := []byte("exactly\r\nthese \xff bytes")
	ex, err := v.Add(ctx, operator, item, data)
	if err != nil {
		t.Fatal(err)
	}
	if ex.Size != int64(len(data)) || ex.Source != "an authority" || ex.By != "operator" || !ex.Received.Equal(now()) {
		t.Errorf("recorded as %+v", ex)
	}
	again, err := v.Add(ctx, operator, vault.Item{Name: "copy", Source: "somebody else"}, data)
	if err != nil || again != ex {
		t.Errorf("the same bytes again: %+v, %v", again, err)
	}
	v = newVault(t, blobs, store)
	got, err := v.Bytes(ctx, ex.SHA256)
	if err != nil || !bytes.Equal(got, data) || len(v.Exhibits()) != 1 {
		t.Errorf("after replay: %q, %v, %d exhibits", got, err, len(v.Exhibits()))
	}
}

func TestADamagedOrLostExhibitIsNamed(t *testing.T) {
	ctx, blobs := context.Background(), memory{}
	v := newVault(t, blobs, new(journal.Memory))
	var shas []string
	for i := range 3 {
		ex, err := v.Add(ctx, operator, item, []byte{byte(i)})
		if err != nil {
			t.Fatal(err)
		}
		shas = append(shas, ex.SHA256)
	}
	if n, err := v.Verify(ctx); n != 3 || err != nil {
		t.Fatalf("%d, %v", n, err)
	}
	blobs["exhibits/"+shas[0][:2]+"/"+shas[0]] = []byte("other")
	delete(blobs, "exhibits/"+shas[1][:2]+"/"+shas[1])
	_, err := v.Verify(ctx)
	var damaged *vault.DamagedError
	if !errors.As(err, &damaged) || damaged.SHA256 != shas[0] || !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v", err)
	}
	if _, err := v.Open(ctx, shas[0]); err == nil {
		t.Error("damaged bytes were handed out")
	}
}

func TestAnExhibitNeedsASource(t *testing.T) {
	v := newVault(t, memory{}, new(journal.Memory))
	if _, err := v.Add(context.Background(), operator, vault.Item{Name: "photo.jpg"}, nil); err == nil {
		t.Error("an exhibit without source was kept")
	}
	if _, err := v.Bytes(context.Background(), "unknown"); err == nil {
		t.Error("an unknown exhibit was handed out")
	}
}
