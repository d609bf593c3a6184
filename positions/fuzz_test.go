package positions

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// FuzzRead reads a part of any bytes: rows or a refusal that names the file,
// never a panic.
func FuzzRead(f *testing.F) {
	for _, n := range []int{1, 50, 3000} {
		part, _, err := positionKind().encode(sailing(ship, 37, 125.1, 0, n))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(part)
		f.Add(part[:len(part)-9])
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		a := Open(t.TempDir())
		path := a.positionsPath(dayOf(at(0)), cellOf(deg(37), deg(126)), partID(data))
		readAny(t, path, data, func() error {
			_, err := a.Read(context.Background(), Query{}, func(*Position) error { return nil })
			return err
		})
	})
}

// FuzzStatics is FuzzRead for what ships say of themselves.
func FuzzStatics(f *testing.F) {
	var list []Static
	for i := range 40 {
		list = append(list, Static{Time: at(0), MMSI: ship + uint32(i), IMO: 990011, Name: "ORRIN TALE", Type: 5})
	}
	part, _, err := staticKind().encode(list)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(part)
	f.Fuzz(func(t *testing.T, data []byte) {
		a := Open(t.TempDir())
		readAny(t, a.staticsPath(dayOf(at(0)), partID(data)), data, func() error {
			_, err := a.claims(context.Background(), []uint32{990011})
			return err
		})
	})
}

func readAny(t *testing.T, path string, data []byte, read func() error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	var damaged *DamagedError
	if err := read(); err != nil && (!errors.As(err, &damaged) || damaged.Path != path) {
		t.Errorf("the refusal names no file: %v", err)
	}
}
